/** Coming to an event, hosting a group, counting its letters: what the forms ask and what of it is refused. Pure. */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { AskBody } from './ask.ts'
import { instantOf } from './ask_state.ts'
import { parseSignForm, type ReadForm, type SignErrors, type SignValues } from './signing.ts'
import type { HeldSupporter } from './supporter.ts'

/** People for whom one person may say that they come. */
export const MOST_PEOPLE = 10
export const MOST_ANNOUNCED = 2000
export const MOST_LETTERS = 10_000
/** Sessions on one tally sheet. */
export const MOST_SESSIONS = 60

export const hostKinds = ['class', 'group', 'community'] as const
export type HostKind = (typeof hostKinds)[number]

export const partRefusals = [
  'people_wrong',
  'kind_missing',
  'announced_wrong',
  'day_unreadable',
  'letters_wrong',
  'session_people_wrong',
  'too_many',
  'ended',
] as const
export type PartRefusal = (typeof partRefusals)[number]

type PartField = 'people' | 'kind' | 'announced'
export type PartErrors = { readonly sign: SignErrors } & Readonly<Partial<Record<PartField, PartRefusal>>>
export type PartValues = SignValues & {
  readonly people: string
  readonly kind: string
  readonly announced: string
}
export type RefusedPart = { readonly values: PartValues; readonly errors: PartErrors }

type Moment = AskBody['from']
export type EventSpan = { readonly starts: Moment; readonly ends: Moment | null }

/** When an event is; where nothing else is said, while its ask runs. */
export const eventSpan = ({ event, from, to }: Pick<AskBody, 'event' | 'from' | 'to'>): EventSpan =>
  event?.starts ? { starts: event.starts, ends: event.ends ?? null } : { starts: from, ends: to }

/** Until the event is over, or begins where nobody said when it ends. */
export const mayStillCome = (body: AskBody, now: Date): boolean => {
  const { starts, ends } = eventSpan(body)
  return body.event?.rsvp === true && now.getTime() < instantOf(ends ?? starts, body.zone)
}

export type Seats = { readonly places: number; readonly left: number }

/** The number is told where few are left; as the trigger `event_seats_told` has it. */
export const FEW_SEATS = 20

type Of = { readonly body: AskBody; readonly language: string; readonly on: string }

/** Name, address and what else is asked; country and message are not. */
const parsePart = (
  read: ReadForm,
  of: Of,
  own: {
    readonly extra: Readonly<Record<string, string>>
    readonly errors: Readonly<Partial<Record<PartField, PartRefusal>>>
  },
): Result<HeldSupporter, RefusedPart> => {
  const receivers = of.body.receivers.map((one) => ({
    ...one,
    fields: one.fields.filter((field) => field === 'name' || field === 'mail'),
  }))
  const parsed = parseSignForm(read, { ...of, body: { ...of.body, receivers } })
  if (parsed.ok && Object.keys(own.errors).length === 0) return ok({ ...parsed.value, extra: own.extra })
  const one = (name: string): string => (read(name)[0] ?? '').slice(0, 1000)
  const values: PartValues = {
    name: one('name'),
    mail: one('mail'),
    country: '',
    message: '',
    agreed: read('agree').slice(0, 20),
    follow: one('follow') === '1',
    people: one('people'),
    kind: one('kind'),
    announced: one('announced'),
  }
  return err({ values, errors: { sign: parsed.ok ? {} : parsed.error.errors, ...own.errors } })
}

export const parseRsvp = (read: ReadForm, of: Of): Result<HeldSupporter, RefusedPart> => {
  const people = wholeIn(read('people')[0], 1, MOST_PEOPLE)
  return parsePart(read, of, {
    extra: { people: String(people ?? '') },
    errors: people === null ? { people: 'people_wrong' } : {},
  })
}

export const parseHost = (read: ReadForm, of: Of): Result<HeldSupporter, RefusedPart> => {
  const kind = hostKinds.find((one) => one === read('kind')[0])
  const announced = wholeIn(read('announced')[0], 1, MOST_ANNOUNCED)
  return parsePart(read, of, {
    extra: { kind: kind ?? '', announced: String(announced ?? '') },
    errors: {
      ...(kind === undefined && { kind: 'kind_missing' }),
      ...(announced === null && { announced: 'announced_wrong' }),
    },
  })
}

export const peopleOf = ({ extra }: Pick<HeldSupporter, 'extra'>): number | null =>
  wholeIn(extra.people, 1, MOST_PEOPLE)

export const hostOf = ({
  extra,
}: Pick<HeldSupporter, 'extra'>): { readonly kind: HostKind; readonly announced: number } | null => {
  const kind = hostKinds.find((one) => one === extra.kind)
  const announced = wholeIn(extra.announced, 1, MOST_ANNOUNCED)
  return kind && announced !== null ? { kind, announced } : null
}

export type Session = { readonly on: string; readonly letters: number; readonly people: number }
export type CountedSession = Session & { readonly n: number }

/** What one line of the tally sheet says; `n` null: a new one. Nobody wrote before the ask began, or tomorrow. */
export const parseSession = (
  read: ReadForm,
  of: { readonly from: string; readonly today: string },
): Result<Session & { readonly n: number | null }, PartRefusal> => {
  const one = (name: string): string => read(name)[0] ?? ''
  const on = one('on')
  if (!isIsoDay(on) || on < of.from || on > of.today) return err('day_unreadable')
  const letters = wholeIn(one('letters'), 0, MOST_LETTERS)
  if (letters === null) return err('letters_wrong')
  const people = wholeIn(one('people'), 0, MOST_ANNOUNCED)
  if (people === null) return err('session_people_wrong')
  if (one('n') === '') return ok({ n: null, on, letters, people })
  const n = wholeIn(one('n'), 1, MOST_SESSIONS)
  return n === null ? err('ended') : ok({ n, on, letters, people })
}

/** In Western, Arabic or Persian digits, as people type them. */
const wholeIn = (typed: string | undefined, least: number, most: number): number | null => {
  const digits = (typed ?? '')
    .trim()
    .replaceAll(/[\u0660-\u0669]/g, (sign) => String(sign.charCodeAt(0) - 0x06_60))
    .replaceAll(/[\u06F0-\u06F9]/g, (sign) => String(sign.charCodeAt(0) - 0x06_f0))
  if (!/^\d{1,6}$/.test(digits)) return null
  const number = Number(digits)
  return number >= least && number <= most ? number : null
}
