/** What somebody tells of what they did for an ask: no name, no address, no text. Pure. */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { AskBody } from './ask.ts'
import { type ReportedKind, reportedKinds } from './ask_view.ts'
import { namedTargets } from './letter.ts'

export type Report = {
  readonly what: ReportedKind
  /** ISO day. */
  readonly on: string
  /** Its id in the ask; null: they did not say, or all of them. */
  readonly target: string | null
  /** `other`: one that is not listed. */
  readonly language: string
}

/** The words are the message `campaigns.report.<kind>`, mending included. */
export type ReportRefusal = { readonly kind: 'what_missing' | 'day_unreadable' }

/** What the form asks for a language: those of the letter and of the pages, and whatever else targets read. */
export const reportLanguages = (
  ask: Pick<AskBody, 'writeIn' | 'letter'>,
  pages: readonly string[],
): readonly string[] => [
  ...new Set(
    [...pages, ...ask.writeIn, ...Object.keys(ask.letter ?? {})].map((one) => one.split('-')[0] ?? one),
  ),
]

/** Nobody wrote before the ask began or tomorrow; `today` is that of the place where the day is latest. */
export const readReport = (
  fields: Readonly<Record<'what' | 'on' | 'target' | 'language', unknown>>,
  of: { readonly ask: AskBody; readonly today: string; readonly languages: readonly string[] },
): Result<Report, ReportRefusal> => {
  const what = reportedKinds.find((one) => one === fields.what)
  if (what === undefined) return err({ kind: 'what_missing' })
  const { on } = fields
  if (typeof on !== 'string' || !isIsoDay(on) || on < of.ask.from.day || on > of.today)
    return err({ kind: 'day_unreadable' })
  const targets = namedTargets(of.ask.targets)
  const target = targets.find(({ id }) => id === fields.target)?.id ?? null
  const language = of.languages.find((one) => one === fields.language) ?? 'other'
  return ok({ what, on, target: targets.length === 1 ? (targets[0]?.id ?? null) : target, language })
}
