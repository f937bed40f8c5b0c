/** Footnotes of web pages: a number that leads to a place further down which begins with it or leads back. */
import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attributeOf, elementsOf, isElement, wordsOf } from './html_tree.ts'

export type HtmlNotes = {
  /** Number by the link that refers to it. */
  readonly references: ReadonlyMap<Tree.Element, string>
  /** What holds the words of footnotes. */
  readonly blocks: ReadonlySet<Tree.Element>
  readonly textByNumber: ReadonlyMap<string, string>
}

const MARK = /^[[(]?(?<number>\d{1,3}|\*{1,3}|[ivxl]{1,6})[\])]?$/

export const findHtmlNotes = (root: Tree.Element): HtmlNotes => {
  const all = elementsOf(root)
  const place = new Map(all.map((element, at) => [element, at]))
  const targets = new Map<string, Tree.Element>()
  for (const element of all)
    for (const name of [attributeOf(element, 'id'), attributeOf(element, 'name')])
      if (name && !targets.has(name)) targets.set(name, element)
  const references = new Map<Tree.Element, string>()
  const blocks = new Set<Tree.Element>()
  const textByNumber = new Map<string, string>()
  const wordsIn = remembered(wordsOf)
  for (const link of all) {
    const to = link.tagName === 'a' ? attributeOf(link, 'href') : null
    const number = to?.startsWith('#') ? MARK.exec(wordsOf(link))?.groups?.['number'] : undefined
    const target = number === undefined ? undefined : targets.get(to?.slice(1) ?? '')
    if (number === undefined || !target || (place.get(target) ?? 0) <= (place.get(link) ?? 0)) continue
    const block = blockOf(target, number, wordsIn)
    if (block === null || isAround(block, link)) continue
    references.set(link, number)
    blocks.add(block)
    if (!textByNumber.has(number)) textByNumber.set(number, withoutMark(wordsIn(block), number))
  }
  return { references, blocks, textByNumber }
}

const LONGEST = 2500

type WordsIn = (element: Tree.Element) => string

/** Ten thousand links may lead to one place. */
const remembered = (words: WordsIn): WordsIn => {
  const known = new Map<Tree.Element, string>()
  return (element) => {
    const found = known.get(element) ?? words(element)
    known.set(element, found)
    return found
  }
}

/** The block of the target that has words beside the number: its paragraph, item or cell. */
const blockOf = (target: Tree.Element, number: string, wordsIn: WordsIn): Tree.Element | null => {
  let at: Tree.ParentNode | null = target
  while (at && isElement(at) && at.tagName !== 'body' && at.tagName !== 'main') {
    if (/^(?:p|li|div|td|dd|aside|section)$/.test(at.tagName)) {
      const words = wordsIn(at)
      if (words.length > LONGEST) return null
      if (withoutMark(words, number) !== '') return at
    }
    at = at.parentNode
  }
  return null
}

const isAround = (block: Tree.Element, link: Tree.Element): boolean => {
  for (let at: Tree.ParentNode | null = link; at && isElement(at); at = at.parentNode)
    if (at === block) return true
  return false
}

/** Without its number in front and the arrow that leads back. */
const withoutMark = (words: string, number: string): string => {
  const own = /^[[(^↑ ]*(?<number>\d{1,3}|\*{1,3}|[ivxl]{1,6})[\]).:]*\s+/.exec(words)
  const rest = own?.groups?.['number'] === number ? words.slice(own[0].length) : words
  return MARK.test(rest) ? '' : rest.replace(/(?<!\s)\s*[↩↑^]\uFE0E?$/u, '').trim()
}
