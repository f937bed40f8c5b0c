/**
 * Cases as the server keeps them. It checks all it can know (form, author, right, vocabulary, the rules of the
 * case) before it writes, and writes entry, parts, head and projection together or not at all.
 */
import {
  checkEntry,
  type EntryKind,
  fieldsTooNew,
  isEntryKind,
  newestVersion,
  type PartRefusal,
  toCaseEntry,
} from '#cases/core/entry.ts'
import { decideAppend, type Refusal } from '#cases/core/decide.ts'
import { foldCase } from '#cases/core/fold.ts'
import {
  type CaseRuleRefusal,
  decideRight,
  erased,
  isErasedCase,
  withoutErased,
} from '#cases/core/verify_case.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Desk, type Member, survivesOneLoss } from '#members/core/desk.ts'
import {
  answerAsStored,
  type AppendRefusal,
  deskAt,
  follows,
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
import type { MissionRows } from '#missions/core/engagement_rows.ts'
import { saveMissionRows } from '#missions/server/rows.service.ts'
import type { Blobs } from '#platform/server/blobs.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import { headSignedBy, parseHead } from '#vault/core/v1/head.ts'
import type { HeadBytes } from '#vault/core/wire.ts'
import {
  appendRun,
  deleteParts,
  findEntries,
  findGrant,
  findTip,
  insertLogs,
  lockTip,
  type NewLog,
  type PartOf,
  saveHead,
} from '#vault/server/log.store.ts'
import { type CaseProjection, saveProjections } from './case.store.ts'
import { checkFiles, dropKeysAndFiles, type FileMissing, removeGone } from './evidence.service.ts'
import { projectCase } from './projection.ts'

export type CaseDeps = {
  readonly database: Database
  readonly clock: () => Date
  readonly config: { readonly demo?: true }
  readonly blobs: Blobs
}

export type CaseAppendRefusal =
  | AppendRefusal
  | CaseRuleRefusal
  | PartRefusal
  | { readonly kind: 'decided'; readonly why: Refusal }
  | { readonly kind: 'desk_not_safe' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'bad_head' }
  | { readonly kind: 'no_entries' }
  | { readonly kind: 'old_grant' }
  | FileMissing
  | OldKey

/** Who writes, on which desk. */
export type By = { readonly account: string; readonly desk: string }

export type NewCase = {
  readonly entries: readonly EntryBytes[]
  readonly grant: { readonly epoch: number; readonly deskEpoch: number; readonly sealed: Uint8Array }
  readonly head: HeadBytes
}

/** Opens many cases at once, as an import does, or one: all or none. */
export const openCases = async (
  deps: CaseDeps,
  by: By,
  cases: readonly NewCase[],
): Promise<Result<readonly Tip[], CaseAppendRefusal>> => {
  const now = deps.clock()
  const countSynthetic = deps.config.demo === true
  const deskNow = await inTransaction(deps.database, { role: 'desk', ...by }, (db) => loadDesk(db, by.desk))
  const author = deskNow?.desk.members.get(by.account)
  if (!deskNow || !author) return err({ kind: 'no_right' })
  if (!survivesOneLoss(deskNow.desk)) return err({ kind: 'desk_not_safe' })
  if (cases.some(({ grant }) => grant.epoch !== 1 || grant.deskEpoch !== deskNow.desk.epoch))
    return err({ kind: 'old_grant' })
  const logs: NewLog[] = []
  const projections: CaseProjection[] = []
  for (const one of cases) {
    const checked = await checkNewCase(one, { desk: deskNow.desk, author, now, countSynthetic })
    if (!checked.ok) return checked
    logs.push(checked.value.log)
    projections.push(checked.value.projection)
  }
  const write = async (db: Writer): Promise<Result<readonly Tip[], CaseAppendRefusal>> => {
    const first = logs[0]
    if (!first) return ok([])
    const before = await findTip(db, first.id)
    if (before) return answerSameCases(db, logs)
    await insertLogs(db, logs)
    await saveProjections(db, projections)
    await saveMissionRows(db, projections.map(rowsAfter(noMissionRows)))
    return ok(tipsOf(logs))
  }
  return orTaken(inTransaction(deps.database, { role: 'desk', ...by }, write))
}

type Standing = {
  readonly desk: Desk
  readonly author: Member
  readonly now: Date
  readonly countSynthetic: boolean
}

const checkNewCase = async (
  given: NewCase,
  standing: Standing,
): Promise<Result<{ readonly log: NewLog; readonly projection: CaseProjection }, CaseAppendRefusal>> => {
  const first = given.entries[0] && readEntry(given.entries[0])
  if (!first) return err({ kind: 'no_entries' })
  if (!first.ok) return first
  const id = first.value.statement.log
  const entries = await checkRun(given.entries, { log: id, before: [], standing })
  if (!entries.ok) return entries
  // A file is sent to a case that is there.
  if (entries.value.some(({ statement }) => statement.kind === 'evidence'))
    return err({ kind: 'file_missing' })
  const head = await checkHead(given.head, entries.value, { author: standing.author, epoch: 1 })
  if (!head) return err({ kind: 'bad_head' })
  const { projection } = projectCase(entries.value, { log: id, ...standing, desk: standing.desk.id })
  const log: NewLog = {
    id,
    subject: 'case',
    desk: standing.desk.id,
    entries: entries.value,
    grant: given.grant,
    head: { through: head.through, ...given.head },
  }
  return ok({ log, projection })
}

const tipsOf = (logs: readonly NewLog[]): readonly Tip[] => logs.map(({ entries }) => tipOf(entries)!)

/** A batch that is sent again because its answer was lost. */
const answerSameCases = async (
  db: Writer,
  logs: readonly NewLog[],
): Promise<Result<readonly Tip[], CaseAppendRefusal>> => {
  for (const log of logs) {
    const stored = await answerAsStored(db, log.entries.at(-1)!)
    if (!stored?.ok) return err({ kind: 'id_taken' })
  }
  return ok(tipsOf(logs))
}

export type Append = {
  readonly log: string
  readonly entries: readonly EntryBytes[]
  readonly head: HeadBytes | null
}

/** Appends a run of entries of one author: all or none. */
export const appendToCase = async (
  deps: CaseDeps,
  by: By,
  given: Append,
): Promise<Result<Tip, CaseAppendRefusal>> => {
  const written = await orTaken(
    inTransaction(deps.database, { role: 'desk', ...by }, (db) => checkAndWrite(deps, db, { ...given, by })),
  )
  if (!written.ok) return written
  const { tip, log } = written.value
  if (log) knownLogs.keep(given.log, tip, log)
  if (log && isReleased(log.entries.slice(-given.entries.length))) await removeGone(deps, by)
  return ok(tip)
}

/** Only what is released erases anything. */
const isReleased = (run: readonly ReadEntry[]): boolean =>
  run.some(({ statement }) => statement.kind === 'release')

/** A log as it stands after a write: its entries without sealed parts, and its rows. */
type KnownLog = { readonly entries: readonly ReadEntry[]; readonly projection: CaseProjection }

const knownLogs = createKnownLogs<KnownLog>(300)

type Written = { readonly tip: Tip; readonly log: KnownLog | null }

const checkAndWrite = async (
  deps: CaseDeps,
  db: Writer,
  { by, ...given }: Append & { readonly by: By },
): Promise<Result<Written, CaseAppendRefusal>> => {
  const { tip, desk } = await lockTip(db, { log: given.log, desk: by.desk })
  if (!tip || tip.subject !== 'case' || tip.desk !== by.desk) return err({ kind: 'not_found' })
  const deskNow = await deskAt(db, by.desk, desk)
  const author = deskNow?.desk.members.get(by.account)
  if (!deskNow || !author) return err({ kind: 'no_right' })
  const last = given.entries.at(-1)
  const lastRead = last && readEntry(last)
  if (!lastRead) return err({ kind: 'no_entries' })
  if (!lastRead.ok) return lastRead
  // What follows the tip is not stored yet; an id that is taken all the same is refused by the table.
  const first = given.entries.length === 1 ? lastRead : readEntry(given.entries[0]!)
  const isNew = first.ok && follows(first.value.statement, tip)
  const { statement } = lastRead.value
  const stored = !isNew && statement.log === given.log && (await answerAsStored(db, lastRead.value))
  if (stored) return stored.ok ? ok({ tip: stored.value, log: null }) : stored
  const current = knownLogs.at(given.log, tip)
  const before = current?.entries ?? (await readStored(db, given.log))
  const countSynthetic = deps.config.demo === true
  const standing = { desk: deskNow.desk, author, now: deps.clock(), countSynthetic }
  const run = await checkRun(given.entries, { log: given.log, before, standing })
  if (!run.ok) return run
  const epoch = await checkKey(db, { log: given.log, desk: deskNow.desk, run: run.value })
  if (!epoch.ok) return epoch
  const rows = current?.projection ?? null
  const writing = { run: run.value, before, rows, from: tip, head: given.head, standing }
  return writeRun(db, { ...writing, epoch: epoch.value })
}

const readStored = async (db: Writer, log: string): Promise<readonly ReadEntry[]> =>
  (await findEntries(db, log)).map((bytes) => {
    const entry = readEntry(bytes)
    if (!entry.ok) throw new Error(`a stored entry cannot be read: ${entry.error.kind}`)
    return entry.value
  })

type Writing = {
  readonly run: readonly ReadEntry[]
  readonly before: readonly ReadEntry[]
  /** What the tables say of the case now, where it is known. */
  readonly rows: CaseProjection | null
  readonly from: Tip
  readonly head: HeadBytes | null
  /** Of the log's present key. */
  readonly epoch: number
  readonly standing: Standing
}

const writeRun = async (db: Writer, given: Writing): Promise<Result<Written, CaseAppendRefusal>> => {
  const { run, before, from, head, epoch, standing } = given
  const last = run.at(-1)!
  const log = last.statement.log
  const all = [...before, ...run]
  const tip = { seq: last.statement.seq, hash: last.hash }
  const headOf = head && (await checkHead(head, run, { author: standing.author, epoch }))
  if (head && !headOf) return err({ kind: 'bad_head' })
  const stored = head && headOf && { through: headOf.through, ...head }
  const files = await checkFiles(db, log, run)
  if (!files.ok) return files
  if (!(await appendRun(db, { log, from, entries: run, head: stored })))
    return err({ kind: 'tip_moved', tip: from })
  await deleteParts(db, log, erasedNewly(erased(before), erased(all)))
  if (isErasedCase(all)) await dropKeysAndFiles(db, log)
  const left = withoutErased(all)
  const { projection } = projectCase(left, { log, ...standing, desk: last.statement.desk })
  await saveChanged(db, given.rows, projection)
  return ok({ tip, log: { entries: left.map(withoutSealed), projection } })
}

const erasedNewly = (before: ReadonlySet<string>, now: ReadonlySet<string>): readonly PartOf[] =>
  [...now]
    .filter((name) => !before.has(name))
    .flatMap((name) => {
      const [entry = '', part] = name.split(' ')
      return part === 'coded' || part === 'sealed' || part === 'open' ? [{ entry, part }] : []
    })

/** Most entries change nothing that the tables say. */
const saveChanged = async (db: Writer, before: CaseProjection | null, now: CaseProjection): Promise<void> => {
  if (before === null || !isSame(ownRows(before), ownRows(now))) await saveProjections(db, [now])
  if (before === null || !isSame(missionRows(before), missionRows(now)))
    await saveMissionRows(db, [rowsAfter(before)(now)])
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const ownRows = ({ state, events, publication }: CaseProjection) => ({ state, events, publication })
const missionRows = ({ engagements, hearings }: MissionRows): MissionRows => ({ engagements, hearings })

const noMissionRows: MissionRows = { engagements: [], hearings: [] }

/** What stands and what will, as the missions room takes it. */
const rowsAfter = (before: MissionRows | null) => (now: CaseProjection) => ({
  log: now.state.log,
  rows: now,
  before,
})

type Run = { readonly log: string; readonly before: readonly ReadEntry[]; readonly standing: Standing }

/** Checks entries one after the other, each against all that stand before it. */
const checkRun = async (
  run: readonly EntryBytes[],
  { log, before, standing }: Run,
): Promise<Result<readonly ReadEntry[], CaseAppendRefusal>> => {
  const all = [...before]
  const { desk, author, now } = standing
  for (const bytes of run) {
    const entry = await checkNext(bytes, { log, before: all, author, now })
    if (!entry.ok) return entry
    const right = decideRight(entry.value, all, desk)
    if (!right.ok) return right
    const fits = checkContent(entry.value, all, standing)
    if (!fits.ok) return fits
    all.push(entry.value)
  }
  return ok(all.slice(before.length))
}

const checkContent = (
  entry: ReadEntry,
  before: readonly ReadEntry[],
  { author, now }: Standing,
): Result<void, CaseAppendRefusal> => {
  const { id, kind, kindVersion } = entry.statement
  if (kindVersion > newestVersion(kind)) return err({ kind: 'unknown_kind', entryKind: kind })
  const proposed = { id, kind, coded: entry.coded, ...(entry.open !== null && { open: entry.open }) }
  const known = checkEntry(proposed, correctedKind(entry, before))
  if (!known.ok) return known
  const tooNew = fieldsTooNew({ ...proposed, kindVersion })
  if (tooNew) return err(tooNew)
  const today = now.toISOString().slice(0, 10)
  const state = foldCase(
    before.map((one) => toCaseEntry(one)),
    today,
  )
  const by = { account: author.account, role: author.role }
  const decided = decideAppend(state, proposed, by, today)
  return decided.ok ? decided : err({ kind: 'decided', why: decided.error })
}

const correctedKind = (entry: ReadEntry, before: readonly ReadEntry[]): EntryKind | null => {
  const { coded } = entry
  const corrects = typeof coded === 'object' && coded !== null && 'corrects' in coded ? coded.corrects : null
  const kind = before.find(({ statement }) => statement.id === corrects)?.statement.kind
  return kind !== undefined && isEntryKind(kind) ? kind : null
}

/** A head must cover an entry of this run, and the run's author must have signed both. */
const checkHead = async (
  head: HeadBytes,
  run: readonly ReadEntry[],
  by: { readonly author: Member; readonly epoch: number },
): Promise<{ readonly through: number } | null> => {
  const parsed = parseHead(head.statement)
  if (!parsed.ok) return null
  const covered = run.find(({ statement }) => statement.seq === parsed.value.through)
  const fits =
    covered?.hash === parsed.value.tip &&
    covered.statement.log === parsed.value.log &&
    covered.statement.author === parsed.value.author &&
    parsed.value.key === `case:${by.epoch}` &&
    (await headSignedBy(by.author.signing, head))
  return fits ? { through: parsed.value.through } : null
}

/** A reader who folded the tail writes the head back; one that covers less is left out. */
export const refreshHead = (
  deps: CaseDeps,
  by: By,
  given: { readonly log: string; readonly head: HeadBytes },
): Promise<Result<void, CaseAppendRefusal>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    const parsed = parseHead(given.head.statement)
    // An erasure that is under way takes the key first; a head written after it would outlive the case.
    const { tip } = await lockTip(db, { log: given.log, desk: by.desk })
    const author = (await loadDesk(db, by.desk))?.desk.members.get(by.account)
    const grant = await findGrant(db, { log: given.log, desk: by.desk })
    if (!tip || tip.subject !== 'case' || !author) return err({ kind: 'not_found' })
    const fits =
      parsed.ok &&
      grant !== null &&
      (await headSignedBy(author.signing, given.head)) &&
      parsed.value.log === given.log &&
      parsed.value.author === by.account &&
      parsed.value.key === `case:${grant.epoch}` &&
      parsed.value.through === tip.seq &&
      parsed.value.tip === tip.hash
    if (!fits) return err({ kind: 'bad_head' })
    await saveHead(db, given.log, { through: tip.seq, ...given.head })
    return ok(undefined)
  })
