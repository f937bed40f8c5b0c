/** The newest released version of every text, whole, read in the role of the public. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

export const findReleasedBodies = async (db: Writer): Promise<readonly unknown[]> =>
  (
    await sql<{ readonly body: unknown }>`
      select body from (
        select distinct on (id) id, body, decided_at from amparo.document
        where kind = 'instrument' and act = 'publish' and state = 'released'
        order by id, version desc) newest
      order by decided_at, id`.execute(db)
  ).rows.map(({ body }) => body)
