/** Logos of signatories. Who sees which: migration 0051. */
import type { KeptLogo } from '#campaigns/core/logo.ts'
import type { Writer } from '#platform/server/database.ts'
import { sql } from 'kysely'
import type { CleanLogo } from './logo_png.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    signatory_logo: {
      signatory: string
      desk: string
      png: Buffer
      width: number
      height: number
      by_account: string
      at: Date
    }
  }
}

/** In the place of the one that was there; null: none any more. As a member of the desk. */
export const saveLogo = async (
  db: Writer,
  of: { readonly signatory: string; readonly desk: string; readonly by: string; readonly at: Date },
  logo: CleanLogo | null,
): Promise<void> => {
  const { signatory, desk, by, at } = of
  await db.deleteFrom('signatory_logo').where('signatory', '=', signatory).execute()
  if (logo !== null)
    await db
      .insertInto('signatory_logo')
      .values({ signatory, desk, ...logo, by_account: by, at })
      .execute()
}

/** Of an ask, by signatory; as everybody those that are shown, as a desk its own. */
export const findLogos = async (db: Writer, ask: string): Promise<ReadonlyMap<string, KeptLogo>> => {
  const { rows } = await sql<KeptLogo>`
    select g.signatory as id, g.width, g.height, octet_length(g.png) as bytes
    from signatory_logo g join signatory s on s.id = g.signatory where s.ask = ${ask}`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

export const findLogoPictures = async (
  db: Writer,
  ask: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> =>
  new Map(
    (
      await db
        .selectFrom('signatory_logo')
        .innerJoin('signatory', 'signatory.id', 'signatory_logo.signatory')
        .select(['signatory_logo.signatory', 'signatory_logo.png'])
        .where('signatory.ask', '=', ask)
        .where('signatory_logo.signatory', 'in', [...ids])
        .execute()
    ).map(({ signatory, png }) => [signatory, png]),
  )
