/** Rows of letters that wait. All but putting one in is done in the role `jobs`. */
import { sql } from 'kysely'

import type { Writer } from '../database.ts'

declare module '../database.ts' {
  interface Tables {
    readonly mail: MailRow & { readonly lease: string | null; readonly leased_until: Date | null }
  }
}

export type NewMail = {
  readonly id: string
  readonly purpose: string
  readonly ask: string | null
  readonly about: string | null
  readonly target: Buffer | null
  readonly per_hour: number | null
  readonly zone: string | null
  readonly country: string | null
  readonly sealed: Buffer
  readonly due_at: Date
  readonly queued_at: Date
  readonly held: boolean
}
export type MailRow = NewMail & { readonly attempts: number }

export const insertMail = async (db: Writer, row: NewMail): Promise<void> => {
  const { id, purpose, ask, about, target, per_hour, zone, country, sealed, due_at, queued_at, held } = row
  await sql`insert into mail (id, purpose, ask, about, target, per_hour, zone, country, sealed, due_at, queued_at,
      held)
    values (${id}, ${purpose}, ${ask}, ${about}, ${target}, ${per_hour}, ${zone}, ${country}, ${sealed}, ${due_at},
      ${queued_at}, ${held})`.execute(db)
}

/** Answers how many. */
export const deleteMailOfAsk = async (db: Writer, ask: string): Promise<number> => {
  const done = await db.deleteFrom('mail').where('ask', '=', ask).executeTakeFirst()
  return Number(done.numDeletedRows)
}

export const releaseMail = async (
  db: Writer,
  of: { readonly ask: string; readonly purpose: string; readonly now: Date },
): Promise<number> => {
  const done = await db
    .updateTable('mail')
    .set({ held: false, due_at: of.now, queued_at: of.now })
    .where('ask', '=', of.ask)
    .where('purpose', '=', of.purpose)
    .where('held', '=', true)
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}
