/**
 * The journal of a desk as the server keeps it. It learns who wrote an entry of which kind and when; that is all it
 * checks, and it checks all of it before it writes.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Member, survivesOneLoss } from '#members/core/desk.ts'
import {
  checkJournalParts,
  checkJournalRule,
  decideJournalRight,
  type JournalFact,
  type JournalKind,
  journalOf,
  type JournalPartRefusal,
  type JournalRuleRefusal,
} from '#members/core/journal.ts'
import {
  answerAsStored,
  type AppendRefusal,
  deskAt,
  follows,
  type LoadedDesk,
  loadDesk,
  orTaken,
} from '#members/server/desk.service.ts'
import {
  checkKey,
  checkNext,
  createKnownLogs,
  type OldKey,
  tipOf,
  withoutSealed,
} from '#members/server/log.service.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import {
  appendRun,
  findEntries,
  findGrant,
  findTip,
  insertLogs,
  lockTip,
  type StoredGrant,
} from '#vault/server/log.store.ts'

export type JournalDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly kinds: readonly JournalKind[]
  readonly projections?: readonly JournalProjection[]
}

/** Rows that a room keeps of what its kinds say in the open. */
export type JournalProjection = {
  readonly kinds: readonly string[]
  /** In the transaction that appends, where an entry of these kinds is among the new ones. */
  readonly project: (
    db: Writer,
    given: {
      readonly desk: string
      /** The whole journal, the new ones with it. */
      readonly log: readonly JournalFact[]
      readonly entries: readonly JournalFact[]
    },
  ) => Promise<void>
}

export type JournalAppendRefusal =
  | AppendRefusal
  | JournalRuleRefusal
  | JournalPartRefusal
  | { readonly kind: 'desk_not_safe' }
  | { readonly kind: 'old_grant' }
  /** Another device was first; whoever asked uses that one. */
  | { readonly kind: 'journal_there' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'no_entries' }
  | OldKey

type By = { readonly account: string; readonly desk: string }

type Beginning = { readonly entry: EntryBytes; readonly grant: StoredGrant }

/** Begins the desk's one journal, with its key granted to the desk. */
export const beginJournal = async (
  deps: JournalDeps,
  by: By,
  given: Beginning,
): Promise<Result<Tip, JournalAppendRefusal>> => {
  const as = { role: 'desk', ...by } as const
  const begun = await orTaken(inTransaction(deps.database, as, (db) => begin(deps, db, { by, ...given })))
  // Two devices in the same moment: the table takes one, and the other reads on from there.
  return !begun.ok && begun.error.kind === 'id_taken' ? err({ kind: 'journal_there' }) : begun
}

const begin = async (
  deps: JournalDeps,
  db: Writer,
  { by, entry, grant }: Beginning & { readonly by: By },
): Promise<Result<Tip, JournalAppendRefusal>> => {
  const log = journalOf(by.desk)
  if (await findTip(db, log)) return answerStored(db, entry)
  const loaded = await loadDesk(db, by.desk)
  const author = loaded?.desk.members.get(by.account)
  if (!loaded || !author) return err({ kind: 'no_right' })
  if (grant.epoch !== 1 || grant.deskEpoch !== loaded.desk.epoch) return err({ kind: 'old_grant' })
  const run = await checkRun(deps, [entry], { before: [], loaded, author })
  if (!run.ok) return run
  await insertLogs(db, [{ id: log, subject: 'journal', desk: by.desk, entries: run.value, grant }])
  return ok(tipOf(run.value)!)
}

const answerStored = async (db: Writer, bytes: EntryBytes): Promise<Result<Tip, JournalAppendRefusal>> => {
  const entry = readEntry(bytes)
  const stored = entry.ok ? await answerAsStored(db, entry.value) : null
  return stored?.ok ? stored : err({ kind: 'journal_there' })
}

const journals = createKnownLogs<readonly ReadEntry[]>(100)

type Written = { readonly tip: Tip; readonly entries: readonly ReadEntry[] | null }

/** Appends a run of entries of one author: all or none. */
export const appendToJournal = async (
  deps: JournalDeps,
  by: By,
  entries: readonly EntryBytes[],
): Promise<Result<Tip, JournalAppendRefusal>> => {
  const write = (db: Writer) => checkAndWrite(deps, db, { by, entries })
  const written = await orTaken(inTransaction(deps.database, { role: 'desk', ...by }, write))
  if (!written.ok) return written
  const { tip, entries: known } = written.value
  if (known) journals.keep(journalOf(by.desk), tip, known)
  return ok(tip)
}

const checkAndWrite = async (
  deps: JournalDeps,
  db: Writer,
  { by, entries }: { readonly by: By; readonly entries: readonly EntryBytes[] },
): Promise<Result<Written, JournalAppendRefusal>> => {
  const log = journalOf(by.desk)
  const { tip, desk } = await lockTip(db, { log, desk: by.desk })
  if (tip?.subject !== 'journal') return err({ kind: 'not_found' })
  const loaded = await deskAt(db, by.desk, desk)
  const author = loaded?.desk.members.get(by.account)
  if (!loaded || !author) return err({ kind: 'no_right' })
  // It is begun with the desk, before a second lead or a kit; its first words wait for one of them.
  if (tip.seq === 0 && !survivesOneLoss(loaded.desk)) return err({ kind: 'desk_not_safe' })
  const last = entries.at(-1)
  const lastRead = last && readEntry(last)
  if (!lastRead) return err({ kind: 'no_entries' })
  if (!lastRead.ok) return lastRead
  // What follows the tip is not stored yet.
  const first = entries.length === 1 ? lastRead : readEntry(entries[0]!)
  const isNew = first.ok && follows(first.value.statement, tip)
  const sameLog = lastRead.value.statement.log === log
  const stored = !isNew && sameLog && (await answerAsStored(db, lastRead.value))
  if (stored) return stored.ok ? ok({ tip: stored.value, entries: null }) : stored
  const before = journals.at(log, tip) ?? (await readStored(db, log))
  const run = await checkRun(deps, entries, { before, loaded, author })
  if (!run.ok) return run
  const key = await checkKey(db, { log, desk: loaded.desk, run: run.value })
  if (!key.ok) return key
  if (!(await appendRun(db, { log, from: tip, entries: run.value }))) return err({ kind: 'tip_moved', tip })
  const all = [...before, ...run.value.map(withoutSealed)]
  await project(deps, db, { desk: by.desk, run: run.value, all })
  return ok({ tip: tipOf(run.value)!, entries: all })
}

const factOf = ({ statement: { id, kind }, coded }: ReadEntry): JournalFact => ({ id, kind, coded })

const project = async (
  { projections = [] }: JournalDeps,
  db: Writer,
  { desk, run, all }: Record<'run' | 'all', readonly ReadEntry[]> & { readonly desk: string },
): Promise<void> => {
  for (const { kinds, project: write } of projections) {
    const entries = run.map(factOf).filter(({ kind }) => kinds.includes(kind))
    if (entries.length > 0) await write(db, { desk, log: all.map(factOf), entries })
  }
}

const readStored = async (db: Writer, log: string): Promise<readonly ReadEntry[]> =>
  (await findEntries(db, log)).map((bytes) => {
    const entry = readEntry(bytes)
    if (!entry.ok) throw new Error(`a stored entry cannot be read: ${entry.error.kind}`)
    return withoutSealed(entry.value)
  })

type Standing = {
  readonly before: readonly ReadEntry[]
  readonly loaded: LoadedDesk
  readonly author: Member
}

/** Checks entries one after the other, each against all that stand before it. */
const checkRun = async (
  deps: JournalDeps,
  run: readonly EntryBytes[],
  { before, loaded, author }: Standing,
): Promise<Result<readonly ReadEntry[], JournalAppendRefusal>> => {
  const all = [...before]
  const { desk } = loaded
  const next = { log: journalOf(desk.id), before: all, author, now: deps.clock() }
  const today = next.now.toISOString().slice(0, 10)
  for (const bytes of run) {
    const entry = await checkNext(bytes, next)
    if (!entry.ok) return entry
    const right = decideJournalRight(entry.value, all, desk)
    if (!right.ok) return right
    const fits = checkJournalParts(entry.value, deps.kinds)
    if (!fits.ok) return fits
    const rule = checkRule(deps, entry.value, { earlier: all, today })
    if (!rule.ok) return rule
    all.push(entry.value)
  }
  return ok(all.slice(before.length))
}

/** The log before it is read only where its kind has a rule. */
const checkRule = (
  { kinds }: JournalDeps,
  entry: ReadEntry,
  { earlier, today }: { readonly earlier: readonly ReadEntry[]; readonly today: string },
): Result<void, JournalPartRefusal> => {
  const fact = factOf(entry)
  const ruled = kinds.some(({ kind, refuses }) => kind === fact.kind && refuses !== undefined)
  return ruled ? checkJournalRule(fact, { kinds, earlier: earlier.map(factOf), today }) : ok(undefined)
}

export type StoredJournal = {
  readonly entries: readonly EntryBytes[]
  readonly tip: Tip
  readonly grant: StoredGrant | null
}

/** From an entry on; null where the desk has none yet. */
export const readJournal = (
  deps: Pick<JournalDeps, 'database'>,
  by: By,
  from: number,
): Promise<StoredJournal | null> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, (db) => journalIn(db, by.desk, from))

/** The same for whoever holds a transaction already. */
export const journalIn = async (db: Writer, desk: string, from = 0): Promise<StoredJournal | null> => {
  const log = journalOf(desk)
  const tip = await findTip(db, log)
  if (tip?.subject !== 'journal') return null
  return {
    entries: await findEntries(db, log, from),
    tip: { seq: tip.seq, hash: tip.hash },
    grant: await findGrant(db, { log, desk }),
  }
}
