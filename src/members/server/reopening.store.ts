/** Rows of reopening: the server's half of a key, for as long as its session lives. */
import type { Generated } from 'kysely'

import type { ReopenWay } from '#members/core/reopening.ts'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    reopening: {
      session: string
      way: ReopenWay
      proof: Uint8Array
      half: Uint8Array
      tries: Generated<number>
    }
  }
}

type Of = { readonly session: string; readonly way: ReopenWay }

/** In place of what this session had of this way. */
export const saveReopening = async (
  db: Writer,
  { session, way, proof, half }: Of & { readonly proof: Uint8Array; readonly half: Uint8Array },
): Promise<void> => {
  await db
    .insertInto('reopening')
    .values({ session, way, proof, half })
    .onConflict((conflict) => conflict.columns(['session', 'way']).doUpdateSet({ proof, half, tries: 0 }))
    .execute()
}

export const findReopenWays = async (db: Writer, session: string): Promise<readonly ReopenWay[]> => {
  const rows = await db
    .selectFrom('reopening')
    .select('way')
    .where('session', '=', session)
    .orderBy('way')
    .execute()
  return rows.map(({ way }) => way)
}

export type TakenTry = { readonly proof: Uint8Array; readonly half: Uint8Array; readonly tries: number }

/** Counts a try before it is looked at: of many at once each waits for the one before. Null where nothing can be tried. */
export const takeTry = async (db: Writer, of: Of, most: number): Promise<TakenTry | null> =>
  (await db
    .updateTable('reopening')
    .set((row) => ({ tries: row('tries', '+', 1) }))
    .where('session', '=', of.session)
    .where('way', '=', of.way)
    .where('tries', '<', most)
    .returning(['proof', 'half', 'tries'])
    .executeTakeFirst()) ?? null

export const forgetTries = async (db: Writer, of: Of): Promise<void> => {
  await db
    .updateTable('reopening')
    .set({ tries: 0 })
    .where('session', '=', of.session)
    .where('way', '=', of.way)
    .execute()
}

export const deleteReopening = async (db: Writer, of: Of): Promise<void> => {
  await db.deleteFrom('reopening').where('session', '=', of.session).where('way', '=', of.way).execute()
}

/** Of every session of the account. */
export const deleteReopenings = async (db: Writer, account: string): Promise<void> => {
  await db
    .deleteFrom('reopening')
    .where('session', 'in', (from) =>
      from.selectFrom('session').select('session.token').where('session.account', '=', account),
    )
    .execute()
}
