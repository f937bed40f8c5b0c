/**
 * Documents of word processors (WordprocessingML) to lines: the words as if all tracked changes were accepted, with
 * the numbers that are printed before paragraphs, and footnotes. What was taken and what was left is said. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Numbering, readNumbering, wordAttribute } from './docx_numbering.ts'
import { toMark, writeCount } from './list_marks.ts'
import { gatherLines, type Lines, type ReadText, type TextFileRefusal } from './text_file.ts'
import { childElements, findElement, isNamed, readXml, textOf, type XmlElement } from './xml.ts'

/** The parts of the file as XML; null: it has none. */
export type DocxParts = {
  readonly document: string
  readonly numbering: string | null
  readonly styles: string | null
  readonly footnotes: string | null
  readonly endnotes: string | null
  readonly comments: string | null
}

type Trees = { readonly [P in keyof DocxParts]: XmlElement | null }

export const docxToLines = (parts: DocxParts): Result<ReadText, TextFileRefusal> => {
  const trees: Record<string, XmlElement | null> = {}
  for (const [name, xml] of Object.entries(parts)) {
    const read = xml === null ? null : readXml(xml)
    if (read && !read.ok)
      return err({ kind: refusalOf(read.error.kind), at: `word/${name}.xml, ${read.error.at}` })
    trees[name] = read?.value ?? null
  }
  const { document, numbering, styles, footnotes, endnotes, comments } = trees as Trees
  const body = document && findElement(document, 'body')
  if (!body) return err({ kind: 'part_missing', at: 'word/document.xml' })
  const lines = gatherLines()
  const walk: Walk = {
    lines,
    numbering: readNumbering(numbering, styles),
    notes: {
      footnote: byId(footnotes, 'footnote'),
      endnote: byId(endnotes, 'endnote'),
      comment: byId(comments, 'comment'),
    },
    count: { footnote: 0, endnote: 0 },
    lists: new Set(),
    changes: { inserted: [], deleted: [], hidden: [] },
    boxes: [],
    inRow: false,
  }
  for (const child of elements(body)) takeBlock(child, walk)
  const read = lines.finish()
  return read.text === '' ? err({ kind: 'no_paragraph', at: '' }) : ok(read)
}

const refusalOf = (kind: string): 'too_large' | 'malformed' | 'document_type' =>
  kind === 'too_large' || kind === 'document_type' ? kind : 'malformed'

type Walk = {
  readonly lines: Lines
  readonly numbering: Numbering
  readonly notes: Readonly<Record<'footnote' | 'endnote' | 'comment', ReadonlyMap<string, XmlElement>>>
  /** How many were referred to. */
  readonly count: { footnote: number; endnote: number }
  /** Levels of lists whose first number was said to be counted. */
  readonly lists: Set<string>
  /** Words of the paragraph that is being read. */
  readonly changes: { inserted: string[]; deleted: string[]; hidden: string[] }
  /** Paragraphs in boxes that hang on the one that is being read. */
  readonly boxes: XmlElement[]
  readonly inRow: boolean
}

const elements = ({ children }: XmlElement): readonly XmlElement[] =>
  children.filter((child) => typeof child !== 'string')

const byId = (tree: XmlElement | null, name: string): ReadonlyMap<string, XmlElement> =>
  new Map((tree ? childElements(tree, name) : []).map((one) => [wordAttribute(one, 'id') ?? '', one]))

const local = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1)

const takeBlock = (element: XmlElement, walk: Walk): void => {
  switch (local(element)) {
    case 'p':
      return takeParagraph(element, walk)
    case 'tbl':
      return takeTable(element, walk)
    case 'sdt':
    case 'sdtContent':
    case 'customXml':
    case 'ins':
    case 'moveTo':
    case 'smartTag':
      for (const child of elements(element)) takeBlock(child, walk)
      return
    case 'AlternateContent':
      for (const child of elements(chosen(element))) takeBlock(child, walk)
      return
    default:
      return
  }
}

/** The first form of a thing that is told in several. */
const chosen = (element: XmlElement): XmlElement =>
  findElement(element, 'Choice') ?? findElement(element, 'Fallback') ?? element

const takeParagraph = (paragraph: XmlElement, walk: Walk): void => {
  const { lines, changes, inRow } = walk
  const properties = findElement(paragraph, 'pPr')
  const isGone = properties !== null && findElement(properties, 'rPr', 'del') !== null
  if (!isGone) number(properties, walk, paragraph)
  for (const child of elements(paragraph)) takeInline(child, walk, 'kept')
  tellChanges(walk)
  for (const list of [changes.inserted, changes.deleted, changes.hidden]) list.length = 0
  // Its words go on in the next paragraph, whose number and place stay.
  if (isGone) return
  if (inRow) lines.say(' ')
  else lines.end('paragraph')
  for (const box of walk.boxes.splice(0)) {
    lines.doubt('text_box', elements(box).map(wordsIn).join(' '))
    for (const child of elements(box)) takeBlock(child, walk)
  }
}

/** A paragraph without words is counted, but its number is not kept. */
const number = (
  properties: XmlElement | null,
  { numbering, lines, lists, inRow }: Walk,
  paragraph: XmlElement,
): void => {
  const place = numbering.placeOf(properties)
  const label = place && numbering.next(place)
  if (!place || label === null || label.trim() === '') return
  if (lines.fresh() && wordsIn(paragraph) === '') return
  const mark = toMark(label, place.level)
  if (inRow) return lines.say(`${mark} `)
  lines.mark(mark)
  const level = `${place.list} ${place.level}`
  if (lists.has(level) && mark === label.trim()) return
  lists.add(level)
  lines.doubt('list_numbered', `${label} ${wordsIn(paragraph)}`, mark)
}

const tellChanges = ({ lines, changes: { inserted, deleted, hidden } }: Walk): void => {
  if (inserted.length + deleted.length > 0)
    lines.doubt('tracked_changes', deleted.join(''), inserted.join(''))
  if (hidden.length > 0) lines.doubt('hidden_left_out', hidden.join(''))
}

type Fate = 'kept' | 'inserted' | 'deleted'

const takeInline = (element: XmlElement, walk: Walk, fate: Fate): void => {
  switch (local(element)) {
    case 'r':
      return takeRun(element, walk, fate)
    case 'ins':
    case 'moveTo':
      for (const child of elements(element)) takeInline(child, walk, fate === 'deleted' ? fate : 'inserted')
      return
    case 'del':
    case 'moveFrom':
      for (const child of elements(element)) takeInline(child, walk, 'deleted')
      return
    case 'AlternateContent':
      for (const child of elements(chosen(element))) takeInline(child, walk, fate)
      return
    case 'hyperlink':
    case 'smartTag':
    case 'fldSimple':
    case 'sdt':
    case 'sdtContent':
    case 'customXml':
    case 'bdo':
    case 'dir':
      for (const child of elements(element)) takeInline(child, walk, fate)
      return
    default:
      return
  }
}

const takeRun = (run: XmlElement, walk: Walk, fate: Fate): void => {
  const properties = findElement(run, 'rPr')
  const hidden = properties !== null && isOn(findElement(properties, 'vanish'))
  let own = false
  for (const child of elements(run)) {
    const name = local(child)
    if (name === 'footnoteReference' || name === 'endnoteReference') {
      if (fate === 'deleted') continue
      // What follows in this run is the sign that somebody chose for it.
      own = isTrue(wordAttribute(child, 'customMarkFollows'))
      refer(child, walk, own ? textOf(run) : null)
    } else if (name === 'commentReference') {
      const words = walk.notes.comment.get(wordAttribute(child, 'id') ?? '')
      walk.lines.doubt('comment_left_out', words ? wordsIn(words) : '')
    } else if (['drawing', 'pict', 'object', 'AlternateContent'].includes(name)) {
      if (fate !== 'deleted') walk.boxes.push(...boxesIn(name === 'AlternateContent' ? chosen(child) : child))
    } else if (!own) {
      const words = wordsOfChild(child)
      if (words === '') continue
      if (hidden) walk.changes.hidden.push(words)
      else if (fate === 'deleted') walk.changes.deleted.push(words)
      else if (words === '\n' && !walk.inRow) walk.lines.end('line')
      else walk.lines.say(words)
      if (fate === 'inserted' && !hidden) walk.changes.inserted.push(words)
    }
  }
}

const isTrue = (value: string | null): boolean => value !== null && !['0', 'false', 'off'].includes(value)
const isOn = (property: XmlElement | null): boolean =>
  property !== null && !['0', 'false', 'off'].includes(wordAttribute(property, 'val') ?? '1')

const wordsOfChild = (child: XmlElement): string => {
  switch (local(child)) {
    case 't':
    case 'delText':
      return child.children.filter((one) => typeof one === 'string').join('')
    case 'tab':
    case 'ptab':
      return ' '
    case 'br':
      return ['page', 'column'].includes(wordAttribute(child, 'type') ?? '') ? ' ' : '\n'
    case 'cr':
      return '\n'
    case 'noBreakHyphen':
      return '-'
    case 'sym':
      return signOf(wordAttribute(child, 'char'))
    default:
      return ''
  }
}

/** Signs of picture fonts have no meaning as letters. */
const signOf = (code: string | null): string => {
  const sign = Number.parseInt(code ?? '', 16)
  return Number.isNaN(sign) || sign < 0x20 || (sign >= 0xd800 && sign <= 0xf8ff)
    ? ''
    : String.fromCharCode(sign)
}

const refer = (reference: XmlElement, { notes, count, lines }: Walk, mark: string | null): void => {
  const kind = isNamed(reference, 'endnoteReference') ? 'endnote' : 'footnote'
  const note = notes[kind].get(wordAttribute(reference, 'id') ?? '')
  if (mark === null) count[kind] += 1
  const counted = writeCount(kind === 'endnote' ? 'lower_roman' : 'decimal', count[kind])
  lines.refer((mark?.trim() || counted).slice(0, 10), note ? wordsIn(note) : '')
}

const boxesIn = (element: XmlElement): readonly XmlElement[] =>
  elements(element).flatMap((child) => {
    if (isNamed(child, 'txbxContent')) return [child]
    return boxesIn(isNamed(child, 'AlternateContent') ? chosen(child) : child)
  })

/** In one line, as if all changes were accepted. */
const wordsIn = (element: XmlElement): string => {
  const words: string[] = []
  const walk = (one: XmlElement): void => {
    const name = local(one)
    if (['del', 'moveFrom', 'txbxContent', 'instrText', 'pPr', 'rPr'].includes(name)) return
    if (['t', 'tab', 'br', 'noBreakHyphen', 'sym'].includes(name)) words.push(wordsOfChild(one))
    else for (const child of elements(name === 'AlternateContent' ? chosen(one) : one)) walk(child)
    if (name === 'p') words.push(' ')
  }
  walk(element)
  return words.join('').replaceAll(/\s+/g, ' ').trim()
}

/** Cells that hold several paragraphs lay a page out, as in prints in two languages; others make one line of a row. */
const takeTable = (table: XmlElement, walk: Walk): void => {
  const rows = childElements(table, 'tr').filter((row) => findElement(row, 'trPr', 'del') === null)
  const cells = rows.flatMap((row) => childElements(row, 'tc'))
  const laysOut =
    walk.inRow ||
    cells.length <= rows.length ||
    cells.some(
      (cell) =>
        childElements(cell, 'tbl').length > 0 ||
        childElements(cell, 'p').filter((one) => wordsIn(one) !== '').length > 1,
    )
  if (laysOut) {
    for (const cell of cells) for (const child of elements(cell)) takeBlock(child, walk)
    return
  }
  walk.lines.doubt('table_rows', rows[0] ? wordsIn(rows[0]) : '')
  for (const row of rows) {
    for (const cell of childElements(row, 'tc'))
      for (const child of elements(cell)) takeBlock(child, { ...walk, inRow: true })
    walk.lines.end('line')
  }
  walk.lines.end('paragraph')
}
