/**
 * What people excluded, beside a report and never in it: for whoever makes it, with what was left out for it. What they
 * write themselves is held against it.
 */
import type { ReportDocument } from './document.ts'
import { exclusionOf } from './exclusions.ts'
import type { Limits } from './limited_person.ts'
import { nameOf } from './person.ts'
import type { Gathered } from './shown_case.ts'

export type ReportLimits = Limits & {
  readonly case: string
  readonly name: string
}

/** With the limits of those whom it names, and with the lines in which the program itself says such a word. */
export const withLimits = (
  document: Omit<ReportDocument, 'limits' | 'ownLines'>,
  { shown }: Gathered,
): ReportDocument => {
  const limits = shown.flatMap(({ case: id, person, limits: set }): readonly ReportLimits[] =>
    person === null || set === null ? [] : [{ ...set, case: id, name: nameOf(person) }],
  )
  return { ...document, limits, ownLines: linesThatHold(document, limits).map(({ line }) => line) }
}

export type ExcludedLine = {
  readonly line: string
  readonly name: string
  readonly because: readonly string[]
}

/** Lines that somebody wrote and that hold a word of what is excluded: perhaps rightly, so they are shown and not taken out. */
export const excludedLines = (
  document: Pick<ReportDocument, 'title' | 'blocks' | 'limits' | 'ownLines'>,
): readonly ExcludedLine[] => {
  const own = new Set(document.ownLines)
  return linesThatHold(document, document.limits).filter(({ line }) => !own.has(line))
}

const linesThatHold = (
  { title, blocks }: Pick<ReportDocument, 'title' | 'blocks'>,
  limits: readonly ReportLimits[],
): readonly ExcludedLine[] => {
  if (limits.length === 0) return []
  const lines = [
    title,
    ...blocks.flatMap((block) => (block.kind === 'list' ? block.items : 'text' in block ? block.text : [])),
  ]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim() !== '')
  return limits.flatMap(({ exclusions, own, name }) => {
    const exclusion = exclusionOf(exclusions, own)
    if (exclusion === null) return []
    return lines.flatMap((line) => {
      const because = exclusion.hits(line)
      return because.length === 0 ? [] : [{ line, name, because }]
    })
  })
}
