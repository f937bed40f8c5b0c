/**
 * Messages to a prisoner or a family, and what people tell of a meeting, call or letter: what the forms ask, what of it is
 * refused, and what becomes of a message at the desk. Pure.
 */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'

import type { AskBody } from './ask.ts'
import { parseSignForm, type ReadForm, type SignErrors, type SignValues } from './signing.ts'
import type { HeldSupporter } from './supporter.ts'

export const messageForms = ['solidarity', 'meeting'] as const
export type MessageForm = (typeof messageForms)[number]

/** Null: of another form, or of an ask whose desk is given no words. */
export const messageFormOf = ({ form, receivers }: Pick<AskBody, 'form' | 'receivers'>): MessageForm | null =>
  receivers[0]?.fields.includes('message') ? (messageForms.find((one) => one === form) ?? null) : null

export const meetingWays = ['met', 'called', 'wrote'] as const
export type MeetingWay = (typeof meetingWays)[number]

/** Instead of the id of a target: somebody whom the ask does not name. */
export const ANOTHER_TARGET = 'another'

export const messageRefusals = ['message_missing', 'target_missing', 'way_missing', 'day_wrong'] as const
export type MessageRefusal = (typeof messageRefusals)[number]

export const messageFields = ['message', 'target', 'what', 'met_on'] as const
type MessageField = (typeof messageFields)[number]
export type MessageErrors = {
  readonly sign: SignErrors
  readonly own: Readonly<Partial<Record<MessageField, MessageRefusal>>>
}
export type MessageValues = SignValues & {
  readonly target: string
  readonly what: string
  readonly met_on: string
}
export type RefusedMessage = { readonly values: MessageValues; readonly errors: MessageErrors }

type Of = {
  readonly body: AskBody
  readonly language: string
  /** UTC day of agreeing. */
  readonly on: string
  /** The day where it is latest. */
  readonly today: string
  /** What stands for a name that somebody does not say, in their language. */
  readonly somebody: string
}

type Own = {
  readonly extra: Readonly<Record<string, string>>
  readonly errors: MessageErrors['own']
}

export const parseMessage = (read: ReadForm, of: Of): Result<HeldSupporter, RefusedMessage> => {
  const isReport = of.body.form === 'meeting'
  const one = (name: string): string => (read(name)[0] ?? '').slice(0, 1000)
  const unnamed = !isReport && one('name').trim() === ''
  const readNamed: ReadForm = (name) => (unnamed && name === 'name' ? [of.somebody] : read(name))
  const parsed = parseSignForm(readNamed, of)
  const reported = isReport ? reportIn(one, of) : null
  const extra = { ...reported?.extra, ...(unnamed && { unnamed: '1' }) }
  const typed = (read('message')[0] ?? '').trim()
  const own: MessageErrors['own'] = {
    ...reported?.errors,
    ...(typed === '' && { message: 'message_missing' }),
  }
  if (parsed.ok && Object.keys(own).length === 0) return ok({ ...parsed.value, extra })
  const values: MessageValues = {
    name: one('name'),
    mail: one('mail'),
    country: one('country').slice(0, 10),
    message: (read('message')[0] ?? '').slice(0, 10_000),
    agreed: read('agree').slice(0, 20),
    follow: one('follow') === '1',
    target: one('target'),
    what: one('what'),
    met_on: one('met_on'),
  }
  return err({ values, errors: { sign: parsed.ok ? {} : parsed.error.errors, own } })
}

/** Of whom, how and when. Nobody met before the ask began, or tomorrow. */
const reportIn = (one: (name: string) => string, { body, today }: Of): Own => {
  const targets = [...namedTargets(body).map(({ id }) => id), ANOTHER_TARGET]
  const target = targets.find((id) => id === one('target'))
  const what = meetingWays.find((way) => way === one('what'))
  const on = one('met_on')
  const isDay = isIsoDay(on) && on >= body.from.day && on <= today
  return {
    extra: { target: target ?? '', what: what ?? '', met_on: isDay ? on : '' },
    errors: {
      ...(target === undefined && { target: 'target_missing' }),
      ...(what === undefined && { what: 'way_missing' }),
      ...(!isDay && { met_on: 'day_wrong' }),
    },
  }
}

/** Of the place where the day is latest: nobody who met this morning is told that it is tomorrow. */
export const latestDay = (now: Date): string =>
  new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)

export const namedTargets = ({ targets }: Pick<AskBody, 'targets'>) =>
  targets.filter((target) => target.kind === 'named')

/** As it travels inside what is sealed; null of a message that tells of no meeting. */
export const reportOf = (
  extra: Readonly<Record<string, string>> | undefined,
): { readonly target: string; readonly what: MeetingWay; readonly on: string } | null => {
  const what = meetingWays.find((way) => way === extra?.what)
  const { target, met_on: on } = extra ?? {}
  return what && target !== undefined && on !== undefined && isIsoDay(on) ? { target, what, on } : null
}

/** Nobody has decided yet; may be handed on; is not; was. */
export const messageStates = ['waiting', 'released', 'not_handed_on', 'handed_on'] as const
export type MessageState = (typeof messageStates)[number]

export const messageReasons = ['unsafe_words', 'names_somebody', 'not_for_them', 'other'] as const
export type MessageReason = (typeof messageReasons)[number]

/** What can be decided next: nothing is handed on that was not let out before. */
export const nextStates: Readonly<Record<MessageState, readonly MessageState[]>> = {
  waiting: ['released', 'not_handed_on'],
  released: ['handed_on', 'not_handed_on', 'waiting'],
  not_handed_on: ['waiting'],
  handed_on: ['released'],
}
