/**
 * A report leaves the device in the clear, so this is asked before it does: does everybody who stands in it still agree,
 * and does nobody stand in it who did not. Then the desk's log says that it was exported, by the rules of every export:
 * by leads alone, and of more than one case after another lead's release. Without that entry there is no file.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { appendToDeskLog } from '#members/client/desk_log.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import { allows, appearanceOf, type ReportPurpose } from '#missions/core/reports/appearance.ts'
import { namesFound } from '#missions/core/reports/names.ts'
import {
  type CaseSource,
  exclusionsOf,
  gather,
  type Gathered,
  namesOf,
} from '#missions/core/reports/shown_case.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { hashOf } from '#vault/core/v1/statement.ts'

export type ReportExport = {
  readonly desk: string
  readonly purpose: ReportPurpose
  readonly cases: readonly { readonly case: string; readonly as: 'named' | 'numbered' }[]
  /** What those who are named excluded, as it stood when the report was put together. */
  readonly excluded: readonly { readonly case: string; readonly exclusions: string }[]
  /** All that a reader reads. */
  readonly text: string
  /** The files as they will be saved. */
  readonly html?: Blob
  readonly docx?: Blob
  readonly pdf?: Blob
}

export type ReportRefusal =
  | MemberRefusal
  /** Of so many cases a consent is missing now; it may have been there when the report was begun. */
  | { readonly kind: 'not_agreed'; readonly cases: readonly string[] }
  | { readonly kind: 'names_without_consent'; readonly names: readonly string[] }
  /** Of so many cases something else is excluded now than when the report was put together. */
  | { readonly kind: 'exclusions_changed'; readonly cases: readonly string[] }

/** What of the cases room it needs, with the refusals `E` of that room. */
export type CaseLookup<E> = {
  readonly open: (given: { readonly desk: string; readonly case: string }) => Promise<Result<CaseSource, E>>
  /** Names of every case of the desk. */
  readonly names: (
    desk: string,
  ) => Promise<Result<readonly { readonly case: string; readonly names: readonly string[] }[], E>>
}

export type ReportWanted = {
  readonly desk: string
  readonly purpose: ReportPurpose
  /** Most of them first in the report. */
  readonly cases: readonly string[]
  /** Fewer than the person agreed to. */
  readonly wishes?: Readonly<Record<string, 'named' | 'numbered'>>
}

/** Only what everybody agreed to reaches the page: of all others no more than how many they are. */
export const gatherReport = async <E>(
  { open }: Pick<CaseLookup<E>, 'open'>,
  { desk, purpose, cases, wishes = {} }: ReportWanted,
  progress: (done: number, total: number, what: string) => void,
): Promise<Result<Gathered, E>> => {
  const sources: CaseSource[] = []
  for (const [at, id] of cases.entries()) {
    progress(at, cases.length, 'open_cases')
    const opened = await open({ desk, case: id })
    if (!opened.ok) return opened
    sources.push(opened.value)
  }
  return ok(gather(sources, purpose, wishes))
}

export const exportReport = async <E>(
  deps: ClientDeps,
  unlocked: Unlocked,
  { lookup, report }: { readonly lookup: CaseLookup<E>; readonly report: ReportExport },
): Promise<Result<{ readonly cases: number }, ReportRefusal | E>> => {
  const { desk } = report
  const judged = await judge(lookup, report)
  if (!judged.ok) return judged
  const changed = await changedExclusions(lookup, report)
  if (!changed.ok) return changed
  if (changed.value.length > 0) return err({ kind: 'exclusions_changed', cases: changed.value })
  const manifest = await manifestOf(report)
  const cases = report.cases.length
  const coded = { manifest, cases, to: 'file' } as const
  const told = await appendToDeskLog(deps, unlocked, { desk, kind: 'exported', coded })
  return told.ok ? ok({ cases }) : told
}

const changedExclusions = async <E>(
  lookup: CaseLookup<E>,
  { desk, purpose, cases, excluded }: Pick<ReportExport, 'desk' | 'purpose' | 'cases' | 'excluded'>,
): Promise<Result<readonly string[], E>> => {
  const heeded = new Map(excluded.map((one) => [one.case, one.exclusions]))
  const changed: string[] = []
  for (const { case: id, as } of cases) {
    if (as !== 'named') continue
    const opened = await lookup.open({ desk, case: id })
    if (!opened.ok) return opened
    if (exclusionsOf(opened.value, purpose) !== (heeded.get(id) ?? null)) changed.push(id)
  }
  return ok(changed)
}

/** Also of what leaves in other forms: who agreed still agrees, and nobody else stands in it. */
export const judge = async <E>(
  lookup: CaseLookup<E>,
  { desk, purpose, cases, text }: Pick<ReportExport, 'desk' | 'purpose' | 'cases' | 'text'>,
): Promise<Result<null, ReportRefusal | E>> => {
  const known = await lookup.names(desk)
  if (!known.ok) return known
  const refused: string[] = []
  const allowed: string[] = []
  const forbidden: string[] = []
  for (const { case: id, as } of cases) {
    const opened = await lookup.open({ desk, case: id })
    if (!opened.ok) return opened
    if (!allows(appearanceOf(opened.value.state, purpose), as)) refused.push(id)
    const names = namesOf(opened.value.entries)
    if (as === 'named') allowed.push(...names)
    else forbidden.push(...names)
  }
  if (refused.length > 0) return err({ kind: 'not_agreed', cases: refused })
  const told = new Set(cases.map((one) => one.case))
  forbidden.push(...known.value.filter((one) => !told.has(one.case)).flatMap(({ names }) => names))
  const names = namesFound(text, forbidden, allowed)
  return names.length === 0 ? ok(null) : err({ kind: 'names_without_consent', names })
}

/** One hash over all files of a report: they leave together, and were released together. */
const manifestOf = async ({ html, docx, pdf }: ReportExport): Promise<string> => {
  const hashes: Record<string, string> = {}
  for (const [name, file] of Object.entries({ 'report.html': html, 'report.docx': docx, 'report.pdf': pdf }))
    if (file !== undefined) hashes[name] = hashOf(new Uint8Array(await file.arrayBuffer()))
  return hashOf(canonicalBytes(hashes))
}
