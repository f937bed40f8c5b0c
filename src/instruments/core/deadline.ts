/**
 * A deadline: a day or an hour of the way of a text or of the year of a body, by which or on which something is done.
 * An hour is that of a place and says which. A document of its own, so that a calendar knows each change of it.
 */
import { compareText } from '#kernel/core/compare_text.ts'
import { z } from 'zod'
import { inLanguages, language, slug, webAddress, words } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import type { DocumentKind, ReleasedDocument } from '#releases/core/kind.ts'
import { sources } from '#releases/core/sources.ts'

export const deadlineKinds = [
  'tabling',
  'consultation',
  'comments',
  'vote',
  'session',
  'recess',
  'other',
] as const
export type DeadlineKind = (typeof deadlineKinds)[number]

export const deadlineStates = ['planned', 'held', 'cancelled'] as const

/** Why one is refused; the words are the message `deadlines.refusal.<kind>`, mending included. */
export const deadlineRefusals = [
  'of_nothing',
  'title_missing',
  'day_unreadable',
  'time_unreadable',
  'zone_missing',
  'zone_unknown',
  'ends_before',
  'end_without_time',
  'sources_missing',
  'address_not_web',
] as const
type Refusal = (typeof deadlineRefusals)[number]

/** IANA names, as every calendar knows them. */
export const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '' && /^[A-Z]\w+(\/|$)/.test(name)
  } catch {
    return false
  }
}

const isoDay = z.string().refine(isIsoDay, { error: 'day_unreadable' satisfies Refusal })
const moment = z.strictObject({
  day: isoDay,
  /** Of the clock in `zone`; null: the whole day. */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time_unreadable' satisfies Refusal })
    .nullable(),
})

const shape = z.strictObject({
  lang: language,
  kind: z.enum(deadlineKinds),
  title: inLanguages(200),
  /** Of the text, where it is one's; its page need not be here yet. */
  instrument: slug.nullable(),
  /** Of the body in whose calendar it stands. */
  body: slug.nullable(),
  from: moment,
  /** Its end: the last day, or the hour. */
  to: moment.nullable(),
  zone: z
    .string()
    .max(60)
    .refine(isZone, { error: 'zone_unknown' satisfies Refusal })
    .nullable(),
  place: words(200).nullable(),
  /** Where to read more or take part. */
  link: webAddress.nullable(),
  note: inLanguages(1000).nullable(),
  state: z.enum(deadlineStates),
  sources,
})

export const deadlineBody = shape.superRefine((deadline, context) => {
  const refuse = (kind: Refusal, ...path: readonly string[]): void =>
    context.addIssue({ code: 'custom', message: kind, path: [...path] })
  const { lang, title, instrument, body, from, to, zone } = deadline
  if (title[lang] === undefined) refuse('title_missing', 'title', lang)
  if (instrument === null && body === null) refuse('of_nothing', 'instrument')
  if (from.time !== null && zone === null) refuse('zone_missing', 'zone')
  if (to === null) return
  if ((from.time === null) !== (to.time === null)) refuse('end_without_time', 'to', 'time')
  else if (momentText(to) < momentText(from)) refuse('ends_before', 'to', 'day')
})
export type DeadlineBody = z.infer<typeof deadlineBody>
export type Moment = DeadlineBody['from']

const momentText = ({ day, time }: Moment): string => `${day}T${time ?? '00:00'}`

export const lastDay = ({ from, to }: Pick<DeadlineBody, 'from' | 'to'>): string => (to ?? from).day

export const deadlineKind: DocumentKind = { kind: 'deadline', body: deadlineBody }

export type ReleasedDeadline = Pick<ReleasedDocument, 'id' | 'version' | 'updatedAt' | 'deskName'> & {
  readonly body: DeadlineBody
}

/** In the order of time; what is no deadline by the schema of today is shown nowhere. */
export const readDeadlines = (documents: readonly ReleasedDocument[]): readonly ReleasedDeadline[] =>
  documents
    .flatMap(({ id, version, updatedAt, deskName, body }) => {
      const parsed = deadlineBody.safeParse(body)
      return parsed.success ? [{ id, version, updatedAt, deskName, body: parsed.data }] : []
    })
    .toSorted((a, b) => compareText(sortText(a), sortText(b)))

const sortText = ({ id, body }: ReleasedDeadline): string => `${momentText(body.from)} ${id}`

/** Whose calendar is asked for. */
export type DeadlinesOf = { readonly instrument: string } | { readonly body: string }

export const deadlinesOf = (
  deadlines: readonly ReleasedDeadline[],
  of: DeadlinesOf,
): readonly ReleasedDeadline[] =>
  deadlines.filter(({ body }) =>
    'instrument' in of ? body.instrument === of.instrument : body.body === of.body,
  )

/** What lies ahead on that day, and what is over, the last of it first. */
export const aheadAndOver = (
  deadlines: readonly ReleasedDeadline[],
  today: string,
): { readonly ahead: readonly ReleasedDeadline[]; readonly over: readonly ReleasedDeadline[] } => ({
  ahead: deadlines.filter(({ body }) => lastDay(body) >= today),
  over: deadlines.filter(({ body }) => lastDay(body) < today).toReversed(),
})
