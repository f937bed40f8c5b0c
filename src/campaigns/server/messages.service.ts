/**
 * Messages to a prisoner or a family, and reports of meetings and calls: taken like every action, sealed to the desk with
 * the confirmation. What the desk decides about each is a code; the words are read on its devices alone.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { translator } from '#languages/translate.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'

import { latestDay, messageFormOf, parseMessage, type RefusedMessage } from '../core/message.ts'
import type { DecideMessage, MessageStates } from '../core/message_wire.ts'
import type { ReadForm } from '../core/signing.ts'
import type { Actions } from './actions.ts'
import type { OpenAsk } from './campaigns.service.ts'
import { type DecideMessageDone, decideMessage, findStates } from './messages.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly messages?: Messages
  }
}

export type MessageOutcome =
  /** New, double or refused: one answer. */
  | { readonly kind: 'thanks' }
  | { readonly kind: 'refused'; readonly form: RefusedMessage }
  | { readonly kind: 'crowded' }
  | { readonly kind: 'nowhere' }

export type Messages = {
  readonly write: (request: {
    readonly ask: OpenAsk
    readonly language: string
    readonly read: ReadForm
  }) => Promise<MessageOutcome>
}

type Deps = { readonly clock: () => Date; readonly actions: Pick<Actions, 'takeAction'> }

export const openMessages = ({ clock, actions }: Deps): Messages => ({
  write: async ({ ask, language, read }) => {
    const kind = messageFormOf(ask.body)
    if (ask.state !== 'open' || kind === null) return { kind: 'nowhere' }
    const now = clock()
    const somebody = translator(language)('messages.somebody')
    const on = now.toISOString().slice(0, 10)
    const parsed = parseMessage(read, { body: ask.body, language, on, today: latestDay(now), somebody })
    if (!parsed.ok) return { kind: 'refused', form: parsed.error }
    const taken = await actions.takeAction({ ask, kind, held: parsed.value, language })
    return taken.ok ? { kind: 'thanks' } : { kind: 'crowded' }
  },
})

type By = { readonly account: string; readonly desk: string; readonly ask: string }

export const readMessageStates = (
  { database }: { readonly database: Database },
  { account, desk, ask }: By,
): Promise<Result<{ readonly states: MessageStates }, never>> =>
  inTransaction(database, { role: 'desk', account, desk }, async (db) =>
    ok({ states: (await findStates(db, ask)).map((row) => ({ ...row, seen: row.seen.toString('hex') })) }),
  )

type DecideRefusal = { readonly kind: Exclude<DecideMessageDone, 'decided'> }

export const decideAboutMessage = async (
  { database, clock }: { readonly database: Database; readonly clock: () => Date },
  { account, desk, ask }: By,
  { action, state, reason, seen }: DecideMessage & { readonly action: string },
): Promise<Result<undefined, DecideRefusal>> => {
  const done = await inTransaction(database, { role: 'desk', account, desk }, (db) =>
    decideMessage(db, { action, ask, state, reason, seen: Buffer.from(seen, 'hex'), now: clock() }),
  )
  return done === 'decided' ? ok(undefined) : err({ kind: done })
}
