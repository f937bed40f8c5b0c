/**
 * Desks as the server keeps them: it checks every entry of a desk's log by the same rules as the devices and
 * refuses what breaks them. Its tables are projections; a device believes only the log.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  applyDeskEntry,
  CLOCK_TOLERANCE_MS,
  type Desk,
  type DeskRefusal,
  foldDesk,
  parseDeskEntry,
} from '#members/core/desk.ts'
import { type DeskEntry, isRootKind } from '#members/core/desk_entries.ts'
import type { TooManyExports } from '#members/core/access_limits.ts'
import { maySingleExport } from '#members/server/export_limit.service.ts'
import {
  type Database,
  inSnapshot,
  inTransaction,
  isTaken,
  stepOn,
  type Writer,
} from '#platform/server/database.ts'
import { findReleasedExport } from '#releases/server/exports.service.ts'
import { signedBy, type Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, type EntryRefusal, readEntry, type ReadEntry } from '#vault/core/v1/entry.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import {
  appendRun,
  findEntries,
  findEntryById,
  findNewestBundle,
  findTip,
  insertBundle,
  insertLogs,
  type StoredTip,
} from '#vault/server/log.store.ts'
import {
  closeAcceptedBy,
  deleteMembership,
  findAcceptance,
  foundDesk,
  insertInvitation,
  revokeInvitation,
  revokeInvitationsOf,
  saveMembership,
} from './desk.store.ts'
import { travels } from './travel.store.ts'
import { findRoot, saveRootOfDesk } from './root.store.ts'

export type DeskDeps = { readonly database: Database; readonly clock: () => Date }

export type AppendRefusal =
  | EntryRefusal
  | DeskRefusal
  | { readonly kind: 'wrong_signature' }
  | { readonly kind: 'not_your_entry' }
  | { readonly kind: 'other_log' }
  | { readonly kind: 'no_right' }
  | { readonly kind: 'tip_moved'; readonly tip: Tip }
  | { readonly kind: 'bundle_missing' }
  | { readonly kind: 'clock_wrong' }
  | { readonly kind: 'id_taken' }
  | { readonly kind: 'not_accepted' }
  | { readonly kind: 'export_not_released' }
  | TooManyExports
  /** Of a lead who has handed back cases: an accomplice that they let in could return them. */
  | { readonly kind: 'travelling' }
  /** A root that is not the organisation's. */
  | { readonly kind: 'not_the_root' }
  /** Words sealed under a key that somebody who left holds. */
  | { readonly kind: 'old_key' }

/** Checks of form and authorship that need no database. */
export const checkAuthorship = async (
  bytes: EntryBytes,
  by: { readonly account: string; readonly signing: string; readonly now: Date },
): Promise<Result<ReadEntry, AppendRefusal>> => {
  const entry = readEntry(bytes)
  if (!entry.ok) return entry
  const { author, at } = entry.value.statement
  const missing = entry.value.missing[0]
  if (missing) return err({ kind: 'part_not_of_statement', part: missing })
  if (author !== by.account) return err({ kind: 'not_your_entry' })
  if (Math.abs(Date.parse(at) - by.now.getTime()) > CLOCK_TOLERANCE_MS) return err({ kind: 'clock_wrong' })
  return (await signedBy(by.signing, entry.value)) ? entry : err({ kind: 'wrong_signature' })
}

export type FoundRequest = {
  readonly account: string
  readonly entry: EntryBytes
  readonly bundle: Uint8Array
}

/** A desk begins with the entry its first lead's device has signed. */
export const found = async (deps: DeskDeps, given: FoundRequest): Promise<Result<Tip, AppendRefusal>> => {
  const read = readEntry(given.entry)
  const parsed = read.ok ? parseDeskEntry(read.value) : read
  if (!parsed.ok) return parsed
  if (parsed.value.kind !== 'founded') return err({ kind: 'not_founded' })
  const { card, bundle, epoch, name } = parsed.value.coded
  const by = { account: given.account, signing: card.signing, now: deps.clock() }
  const entry = await checkAuthorship(given.entry, by)
  if (!entry.ok) return entry
  const { log, desk, seq, roster } = entry.value.statement
  if (log !== desk || seq !== 0 || roster !== null || card.account !== given.account)
    return err({ kind: 'other_log' })
  if (hashOf(given.bundle) !== bundle) return err({ kind: 'bundle_missing' })
  const today = deps.clock().toISOString().slice(0, 10)
  const write = async (db: Writer): Promise<Result<Tip, AppendRefusal>> => {
    const stored = await answerAsStored(db, entry.value)
    if (stored) return stored
    await foundDesk(db, { id: desk, name, founder: given.account, today })
    await insertLogs(db, [{ id: desk, subject: 'desk', desk, entries: [entry.value] }])
    await insertBundle(db, { desk, seq: 0, epoch, bytes: given.bundle })
    return ok({ seq: 0, hash: entry.value.hash })
  }
  return orTaken(inTransaction(deps.database, { role: 'desk', account: given.account, desk }, write))
}

/** An id that another desk has taken is refused like one of our own. */
export const orTaken = async <T, E>(
  work: Promise<Result<T, E>>,
): Promise<Result<T, E | { readonly kind: 'id_taken' }>> => {
  try {
    return await work
  } catch (cause) {
    if (isTaken(cause)) return err({ kind: 'id_taken' })
    throw cause
  }
}

export type Refused<Why> = { readonly kind: 'append_refused'; readonly why: Why }

/** All refusals of a log as one, for the table that gives each its status. */
export const orRefused = async <T, Why>(
  result: Promise<Result<T, Why>>,
): Promise<Result<T, Refused<Why>>> => {
  const settled = await result
  return settled.ok ? settled : err({ kind: 'append_refused', why: settled.error })
}

export type LoadedDesk = { readonly desk: Desk; readonly tip: Tip }

const folded = new Map<string, LoadedDesk>()
const MOST_DESKS = 500

/** The desk as its log says, folded once per tip. */
export const loadDesk = async (db: Writer, id: string): Promise<LoadedDesk | null> =>
  deskAt(db, id, await findTip(db, id))

/** The desk whose log has this tip in this transaction. */
export const deskAt = async (db: Writer, id: string, tip: StoredTip | null): Promise<LoadedDesk | null> => {
  if (!tip || tip.subject !== 'desk') return null
  const known = folded.get(id)
  if (known && known.tip.hash === tip.hash) return known
  const log = (await findEntries(db, id)).map((bytes) => readEntry(bytes))
  const desk = foldDesk(log.flatMap((entry) => (entry.ok ? [entry.value] : [])))
  if (!desk.ok) throw new Error(`the stored log of a desk does not fold: ${desk.error.kind}`)
  const loaded = { desk: desk.value, tip: { seq: tip.seq, hash: tip.hash } }
  if (folded.size >= MOST_DESKS) folded.clear()
  folded.set(id, loaded)
  return loaded
}

export type DeskAppend = {
  readonly account: string
  readonly desk: string
  readonly entry: EntryBytes
  readonly bundle: Uint8Array | null
}

/** One entry of a lead: checked, chained and projected in one transaction. */
export const appendToDesk = (deps: DeskDeps, given: DeskAppend): Promise<Result<Tip, AppendRefusal>> => {
  const as = { role: 'desk', account: given.account, desk: given.desk } as const
  return orTaken(inTransaction(deps.database, as, (db) => checkAndWrite(deps, db, given)))
}

const checkAndWrite = async (
  deps: DeskDeps,
  db: Writer,
  given: DeskAppend,
): Promise<Result<Tip, AppendRefusal>> => {
  const loaded = await loadDesk(db, given.desk)
  if (!loaded) return err({ kind: 'not_founded' })
  const author = loaded.desk.members.get(given.account)
  if (!author) return err({ kind: 'no_right' })
  const by = { account: given.account, signing: author.signing, now: deps.clock() }
  const entry = await checkAuthorship(given.entry, by)
  if (!entry.ok) return entry
  const stored = await answerAsStored(db, entry.value)
  if (stored) return stored
  const { statement } = entry.value
  if (statement.log !== given.desk || statement.desk !== given.desk) return err({ kind: 'other_log' })
  if (!follows(statement, loaded.tip)) return err({ kind: 'tip_moved', tip: loaded.tip })
  if (statement.roster !== author.right) return err({ kind: 'no_right' })
  const parsed = parseDeskEntry(entry.value)
  if (!parsed.ok) return parsed
  // By the root's own ways alone; and no member's signature is the root's.
  if (isRootKind(parsed.value.kind)) return err({ kind: 'wrong_signature' })
  const next = applyDeskEntry(loaded.desk, parsed.value, given.desk)
  if (!next.ok) return next
  if (statement.sealed !== null && statement.key !== `desk:${next.value.epoch}`)
    return err({ kind: 'old_key' })
  return writeDeskEntry(db, {
    entry: entry.value,
    parsed: parsed.value,
    before: loaded.desk,
    from: loaded.tip,
    bundle: given.bundle,
    now: by.now,
  })
}

type Accepted = {
  readonly entry: ReadEntry
  readonly parsed: DeskEntry
  readonly before: Desk
  readonly from: Tip
  readonly bundle: Uint8Array | null
  readonly now: Date
}

const writeDeskEntry = async (db: Writer, given: Accepted): Promise<Result<Tip, AppendRefusal>> => {
  const { entry, parsed, from, bundle } = given
  const desk = entry.statement.log
  if (parsed.kind !== 'exported' && parsed.kind !== 'revoked' && (await travels(db)))
    return err({ kind: 'travelling' })
  const stated = 'bundle' in parsed.coded ? parsed.coded : null
  if ((stated?.bundle ?? null) !== (bundle && hashOf(bundle))) return err({ kind: 'bundle_missing' })
  const cases = parsed.kind === 'exported' ? parsed.coded.cases : 0
  if (parsed.kind === 'exported' && cases <= 1) {
    const may = await maySingleExport(db, given.before, { account: parsed.author, now: given.now })
    if (!may.ok) return may
  }
  const exporting = await findReleasedExport(db, { account: parsed.author, cases, now: given.now })
  if (!exporting.ok) return exporting
  const { author: account } = parsed
  if (parsed.kind === 'rooted' && !(await isOwnRoot(db, { account, desk, ...parsed.coded })))
    return err({ kind: 'not_the_root' })
  if (parsed.kind === 'admitted' && !(await accepted(db, parsed.coded))) return err({ kind: 'not_accepted' })
  const tip = { seq: entry.statement.seq, hash: entry.hash }
  if (!(await appendRun(db, { log: desk, from, entries: [entry] })))
    return err({ kind: 'tip_moved', tip: from })
  await exporting.value()
  if (bundle && stated) await insertBundle(db, { desk, seq: tip.seq, epoch: stated.epoch, bytes: bundle })
  await project(db, desk, parsed)
  return ok(tip)
}

/** Nobody is made a member who has not accepted, with the keys they have accepted with. */
const accepted = async (
  db: Writer,
  { invitation, card, mac }: Extract<DeskEntry, { kind: 'admitted' }>['coded'],
): Promise<boolean> => {
  const stored = await findAcceptance(db, invitation)
  return stored?.state === 'accepted' && stored.account === card.account && stored.mac === mac
}

/** Devices compare it with paper; here the organisation's own is asked for, which is the gate's to see. */
const isOwnRoot = async (
  db: Writer,
  given: {
    readonly account: string
    readonly desk: string
    readonly root: string
    readonly recovery: string
  },
): Promise<boolean> => {
  const { account, desk, root, recovery } = given
  await stepOn(db, { role: 'gate' })
  const own = await findRoot(db)
  await stepOn(db, { role: 'desk', account, desk })
  return own?.root === root && own.recovery === recovery
}

const project = async (db: Writer, desk: string, entry: DeskEntry): Promise<void> => {
  switch (entry.kind) {
    case 'invited': {
      const { invitation, role, expires } = entry.coded
      return insertInvitation(db, { id: invitation, desk, role, expires: new Date(expires) })
    }
    case 'revoked':
      return revokeInvitation(db, entry.coded.invitation)
    case 'admitted': {
      const { card, role } = entry.coded
      await saveMembership(db, { desk, account: card.account, role })
      return closeAcceptedBy(db, { desk, account: card.account })
    }
    case 'role_changed':
      return saveMembership(db, { desk, account: entry.coded.account, role: entry.coded.role })
    case 'removed':
      await deleteMembership(db, { desk, account: entry.coded.account })
      return revokeInvitationsOf(db, desk)
    case 'rooted':
      return saveRootOfDesk(db, { desk, root: entry.coded.root })
    case 'founded':
    case 'kit_made':
    case 'epoch_begun':
    case 'exported':
    // Written with the root's proof alone (root_entries.service.ts).
    case 'recovered':
    case 'certified':
      return undefined
  }
}

/** The same entry sent twice, because an answer was lost, is answered as stored. */
export const answerAsStored = async (
  db: Writer,
  entry: ReadEntry,
): Promise<Result<Tip, AppendRefusal> | null> => {
  const { log, id, coded, sealed, open } = entry.statement
  const stored = await findEntryById(db, log, id)
  if (!stored) return null
  const before = readEntry({
    ...entry.bytes,
    statement: stored.statement,
    coded: null,
    sealed: null,
    open: null,
  })
  const same =
    before.ok &&
    before.value.statement.coded === coded &&
    before.value.statement.sealed === sealed &&
    before.value.statement.open === open
  return same ? ok({ seq: stored.seq, hash: stored.hash }) : err({ kind: 'id_taken' })
}

export const follows = (
  statement: { readonly seq: number; readonly prev: string | null },
  tip: Tip,
): boolean => statement.seq === tip.seq + 1 && statement.prev === tip.hash

export type DeskLog = { readonly entries: readonly EntryBytes[]; readonly bundle: Uint8Array | null }

export const readDeskLog = (
  deps: DeskDeps,
  by: { readonly account: string; readonly desk: string },
): Promise<DeskLog> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, async (db) => ({
    entries: await findEntries(db, by.desk),
    bundle: await findNewestBundle(db, by.desk),
  }))
