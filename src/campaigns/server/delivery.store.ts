/** How many supporters' own messages an ask has sent, and how many wrote the same. No word of any stands here. */
import { sql } from 'kysely'

import type { Writer } from '#platform/server/database.ts'

export type DeliveryRow = {
  readonly confirmed: number
  readonly delivered: number
  readonly refused: number
  readonly held: number
  readonly alike_allowed: boolean
}

/** In the role `gate`: one more confirmed. */
export const countDelivery = async (
  db: Writer,
  of: { readonly ask: string; readonly desk: string; readonly mark: Buffer },
): Promise<{ readonly all: number; readonly same: number; readonly allowed: boolean }> => {
  const counted = await sql<{ confirmed: number; alike_allowed: boolean }>`
    insert into delivery (ask, desk, confirmed) values (${of.ask}, ${of.desk}, 1)
    on conflict (ask) do update set confirmed = delivery.confirmed + 1
    returning confirmed, alike_allowed`.execute(db)
  const alike = await sql<{ n: number }>`
    insert into delivery_text (ask, mark) values (${of.ask}, ${of.mark})
    on conflict (ask, mark) do update set n = delivery_text.n + 1 returning n`.execute(db)
  const { confirmed = 1, alike_allowed: allowed = false } = counted.rows[0] ?? {}
  return { all: confirmed, same: alike.rows[0]?.n ?? 1, allowed }
}

/** In the role `gate`. */
export const countHeld = async (
  db: Writer,
  of: { readonly ask: string; readonly n: number },
): Promise<void> => {
  await sql`update delivery set held = held + ${of.n} where ask = ${of.ask}`.execute(db)
}

/** In the role `jobs`: a target's server took it, or took it and sent it back (`-1`), or refused it. */
export const noteDelivered = async (
  db: Writer,
  of: {
    readonly action: string
    readonly delivered: 1 | 0 | -1
    readonly refused: 1 | 0
    readonly now: Date
  },
): Promise<void> => {
  const found = await sql<{ ask: string; desk: string }>`
    update delivery d set delivered = greatest(0, d.delivered + ${of.delivered}), refused = d.refused + ${of.refused}
    from action a where a.id = ${of.action} and d.ask = a.ask returning d.ask, d.desk`.execute(db)
  const row = found.rows[0]
  if (row === undefined || of.delivered === 0) return
  await sql`insert into action_ledger (ask, desk, kind, at, what, number)
    values (${row.ask}, ${row.desk}, 'delivery', ${of.now}, 'delivered', ${of.delivered})`.execute(db)
  await sql`insert into action_count (ask, desk, kind, what, number)
    values (${row.ask}, ${row.desk}, 'delivery', 'delivered', greatest(0, ${of.delivered}::int))
    on conflict (ask, kind, what) do update set number = greatest(0, action_count.number + ${of.delivered})`.execute(
    db,
  )
}

/** In the role of the desk. */
export const findDelivery = async (db: Writer, ask: string): Promise<DeliveryRow | null> => {
  const { rows } = await sql<DeliveryRow>`
    select confirmed, delivered, refused, held, alike_allowed from delivery where ask = ${ask}`.execute(db)
  return rows[0] ?? null
}

/** In the role of the desk; false where no ask of it has any. */
export const allowAlike = async (db: Writer, ask: string): Promise<boolean> => {
  const { rows } = await sql`
    update delivery set alike_allowed = true where ask = ${ask} returning ask`.execute(db)
  return rows.length === 1
}

/** In the role `jobs`. */
export const noneHeld = async (db: Writer, ask: string): Promise<void> => {
  await sql`update delivery set held = 0 where ask = ${ask}`.execute(db)
}
