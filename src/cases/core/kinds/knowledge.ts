/** How the desk knows: sources, notes written first and coded later, and judgements by definition. */
import { z } from 'zod'
import {
  definitionAnswers,
  definitionQuestionCodes,
  definitions,
} from '#kernel/core/vocabulary/definitions.ts'
import {
  informationCredibility,
  sourceConnections,
  sourceReliability,
} from '#kernel/core/vocabulary/sources.ts'
import { date, id, longText, month, shortText, term, terms, url } from '../fields.ts'
import { statusAxes } from '../terms.ts'

/** Two texts copied from one another are one source: `derivedFrom` says so. */
export const sourceCoded = z.strictObject({
  connection: term(sourceConnections),
  reliability: term(sourceReliability),
  credibility: term(informationCredibility).optional(),
  derivedFrom: id.optional(),
})
export const sourceWords = z.strictObject({
  who: shortText.optional(),
  how: longText.optional(),
  date: date.optional(),
  title: shortText.optional(),
  publisher: shortText.optional(),
  url: url.optional(),
  citation: longText.optional(),
  note: longText.optional(),
})

/** `confirms`: on the day of this entry the desk learnt that these axes stand as they were. */
export const noteCoded = z.strictObject({
  toCode: z.boolean(),
  confirms: terms(statusAxes, 4).optional(),
})
export const noteWords = z.strictObject({
  title: shortText.optional(),
  text: longText,
  date: date.optional(),
  sources: z.array(id).max(30).optional(),
})

/** Never a bare label: each answer stands with its question, who judged is the author. */
export const assessmentCoded = z
  .strictObject({
    definition: term(definitions),
    answers: z
      .array(z.strictObject({ question: term(definitionQuestionCodes), answer: term(definitionAnswers) }))
      .min(1)
      .max(12),
    judgedAt: month,
  })
  .refine((one) => new Set(one.answers.map((answer) => answer.question)).size === one.answers.length, {
    path: ['answers'],
  })
export const assessmentWords = z.strictObject({
  reasons: longText.optional(),
  answers: z
    .array(z.strictObject({ question: term(definitionQuestionCodes), reason: longText }))
    .max(12)
    .optional(),
  judges: z.array(shortText).max(10).optional(),
})
