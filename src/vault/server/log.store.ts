/** The rows of logs: entries as signed, their parts, heads, grants and bundles. */
import { type Selectable, sql } from 'kysely'
import type { Tables, Writer } from '#platform/server/database.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { type EntryBytes, type PartName, partNames, type ReadEntry } from '#vault/core/v1/entry.ts'

export type LogSubject = 'desk' | 'case'
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

/** Moves the tip from `from` to the last entry, or answers false where another author was first. */
export const moveTip = async (db: Writer, log: string, from: Tip, to: Tip): Promise<boolean> => {
  const moved = await db
    .updateTable('log')
    .set({ tip_seq: to.seq, tip_hash: to.hash })
    .where('id', '=', log)
    .where('tip_seq', '=', from.seq)
    .where('tip_hash', '=', from.hash)
    .executeTakeFirst()
  return moved.numUpdatedRows === 1n
}

export const insertEntries = async (db: Writer, entries: readonly ReadEntry[]): Promise<void> => {
  const rows = entries.map(({ statement, hash, bytes }) => ({
    log: statement.log,
    seq: statement.seq,
    id: statement.id,
    kind: statement.kind,
    author: statement.author,
    hash,
    statement: bytes.statement,
    signature: bytes.signature,
  }))
  const parts = entries.flatMap(({ statement, bytes }) =>
    partNames.flatMap((part) => {
      const content = bytes[part]
      return content ? [{ log: statement.log, seq: statement.seq, part, bytes: content }] : []
    }),
  )
  await db.insertInto('entry').values(rows).execute()
  if (parts.length > 0) await db.insertInto('part').values(parts).execute()
}

type StoredTip = Tip & { readonly desk: string; readonly subject: LogSubject }

export const findTip = async (db: Writer, log: string): Promise<StoredTip | null> =>
  tipOf(await db.selectFrom('log').selectAll().where('id', '=', log).executeTakeFirst())

/** The same, and no other writer of this log until the transaction ends: a second waits here instead of failing. */
export const lockTip = async (db: Writer, log: string): Promise<StoredTip | null> =>
  tipOf(await db.selectFrom('log').selectAll().where('id', '=', log).forUpdate().executeTakeFirst())

const tipOf = (row: Selectable<Tables['log']> | undefined): StoredTip | null =>
  row ? { seq: row.tip_seq, hash: row.tip_hash, desk: row.desk, subject: row.subject } : null

const part = (name: PartName) =>
  sql<Uint8Array | null>`(select bytes from part where part.log = entry.log and part.seq = entry.seq and part.part = ${name})`

/** The entries of a log in order, with the parts that this transaction's desk may see. */
export const findEntries = async (db: Writer, log: string, from = 0): Promise<readonly EntryBytes[]> => {
  return db
    .selectFrom('entry')
    .select([
      'statement',
      'signature',
      part('coded').as('coded'),
      part('sealed').as('sealed'),
      part('open').as('open'),
    ])
    .where('log', '=', log)
    .where('seq', '>=', from)
    .orderBy('seq')
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
    .select(['log', 'statement', 'signature', part('coded').as('coded'), part('open').as('open')])
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

export const deleteParts = async (
  db: Writer,
  log: string,
  entry: string,
  parts: readonly PartName[],
): Promise<void> => {
  await db
    .deleteFrom('part')
    .where('log', '=', log)
    .where('part', 'in', parts)
    .where('seq', '=', (query) =>
      query.selectFrom('entry').select('seq').where('log', '=', log).where('id', '=', entry),
    )
    .execute()
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
