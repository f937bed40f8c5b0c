/** The text of an Akoma Ntoso document as a plain tree: what has a number or stands alone, with its words. */
import type { Cut } from './instrument.ts'
import { type Doubt, doubt } from './structure_doubts.ts'
import { UNSEEN } from './text_file.ts'
import { tidy } from './words.ts'
import { childElements, type XmlElement } from './xml.ts'

export type AknNode = {
  readonly element: string
  readonly preamble: boolean
  readonly eId: string | null
  /** As it stands there. */
  readonly num: string | null
  readonly text: string
  readonly cut: Cut
  readonly children: readonly AknNode[]
  readonly line: number
}

export type AknNote = {
  readonly eId: string | null
  readonly marker: string
  readonly text: string
  /** eId or line of the provision in which it stands. */
  readonly at: AknNode | null
}

export type AknText = {
  readonly title: string | null
  readonly shortTitle: string | null
  readonly symbol: string | null
  readonly formulas: readonly {
    readonly name: string
    readonly text: string
    readonly afterRecitals: boolean
  }[]
  readonly nodes: readonly AknNode[]
  readonly notes: readonly AknNote[]
  readonly doubts: readonly Doubt[]
}

/** Containers above the provisions: their headings have no place in an instrument here. */
const GROUPS: ReadonlySet<string> = new Set(
  'book tome part subpart title subtitle chapter subchapter division subdivision container list'.split(' '),
)
/** Provisions by their names; one that holds articles is a container all the same. */
const PROVISIONS: ReadonlySet<string> = new Set(
  (
    'article section subsection paragraph subparagraph point indent alinea clause subclause sublist rule subrule ' +
    'proviso transitional level hcontainer crossHeading'
  ).split(' '),
)
/** Hold words or provisions and are none. */
const HOLDERS: ReadonlySet<string> = new Set(
  'content intro wrapUp blockContainer recitals citations foreign block tblock'.split(' '),
)
const BLOCKS: ReadonlySet<string> = new Set(
  'p recital citation item li blockList ul ol table tr td th'.split(' '),
)
/** Marks beside the text. */
const NO_WORDS: ReadonlySet<string> = new Set(
  'authorialNote noteRef omissis marker eop num heading subheading del'.split(' '),
)

type Found = { readonly doubts: Doubt[]; readonly notes: { note: XmlElement; of: XmlElement | null }[] }

/** A provision while its pieces are gathered. */
type Piece = { words: string; readonly children: AknNode[] }

export const readNodes = (document: XmlElement): AknText => {
  const found: Found = { doubts: [], notes: [] }
  const [preface, preamble] = [part(document, 'preface'), part(document, 'preamble')]
  const body = part(document, 'mainBody') ?? part(document, 'body')
  const nodeOf = new Map<XmlElement, AknNode>()
  const reading = { found, nodeOf }
  const formulas = preamble ? formulasIn(preamble) : []
  const nodes = [
    ...(preamble ? nodesIn(preamble, true, reading) : []),
    ...(body ? nodesIn(body, false, reading) : []),
  ]
  collectNotes(document, null, { nodeOf, found })
  for (const name of ['attachments', 'components'])
    for (const one of childElements(document, name))
      found.doubts.push(doubt('not_kept', one.line, plainText(one)))
  return {
    title: first(preface, 'docTitle') ?? first(preamble, 'docTitle') ?? first(preface, 'longTitle'),
    shortTitle: first(preface, 'shortTitle'),
    symbol: first(preface, 'docNumber'),
    formulas,
    nodes,
    notes: found.notes.map(({ note, of }) => ({
      eId: note.attributes['eId'] ?? null,
      marker: note.attributes['marker'] ?? '',
      text: rawText(note).trim(),
      at: (of && nodeOf.get(of)) ?? null,
    })),
    doubts: found.doubts,
  }
}

const part = (document: XmlElement, name: string): XmlElement | null =>
  childElements(document, name)[0] ?? null

export const nameOf = ({ name }: XmlElement): string => name.slice(name.indexOf(':') + 1)

/** Words of the first element of a name, however deep; exactly as they stand, but for the ends. */
const first = (within: XmlElement | null, name: string): string | null => {
  if (within === null) return null
  for (const child of childElements(within)) {
    const words = nameOf(child) === name ? rawText(child).trim() : first(child, name)
    if (words !== null && words !== '') return words
  }
  return null
}

/** Every word in it but those of notes. Line breaks part words, other elements do not. */
export const rawText = (element: XmlElement): string =>
  element.children
    .map((child) => {
      if (typeof child === 'string') return child
      const name = nameOf(child)
      if (name === 'br' || name === 'eol') return ' '
      if (NO_WORDS.has(name)) return ''
      const words = rawText(child)
      return isBlock(name) ? ` ${words} ` : words
    })
    .join('')

const isBlock = (name: string): boolean =>
  HOLDERS.has(name) || PROVISIONS.has(name) || GROUPS.has(name) || BLOCKS.has(name)

const plainText = (element: XmlElement): string => seenWords(rawText(element))

/** Without signs that no text here may hold; whatever was written here has none. U+0085 is an end of line. */
export const seenWords = (words: string): string =>
  tidy(words.replaceAll('\u0085', ' ').replaceAll(UNSEEN, ''))

const formulasIn = (preamble: XmlElement): AknText['formulas'] => {
  let afterRecitals = false
  return childElements(preamble).flatMap((child) => {
    const name = nameOf(child)
    if (name === 'recitals' || name === 'citations') afterRecitals = true
    if (!['formula', 'p', 'block'].includes(name)) return []
    return [{ name: child.attributes['name'] ?? '', text: rawText(child).trim(), afterRecitals }]
  })
}

type Reading = { readonly found: Found; readonly nodeOf: Map<XmlElement, AknNode> }

const nodesIn = (within: XmlElement, preamble: boolean, reading: Reading): readonly AknNode[] => {
  const piece: Piece = { words: '', children: [] }
  gather(within, piece, { preamble, reading, top: true })
  return piece.children
}

type Way = { readonly preamble: boolean; readonly reading: Reading; readonly top: boolean }

const gather = (within: XmlElement, piece: Piece, way: Way): void => {
  for (const child of childElements(within)) gatherOne(child, piece, way)
}

const gatherOne = (child: XmlElement, piece: Piece, way: Way): void => {
  const name = nameOf(child)
  const { doubts } = way.reading.found
  if (NO_WORDS.has(name) || name === 'formula') return
  if (name === 'blockList' || name === 'ul' || name === 'ol') return gather(child, piece, way)
  if (name === 'table' || name === 'toc')
    return void doubts.push(doubt('not_kept', child.line, plainText(child)))
  if (isGroup(child)) {
    const heading = headingOf(child)
    if (heading !== '' && name !== 'list') doubts.push(doubt('not_kept', child.line, heading))
    return gather(child, piece, way)
  }
  if (isProvision(name, way)) {
    if (!isEmpty(child)) piece.children.push(nodeFrom(child, way))
    return
  }
  if (HOLDERS.has(name) && childElements(child).some((one) => isBlock(nameOf(one))))
    return gather(child, piece, way)
  addWords(child, piece, way)
}

/** Paragraphs that stand alone in a body are provisions; in a preamble they are its opening words. */
const isProvision = (name: string, { top, preamble }: Way): boolean =>
  PROVISIONS.has(name) ||
  ['recital', 'citation', 'item', 'li'].includes(name) ||
  (top && !preamble && (name === 'p' || name === 'block'))

/** An element that says only that nothing is there. */
const isEmpty = (element: XmlElement): boolean =>
  nameOf(element) === 'hcontainer' && childElements(element).length === 0

const isGroup = (element: XmlElement): boolean => {
  const name = nameOf(element)
  return GROUPS.has(name) || (PROVISIONS.has(name) && name !== 'article' && holdsArticle(element))
}

const holdsArticle = (element: XmlElement): boolean =>
  childElements(element).some(
    (child) => nameOf(child) === 'article' || (PROVISIONS.has(nameOf(child)) && holdsArticle(child)),
  )

const headingOf = (element: XmlElement): string =>
  childElements(element)
    .filter((child) => ['num', 'heading', 'subheading'].includes(nameOf(child)))
    .map(plainText)
    .filter((words) => words !== '')
    .join(' ')

const addWords = (child: XmlElement, piece: Piece, { reading, top }: Way): void => {
  const words = plainText(child)
  if (words === '' || top) return
  if (piece.children.length > 0) reading.found.doubts.push(doubt('words_moved', child.line, words))
  piece.words = tidy(`${piece.words} ${words}`)
}

const nodeFrom = (element: XmlElement, way: Way): AknNode => {
  const { doubts } = way.reading.found
  const piece: Piece = { words: '', children: [] }
  const heading = childElements(element)
    .filter((child) => ['heading', 'subheading'].includes(nameOf(child)))
    .map(plainText)
    .join(' ')
  if (heading !== '') doubts.push(doubt('heading_in_text', element.line, heading))
  const inner = { ...way, top: false }
  // A paragraph that stands alone, or an item that holds its words itself.
  if (childElements(element).every((child) => !isBlock(nameOf(child)))) piece.words = plainText(element)
  else gather(element, piece, inner)
  const num = childElements(element, 'num')[0]
  const node: AknNode = {
    element: nameOf(element),
    preamble: way.preamble,
    eId: element.attributes['eId'] ?? null,
    num: num ? plainText(num) : null,
    text: tidy(`${heading}${heading !== '' && /[\p{L}\p{N}]$/u.test(heading) ? '.' : ''} ${piece.words}`),
    cut: cutOf(element),
    children: piece.children,
    line: element.line,
  }
  if (ownPieces(element).some((words) => typeof words === 'string' && words.search(UNSEEN) >= 0))
    doubts.push(doubt('signs_left_out', node.line, node.text))
  way.reading.nodeOf.set(element, node)
  return node
}

/** Where something is left out at the beginning or the end of its own words. */
const cutOf = (element: XmlElement): Cut => {
  const pieces = ownPieces(element)
  const words = pieces.map((one) => typeof one === 'string' && one.trim() !== '')
  const omissions = pieces.map((one) => typeof one !== 'string')
  const [from, to] = [words.indexOf(true), words.lastIndexOf(true)]
  return {
    start: omissions.some((one, at) => one && at < from),
    end: omissions.some((one, at) => one && at > to),
  }
}

/** Words and omissions in the order in which they stand, without those of its points. */
const ownPieces = (element: XmlElement): readonly (string | XmlElement)[] =>
  element.children.flatMap((child) => {
    if (typeof child === 'string') return [child]
    const name = nameOf(child)
    if (name === 'omissis') return [child]
    const skipped = NO_WORDS.has(name) || PROVISIONS.has(name) || name === 'blockList'
    return skipped ? [] : ownPieces(child)
  })

const collectNotes = (within: XmlElement, of: XmlElement | null, { nodeOf, found }: Reading): void => {
  for (const child of childElements(within)) {
    if (nameOf(child) === 'authorialNote') found.notes.push({ note: child, of })
    else collectNotes(child, nodeOf.has(child) ? child : of, { nodeOf, found })
  }
}
