/** Messages of an ask on a member's device: fetched sealed, opened here, decided about one by one. */
import { type MeetingWay, type MessageReason, type MessageState, reportOf } from '#campaigns/core/message.ts'
import { type DecideMessage, messagesAnswer } from '#campaigns/core/message_wire.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { inboxIdentities } from '#members/client/desk_log.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { nothing } from '#members/core/wire.ts'
import { fromBase64url } from '#vault/core/bytes.ts'
import { openerOf } from '#vault/client/v1/export.ts'
import { digestHex } from '#vault/core/v1/webcrypto.ts'

import { type AskPlace, eachSealed, openRow, readSupporters, type SupportersGround } from './supporters.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

export type Message = {
  readonly action: string
  readonly on: string
  /** Null: not said. */
  readonly name: string | null
  readonly country: string | null
  readonly language: string | null
  readonly words: string
  readonly report: { readonly target: string; readonly what: MeetingWay; readonly on: string } | null
  readonly state: MessageState
  readonly reason: MessageReason | null
  /** Of what was read here. */
  readonly seen: string
}
export type OpenedMessages = {
  readonly title: string
  /** Oldest first. */
  readonly messages: readonly Message[]
  readonly unreadable: number
}

export const readMessages = async (ground: SupportersGround, of: AskPlace): Answer<OpenedMessages> => {
  const { deps, unlocked, progress } = ground
  const view = await readSupporters(ground, of)
  if (!view.ok) return view
  const { title, receivers } = view.value.ask
  const [first] = receivers
  const desk = unlocked.desks.get(of.desk)
  if (!desk || !first) return ok({ title, messages: [], unreadable: 0 })
  const open = openerOf(await inboxIdentities(desk))
  const found: Omit<Message, 'state' | 'reason'>[] = []
  let unreadable = 0
  const read = await eachSealed(ground, { ...of, receiver: first.id }, async (row) => {
    const part = await openRow(open, { ...of, receiver: first.id }, row)
    if (!part) unreadable += 1
    else if (part.message)
      found.push({
        action: row.action,
        on: part.on,
        name: part.extra?.unnamed === '1' ? null : (part.name ?? null),
        country: row.country,
        language: part.language ?? null,
        words: part.message,
        report: reportOf(part.extra),
        seen: await digestOf(row.sealed),
      })
    progress(found.length + unreadable, Math.max(first.sealed, found.length), 'supporters')
  })
  if (!read.ok) return read
  const decided = await deps.api('GET', pathOf(of), { answer: messagesAnswer })
  if (!decided.ok) return serverErr(decided.error)
  const states = new Map(decided.value.states.map((one) => [one.action, one]))
  const messages = found
    .map((one): Message => {
      const { state, reason, seen } = states.get(one.action) ?? {}
      // About words that the supporter has exchanged since, nobody decided.
      const holds = state !== undefined && seen === one.seen
      return { ...one, state: holds ? state : 'waiting', reason: holds ? (reason ?? null) : null }
    })
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.action < b.action ? -1 : 1))
  return ok({ title, messages, unreadable })
}

const pathOf = ({ desk, ask }: AskPlace): string => `/desks/${desk}/asks/${ask}/messages`

const digestOf = (sealed: string): Promise<string> => digestHex(fromBase64url(sealed) ?? new Uint8Array())

export const decideMessage = async (
  { deps }: SupportersGround,
  { action, state, reason, seen, ...of }: AskPlace & DecideMessage & { readonly action: string },
): Answer<null> => {
  const body = { state, reason, seen }
  const done = await deps.api('POST', `${pathOf(of)}/${action}`, { body, answer: nothing })
  return done.ok ? ok(null) : serverErr(done.error)
}
