/** Hearings, what like-minded missions tell of theirs, and the link to a member's feed, as the API tells them. */
import { z } from 'zod'
import { id } from '#cases/core/fields.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import type { CalendarHearing } from './calendar.ts'

const day = z.string().refine(isIsoDay)
const mark = z.string().regex(/^[0-9a-f]{32}$/)

/** In one answer: more days in court than a mission has in a year. */
export const MOST_HEARINGS = 5000
/** Days that may be asked for at once. */
export const MOST_DAYS = 800

export const spanQuery = z.strictObject({ from: day, to: day })

export const hearingsAnswer = z.strictObject({
  hearings: z.array(
    z.strictObject({
      log: id,
      entry: id,
      day,
      held: z.boolean(),
      covered: z.boolean(),
      officer: z.int().nullable(),
      mark,
    }) satisfies z.ZodType<CalendarHearing>,
  ),
})

/** Of another mission: no case, no entry, no officer, no country. */
export const likeMindedAnswer = z.strictObject({
  hearings: z.array(z.strictObject({ mission: id, name: z.string(), mark, day, covered: z.boolean() })),
})
export type LikeMindedHearing = z.infer<typeof likeMindedAnswer>['hearings'][number]

const officer = z.int().min(1).max(9999).nullable()
export const feedForm = z.strictObject({ officer })
export const feedAnswer = z.strictObject({
  feed: z.strictObject({ officer, madeOn: day }).nullable(),
})
export type FeedState = z.infer<typeof feedAnswer>['feed']
/** Said once: the server keeps a hash. */
export const newFeedAnswer = z.strictObject({ token: z.string().regex(/^[\w-]{22}$/) })
