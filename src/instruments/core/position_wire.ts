/**
 * What the API of positions takes and answers: one table for the server that presents it and the device that parses it.
 * A fact that is told in confidence has the same form (`factSchema`) and is sealed instead of sent.
 */
import { z } from 'zod'
import { slug } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import { bodyKinds, groupKinds } from './bodies.ts'
import { stages } from './instrument.ts'
import { majorities } from './majority.ts'
import { confidences, type PositionFact, stances, subjectKinds } from './positions.ts'
import type { ReleasedBody } from './released_body.ts'

/** Of one request: a parliament and its committee, and room. */
export const MOST_FACTS = 2000

const plain = (most: number) => z.string().trim().min(1).max(most)
export const sourceWords = plain(500).refine(isPlainText)
/** May have paragraphs. */
export const explanationWords = plain(5000).refine((text) => text.split('\n').every(isPlainText))
export const strikeReason = plain(500).refine(isPlainText)

export const memberSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$/)
export const daySchema = z.string().refine(isIsoDay)
/** An instrument by its slug, an amendment by its own among those of the instrument, a motion by a slug that is given to it. */
export const subjectSchema = z.strictObject({ kind: z.enum(subjectKinds), id: slug })

/** A fact as it is entered; who and when is added by whoever keeps it. */
export const factSchema = z.strictObject({
  id: idSchema,
  member: memberSchema,
  of: subjectSchema,
  stance: z.enum(stances),
  on: daySchema,
  confidence: z.enum(confidences),
  /** An address of the web in it is shown as a link. */
  source: sourceWords,
  explanation: explanationWords.nullable(),
})
export type EnteredFact = Readonly<z.infer<typeof factSchema>>

export const factsSchema = z.strictObject({
  instrument: slug,
  body: slug,
  facts: z.array(factSchema).min(1).max(MOST_FACTS),
})
export type EnteredFacts = Readonly<z.infer<typeof factsSchema>>

const ids = z.array(idSchema).min(1).max(MOST_FACTS)
export const confirmSchema = z.strictObject({ ids })
export const strikeSchema = z.strictObject({ ids, why: strikeReason })
export const positionsQuery = z.strictObject({ instrument: slug })

const factAnswer = z.object({
  id: z.string(),
  member: z.string(),
  of: z.object({ kind: z.enum(subjectKinds), id: z.string() }),
  stance: z.enum(stances),
  on: z.string(),
  enteredAt: z.string(),
  /** An account of the own desk; of others' facts the name of their desk or publisher. */
  enteredBy: z.string(),
  confidence: z.enum(confidences),
  source: z.string(),
  explanation: z.string().nullable(),
  confidential: z.boolean(),
}) satisfies z.ZodType<PositionFact>

/** A row of the own desk: its fact, and what became of it. */
export const rowAnswer = z.object({
  instrument: z.string(),
  body: z.string(),
  fact: factAnswer,
  confirmed: z.object({ by: z.string(), at: z.string() }).nullable(),
  struck: z.object({ by: z.string(), at: z.string(), why: z.string() }).nullable(),
})
export type PositionRow = Readonly<z.infer<typeof rowAnswer>>
export const rowsAnswer = z.object({ positions: z.array(rowAnswer) })
export type PositionRows = Readonly<z.infer<typeof rowsAnswer>>

const inLanguages = z.record(z.string(), z.string())

/** Instruments of which the desk entered positions; all that are open, and all bodies, to choose from. */
export const whipCountsAnswer = z.object({
  counted: z.array(
    z.object({
      instrument: z.string(),
      body: z.string(),
      /** That are not struck. */
      facts: z.int(),
      /** Of these, for a second member. */
      waiting: z.int(),
    }),
  ),
  instruments: z.array(
    z.object({ slug: z.string(), lang: z.string(), title: inLanguages, symbol: z.string().nullable() }),
  ),
  bodies: z.array(z.object({ slug: z.string(), lang: z.string(), name: inLanguages })),
})
export type WhipCounts = Readonly<z.infer<typeof whipCountsAnswer>>

const groups = z.partialRecord(z.enum(groupKinds), z.string())
const bodyAnswer = z.object({
  slug: z.string(),
  kind: z.enum(bodyKinds),
  lang: z.string(),
  name: inLanguages,
  country: z.string().nullable(),
  parent: z.string().nullable(),
  rule: z.enum(majorities),
  groupKind: z.enum(groupKinds),
  known: z.object({ from: z.string(), to: z.string().nullable() }).nullable(),
  roll: z.object({
    bodies: z.array(
      z.object({ id: z.string(), kind: z.enum(bodyKinds), name: z.string(), parent: z.string().nullable() }),
    ),
    groups: z.array(z.object({ id: z.string(), kind: z.enum(groupKinds), name: z.string() })),
    members: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['state', 'person']),
        name: z.string(),
        identifiers: z.array(z.object({ scheme: z.string(), identifier: z.string() })),
      }),
    ),
    memberships: z.array(
      z.object({
        member: z.string(),
        body: z.string(),
        groups,
        area: z.string().nullable(),
        votes: z.boolean(),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    ),
  }),
})
/** A body with what a whip count needs of it. */
export type CountedBody = Pick<
  ReleasedBody,
  'slug' | 'kind' | 'lang' | 'name' | 'country' | 'parent' | 'rule' | 'groupKind' | 'known' | 'roll'
>

export const whipQuery = z.strictObject({ body: slug.optional() })
/** What is open of the positions on an instrument in a body; no body: nothing tells which, so one is chosen. */
export const whipGroundAnswer = z.object({
  slug: z.string(),
  lang: z.string(),
  title: inLanguages,
  symbol: z.string().nullable(),
  body: (bodyAnswer satisfies z.ZodType<CountedBody>).nullable(),
  /** Bodies that the facts speak of, the likeliest first. */
  likely: z.array(z.object({ slug: z.string(), lang: z.string(), name: inLanguages })),
  facts: z.array(factAnswer),
  /** Sponsors of whom no member of the body bears the name. */
  unmatched: z.array(z.object({ of: factAnswer.shape.of, name: z.string() })),
  history: z.array(z.object({ stage: z.enum(stages), on: z.string().nullable() })),
  amendments: z.array(
    z.object({
      slug: z.string(),
      symbols: z.array(z.string()),
      lang: z.string(),
      name: inLanguages.nullable(),
    }),
  ),
})
export type WhipGround = Readonly<Omit<z.infer<typeof whipGroundAnswer>, 'body'>> & {
  readonly body: CountedBody | null
}

/** What the API adds to a refusal of facts. */
export const factProblems = z.array(z.object({ at: z.string(), code: z.string() }))
