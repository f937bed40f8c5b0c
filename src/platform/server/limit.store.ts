/**
 * Attempts at what could be guessed or flooded: after a few free ones each next waits twice as long, fifteen
 * minutes at most. An attempt made while waiting neither counts nor prolongs, so nobody is locked out for good.
 */
import { createHmac } from 'node:crypto'

import { sql } from 'kysely'

import { coverHash } from './covers.ts'
import type { Writer } from './database.ts'
import type { ServerSecrets } from './secrets.ts'

declare module './database.ts' {
  interface Tables {
    readonly attempt: { readonly key: Buffer; readonly failures: number; readonly last_at: Date }
  }
}

export type LimitAnswer = { readonly kind: 'may' } | { readonly kind: 'wait'; readonly seconds: number }

/** Attempts without a wait, before the first second. */
const freeAttempts = 5
/** Seconds: the most that anybody ever waits. */
export const longestWait = 900

/** The table names nobody: purpose and subject are hidden under the server's secrets. */
export const attemptKey = (
  { pepper, covers }: Pick<ServerSecrets, 'pepper' | 'covers'>,
  of: { readonly purpose: string; readonly subject: string },
): Buffer =>
  coverHash(
    covers,
    createHmac('sha256', pepper.reveal())
      .update(JSON.stringify(['amparo/v1/attempt', of.purpose, of.subject]))
      .digest(),
  )

/** Counts an attempt before it is made, in one statement, so that many at once are not all let through. */
export const takeAttempt = async (
  transaction: Writer,
  key: Buffer,
  given: { readonly now: Date; readonly free?: number },
): Promise<LimitAnswer> => {
  const free = given.free ?? freeAttempts
  const wait = sql<number>`case when attempt.failures < ${free}::int then 0
    else least(${longestWait}::int, 2 ^ least(attempt.failures - ${free}::int, 10))::int end`
  const taken = await sql`
    insert into attempt (key, failures, last_at) values (${key}, 1, ${given.now})
    on conflict (key) do update set
      failures = case when attempt.last_at < excluded.last_at - interval '1 day' then 1
        else least(attempt.failures + 1, 1000000) end,
      last_at = case when attempt.last_at > excluded.last_at + interval '1 day' then excluded.last_at
        else greatest(attempt.last_at, excluded.last_at) end
    -- Of many at once the later may be written first: whoever need not wait is not asked when they came.
    -- One of the day after tomorrow was made by a clock that was set back since: it would hold for years.
    where ${wait} = 0 or attempt.last_at > excluded.last_at + interval '1 day' or attempt.last_at + make_interval(secs => ${wait}) <= excluded.last_at
    returning failures`.execute(transaction)
  if (taken.rows.length === 1) return { kind: 'may' }
  const left = await sql<{ seconds: number }>`
    select ceil(extract(epoch from last_at + make_interval(secs => ${wait}) - ${given.now}))::int as seconds
    from attempt where key = ${key}`.execute(transaction)
  return { kind: 'wait', seconds: Math.max(1, left.rows[0]?.seconds ?? 1) }
}

/** After a success the next attempts are free again. */
export const forgetAttempts = async (transaction: Writer, key: Buffer): Promise<void> => {
  await transaction.deleteFrom('attempt').where('key', '=', key).execute()
}

/** Nothing is kept longer than it can matter. */
export const sweepAttempts = async (transaction: Writer, given: { readonly now: Date }): Promise<void> => {
  const dayBefore = new Date(given.now.getTime() - 24 * 60 * 60 * 1000)
  await transaction.deleteFrom('attempt').where('last_at', '<', dayBefore).execute()
}
