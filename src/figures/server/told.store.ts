/** What is told, and what the last refresh found. In the role of jobs. */
import { sql } from 'kysely'
import type { Level } from '#figures/core/query.ts'
import type { ToldNumber } from '#figures/core/told.ts'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    told: {
      partition: string
      level: Level
      country: string
      year: string
      what: string
      number: number
      max: number
      persons: number
      told_on: string
    }
    told_refresh: { at: Date; vocabulary: string }
    told_pool: { log: string; through: number; person: boolean }
  }
}

export type RefreshRow = { readonly at: Date; readonly vocabulary: string }

export const findRefresh = async (db: Writer): Promise<RefreshRow | null> =>
  (await db.selectFrom('told_refresh').select(['at', 'vocabulary']).executeTakeFirst()) ?? null

/** The numbers of each partition by its name. */
export const findTold = async (db: Writer): Promise<ReadonlyMap<string, readonly ToldNumber[]>> => {
  const rows = await db.selectFrom('told').selectAll().execute()
  return Map.groupBy(
    rows.map(({ told_on: toldOn, ...row }) => ({ ...row, toldOn })),
    ({ partition }) => partition,
  )
}

/** One refresh at a time in the whole installation; the lock ends with the transaction. */
export const lockRefresh = async (db: Writer): Promise<boolean> =>
  (await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(7266706) as locked`.execute(db)).rows[0]!
    .locked

export const waitForRefresh = async (db: Writer): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7266706)`.execute(db)
}

export type RefreshFound = {
  readonly refresh: RefreshRow
  readonly told: ReadonlyMap<string, readonly ToldNumber[]>
  readonly pool: readonly {
    readonly log: string
    readonly through: number
    /** Of a person without a public page, who is told of. */
    readonly person: boolean
  }[]
}

/** In place of what the refresh before found. */
export const saveRefresh = async (db: Writer, found: RefreshFound): Promise<void> => {
  await db.deleteFrom('told').execute()
  for (const [partition, numbers] of found.told)
    for (const some of inSteps(numbers))
      await db
        .insertInto('told')
        .values(some.map(({ toldOn, ...number }) => ({ ...number, partition, told_on: toldOn })))
        .execute()
  await sql`delete from told_pool`.execute(db)
  for (const some of inSteps(found.pool))
    await sql`insert into told_pool (log, through, person) select * from unnest(
      ${some.map(({ log }) => log)}::text[], ${some.map(({ through }) => through)}::int[],
      ${some.map(({ person }) => person)}::boolean[])`.execute(db)
  await sql`delete from told_refresh`.execute(db)
  await db.insertInto('told_refresh').values(found.refresh).execute()
}

/** Nine values a row, of at most 65,535 in a statement. */
const STEP = 5000

function* inSteps<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += STEP) yield rows.slice(from, from + STEP)
}
