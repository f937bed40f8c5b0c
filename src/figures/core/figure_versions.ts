/** What one released version of a figure changed in the one before. Pure. */
import { sortedJson } from '#kernel/core/sorted_json.ts'
import type { FigureBody } from './figure.ts'
import type { ReleasedFigure } from './released_figure.ts'

/** `value` is the number with its comparison, its unit and whether it is an estimate: they are read as one. */
export const figureParts = ['value', 'period', 'area', 'share', 'source', 'query', 'rows', 'cites'] as const
export type FigurePart = (typeof figureParts)[number]

export type FigureChange =
  | { readonly kind: FigurePart }
  /** The words in one language; null: they were not there, or are no longer. */
  | {
      readonly kind: 'statement'
      readonly lang: string
      readonly before: string | null
      readonly after: string | null
    }

export type FigureVersion = {
  readonly figure: ReleasedFigure
  /** Null: the first one. */
  readonly before: ReleasedFigure | null
  readonly changes: readonly FigureChange[]
}

/** All versions, newest first, each with its difference to the one released before it. */
export const versionsWithChanges = (released: readonly ReleasedFigure[]): readonly FigureVersion[] => {
  const newest = released.toSorted((a, b) => b.version - a.version)
  return newest.map((figure, at) => {
    const before = newest[at + 1] ?? null
    return { figure, before, changes: before === null ? [] : changesBetween(before.body, figure.body) }
  })
}

export const changesBetween = (before: FigureBody, after: FigureBody): readonly FigureChange[] => [
  ...statementChanges(before, after),
  ...figureParts
    .filter((part) => !isSame(partOf(before, part), partOf(after, part)))
    .map((kind) => ({ kind }) as const),
]

const statementChanges = (before: FigureBody, after: FigureBody): readonly FigureChange[] =>
  [...new Set([...Object.keys(before.statement), ...Object.keys(after.statement)])].flatMap((lang) => {
    const [was = null, is = null] = [before.statement[lang], after.statement[lang]]
    return was === is ? [] : [{ kind: 'statement', lang, before: was, after: is } as const]
  })

const partOf = ({ source, ...body }: FigureBody, part: FigurePart): unknown => {
  switch (part) {
    case 'value':
      return [body.value, body.unit, body.comparison, body.estimate]
    case 'period':
    case 'area':
    case 'share':
      return body[part]
    case 'source':
      return source.kind === 'citation' ? source : source.kind
    case 'query':
      return source.kind === 'query' ? source.query : null
    case 'rows':
      return source.kind === 'query' ? [source.frozen.rows, source.frozen.apart ?? null] : null
    case 'cites':
      return body.cites ?? []
  }
}

/** The order of fields in a document says nothing. */
const isSame = (one: unknown, other: unknown): boolean => sortedJson(one) === sortedJson(other)
