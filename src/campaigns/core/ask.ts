/**
 * An ask: what, of whom, by when, about which publication, text or theme, and in which form people press for it.
 * A document that two persons release. What it tells of a defender comes from a publication and never from a case.
 */
import { z } from 'zod'
import { inLanguages, language, slug, words } from '#figures/core/figure.ts'
import { isZone } from '#instruments/core/deadline.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { mailAddress, target } from './target.ts'

/** How people act. What each form needs stands in `needs` below. */
export const askForms = [
  'petition',
  'urgent_action',
  'letter_writing',
  'sign_on',
  'meeting',
  'solidarity',
  'observance',
  'event',
  'classroom',
] as const
export type AskForm = (typeof askForms)[number]

/** Why one is refused; the words are the message `campaigns_desk.refusal.<kind>`, mending included. */
export const askRefusals = [
  'title_missing',
  'request_missing',
  'letter_missing',
  'demands_missing',
  'targets_missing',
  'receiver_missing',
  'message_not_received',
  'event_missing',
  'slug_taken',
  'campaign_unknown',
  'day_unreadable',
  'time_unreadable',
  'zone_unknown',
  'ends_before',
  'not_an_address',
  'not_a_phone',
  'not_a_recipient',
  'target_twice',
  'delivery_without_address',
  'publication_closed',
  'consent_not_valid',
  'not_asked_again',
  'people_without_publication',
] as const
type Refusal = (typeof askRefusals)[number]

const about = z.discriminatedUnion('kind', [
  /** By its reference; withdrawing it stops the ask. */
  z.strictObject({ kind: z.literal('publication'), ref: z.string().regex(/^[A-Za-z0-9_-]{22}$/) }),
  z.strictObject({ kind: z.literal('instrument'), slug }),
  z.strictObject({ kind: z.literal('theme'), slug }),
  /** A day or a cause that has no page of its own. */
  z.strictObject({ kind: z.literal('none') }),
])

const moment = z.strictObject({
  day: z.string().refine(isIsoDay, { error: 'day_unreadable' satisfies Refusal }),
  /** Of the clock in the ask's zone. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time_unreadable' satisfies Refusal }),
})

/** What of a supporter an organisation may be given; a postcode is asked only where a target is found by place. */
export const supporterFields = ['name', 'mail', 'country', 'message'] as const
export type SupporterField = (typeof supporterFields)[number]

/**
 * Who is given what supporters gave, sealed to its inbox. The first one runs the ask and is always given; each other
 * one only where the supporter ticked its line.
 */
const receiver = z.strictObject({
  id: slug,
  name: words(200),
  /** An age recipient: of a desk here the one that its log names, of another organisation the one that it gave. */
  recipient: z.string().regex(/^age1[a-z0-9]{50,4000}$/, { error: 'not_a_recipient' satisfies Refusal }),
  fields: z.array(z.enum(supporterFields)).min(1),
  /** What it will do with them, in one sentence: supporters read it before they agree. */
  purpose: inLanguages(300),
})
export type Receiver = z.infer<typeof receiver>

const shape = z.strictObject({
  lang: language,
  slug,
  campaign: slug,
  form: z.enum(askForms),
  /** "UA 12/26 · index · issue date": how others cite it. */
  reference: words(120).nullable(),
  title: inLanguages(160),
  /** One sentence: who, what, risk now. */
  standfirst: inLanguages(400).nullable(),
  /** What is asked, as a request: "Release … at once". */
  request: inLanguages(600),
  about,
  targets: z.array(target).max(60),
  from: moment,
  to: moment,
  zone: z
    .string()
    .max(60)
    .refine(isZone, { error: 'zone_unknown' satisfies Refusal }),
  /** Concrete and lawful, two to four. */
  demands: z.array(inLanguages(500)).max(8),
  /** Model letter, text of a petition or of a letter that organisations sign. Paragraphs are parted by an empty line. */
  letter: inLanguages(12_000).nullable(),
  /** A change of substance asks those who signed again: it raises this number. */
  letterVersion: z.int().min(1).max(99),
  information: inLanguages(12_000).nullable(),
  /** What to say on the telephone. */
  script: inLanguages(3000).nullable(),
  people: z.array(z.strictObject({ name: words(200), pronoun: inLanguages(60).nullable() })).max(20),
  /** Languages that the targets read best; whether any other will do. */
  writeIn: z.array(language).max(10),
  ownLanguage: z.boolean(),
  /** Who should not take part: people in these countries or with family there, and what else is to be said. */
  notFor: z.strictObject({
    countries: z.array(z.enum(countryCodes)).max(40),
    words: inLanguages(800).nullable(),
  }),
  /** Whether letters may name the organisation that asks for them. */
  mayNameUs: z.boolean(),
  /** The ask that this one follows up. */
  previous: slug.nullable(),
  /** When to stop writing. */
  stop: inLanguages(500).nullable(),
  goal: z.int().min(1).max(100_000_000).nullable(),
  receivers: z.array(receiver).max(20),
  /** The server sends each supporter's own message in their own name; so many an hour to one target. */
  delivery: z.strictObject({ perHour: z.int().min(1).max(600) }).nullable(),
  /** Of a vigil, protest or training. */
  event: z
    .strictObject({
      kind: z.enum(['vigil', 'protest', 'training', 'meeting', 'other']),
      place: inLanguages(300),
      /** How to come in, what to bring, who looks after safety. */
      details: inLanguages(3000).nullable(),
      rsvp: z.boolean(),
      /** People that the place holds; null: as many as come. */
      places: z.int().min(1).max(1_000_000).nullable(),
      /** When it begins and ends; where nothing is said, while the ask runs. */
      starts: moment.optional(),
      ends: moment.optional(),
    })
    .nullable(),
  /** Of a letter that organisations sign. */
  signOn: z
    .strictObject({
      /** Defenders and others may sign as persons. */
      persons: z.boolean(),
      /** Nothing of it is told before this moment. */
      embargo: moment.nullable(),
      /** Until when signatories may comment on the text. */
      commentsUntil: moment.nullable(),
      /** Names that come after the close stand in a second list. */
      late: z.boolean(),
      secretary: mailAddress,
    })
    .nullable(),
  /** Of an ask about a defender: who was asked again before it began, and on which day. The words lie in the case. */
  askedAgain: z
    .strictObject({
      whom: z.enum(['person', 'representative', 'nobody_reachable']),
      on: z.string().refine(isIsoDay, { error: 'day_unreadable' satisfies Refusal }),
    })
    .nullable(),
})

/** Forms that need a text, demands, targets or somebody who receives what supporters give. */
const needs: Readonly<Record<AskForm, readonly ('letter' | 'demands' | 'targets' | 'receiver' | 'event')[]>> =
  {
    petition: ['letter', 'targets', 'receiver'],
    urgent_action: ['letter', 'demands', 'targets'],
    letter_writing: ['demands', 'targets'],
    sign_on: ['letter', 'targets', 'receiver'],
    meeting: ['targets', 'receiver'],
    solidarity: ['receiver'],
    observance: [],
    event: ['event'],
    classroom: ['demands'],
  }

export const askBody = shape.superRefine((ask, context) => {
  const refuse = (kind: Refusal, ...path: readonly (string | number)[]): void =>
    context.addIssue({ code: 'custom', message: kind, path: [...path] })
  const { lang, title, request, targets, receivers, delivery, from, to } = ask
  if (title[lang] === undefined) refuse('title_missing', 'title', lang)
  if (request[lang] === undefined) refuse('request_missing', 'request', lang)
  const needed = needs[ask.form]
  if (needed.includes('letter') && ask.letter?.[lang] === undefined) refuse('letter_missing', 'letter', lang)
  if (needed.includes('demands') && ask.demands.length === 0) refuse('demands_missing', 'demands')
  if (needed.includes('targets') && targets.length === 0) refuse('targets_missing', 'targets')
  if (needed.includes('event') && ask.event === null) refuse('event_missing', 'event')
  const receives = needed.includes('receiver') || ask.event?.rsvp === true || delivery !== null
  if (receives && receivers.length === 0) refuse('receiver_missing', 'receivers')
  if (momentText(to) <= momentText(from)) refuse('ends_before', 'to', 'day')
  const { starts, ends } = ask.event ?? {}
  if (ends && momentText(ends) <= momentText(starts ?? from)) refuse('ends_before', 'event', 'ends', 'day')
  const ids = targets.flatMap((one) => (one.kind === 'named' ? [one.id] : []))
  if (new Set(ids).size !== ids.length) refuse('target_twice', 'targets')
  const reachable = targets.some((one) => one.kind === 'named' && one.mail !== null && !one.copy)
  if (delivery !== null && !reachable) refuse('delivery_without_address', 'delivery')
  if (ask.about.kind === 'publication' && ask.askedAgain === null) refuse('not_asked_again', 'askedAgain')
})
export type AskBody = z.infer<typeof askBody>

/** Sorts as the clock of the ask's zone runs. */
export const momentText = ({ day, time }: AskBody['from']): string => `${day}T${time}`
