/** A desk opened with its printed kit: no account and no passphrase, straight from the installation's database. */
import { existsSync, readFileSync } from 'node:fs'

import { leaveOutErased, openEntries } from '#cases/client/case_log.ts'
import { HEADS_PER_PAGE } from '#cases/core/wire.ts'
import { isErasedCase, verifyCase } from '#cases/core/verify_case.ts'
import { findParts, findWholeOf } from '#cases/server/blob.store.ts'
import { findHeads, type HeadRow } from '#cases/server/case.store.ts'
import { openEntries as openJournalEntries } from '#members/client/journal.ts'
import { olderKeys } from '#members/client/desk_log.ts'
import { deskKeyOf, type OpenDesk } from '#members/client/unlocked.ts'
import { journalOf, verifyJournal } from '#members/core/journal.ts'
import { verifyDesk, type VerifiedDesk } from '#members/core/verify_desk.ts'
import { type DeskRow, findDesks } from '#members/server/desk.store.ts'
import { journalIn, type StoredJournal } from '#members/server/journal.service.ts'
import type { StoredPart } from '#platform/server/blobs.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import { deskKey, type KitKey, type LogKeys, openBundle, openGrant, readKit } from '#vault/client/v1/desk.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { findEntries, findNewestBundle } from '#vault/server/log.store.ts'

import type { ExportedCase, ExportedJournal } from './export_folder.ts'
import { oneDesk } from './sign_in.ts'
import { tell } from './verify_folder.ts'

/** Typed from paper, it may be broken into lines and groups; whatever is wrong with it is not repeated. */
export const loadKit = async (file: string): Promise<KitKey> => {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`)
  const lines = readFileSync(file, 'utf8').split(/\r?\n/)
  const typed = lines.filter((line) => !line.startsWith('#')).join('')
  const kit = await readKit(typed.replaceAll(/\s/g, '').toUpperCase())
  if (kit) return kit
  throw new Error(
    `${file} holds no desk kit. It is the secret of the printed sheet alone, from AGE-SECRET-KEY-PQ-1 ` +
      'to its end; if it was typed, a letter of it is wrong.',
  )
}

/** What the database keeps of a desk, as bytes that nobody has verified yet. */
export type StoredDesk = {
  readonly id: string
  readonly log: readonly EntryBytes[]
  readonly bundle: Uint8Array
  readonly cases: readonly StoredCase[]
  readonly journal: StoredJournal | null
}
type StoredCase = { readonly row: HeadRow; readonly log: readonly EntryBytes[] }

export const loadStored = (database: Database, name: string, only: readonly string[]): Promise<StoredDesk> =>
  inSnapshot(database, { role: 'owner' }, async (db) => {
    const desk = deskOf(await findDesks(db), name)
    const rows = (await allHeads(db, desk)).filter(({ log }) => only.length === 0 || only.includes(log))
    const missing = only.find((id) => !rows.some(({ log }) => log === id))
    if (missing !== undefined) throw new Error(`There is no case ${missing} at this desk.`)
    const cases: StoredCase[] = []
    for (const row of rows) cases.push({ row, log: await findEntries(db, row.log) })
    const bundle = (await findNewestBundle(db, desk)) ?? new Uint8Array()
    const journal = only.length === 0 ? await journalIn(db, desk) : null
    return { id: desk, log: await findEntries(db, desk), bundle, cases, journal }
  })

/** In which parts the server keeps the files of these cases. */
export const loadParts = (database: Database, { cases }: StoredDesk) =>
  inTransaction(database, { role: 'owner' }, async (db) => {
    const parts = new Map<string, readonly StoredPart[]>()
    for (const { row } of cases)
      for (const id of await findWholeOf(db, row.log)) parts.set(id, await findParts(db, id))
    return (id: string): readonly StoredPart[] => parts.get(id) ?? []
  })

const deskOf = (desks: readonly DeskRow[], name: string): string => {
  const found = oneDesk(desks, name)
  if (found !== null) return found
  const known = desks.map((desk) => desk.name).join(', ') || 'none'
  throw new Error(`There is no desk "${name}" in this installation. Desks: ${known}.`)
}

const allHeads = async (db: Writer, desk: string): Promise<readonly HeadRow[]> => {
  const rows: HeadRow[] = []
  for (;;) {
    const page = await findHeads(db, desk, { after: rows.at(-1)?.log ?? '', limit: HEADS_PER_PAGE })
    rows.push(...page)
    if (page.length < HEADS_PER_PAGE) return rows
  }
}

export type DeskByKit = VerifiedDesk & Pick<OpenDesk, 'key' | 'older'>

export const openWithKit = async (kit: KitKey, stored: StoredDesk): Promise<DeskByKit> => {
  const verified = await verifyDesk(stored.log, stored.id, null)
  if (!verified.ok) throw new Error(`The desk's log does not verify: ${tell(verified.error)}.`)
  const { desk } = verified.value
  const stated = { desk: desk.id, epoch: desk.epoch, hash: desk.bundle }
  const secret = await openBundle(stored.bundle, kit.identity, stated)
  if (secret.ok) {
    const older = await olderKeys(verified.value.log, secret.value)
    return { ...verified.value, key: await deskKey(secret.value), older }
  }
  switch (secret.error.kind) {
    case 'not_for_this_key':
      throw new Error(
        desk.kits.includes(kit.recipient)
          ? `This kit is one of ${desk.name}, but the lead who sealed its newest keys (epoch ${desk.epoch}) left it out.`
          : `This kit is not one of ${desk.name}: it is of another desk, or was never confirmed as printed.`,
      )
    case 'not_the_bundle_of_the_log':
      throw new Error(
        `The newest keys of ${desk.name} are not those its log names. Run it again; if it says so again, ` +
          'somebody changed the database.',
      )
    case 'not_a_bundle':
    case 'bundle_of_another_desk':
      throw new Error(`The keys of ${desk.name} open, but are not the desk's: ${tell(secret.error)}.`)
  }
}

export type OpenedWithKit = {
  readonly cases: readonly ExportedCase[]
  readonly journal: ExportedJournal | null
  /** Logs that do not verify or open, and why: with the last key of a desk, one of them must not hold back the rest. */
  readonly leftOut: readonly string[]
}

export const openAllWithKit = async (byKit: DeskByKit, stored: StoredDesk): Promise<OpenedWithKit> => {
  const { desk } = byKit
  const cases: ExportedCase[] = []
  const leftOut: string[] = []
  for (const { row, log } of stored.cases) {
    const grant = grantOf(row)
    const keys = await openKeys(byKit, row.log, grant)
    const tip = { seq: row.tip_seq, hash: row.tip_hash }
    const verified = await verifyCase(log, { id: row.log, desk, known: tip })
    if (verified.ok && isErasedCase(verified.value)) {
      leftOut.push(`Case ${row.log} was erased.`)
      continue
    }
    const opened = verified.ok && keys ? await openEntries(verified.value, keys) : null
    if (verified.ok && opened?.ok) {
      const whole = leaveOutErased({ log: verified.value, entries: opened.value })
      cases.push({ open: { case: row.log, ...whole }, grant, head: headOf(row) })
    } else if (!verified.ok) leftOut.push(`Case ${row.log} does not verify: ${tell(verified.error)}.`)
    else leftOut.push(`Case ${row.log} does not open with this kit's keys.`)
  }
  const journal = stored.journal && (await openJournalWithKit(byKit, stored.journal))
  if (journal === null || 'open' in journal) return { cases, journal, leftOut }
  return { cases, journal: null, leftOut: [...leftOut, journal.why] }
}

const openJournalWithKit = async (
  byKit: DeskByKit,
  { entries, tip, grant }: StoredJournal,
): Promise<ExportedJournal | { readonly why: string }> => {
  const { desk } = byKit
  const verified = await verifyJournal(entries, { desk, known: tip })
  if (!verified.ok) return { why: `The journal does not verify: ${tell(verified.error)}.` }
  const opens = await openKeys(byKit, journalOf(desk.id), grant)
  if (!opens) return { why: `The journal does not open with this kit's keys.` }
  const log = verified.value
  return { open: { log, entries: await openJournalEntries(log, opens) }, grant }
}

const openKeys = async (
  byKit: DeskByKit,
  log: string,
  grant: ExportedCase['grant'],
): Promise<LogKeys | null> => {
  const under = grant && deskKeyOf(byKit, grant.deskEpoch)
  return grant && under ? openGrant(under, { log, epoch: grant.epoch }, grant.sealed) : null
}

const grantOf = ({ grant, epoch, desk_epoch: deskEpoch }: HeadRow): ExportedCase['grant'] =>
  grant && epoch !== null && deskEpoch !== null ? { epoch, deskEpoch, sealed: grant } : null

const headOf = ({ statement, signature, sealed }: HeadRow): ExportedCase['head'] =>
  statement && signature && sealed ? { statement, signature, sealed } : null
