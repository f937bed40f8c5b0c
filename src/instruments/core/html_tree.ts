/** What is asked of the tree of a web page. */
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { tidy } from './words.ts'

export const isElement = (node: Tree.Node): node is Tree.Element => 'tagName' in node

export const attributeOf = (element: Tree.Element, name: string): string | null =>
  element.attrs.find((one) => one.name === name)?.value ?? null

/** Elements that begin a line and end it. */
export const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
)

/** Never seen as words, whatever they hold. */
const UNSEEN = new Set(
  (
    'script style noscript template head title link meta svg math canvas iframe object embed audio video map ' +
    'button select option textarea input datalist progress meter'
  ).split(' '),
)
export const isUnseen = (element: Tree.Element): boolean =>
  UNSEEN.has(element.tagName) ||
  attributeOf(element, 'hidden') !== null ||
  /display:\s*none|visibility:\s*hidden|mso-hide:\s*all/.test(attributeOf(element, 'style') ?? '')

const LEFT_OUT = new Set(['nav', 'footer', 'aside', 'dialog', 'menu'])
const ROLES = new Set(['navigation', 'banner', 'contentinfo', 'search', 'complementary', 'dialog', 'menu'])
/** Words of the site around the text. */
export const isLeftOut = (element: Tree.Element): boolean =>
  LEFT_OUT.has(element.tagName) ||
  ROLES.has(attributeOf(element, 'role') ?? '') ||
  (element.tagName === 'header' && !isInside(element, ['main', 'article', 'section']))

const isInside = (element: Tree.Element, names: readonly string[]): boolean => {
  for (let at = element.parentNode; at && isElement(at); at = at.parentNode)
    if (names.includes(at.tagName)) return true
  return false
}

/** In the order of the page, without recursion. */
export const elementsOf = (root: Tree.ParentNode): readonly Tree.Element[] => {
  const found: Tree.Element[] = []
  const open = root.childNodes.toReversed()
  for (let node = open.pop(); node; node = open.pop()) {
    if (!isElement(node)) continue
    found.push(node)
    for (const child of node.childNodes.toReversed()) open.push(child)
  }
  return found
}

/** In one line, without what nobody sees and without `left`. */
export const wordsOf = (root: Tree.ParentNode | undefined, left: Tree.Element | null = null): string => {
  const words: string[] = []
  const open: Tree.Node[] = root === undefined ? [] : root.childNodes.toReversed()
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.nodeName === '#text' && 'value' in node) words.push(node.value)
    else if (isElement(node) && node !== left && !isUnseen(node)) {
      if (node.tagName === 'br' || BLOCKS.has(node.tagName)) words.push(' ')
      for (const child of node.childNodes.toReversed()) open.push(child)
    }
  }
  return tidy(words.join(''))
}
