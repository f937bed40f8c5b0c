/** The only bridge from a log to the open: publication, its release by a second member, its withdrawal. */
import { z } from 'zod'
import { publicationBases, withdrawalReasons } from '#kernel/core/vocabulary/consent.ts'
import { custodyBases, eventTypeCodes, proceedingStatuses } from '#kernel/core/vocabulary/events.ts'
import { sentenceKindCodes } from '#kernel/core/vocabulary/proceedings.ts'
import { citationShape, citedOnce } from '#kernel/core/citation.ts'
import {
  country,
  date,
  day,
  id,
  integer,
  language,
  longText,
  shortText,
  term,
  terms,
  text,
  url,
} from '../fields.ts'
import {
  accountabilityStatuses,
  custodyStatuses,
  proceedingsStatuses,
  publicationFields,
  safetyStatuses,
} from '../terms.ts'

/** `ref` stands in the public address; a later version of the same page keeps it and names what it `replaces`. */
export const publicationCoded = z
  .strictObject({
    basis: term(publicationBases),
    consent: id.optional(),
    ref: id,
    fields: terms(publicationFields, publicationFields.length),
    lang: language,
    replaces: id.optional(),
  })
  .refine((publication) => (publication.basis === 'consent') === (publication.consent !== undefined), {
    path: ['consent'],
  })
export const publicationWords = z.strictObject({
  reason: longText.optional(),
  note: longText.optional(),
})

const openStatus = z.strictObject({
  custody: term(custodyStatuses),
  custodyBasis: term(custodyBases).optional(),
  proceedings: term(proceedingsStatuses),
  proceeding: z.enum(proceedingStatuses.map((status) => status.code)).optional(),
  safety: term(safetyStatuses),
  accountability: term(accountabilityStatuses),
  asOf: day,
})

const openEvent = z.strictObject({
  date: date.optional(),
  type: term(eventTypeCodes),
  text: text(2000).optional(),
})

/**
 * What everybody may read, word for word. There is no field for a photograph: a picture names a person for ever
 * and needs a consent of its own (C6).
 */
export const publicationOpen = z.strictObject({
  ref: id,
  lang: language,
  dir: z.enum(['ltr', 'rtl']).optional(),
  title: shortText.optional(),
  /** A name, or a pseudonym when `isPseudonym`. */
  name: shortText.optional(),
  isPseudonym: z.boolean(),
  country: country.optional(),
  summary: text(4000).optional(),
  status: openStatus.optional(),
  timeline: z.array(openEvent).max(100).optional(),
  charges: z.array(text(1000)).max(30).optional(),
  sentence: z
    .strictObject({
      kind: term(sentenceKindCodes),
      years: integer(0, 999).optional(),
      months: integer(0, 999).optional(),
      days: integer(0, 9999).optional(),
      text: text(1000).optional(),
    })
    .optional(),
  deathPossible: z.boolean().optional(),
  demands: z.array(text(500)).max(12).optional(),
  sources: z
    .array(
      z.strictObject({
        title: shortText,
        publisher: shortText.optional(),
        date: date.optional(),
        url: url.optional(),
      }),
    )
    .max(30)
    .optional(),
  /** Cited provisions, each with how it was called when this was published: its text may be taken back. Since version 2. */
  norms: z
    .array(citationShape.extend({ words: text(600) }))
    .min(1)
    .max(30)
    .refine((list) => citedOnce(list))
    .optional(),
})

/** A lead other than the author confirms a publication or an erasure. */
export const releaseCoded = z.strictObject({ of: id })
export const releaseWords = z.strictObject({ note: longText.optional() })

/** Any one member may stop a publication; nothing can undo it but a new publication. */
export const withdrawalCoded = z.strictObject({ of: id, reason: term(withdrawalReasons) })
export const withdrawalWords = z.strictObject({ note: longText.optional() })

export type PublicationCoded = z.infer<typeof publicationCoded>
export type PublicationWords = z.infer<typeof publicationWords>
export type PublicationOpen = z.infer<typeof publicationOpen>
export type OpenStatus = z.infer<typeof openStatus>
