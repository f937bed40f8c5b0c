/** Rows of cases made anew from their entries: after an upgrade, or when somebody doubts them. */
import { withoutErased } from '#cases/core/verify_case.ts'
import { findMissionRows, saveMissionRows } from '#missions/server/rows.service.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { lockClearEntries } from '#vault/server/log.store.ts'
import { type CaseProjection, findCaseLogs, findProjections, saveProjections } from './case.store.ts'
import { PROJECTION_FORM, projectCase } from './projection.ts'

export type RecountDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly config: { readonly demo?: true }
}

export type Recount = {
  readonly cases: number
  /** Those of whom the rows said something else than the entries do. */
  readonly repaired: number
  /** Cases with an entry that cannot be read; their rows stay as they are. */
  readonly unreadable: readonly string[]
}

/** For the operator: names the log and nothing of what is in it. */
export const unreadableWords = (log: string): string =>
  `Case ${log} has an entry that cannot be read; its rows stay as they were.`

const CASES_AT_ONCE = 100

/** `onlyOlder`: cases whose rows are of an older form than this release makes. */
export const recountCases = async (
  deps: RecountDeps,
  given: { readonly onlyOlder?: boolean; readonly onProgress?: (so: Recount) => void } = {},
): Promise<Recount> => {
  const olderThan = given.onlyOlder ? PROJECTION_FORM : null
  let so: Recount = { cases: 0, repaired: 0, unreadable: [] }
  for (let after = ''; ;) {
    const done = await inTransaction(deps.database, { role: 'owner' }, async (db) => {
      const logs = await findCaseLogs(db, { after, limit: CASES_AT_ONCE, olderThan })
      return logs.length === 0 ? null : { last: logs.at(-1)!.log, ...(await recount(db, deps, logs)) }
    })
    if (done === null) return so
    after = done.last
    so = {
      cases: so.cases + done.cases,
      repaired: so.repaired + done.repaired,
      unreadable: [...so.unreadable, ...done.unreadable],
    }
    given.onProgress?.(so)
  }
}

/** Every hour in the server. A case that cannot be read is named each time: what it lacks is told of nowhere. */
export const recountOlder = async (deps: RecountDeps, log: (line: string) => void): Promise<void> => {
  const { unreadable } = await recountCases(deps, { onlyOlder: true })
  for (const one of unreadable) log(unreadableWords(one))
}

const recount = async (
  db: Writer,
  { clock, config }: RecountDeps,
  logs: readonly { readonly log: string; readonly desk: string }[],
): Promise<Recount> => {
  const names = logs.map(({ log }) => log)
  const entries = await lockClearEntries(db, names)
  const before = await findProjections(db, names)
  const missionRows = await findMissionRows(db, names)
  const unreadable: string[] = []
  const changed: CaseProjection[] = []
  let repaired = 0
  for (const { log, desk } of logs) {
    const read = readAll(entries.get(log) ?? [])
    if (read === null) {
      unreadable.push(log)
      continue
    }
    const of = { log, desk, now: clock(), countSynthetic: config.demo === true }
    const { projection } = projectCase(withoutErased(read), of)
    const own = before.get(log)
    const stands = own ? { ...own, ...missionRows(log) } : null
    if (isSame(stands, projection)) continue
    changed.push(projection)
    if (stands === null || !isSame(asOfNow(stands, projection), projection)) repaired += 1
  }
  if (changed.length > 0) await saveProjections(db, changed)
  const rows = changed.map((now) => ({ log: now.state.log, rows: now, before: missionRows(now.state.log) }))
  await saveMissionRows(db, rows)
  return { cases: logs.length, repaired, unreadable }
}

const readAll = (entries: readonly EntryBytes[]): readonly ReadEntry[] | null => {
  const read: ReadEntry[] = []
  for (const bytes of entries) {
    const entry = readEntry(bytes)
    if (!entry.ok) return null
    read.push(entry.value)
  }
  return read.length === 0 ? null : read
}

/** What is due next, and the form of a row, change by themselves: a row is not wrong for them. */
const asOfNow = (stands: CaseProjection, { state }: CaseProjection): CaseProjection => ({
  ...stands,
  state: { ...stands.state, next_due: state.next_due, form: state.form },
})

/** The order of fields says nothing: one comes from the database and one does not. */
const isSame = (one: CaseProjection | null, other: CaseProjection): boolean =>
  one !== null && inOrder(one) === inOrder(other)

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
