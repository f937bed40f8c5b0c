/**
 * Web pages to lines: what a reader sees of the text, without scripts, styles and navigation. Lists get the numbers
 * that a browser prints before their items, tables are read row by row. Pure.
 */
import { type DefaultTreeAdapterTypes as Tree, parse } from 'parse5'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { findHtmlNotes, type HtmlNotes } from './html_notes.ts'
import { attributeOf, BLOCKS, elementsOf, isElement, isLeftOut, isUnseen, wordsOf } from './html_tree.ts'
import { type CountForm, formOfLevel, toMark, writeCount } from './list_marks.ts'
import { startOf } from './structure_starts.ts'
import { gatherLines, type Lines, type ReadText, type TextFileRefusal } from './text_file.ts'

/** Pages of real sites have less than fifty levels; a recursion far beyond would end the program. */
const DEEPEST = 500

type Walk = {
  readonly lines: Lines
  readonly notes: HtmlNotes
  /** Ordered lists around this place. */
  readonly lists: number
  /** Inside the row of a table, whose cells make one line. */
  readonly inRow: boolean
  readonly preformatted: boolean
}

export const htmlToLines = (html: string): Result<ReadText, TextFileRefusal> => {
  const document = parse(html)
  if (depthOf(document) > DEEPEST) return err({ kind: 'too_deep', at: '' })
  const all = elementsOf(document)
  const body = all.find(({ tagName }) => tagName === 'body') ?? null
  const main = body === null ? null : mainOf(all)
  const root = main ?? body
  if (root === null) return err({ kind: 'no_paragraph', at: '' })
  const lines = gatherLines()
  if (main !== null && body !== null && wordsOf(body).length > wordsOf(main).length)
    lines.doubt('page_parts_left_out', wordsOf(body, main))
  const walk = { lines, notes: findHtmlNotes(root), lists: 0, inRow: false, preformatted: false }
  for (const child of root.childNodes) take(child, walk)
  const read = lines.finish()
  return read.text === '' ? err({ kind: 'no_paragraph', at: '' }) : ok(read)
}

/** Counted without recursion. */
const depthOf = (document: Tree.Document): number => {
  let deepest = 0
  const open: { readonly node: Tree.Node; readonly depth: number }[] = [{ node: document, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    deepest = Math.max(deepest, next.depth)
    if (!('childNodes' in next.node)) continue
    for (const node of next.node.childNodes) open.push({ node, depth: next.depth + 1 })
  }
  return deepest
}

/** The part that the page itself calls its main one. */
const mainOf = (all: readonly Tree.Element[]): Tree.Element | null => {
  const main = all.find((one) => one.tagName === 'main' || attributeOf(one, 'role') === 'main')
  if (main && wordsOf(main) !== '') return main
  const articles = all.filter(({ tagName }) => tagName === 'article')
  return articles.length === 1 && wordsOf(articles[0]) !== '' ? (articles[0] ?? null) : null
}

const take = (node: Tree.Node, walk: Walk): void => {
  const { lines } = walk
  if (node.nodeName === '#text' && 'value' in node) return say(node.value, walk)
  if (!isElement(node) || isUnseen(node)) return
  if (isLeftOut(node)) {
    if (wordsOf(node) !== '') lines.doubt('page_parts_left_out', wordsOf(node))
    return
  }
  const number = walk.notes.references.get(node)
  if (number !== undefined) return lines.refer(number, walk.notes.textByNumber.get(number) ?? '')
  if (walk.notes.blocks.has(node)) return
  switch (node.tagName) {
    case 'br':
      return walk.inRow ? lines.say(' ') : lines.end('line')
    case 'del':
    case 's':
    case 'strike':
      return lines.doubt('tracked_changes', wordsOf(node))
    case 'ol':
      return takeList(node, walk)
    case 'table':
      return takeTable(node, walk)
    case 'pre':
      return takeBlock(node, { ...walk, preformatted: true })
    default:
      if (BLOCKS.has(node.tagName)) takeBlock(node, walk)
      else for (const child of node.childNodes) take(child, walk)
  }
}

const say = (words: string, { lines, preformatted, inRow }: Walk): void => {
  if (!preformatted || inRow) return lines.say(words.replaceAll(/\s+/g, ' '))
  for (const [at, line] of words.split(/\r?\n/).entries()) {
    if (at > 0) lines.end(line.trim() === '' ? 'paragraph' : 'line')
    lines.say(line)
  }
}

const takeBlock = (element: Tree.Element, walk: Walk): void => {
  const end = (): void => (walk.inRow ? walk.lines.say(' ') : walk.lines.end('paragraph'))
  end()
  for (const child of element.childNodes) take(child, walk)
  end()
}

const FORMS: Readonly<Record<string, CountForm>> = {
  '1': 'decimal',
  a: 'lower_letter',
  A: 'upper_letter',
  i: 'lower_roman',
  I: 'upper_roman',
  decimal: 'decimal',
  'lower-alpha': 'lower_letter',
  'lower-latin': 'lower_letter',
  'upper-alpha': 'upper_letter',
  'upper-latin': 'upper_letter',
  'lower-roman': 'lower_roman',
  'upper-roman': 'upper_roman',
  none: 'none',
}

const styleOf = (element: Tree.Element): string =>
  /list-style(?:-type)?:[^;]{0,100}?(decimal|lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman|none)/.exec(
    attributeOf(element, 'style') ?? '',
  )?.[1] ?? ''

const takeList = (list: Tree.Element, walk: Walk): void => {
  const { lines, lists, inRow } = walk
  const items = list.childNodes.filter((one) => isElement(one) && one.tagName === 'li')
  const form = FORMS[styleOf(list)] ?? FORMS[attributeOf(list, 'type') ?? ''] ?? formOfLevel(lists)
  const reversed = attributeOf(list, 'reversed') !== null
  let number = toInteger(attributeOf(list, 'start')) ?? (reversed ? items.length : 1)
  let said = false
  if (!inRow) lines.end('paragraph')
  for (const item of list.childNodes) {
    if (!isElement(item) || item.tagName !== 'li' || walk.notes.blocks.has(item)) {
      take(item, { ...walk, lists: lists + 1 })
      continue
    }
    number = toInteger(attributeOf(item, 'value')) ?? number
    const label = writeCount(form, number)
    // Some pages count by hand inside their lists.
    const counted = startOf(wordsOf(item).slice(0, 40)).kind
    if (label !== '' && !inRow && !['numbered', 'mark', 'article'].includes(counted)) {
      const mark = toMark(form === 'decimal' ? label : `(${label})`, lists)
      lines.mark(mark)
      if (!said) lines.doubt('list_numbered', wordsOf(item), mark)
      said = true
    }
    takeBlock(item, { ...walk, lists: lists + 1 })
    lines.mark('')
    number += reversed ? -1 : 1
  }
}

const toInteger = (text: string | null): number | null => {
  const number = Number.parseInt(text ?? '', 10)
  return Number.isSafeInteger(number) ? number : null
}

/** Cells that hold paragraphs of their own only lay the page out; others make one line of a row. */
const takeTable = (table: Tree.Element, walk: Walk): void => {
  if (walk.inRow) return takeBlock(table, walk)
  const inside = elementsOf(table)
  const rows = inside.filter(({ tagName }) => tagName === 'tr')
  const cells = inside.filter(({ tagName }) => tagName === 'td' || tagName === 'th')
  const laysOut =
    inside.some(({ tagName }) => /^(?:table|ol|ul|h[1-6]|article|section)$/.test(tagName)) ||
    cells.some((cell) => elementsOf(cell).filter(({ tagName }) => tagName === 'p').length > 1) ||
    cells.length <= rows.length
  if (laysOut) return takeBlock(table, walk)
  walk.lines.end('paragraph')
  const caption = inside.find(({ tagName }) => tagName === 'caption')
  if (caption) takeBlock(caption, walk)
  walk.lines.doubt('table_rows', rows[0] ? wordsOf(rows[0]) : '')
  for (const row of rows) takeRow(row, walk)
}

const takeRow = (row: Tree.Element, walk: Walk): void => {
  for (const cell of row.childNodes) take(cell, { ...walk, inRow: true })
  walk.lines.end('line')
}
