/** What a desk decided about messages. In the role of the desk. */
import { sql } from 'kysely'

import type { Writer } from '#platform/server/database.ts'

import type { MessageReason, MessageState } from '../core/message.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    message_state: {
      action: string
      ask: string
      desk: string
      state: MessageState
      reason: MessageReason | null
      seen: Buffer
      by_account: string
      at: Date
    }
  }
}

export type StateRow = {
  readonly action: string
  readonly state: MessageState
  readonly reason: MessageReason | null
  readonly seen: Buffer
}

export const findStates = (db: Writer, ask: string): Promise<readonly StateRow[]> =>
  db
    .selectFrom('message_state')
    .select(['action', 'state', 'reason', 'seen'])
    .where('ask', '=', ask)
    .orderBy('action')
    .execute()

export type DecideMessageDone = 'decided' | 'changed' | 'not_released' | 'not_found'

export const decideMessage = async (
  db: Writer,
  of: {
    readonly action: string
    readonly ask: string
    readonly state: MessageState
    readonly reason: MessageReason | null
    readonly seen: Uint8Array
    readonly now: Date
  },
): Promise<DecideMessageDone> => {
  const { rows } = await sql<{ done: DecideMessageDone }>`
    select decide_message(${of.action}, ${of.ask}, ${of.state}, ${of.reason}, ${Buffer.from(of.seen)},
      ${of.now}::timestamptz) as done`.execute(db)
  return rows[0]?.done ?? 'not_found'
}
