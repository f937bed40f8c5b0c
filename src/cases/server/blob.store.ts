/** Rows of files of evidence: which bytes there are, of which case, for which entry. */
import { type Generated, sql } from 'kysely'

import type { Writer } from '#platform/server/database.ts'
import type { StoredPart } from '#platform/server/blobs.ts'

export type BlobState = 'begun' | 'whole' | 'gone'

declare module '#platform/server/database.ts' {
  interface Tables {
    blob: {
      id: string
      log: string
      entry: string
      desk: string
      size: number
      hash: string | null
      state: Generated<BlobState>
      begun_by: string
      begun_at: Date
    }
    blob_part: { blob: string; number: number; desk: string; size: number; hash: string }
  }
}

export type BlobRow = {
  readonly id: string
  readonly log: string
  readonly entry: string
  readonly size: number
  readonly hash: string | null
  readonly state: BlobState
}

const columns = ['id', 'log', 'entry', 'size', 'hash', 'state'] as const

/** False where the id is taken, or the entry has a file. */
export const insertBlob = async (
  db: Writer,
  row: Omit<BlobRow, 'hash' | 'state'> & { readonly desk: string; readonly by: string; readonly now: Date },
): Promise<boolean> => {
  const { by, now, ...rest } = row
  const made = await db
    .insertInto('blob')
    .values({ ...rest, hash: null, begun_by: by, begun_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

/** Nobody else begins a file of this desk until the transaction ends: two at once would both find room. */
export const lockBegins = async (db: Writer, desk: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`blobs ${desk}`}, 0))`.execute(db)
}

/** Bytes that the files of the desk take, or will. */
export const sumOfDesk = async (db: Writer, desk: string): Promise<number> => {
  const { sum } = await db
    .selectFrom('blob')
    .select(({ fn }) => fn.sum<string | null>('size').as('sum'))
    .where('desk', '=', desk)
    .where('state', '<>', 'gone')
    .executeTakeFirstOrThrow()
  return Number(sum ?? 0)
}

type Of = { readonly log: string; readonly id: string }

export const findBlob = async (db: Writer, of: Of): Promise<BlobRow | null> =>
  toBlob(await selectBlob(db, of).executeTakeFirst())

/** The same, and nobody else changes it until the transaction ends. */
export const lockBlob = async (db: Writer, of: Of): Promise<BlobRow | null> =>
  toBlob(await selectBlob(db, of).forUpdate().executeTakeFirst())

const selectBlob = (db: Writer, { log, id }: Of) =>
  db.selectFrom('blob').select(columns).where('id', '=', id).where('log', '=', log)

const toBlob = (row: BlobRow | undefined): BlobRow | null => (row ? { ...row, size: Number(row.size) } : null)

/** The files of some entries, and nobody lets them go until the transaction ends. */
export const lockBlobsOf = async (
  db: Writer,
  of: { readonly log: string; readonly entries: readonly string[] },
): Promise<readonly BlobRow[]> => {
  const rows = await db
    .selectFrom('blob')
    .select(columns)
    .where('log', '=', of.log)
    .where('entry', 'in', of.entries)
    .forUpdate()
    .execute()
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}

/** Ids of the whole files of a case. */
export const findWholeOf = async (db: Writer, log: string): Promise<readonly string[]> =>
  (
    await db.selectFrom('blob').select('id').where('log', '=', log).where('state', '=', 'whole').execute()
  ).map(({ id }) => id)

export type PartRow = StoredPart & { readonly hash: string }

export const findParts = async (db: Writer, blob: string): Promise<readonly PartRow[]> =>
  db
    .selectFrom('blob_part')
    .select(['number', 'size', 'hash'])
    .where('blob', '=', blob)
    .orderBy('number')
    .execute()

export const findPart = async (db: Writer, blob: string, number: number): Promise<PartRow | null> =>
  (await db
    .selectFrom('blob_part')
    .select(['number', 'size', 'hash'])
    .where('blob', '=', blob)
    .where('number', '=', number)
    .executeTakeFirst()) ?? null

/** Bytes of the parts that are there. */
export const sumOfParts = async (db: Writer, blob: string): Promise<number> => {
  const { sum } = await db
    .selectFrom('blob_part')
    .select(({ fn }) => fn.sum<string | null>('size').as('sum'))
    .where('blob', '=', blob)
    .executeTakeFirstOrThrow()
  return Number(sum ?? 0)
}

export const insertPart = async (
  db: Writer,
  of: { readonly blob: string; readonly desk: string },
  { number, size, hash }: PartRow,
): Promise<void> => {
  await db
    .insertInto('blob_part')
    .values({ ...of, number, size, hash })
    .execute()
}

export const markWhole = async (db: Writer, id: string, hash: string): Promise<void> => {
  await db.updateTable('blob').set({ state: 'whole', hash }).where('id', '=', id).execute()
}

/** Whether the entry is there with its sealed part. */
export const entryStands = async (
  db: Writer,
  of: { readonly log: string; readonly entry: string },
): Promise<boolean> => {
  const { rows } = await sql<{
    stands: boolean
  }>`select amparo.entry_stands(${of.log}, ${of.entry}) as stands`.execute(db)
  return rows[0]?.stands === true
}

/** Lets a file go whose entry is not there; false where it is, or there is no such file. */
export const letGo = async (db: Writer, { log, id }: Of): Promise<boolean> => {
  const gone = await db
    .updateTable('blob')
    .set({ state: 'gone' })
    .where('id', '=', id)
    .where('log', '=', log)
    .where(sql<boolean>`not amparo.entry_stands(log, entry)`)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

/** Those of an erased case that no entry came to name. */
export const letAllGo = async (db: Writer, log: string): Promise<void> => {
  await db
    .updateTable('blob')
    .set({ state: 'gone' })
    .where('log', '=', log)
    .where('state', '<>', 'gone')
    .execute()
}

/** Files that were begun before then and that no entry names. */
export const letStaleGo = async (db: Writer, before: Date): Promise<void> => {
  await sql`select amparo.let_stale_blobs_go(${before})`.execute(db)
}

/** Whose bytes are to be removed, of this transaction's desk or, for the server's own work, of all. */
export const findGone = async (db: Writer): Promise<readonly string[]> =>
  (await db.selectFrom('blob').select('id').where('state', '=', 'gone').execute()).map(({ id }) => id)

/** After its bytes. */
export const deleteGone = async (db: Writer, id: string): Promise<void> => {
  await db.deleteFrom('blob').where('id', '=', id).where('state', '=', 'gone').execute()
}

/** The same, for the server's own work. */
export const forgetGone = async (db: Writer, id: string): Promise<void> => {
  await sql`select amparo.forget_gone_blob(${id})`.execute(db)
}
