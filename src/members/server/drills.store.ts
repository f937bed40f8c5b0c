/** Rows of recovery drills. */
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    drill: {
      id: string
      begun_at: Date
      begun_by: string
      ended_at: Date | null
      ended_by: string | null
      opened: boolean | null
    }
  }
}

export type DrillRow = {
  readonly id: string
  readonly begunAt: Date
  readonly begunBy: string
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly opened: boolean | null
}

/** The newest of those that run, that ended, or in which a case was opened. */
export const findDrill = async (
  db: Writer,
  which: 'running' | 'ended' | 'opened',
): Promise<DrillRow | null> => {
  const all = db
    .selectFrom('drill')
    .innerJoin('account as beginner', 'beginner.id', 'drill.begun_by')
    .leftJoin('account as ender', 'ender.id', 'drill.ended_by')
    .select([
      'drill.id',
      'drill.begun_at as begunAt',
      'beginner.name as begunBy',
      'drill.ended_at as endedAt',
      'ender.name as endedBy',
      'drill.opened',
    ])
    .orderBy('drill.begun_at', 'desc')
    .limit(1)
  const found =
    which === 'opened'
      ? all.where('drill.opened', '=', true)
      : all.where('drill.ended_at', which === 'running' ? 'is' : 'is not', null)
  return (await found.executeTakeFirst()) ?? null
}

/** False where one runs already. */
export const insertDrill = async (
  db: Writer,
  given: { readonly id: string; readonly by: string; readonly now: Date },
): Promise<boolean> => {
  const { id, by, now } = given
  const row = { id, begun_at: now, begun_by: by, ended_at: null, ended_by: null, opened: null }
  const inserted = await db
    .insertInto('drill')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** False where it runs no more. */
export const endRow = async (
  db: Writer,
  given: { readonly id: string; readonly by: string; readonly at: Date; readonly opened: boolean },
): Promise<boolean> => {
  const { id, by, at, opened } = given
  const done = await db
    .updateTable('drill')
    .set({ ended_at: at, ended_by: by, opened })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
