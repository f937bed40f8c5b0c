/** How supporters' sealed rows, follow-ups and requests travel between the server and a desk's device. */
import { z } from 'zod'
import { idSchema } from '#vault/core/v1/statement.ts'
import { arePlainLines, isPlainText } from '#kernel/core/plain_text.ts'
import { mailAddress } from './target.ts'

/** Rows in one answer: a few seconds of opening, and less than the body of a request may hold. */
export const ROWS_PER_PAGE = 200
/** Letters in one batch of a follow-up. */
export const LETTERS_PER_BATCH = 100

export const followLanguages = ['en', 'ar'] as const
export type FollowLanguage = (typeof followLanguages)[number]

const subject = z.string().trim().min(1).max(150).refine(isPlainText, { error: 'not_plain' })
const text = z.string().trim().min(1).max(6000).refine(arePlainLines, { error: 'not_plain' })
/** By language; whoever reads another one is sent the first that there is. */
export const followWords = z
  .strictObject({
    en: z.strictObject({ subject, text }).optional(),
    ar: z.strictObject({ subject, text }).optional(),
  })
  .refine(({ en, ar }) => en !== undefined || ar !== undefined)
export type FollowWords = Readonly<z.infer<typeof followWords>>

/** In the language of whoever reads it, else in the one that there is. */
export const wordsIn = (
  words: FollowWords,
  language: string,
): { readonly language: FollowLanguage; readonly subject: string; readonly text: string } => {
  const own = followLanguages.find((one) => one === language && words[one] !== undefined)
  const found = own ?? followLanguages.find((one) => words[one] !== undefined) ?? 'en'
  return { language: found, ...(words[found] ?? { subject: '', text: '' }) }
}

export const supportersAnswer = z.strictObject({
  ask: z.strictObject({
    id: idSchema,
    title: z.string(),
    /** Of the version that is newest: organisations and what they are sealed to. */
    receivers: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        recipient: z.string(),
        sealed: z.int(),
      }),
    ),
  }),
  /** People of whom something is held. */
  held: z.int(),
  follow: z.int(),
  /** Null: a country that nobody said. */
  countries: z.array(z.strictObject({ country: z.string().nullable(), people: z.int() })),
  /** Days on which the first and the last of them are forgotten. */
  forget: z.strictObject({ first: z.string(), last: z.string() }).nullable(),
  requests: z.array(
    z.strictObject({ action: idSchema, askedOn: z.string(), answeredOn: z.string().nullable() }),
  ),
  followUps: z.array(
    z.strictObject({
      id: idSchema,
      madeAt: z.string(),
      words: followWords,
      sent: z.int(),
      /** Those who asked to hear and were not sent it. */
      waiting: z.int(),
      ended: z.boolean(),
    }),
  ),
})
export type Supporters = Readonly<z.infer<typeof supportersAnswer>>

export const sealedQuery = z.strictObject({
  receiver: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(80),
  /** The last action that was read. */
  after: idSchema.optional(),
})

export const sealedAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({
      action: idSchema,
      country: z.string().nullable(),
      follow: z.boolean(),
      sealed: z.string(),
    }),
  ),
  more: z.boolean(),
})
export type SealedRow = z.infer<typeof sealedAnswer>['rows'][number]

export const waitingAnswer = z.strictObject({ actions: z.array(idSchema), more: z.boolean() })

export const followUpForm = z.strictObject({ id: idSchema, words: followWords })

export const batchForm = z.strictObject({
  letters: z
    .array(z.strictObject({ action: idSchema, to: mailAddress, language: z.enum(followLanguages) }))
    .min(1)
    .max(LETTERS_PER_BATCH),
})
export type FollowLetter = z.infer<typeof batchForm>['letters'][number]
export const batchAnswer = z.strictObject({ queued: z.int() })

/** What the device has opened, in words, to the address in it. */
export const answerForm = z.strictObject({
  to: mailAddress,
  subject,
  text: z.string().trim().min(1).max(20_000).refine(arePlainLines),
  language: z.enum(followLanguages),
})
