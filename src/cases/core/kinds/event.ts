/** An event: something that happened to the defender, with its acts (one victim × one violation × one event). */
import { z } from 'zod'
import { eventTypeCodes, type EventType } from '#kernel/core/vocabulary/events.ts'
import { codedPerpetrator, perpetratorCodes } from '#kernel/core/vocabulary/people.ts'
import { appealOutcomes, sentenceKindCodes, sentenceKinds } from '#kernel/core/vocabulary/proceedings.ts'
import { verificationCodes } from '#kernel/core/vocabulary/sources.ts'
import { codedViolationCodes, violationCodes } from '#kernel/core/vocabulary/violations.ts'
import {
  citations,
  country,
  date,
  day,
  id,
  ids,
  integer,
  longText,
  month,
  region,
  regionFits,
  shortText,
  term,
  terms,
  text,
} from '../fields.ts'
import { releaseConditions } from '../terms.ts'

/** Perpetrators stand coded in groups where the exact one would point at a home or a belief. */
const act = z.strictObject({
  violation: term(codedViolationCodes),
  victim: integer(1, 999),
  attempted: z.boolean().optional(),
  perpetrators: terms(
    perpetratorCodes.filter((code) => codedPerpetrator(code) === code),
    6,
  ),
})

const length = z.strictObject({
  years: integer(0, 999).optional(),
  months: integer(0, 999).optional(),
  days: integer(0, 9999).optional(),
})

const sentence = z
  .strictObject({
    kind: term(sentenceKindCodes),
    length: length.optional(),
    creditDays: integer(0, 36_500).optional(),
    startsAt: month.optional(),
  })
  .refine(
    (one) => one.length === undefined || sentenceKinds.some((kind) => kind.code === one.kind && kind.length),
    { path: ['length'] },
  )

/** Fields that mean something for some types only; for all others they are refused. */
const typesByField = {
  sentence: ['sentence', 'appeal_decided'],
  appealOutcome: ['appeal_decided'],
  conditions: ['bail', 'release_conditional', 'release_sentence_served', 'house_arrest_ordered', 'sentence'],
  until: ['bail', 'release_conditional', 'house_arrest_ordered', 'travel_ban'],
  reviewDay: [
    'remand_ordered',
    'remand_extended',
    'administrative_detention_ordered',
    'house_arrest_ordered',
  ],
  executed: ['pardon', 'amnesty'],
  allResponsible: ['suspect_convicted'],
  concerns: [
    'complaint_filed',
    'investigation_opened',
    'suspect_arrested',
    'suspect_charged',
    'suspect_convicted',
    'investigation_closed_no_result',
  ],
} as const satisfies Readonly<Record<string, readonly EventType[]>>
export type TypedEventField = keyof typeof typesByField

/** Which special fields an event type has, for forms. */
export const fieldsOfEventType = (type: EventType): readonly TypedEventField[] =>
  (Object.keys(typesByField) as TypedEventField[]).filter((field) =>
    (typesByField[field] as readonly EventType[]).includes(type),
  )

export const eventCoded = z
  .strictObject({
    type: term(eventTypeCodes),
    /** Absent: nothing is known of the date. */
    date: month.optional(),
    country: country.optional(),
    region: region.optional(),
    acts: z.array(act).max(200),
    verification: term(verificationCodes),
    disputed: z.boolean().optional(),
    /** Events known to lie before this one, where the months do not tell. */
    after: ids(20).optional(),
    /** Other claims about the same happening, kept side by side. Only the best verified one counts. */
    conflictsWith: ids(10).optional(),
    fromNote: id.optional(),
    /** Absent: the event concerns all charges. */
    charges: ids(50).optional(),
    sentence: sentence.optional(),
    appealOutcome: term(appealOutcomes).optional(),
    conditions: terms(releaseConditions, 10).optional(),
    until: day.optional(),
    reviewDay: day.optional(),
    /** A pardon or amnesty that was carried out frees. */
    executed: z.boolean().optional(),
    /** All who ordered and did it, not some of them. */
    allResponsible: z.boolean().optional(),
    /** The event a step against perpetrators concerns; absent: all killings of the case. */
    concerns: id.optional(),
    /** Norms that it speaks to. Since version 2. */
    cites: citations(10).optional(),
  })
  .refine(regionFits, { path: ['region'] })
  .superRefine((event, context) => {
    for (const [field, types] of Object.entries(typesByField)) {
      if (event[field as TypedEventField] === undefined) continue
      if ((types as readonly EventType[]).includes(event.type)) continue
      context.addIssue({ code: 'custom', path: [field], message: 'not a field of this event type' })
    }
  })

/** Exact violations and perpetrators stand beside the number of their act, the first being 1. */
export const eventWords = z.strictObject({
  title: shortText.optional(),
  date: date.optional(),
  hour: text(40).optional(),
  place: shortText.optional(),
  narrative: longText.optional(),
  victims: z
    .array(z.strictObject({ victim: integer(1, 999), name: shortText }))
    .max(200)
    .optional(),
  acts: z
    .array(
      z.strictObject({
        act: integer(1, 200),
        violation: term(violationCodes).optional(),
        perpetrators: terms(perpetratorCodes, 6).optional(),
        note: longText.optional(),
      }),
    )
    .max(200)
    .optional(),
  perpetrators: z
    .array(
      z.strictObject({
        name: shortText.optional(),
        unit: shortText.optional(),
        rank: shortText.optional(),
        note: longText.optional(),
      }),
    )
    .max(50)
    .optional(),
  sources: ids(30).optional(),
  conditions: longText.optional(),
  sentence: longText.optional(),
  conflict: longText.optional(),
  note: longText.optional(),
})

export type EventCoded = z.infer<typeof eventCoded>
export type EventWords = z.infer<typeof eventWords>
export type SentenceCoded = z.infer<typeof sentence>
