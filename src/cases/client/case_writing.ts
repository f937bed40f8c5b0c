/**
 * Opening cases and appending to them, for pages. Where the server is away and the member has chosen this device, what
 * they wrote waits in its outbox, decided on what the device knows.
 */
import { append, type Here, openCase, prepareCase, sendCases, settle } from '#cases/client/case_log.ts'
import {
  type CasesOf,
  hereOf,
  keepLine,
  lineOf,
  toView,
  viewCase,
  withNewestKeys,
} from '#cases/client/desk_cases.ts'
import { changeOutbox, type OutboxItem, readOutbox } from '#cases/client/outbox.ts'
import { decideWaiting, emptyView, withWaiting } from '#cases/client/waiting.ts'
import type { CaseRefusal, CaseView, NewEntry } from '#cases/client/views.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { at, newId, saveSoon } from '#members/client/unlocked.ts'

type Answer<T> = Promise<Result<T, CaseRefusal>>
type Written = OutboxItem['entries']

/** Chosen before the first try: an answer that is lost and an entry that is sent again count once. */
const withIds = ({ deps }: CasesOf, entries: readonly NewEntry[]): Written =>
  entries.map((entry) => ({ ...entry, id: entry.id ?? newId(deps) }))

type NewCase = { readonly desk: string; readonly entries: readonly NewEntry[] }

export const createCase = async (cases: CasesOf, given: NewCase): Answer<CaseView> => {
  const entries = withIds(cases, given.entries)
  const id = newId(cases.deps)
  const made = await createAs(cases, { ...given, case: id, entries })
  if (made.ok || made.error.kind !== 'unreachable') return made
  const later = { desk: given.desk, case: id, isNew: true, entries }
  return (await keepForLater(cases, later, emptyView)) ?? made
}

/** With an id that was chosen before: the case of an import, or one that waited. */
export const createAs = (cases: CasesOf, given: NewCase & { readonly case: string }): Answer<CaseView> =>
  withNewestKeys(cases, given.desk, () => createOnce(cases, given))

const createOnce = async (cases: CasesOf, given: NewCase & { readonly case: string }): Answer<CaseView> => {
  const here = hereOf(cases, given.desk)
  if (!here) return err({ kind: 'locked' })
  const prepared = await prepareCase(here, given.entries, given.case)
  if (!prepared.ok) return prepared
  const sent = await sendCases(here, [prepared.value])
  if (!sent.ok) return sent
  const line = keepLine(
    cases,
    given.desk,
    settle(here, prepared.value, { ...prepared.value, markRead: true }),
  )
  saveSoon(cases.deps, cases.unlocked)
  // Asked for at once: what was acknowledged must be there.
  const open = await openCase(here, line)
  if (open.ok) return ok(toView(here, open.value))
  return open.error.kind === 'not_found' ? err({ kind: 'tampered', what: 'withheld', seq: null }) : open
}

export type NewEntries = {
  readonly desk: string
  readonly case: string
  readonly entries: readonly NewEntry[]
}

/** One write to a case after the other, instead of losing the race for the tip to one's own device. */
export const inTurnAt = <T>(cases: CasesOf, log: string, act: () => Promise<T>): Promise<T> => {
  const before = cases.appending.get(log) ?? Promise.resolve()
  const turn = before.then(act)
  const settled: Promise<unknown> = turn
    .catch(() => undefined)
    .finally(() => cases.appending.get(log) === settled && cases.appending.delete(log))
  cases.appending.set(log, settled)
  return turn
}

export const appendEntries = (cases: CasesOf, given: NewEntries): Answer<CaseView> =>
  inTurnAt(cases, given.case, () => appendOrKeep(cases, { ...given, entries: withIds(cases, given.entries) }))

const appendOrKeep = async (
  cases: CasesOf,
  given: NewEntries & { readonly entries: Written },
): Answer<CaseView> => {
  const { kept } = cases.deps
  const waits = (await readOutbox(kept)).some((item) => item.case === given.case && item.refused === null)
  // What waits was written before: it is sent before.
  const done = waits ? err({ kind: 'unreachable' as const }) : await appendNow(cases, given)
  if (done.ok || done.error.kind !== 'unreachable') return done
  const later = { desk: given.desk, case: given.case, isNew: false, entries: given.entries }
  const known = await viewCase(cases, given)
  if (!known.ok) return done
  const view = await keepForLater(cases, later, () => known.value)
  return view ?? done
}

/** Without the outbox: as it is when the server is asked. */
export const appendNow = (cases: CasesOf, given: NewEntries): Answer<CaseView> =>
  withNewestKeys(cases, given.desk, () => appendOnce(cases, given))

const appendOnce = async (cases: CasesOf, given: NewEntries): Answer<CaseView> => {
  const found = await lineOf(cases, given)
  if (!found.ok) return found
  const { here, line } = found.value
  const done = await append(here, line, given.entries)
  if (!done.ok) return done
  keepLine(cases, given.desk, done.value)
  saveSoon(cases.deps, cases.unlocked)
  return ok(toView(here, done.value))
}

type Later = Pick<OutboxItem, 'desk' | 'case' | 'isNew' | 'entries'>

/** Null where this device keeps nothing, or has no room: then the refusal is told, and the draft stays. */
const keepForLater = async (
  cases: CasesOf,
  later: Later,
  base: (here: Here, id: string) => CaseView,
): Promise<Result<CaseView, CaseRefusal> | null> => {
  const { deps } = cases
  const here = hereOf(cases, later.desk)
  if (!here || !deps.kept?.box()) return null
  const view = base(here, later.case)
  const item: OutboxItem = {
    ...later,
    id: newId(deps),
    at: at(deps),
    onto: view.tip,
    refused: null,
    meanwhile: [],
  }
  const decided = decideWaiting(here, view, item)
  if (!decided.ok) return decided
  if (!(await changeOutbox(deps.kept, (items) => [...items, item]))) return null
  // The page hears that something waits; where the server is there, it is sent.
  deps.kept.nudge()
  return ok(await shownNow(cases, here, view))
}

/** Everything that waits for the case, on top of what the server has of it. */
const shownNow = async ({ deps }: CasesOf, here: Here, view: CaseView): Promise<CaseView> => {
  const items = await readOutbox(deps.kept)
  const entries = view.entries.filter(({ waits }) => waits !== true)
  return withWaiting(here, { ...view, entries }, items)
}
