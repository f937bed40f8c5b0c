/** Printed numbers of a document from elsewhere as numbers of this room, and nodes as provisions. What had to be assumed is told. */
import type { AknNode } from './akn_nodes.ts'
import type { Part, Provision } from './instrument.ts'
import { numberToPath, writeNumber } from './provision_number.ts'
import { type Doubt, doubt } from './structure_doubts.ts'

export type Numbered = {
  readonly provisions: readonly Provision[]
  /** Of each node the number that its provision got. */
  readonly numberOf: ReadonlyMap<AknNode, string>
  readonly doubts: readonly Doubt[]
  /** The line of what stands too deep to have a number; null: everything has one. */
  readonly tooDeep: number | null
}

type Counting = {
  readonly newId: () => string
  readonly taken: Set<string>
  readonly numberOf: Map<AknNode, string>
  readonly doubts: Doubt[]
  readonly counts: Record<Part, number>
  /** Where its beginning is missing, nothing counts from it. */
  readonly preamble: 'PP' | 'PPX'
  tooDeep: number | null
}

export const numberNodes = (nodes: readonly AknNode[], newId: () => string): Numbered => {
  const counting: Counting = {
    newId,
    taken: new Set(),
    numberOf: new Map(),
    doubts: [],
    counts: { preamble: 0, operative: 0, article: 0, duty: 0 },
    preamble: nodes[0]?.preamble && nodes[0].cut.start ? 'PPX' : 'PP',
    tooDeep: null,
  }
  if (counting.preamble === 'PPX')
    counting.doubts.push(doubt('position_unknown', nodes[0]?.line ?? 1, nodes[0]?.text ?? ''))
  const provisions = nodes.map((node) => {
    const { part, wanted, assumed } = topNumber(node, counting)
    return provisionOf(node, part, settle(node, { wanted, assumed }, counting), counting)
  })
  const { numberOf, doubts, tooDeep } = counting
  return { provisions, numberOf, doubts, tooDeep }
}

const provisionOf = (node: AknNode, part: Part, number: string, counting: Counting): Provision => {
  if (node.cut.start || node.cut.end) counting.doubts.push(doubt('text_cut', node.line, node.text))
  const id = counting.newId()
  return {
    id,
    part,
    number,
    text: node.text,
    cut: node.cut,
    children: node.children.map((child, at) =>
      provisionOf(child, part, settle(child, childNumber(child, number, at), counting), counting),
    ),
  }
}

type Wanted = {
  /** Null: cannot be read. */
  readonly wanted: string | null
  /** What stands for it then; another one if this is taken too. */
  readonly assumed: (copy: number) => string
}

/** Each number once in a version, whatever its letters are. */
const settle = (node: AknNode, { wanted, assumed }: Wanted, counting: Counting): string => {
  const { taken, numberOf, doubts } = counting
  const free = (number: string | null): number is string =>
    number !== null && fits(number) && !taken.has(addressOf(number))
  let number = wanted
  for (let copy = 0; !free(number); copy++) {
    number = assumed(copy)
    if (number.length <= LONGEST) continue
    // No copy is shorter, and what stands in it would be longer still.
    counting.tooDeep ??= node.line
    break
  }
  if (number !== wanted) {
    const kind = node.num === null || node.num === '' ? 'number_assumed' : 'number_changed'
    doubts.push(doubt(kind, node.line, node.num ?? node.text, number))
  }
  taken.add(addressOf(number))
  numberOf.set(node, number)
  return number
}

const LONGEST = 40
const fits = (number: string): boolean => number.length <= LONGEST && numberToPath(number) !== null
const addressOf = (number: string): string => numberToPath(number)?.toLowerCase() ?? number

const topNumber = (node: AknNode, { counts, preamble }: Counting): Wanted & { readonly part: Part } => {
  if (node.preamble) {
    const n = ++counts.preamble
    return { part: 'preamble', wanted: `${preamble}${n}`, assumed: (copy) => `${preamble}${n + copy}` }
  }
  const printed = (node.num ?? '').replace(/(?<![.:)\]\s–—-])[.:)\]\s–—-]+$/u, '').replace(/^[([]/, '')
  const article =
    /^(?:art(?:icle|ículo|icolo|igo|ikel)?\.?\s*|статья\s+|المادة\s+)(?<n>[0-9A-Za-z]+(?:\.\d+)*)$/iu.exec(
      printed,
    )
  if (node.element === 'article' || article) {
    const n = ++counts.article
    const bare = article?.groups?.['n'] ?? (/^[0-9A-Za-z]+$/.test(printed) ? printed : null)
    return {
      part: 'article',
      wanted: bare === null ? null : `Article ${bare}`,
      assumed: (copy) => `Article ${n + copy}`,
    }
  }
  const duty = /^(?!OP|PP)(?<letters>[A-Z]{1,3})\d+$/.exec(printed)?.groups?.['letters']
  if (duty !== undefined) {
    const n = ++counts.duty
    return { part: 'duty', wanted: printed, assumed: (copy) => `${duty}${n + copy}` }
  }
  const digits = /^(?:(?:section|sec\.?|§|clause|paragraph|para\.?|OP)\s*)?(?<n>\d+[a-z]*)$/i.exec(printed)
  const n = digits?.groups?.['n']?.toLowerCase() ?? null
  if (node.element === 'section' || node.element === 'clause') {
    const count = ++counts.article
    return { part: 'article', wanted: n, assumed: (copy) => String(count + copy) }
  }
  const count = ++counts.operative
  // A paragraph alone may be one of a text that numbers none of them.
  return { part: 'operative', wanted: n === null ? null : `OP${n}`, assumed: (copy) => `OP${count + copy}` }
}

/** 9.3 for `3.` in Article 9, 9(a) for `(a)` there; OP10(a) in OP10. */
const childNumber = (node: AknNode, parent: string, at: number): Wanted => {
  const above = parent.replace(/^Article /, '')
  const printed = (node.num ?? '').trim()
  const mark = /^[([]?(?<mark>[0-9A-Za-z]+)[.)\]]*$/.exec(printed)?.groups?.['mark'] ?? null
  const whole = /^(?<n>\d+(?:\.\d+)+)\.?$/.exec(printed)?.groups?.['n'] ?? null
  const marked = (one: string): string => withMark(above, one)
  const assumed = (copy: number): string => marked(String(at + 1 + copy))
  if (whole !== null) return { wanted: whole.startsWith(`${above}.`) ? whole : null, assumed }
  if (mark === null) return { wanted: null, assumed }
  const dotted = parent.startsWith('Article ') && /^\d+\.?$/.test(printed)
  return { wanted: dotted ? `${above}.${mark}` : marked(mark), assumed }
}

/** A mark goes into parentheses after what is there already. */
const withMark = (above: string, mark: string): string =>
  `${above}${writeNumber({ root: '', marks: [mark] })}`
