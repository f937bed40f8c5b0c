/** The rows of logs: entries as signed, their parts, heads, grants and bundles. */
import { type Selectable, sql } from 'kysely'
import { type Tables, together, type Writer } from '#platform/server/database.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, type PartName, partNames, type ReadEntry } from '#vault/core/v1/entry.ts'

export type LogSubject = 'desk' | 'case' | 'journal'
export type StoredHead = {
  readonly through: number
  readonly statement: Uint8Array
  readonly signature: Uint8Array
  readonly sealed: Uint8Array
}
export type StoredGrant = { readonly epoch: number; readonly deskEpoch: number; readonly sealed: Uint8Array }

declare module '#platform/server/database.ts' {
  interface Tables {
    log: { id: string; subject: LogSubject; desk: string; tip_seq: number; tip_hash: string }
    access: { log: string; desk: string; sees: 'nothing' | 'coded' | 'sealed'; appends: boolean }
    entry: {
      log: string
      seq: number
      id: string
      kind: string
      author: string
      hash: string
      statement: Uint8Array
      signature: Uint8Array
    }
    part: { log: string; seq: number; part: PartName; bytes: Uint8Array }
    head: { log: string; through: number; statement: Uint8Array; signature: Uint8Array; sealed: Uint8Array }
    key_grant: { log: string; epoch: number; desk: string; desk_epoch: number; sealed: Uint8Array }
    bundle: { desk: string; seq: number; epoch: number; bytes: Uint8Array }
  }
}

export type NewLog = {
  readonly id: string
  readonly subject: LogSubject
  readonly desk: string
  readonly entries: readonly ReadEntry[]
  readonly grant?: StoredGrant
  readonly head?: StoredHead
}

/** Writes whole new logs, many at once. Throws on an id that exists: ids are random. */
export const insertLogs = async (db: Writer, logs: readonly NewLog[]): Promise<void> => {
  const tips = logs.map(({ id, subject, desk, entries }) => {
    const last = entries.at(-1)
    if (!last) throw new TypeError('a log begins with an entry')
    return { id, subject, desk, tip_seq: last.statement.seq, tip_hash: last.hash }
  })
  const access = logs.map(({ id, desk }) => ({ log: id, desk, sees: 'sealed' as const, appends: true }))
  await db.insertInto('log').values(tips).execute()
  await db.insertInto('access').values(access).execute()
  await insertEntries(
    db,
    logs.flatMap(({ entries }) => entries),
  )
  const grants = logs.flatMap(({ id, desk, grant }) =>
    grant ? [{ log: id, epoch: grant.epoch, desk, desk_epoch: grant.deskEpoch, sealed: grant.sealed }] : [],
  )
  if (grants.length > 0) await db.insertInto('key_grant').values(grants).execute()
  const heads = logs.flatMap(({ id, head }) => (head ? [{ log: id, ...head }] : []))
  if (heads.length > 0) await db.insertInto('head').values(heads).execute()
}

export type Run = {
  readonly log: string
  readonly from: Tip
  readonly entries: readonly ReadEntry[]
  /** One that covers less than the stored one is not written: its author was late. */
  readonly head?: StoredHead | null
}

/**
 * Appends entries in one statement and moves the tip from `from` to the last of them. Where another author was first
 * nothing is written, and the answer is false.
 */
export const appendRun = async (db: Writer, { log, from, entries, head }: Run): Promise<boolean> => {
  const last = entries.at(-1)
  if (!last) throw new TypeError('a run has an entry')
  const rows = entries.map(toRow)
  const parts = entries.flatMap(toParts)
  const headed = head
    ? sql`, headed as (
        insert into head (log, through, statement, signature, sealed)
        select id, ${head.through}, ${head.statement}, ${head.signature}, ${head.sealed} from moved
        on conflict (log) do update set through = excluded.through, statement = excluded.statement,
          signature = excluded.signature, sealed = excluded.sealed where head.through <= excluded.through)`
    : sql``
  // Whatever is written is joined to `moved`: without the move there is nothing to write.
  const written = await sql`
    with moved as (
      update log set tip_seq = ${last.statement.seq}, tip_hash = ${last.hash}
      where id = ${log} and tip_seq = ${from.seq} and tip_hash = ${from.hash} returning id
    ), entries as (
      insert into entry (log, seq, id, kind, author, hash, statement, signature)
      select moved.id, one.* from moved, unnest(
        ${column(rows, 'seq')}::int[], ${column(rows, 'id')}::text[], ${column(rows, 'kind')}::text[],
        ${column(rows, 'author')}::text[], ${column(rows, 'hash')}::text[],
        ${column(rows, 'statement')}::bytea[], ${column(rows, 'signature')}::bytea[]) as one
    ), parts as (
      insert into part (log, seq, part, bytes)
      select moved.id, one.* from moved,
        unnest(${column(parts, 'seq')}::int[], ${column(parts, 'part')}::text[], ${column(parts, 'bytes')}::bytea[]) as one
    )${headed}
    select id from moved`.execute(db)
  return written.rows.length === 1
}

const column = <R, K extends keyof R>(rows: readonly R[], name: K): readonly R[K][] =>
  rows.map((row) => row[name])

const insertEntries = async (db: Writer, entries: readonly ReadEntry[]): Promise<void> => {
  const parts = entries.flatMap(toParts)
  await db.insertInto('entry').values(entries.map(toRow)).execute()
  if (parts.length > 0) await db.insertInto('part').values(parts).execute()
}

const toRow = ({ statement, hash, bytes }: ReadEntry): Tables['entry'] => ({
  log: statement.log,
  seq: statement.seq,
  id: statement.id,
  kind: statement.kind,
  author: statement.author,
  hash,
  statement: bytes.statement,
  signature: bytes.signature,
})

const toParts = ({ statement, bytes }: ReadEntry): readonly Tables['part'][] =>
  partNames.flatMap((part) => {
    const content = bytes[part]
    return content ? [{ log: statement.log, seq: statement.seq, part, bytes: content }] : []
  })

export type StoredTip = Tip & { readonly desk: string; readonly subject: LogSubject }

export const findTip = async (db: Writer, log: string): Promise<StoredTip | null> =>
  tipOf(await opened(db, log).executeTakeFirst())

/** By what the desk may open, so that the log of another desk takes as long as one that never was. */
const opened = (db: Writer, log: string) => {
  const own = db.selectFrom('access').select('access.log').where('access.log', '=', log).limit(1)
  return db.selectFrom('log').selectAll().where('id', '=', own)
}

/**
 * The same for a log and its desk's, and no other writer of the log until the transaction ends: a second waits here
 * instead of failing. The desk's tip is read when the lock is held: one read before could be older than an entry of
 * the log, and the right ended by then.
 */
export const lockTip = async (
  db: Writer,
  of: { readonly log: string; readonly desk: string },
): Promise<{ readonly tip: StoredTip | null; readonly desk: StoredTip | null }> => {
  const [tips, desks] = await together(db, [opened(db, of.log).forUpdate(), opened(db, of.desk)])
  return { tip: tipOf(tips[0]), desk: tipOf(desks[0]) }
}

const tipOf = (row: Selectable<Tables['log']> | undefined): StoredTip | null =>
  row ? { seq: row.tip_seq, hash: row.tip_hash, desk: row.desk, subject: row.subject } : null

const partBytes = (name: PartName) =>
  sql<Uint8Array | null>`(select bytes from part where part.log = entry.log and part.seq = entry.seq and part.part = ${name})`

/** The entries of a log in order, with the parts that this transaction's desk may see. */
export const findEntries = async (db: Writer, log: string, from = 0): Promise<readonly EntryBytes[]> => {
  return db
    .selectFrom('entry')
    .select([
      'statement',
      'signature',
      partBytes('coded').as('coded'),
      partBytes('sealed').as('sealed'),
      partBytes('open').as('open'),
    ])
    .where('log', '=', log)
    .where('seq', '>=', from)
    .orderBy('seq')
    .execute()
}

/** The key of a log as it was granted to this desk; of several epochs the newest. */
export const findGrant = async (
  db: Writer,
  of: { readonly log: string; readonly desk: string },
): Promise<StoredGrant | null> => {
  const row = await db
    .selectFrom('key_grant')
    .select(['epoch', 'desk_epoch', 'sealed'])
    .where('log', '=', of.log)
    .where('desk', '=', of.desk)
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { epoch: row.epoch, deskEpoch: row.desk_epoch, sealed: row.sealed } : null
}

export type StaleLog = {
  readonly log: string
  readonly subject: LogSubject
  readonly grant: StoredGrant
  readonly head: StoredHead | null
}

const newestGrants = (db: Writer, desk: string) =>
  db
    .selectFrom('key_grant')
    .distinctOn('log')
    .select(['log', 'epoch', 'desk_epoch', 'sealed'])
    .where('desk', '=', desk)
    .orderBy('log')
    .orderBy('epoch', 'desc')
    .as('newest')

/** Logs whose newest key is granted under an older key of the desk, in the order of their ids. */
export const findStaleLogs = async (
  db: Writer,
  of: { readonly desk: string; readonly epoch: number },
  page: { readonly after: string; readonly limit: number },
): Promise<readonly StaleLog[]> => {
  const rows = await db
    .selectFrom(newestGrants(db, of.desk))
    .innerJoin('log', 'log.id', 'newest.log')
    .leftJoin('head', 'head.log', 'newest.log')
    .select([
      'newest.log',
      'log.subject',
      'newest.epoch',
      'newest.desk_epoch',
      'newest.sealed as key',
      'head.through',
      'head.statement',
      'head.signature',
      'head.sealed',
    ])
    .where('newest.desk_epoch', '<', of.epoch)
    .where('newest.log', '>', page.after)
    .orderBy('newest.log')
    .limit(page.limit)
    .execute()
  return rows.map(({ log, subject, epoch, desk_epoch: deskEpoch, key, ...head }) => ({
    log,
    subject,
    grant: { epoch, deskEpoch, sealed: key },
    head: isHead(head) ? head : null,
  }))
}

const isHead = (head: { readonly [K in keyof StoredHead]: StoredHead[K] | null }): head is StoredHead =>
  head.through !== null

export const countStaleLogs = async (
  db: Writer,
  of: { readonly desk: string; readonly epoch: number },
): Promise<number> => {
  const { left } = await db
    .selectFrom(newestGrants(db, of.desk))
    .select(({ fn }) => fn.countAll<string>().as('left'))
    .where('newest.desk_epoch', '<', of.epoch)
    .executeTakeFirstOrThrow()
  return Number(left)
}

/** The logs that are there and their heads, and no other writer of them until the transaction ends. */
export const lockHeads = async (
  db: Writer,
  logs: readonly string[],
): Promise<ReadonlyMap<string, { readonly grant: StoredGrant | null; readonly head: Uint8Array | null }>> => {
  await db.selectFrom('log').select('id').where('id', 'in', logs).orderBy('id').forUpdate().execute()
  const rows = await db
    .selectFrom('log')
    .leftJoin('head', 'head.log', 'log.id')
    .leftJoin('key_grant', 'key_grant.log', 'log.id')
    .distinctOn('log.id')
    .select(['log.id', 'head.statement', 'key_grant.epoch', 'key_grant.desk_epoch', 'key_grant.sealed'])
    .where('log.id', 'in', logs)
    .orderBy('log.id')
    .orderBy('key_grant.epoch', 'desc')
    .execute()
  return new Map(
    rows.map(({ id, statement, epoch, desk_epoch: deskEpoch, sealed }) => {
      const grant = epoch !== null && deskEpoch !== null && sealed ? { epoch, deskEpoch, sealed } : null
      return [id, { grant, head: statement }]
    }),
  )
}

export type NewKey = { readonly log: string; readonly grant: StoredGrant; readonly head: StoredHead | null }

export const insertKeys = async (db: Writer, desk: string, keys: readonly NewKey[]): Promise<void> => {
  const rows = keys.map(({ log, grant: { epoch, deskEpoch, sealed } }) => ({
    log,
    epoch,
    desk,
    desk_epoch: deskEpoch,
    sealed,
  }))
  await db.insertInto('key_grant').values(rows).execute()
  const heads = keys.flatMap(({ log, head }) => (head ? [{ log, ...head }] : []))
  if (heads.length === 0) return
  await db
    .insertInto('head')
    .values(heads)
    .onConflict((conflict) =>
      conflict.column('log').doUpdateSet(({ ref }) => ({
        through: ref('excluded.through'),
        statement: ref('excluded.statement'),
        signature: ref('excluded.signature'),
        sealed: ref('excluded.sealed'),
      })),
    )
    .execute()
}

/** The entries of several logs without their sealed parts, each log in its order; they stay locked against appends. */
export const lockClearEntries = async (
  db: Writer,
  logs: readonly string[],
): Promise<ReadonlyMap<string, readonly EntryBytes[]>> => {
  await db.selectFrom('log').select('id').where('id', 'in', logs).orderBy('id').forUpdate().execute()
  const rows = await db
    .selectFrom('entry')
    .select(['log', 'statement', 'signature', partBytes('coded').as('coded'), partBytes('open').as('open')])
    .where('log', 'in', logs)
    .orderBy('log')
    .orderBy('seq')
    .execute()
  return Map.groupBy(
    rows.map((row) => ({ ...row, sealed: null })),
    ({ log }) => log,
  )
}

/** The stored entry of this id, to answer a request that is sent twice. */
export const findEntryById = async (
  db: Writer,
  log: string,
  id: string,
): Promise<{ readonly seq: number; readonly hash: string; readonly statement: Uint8Array } | null> => {
  const row = await db
    .selectFrom('entry')
    .select(['seq', 'hash', 'statement'])
    .where('log', '=', log)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** A part of the entry with this id. */
export type PartOf = { readonly entry: string; readonly part: PartName }

export const deleteParts = async (db: Writer, log: string, gone: readonly PartOf[]): Promise<void> => {
  if (gone.length === 0) return
  await sql`
    delete from part using entry,
      unnest(${gone.map(({ entry }) => entry)}::text[], ${gone.map(({ part }) => part)}::text[]) as gone (id, part)
    where entry.log = ${log} and entry.id = gone.id
      and part.log = entry.log and part.seq = entry.seq and part.part = gone.part
  `.execute(db)
}

/** Its keys and its head: what is left of the log opens for nobody any more. */
export const deleteKeys = async (db: Writer, log: string): Promise<void> => {
  await db.deleteFrom('head').where('log', '=', log).execute()
  await db.deleteFrom('key_grant').where('log', '=', log).execute()
}

/** A head that covers less than the stored one is not written: its author was late. */
export const saveHead = async (db: Writer, log: string, head: StoredHead): Promise<void> => {
  await db
    .insertInto('head')
    .values({ log, ...head })
    .onConflict((conflict) =>
      conflict
        .column('log')
        .doUpdateSet({ ...head })
        .where('head.through', '<=', head.through),
    )
    .execute()
}

export const insertBundle = async (
  db: Writer,
  bundle: { readonly desk: string; readonly seq: number; readonly epoch: number; readonly bytes: Uint8Array },
): Promise<void> => {
  await db.insertInto('bundle').values(bundle).execute()
}

export const findNewestBundle = async (db: Writer, desk: string): Promise<Uint8Array | null> => {
  const row = await db
    .selectFrom('bundle')
    .select('bytes')
    .where('desk', '=', desk)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.bytes ?? null
}
