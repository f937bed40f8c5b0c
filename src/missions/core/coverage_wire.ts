/** How coverage travels: what a desk asks and what it is told, of itself and, as headquarters, of the missions that named it. */
import { z } from 'zod'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import {
  dutyCodes,
  engagementResults,
  engagementTypes,
  governmentCodes,
  guidelines,
  officerRoles,
  posts,
  proposed2011Codes,
  requesters,
} from '#kernel/core/vocabulary/missions.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import { hearingFates } from './coverage_times.ts'

const count = z.int().min(0)
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
/** Of the log, which may hold years before any month that a page asks for. */
const lastMonth = month.nullable()

export const periodQuery = z
  .strictObject({ from: month, to: month })
  .refine(({ from, to }) => from <= to, { path: ['to'] })

/** More days than this are not asked for. */
export const MOST_SILENT = 3650

export const coverageQuery = z
  .strictObject({
    from: month,
    to: month,
    role: z.enum(officerRoles).optional(),
    country: z.enum(countryCodes).optional(),
    /** Cases without contact for so many days. */
    silent: z.coerce.number().int().min(1).max(MOST_SILENT).default(90),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'] })
export type CoverageQuery = z.infer<typeof coverageQuery>

const responses = z.object({
  requests: count,
  answered: count,
  open: count,
  quartiles: z.tuple([count, count, count]).nullable(),
  medianOfAll: count.nullable(),
  longestOpen: count.nullable(),
})

const observation = z.object({
  eligible: count,
  numbers: z.record(z.enum(hearingFates), count),
  share: z.object({ part: z.number(), lower: z.number(), upper: z.number() }).nullable(),
})

const silence = z.object({ cases: count, never: count, silent: count })

const times = { responses, observation, silence }

export const missionFacts = z.object({
  desk: idSchema,
  name: z.string(),
  government: z.enum(governmentCodes),
  host: z.enum(countryCodes),
  post: z.enum(posts),
  guidelines: z.array(z.enum(guidelines)),
  shadow: z.boolean(),
  /** The desk that asks itself. */
  own: z.boolean(),
})
export type MissionFacts = z.infer<typeof missionFacts>

export const coverageAnswer = z.object({
  /** As of then, in the time of the server. */
  today: z.string(),
  missions: z.array(
    missionFacts.extend({
      ...times,
      /** Engagements done in the period, each once however many duties it answers. */
      done: count,
      counts: z.array(z.object({ code: z.enum(dutyCodes), done: count, notDone: count, last: lastMonth })),
    }),
  ),
  all: z.object(times),
  proposed: z.array(
    z.object({
      code: z.enum(proposed2011Codes),
      duties: z.array(z.enum(dutyCodes)),
      done: count,
      notDone: count,
      last: lastMonth,
      missions: count,
    }),
  ),
})
export type CoverageAnswer = z.infer<typeof coverageAnswer>
export type CoveredMission = CoverageAnswer['missions'][number]

export const officersAnswer = z.object({
  officers: z.array(z.object({ officer: z.int().nullable(), done: count, notDone: count, last: lastMonth })),
})
export type OfficerCounts = z.infer<typeof officersAnswer>['officers']

/** Of one cell no more than these, the newest. */
export const MOST_ENGAGEMENTS = 500

export const actsQuery = z
  .strictObject({ from: month, to: month, duty: z.enum(dutyCodes) })
  .refine(({ from, to }) => from <= to, { path: ['to'] })

export const actsAnswer = z.object({
  acts: z.array(
    z.object({
      type: z.enum(engagementTypes),
      duties: z.array(z.enum(dutyCodes)),
      role: z.enum(officerRoles),
      date: z.string(),
      result: z.enum(engagementResults),
      requestedBy: z.enum(requesters),
      requested: z.string().nullable(),
      daysToAnswer: count.nullable(),
      country: z.enum(countryCodes).nullable(),
    }),
  ),
})
export type CodedActs = z.infer<typeof actsAnswer>['acts']

/** Whether the desk that was named as headquarters says so itself; null where none was named. */
export const headquartersAnswer = z.object({ answers: z.boolean().nullable() })
