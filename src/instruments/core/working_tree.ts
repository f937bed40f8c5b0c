/** The provisions of a version while amendments are applied: what is deleted stays as a mark until the end. */
import type { Place } from './amendment.ts'
import type { Cut, Part, Provision, Text } from './instrument.ts'
import { parseNumber, writeNumber } from './provision_number.ts'
import { opensSeries, seriesOf } from './structure_starts.ts'
import { type Piece, wordsOf } from './working_text.ts'

export type Node = {
  id: string
  part: Part
  /** As printed in the text that is amended; of new paragraphs what the instruction says, or null. */
  number: string | null
  base: string
  pieces: readonly Piece[]
  cut: Cut
  deletedBy: string | null
  replacedBy: string | null
  movedBy: string | null
  insertedAfter: string | null
  children: Node[]
}

export const growTree = (provisions: readonly Provision[]): Node[] =>
  provisions.map(({ id, part, number, text, cut, children }) => ({
    id,
    part,
    number,
    base: text,
    pieces: [{ text, by: null }],
    cut,
    deletedBy: null,
    replacedBy: null,
    movedBy: null,
    insertedAfter: null,
    children: growTree(children),
  }))

export const copyTree = (nodes: readonly Node[]): Node[] =>
  nodes.map((node) => ({ ...node, children: node.children.length === 0 ? [] : copyTree(node.children) }))

/** A revision of the sponsors is the text from then on, not somebody's change of it. */
export const settle = (nodes: readonly Node[]): void => {
  for (const node of nodes) {
    node.base = wordsOf(node.pieces)
    node.pieces = [{ text: node.base, by: null }]
    node.replacedBy = null
    node.movedBy = null
    node.insertedAfter = null
    settle(node.children)
  }
}

type Found = { readonly node: Node; readonly siblings: Node[]; readonly at: number }

export const findNode = (nodes: Node[], number: string): Found | null => {
  for (const [at, node] of nodes.entries()) {
    if (node.number === number) return { node, siblings: nodes, at }
    const below = findNode(node.children, number)
    if (below) return below
  }
  return null
}

export type Spot = {
  readonly siblings: Node[]
  readonly at: number
  readonly part: Part
  readonly after: string | null
}

/** Where a paragraph goes; null when the place is not in the text. */
export const findSpot = (nodes: Node[], place: Place): Spot | null => {
  if (place.where !== 'end') {
    const anchor = findNode(nodes, place.number)
    if (!anchor) return null
    const { node, siblings } = anchor
    if (place.where === 'before') return { siblings, at: anchor.at, part: node.part, after: null }
    let at = anchor.at + 1
    // Two paragraphs that go after the same one stand in the order in which they came.
    while (siblings[at]?.insertedAfter === node.id) at++
    return { siblings, at, part: node.part, after: node.id }
  }
  if (typeof place.of === 'object') {
    const parent = findNode(nodes, place.of.number)?.node
    return parent
      ? { siblings: parent.children, at: parent.children.length, part: parent.part, after: null }
      : null
  }
  const { of } = place
  const last = nodes.findLastIndex(({ part }) => part === of)
  return {
    siblings: nodes,
    at: last >= 0 ? last + 1 : of === 'preamble' ? 0 : nodes.length,
    part: of,
    after: null,
  }
}

/** What is left, with the numbers that it will be printed with. */
export const harvest = (
  nodes: readonly Node[],
  { complete }: Pick<Text, 'complete'>,
): readonly Provision[] => {
  const counted = { preamble: 0, operative: 0 }
  const kept = nodes.filter(({ deletedBy }) => deletedBy === null)
  const named = nameKept(kept)
  return kept.map((node, i) => {
    if (!complete || (node.part !== 'preamble' && node.part !== 'operative'))
      return harvestNode(node, named[i] ?? '', complete)
    const number = `${node.part === 'preamble' ? 'PP' : 'OP'}${++counted[node.part]}`
    return harvestNode(node, number, complete)
  })
}

const harvestNode = (node: Node, number: string, complete: boolean): Provision => {
  const kept = node.children.filter(({ deletedBy }) => deletedBy === null)
  const parsed = parseNumber(number)
  const marks = kept.map((child) => parseNumber(child.number ?? '')?.marks.at(-1) ?? null)
  const first =
    node.children.map((child) => parseNumber(child.number ?? '')?.marks.at(-1)).find(Boolean) ?? 'a'
  // Letters are counted again in a resolution; articles and their paragraphs keep the numbers that others cite.
  const recounts = complete && (node.part === 'preamble' || node.part === 'operative') && parsed !== null
  const named = recounts ? [] : nameKept(kept)
  return {
    id: node.id,
    part: node.part,
    number,
    text: wordsOf(node.pieces).trim(),
    cut: node.cut,
    children: kept.map((child, i) => {
      const own = recounts
        ? writeNumber({ root: parsed.root, marks: [...parsed.marks, markAt(first, i)] })
        : (named[i] ?? marks[i] ?? '')
      return harvestNode(child, own, complete)
    }),
  }
}

const ROMAN = 'i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx'.split(' ')

const markAt = (first: string, i: number): string => {
  const series = opensSeries(first) ?? seriesOf(first)
  if (series === 'digit') return String(i + 1)
  if (series === 'roman') return ROMAN[i] ?? String(i + 1)
  const letter = String.fromCharCode((series === 'upper' ? 65 : 97) + (i % 26))
  return letter.repeat(1 + Math.floor(i / 26))
}

const LATIN = ['bis', 'ter', 'quater', 'quinquies']

/** Numbers as they are; a new paragraph takes that of the one before, with bis, ter … */
const nameKept = (kept: readonly Node[]): readonly string[] => {
  const given = new Set(kept.flatMap(({ number }) => (number === null ? [] : [number])))
  let before = ''
  return kept.map((node) => {
    if (node.number !== null) {
      before = node.number
      return node.number
    }
    const parsed = parseNumber(before) ?? { root: 'OP0', marks: [] }
    const names = [...LATIN, ...Array.from({ length: kept.length }, (_, i) => `x${i + 6}`)].map((latin) =>
      parsed.marks.length === 0
        ? parsed.root + latin
        : writeNumber({
            ...parsed,
            marks: [...parsed.marks.slice(0, -1), `${parsed.marks.at(-1) ?? ''}${latin}`],
          }),
    )
    const name = names.find((one) => !given.has(one)) ?? ''
    given.add(name)
    return name
  })
}
