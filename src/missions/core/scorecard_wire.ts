/** What the desk asks the server to count before a scorecard is published: the same numbers, from the same open records. */
import { z } from 'zod'
import {
  dutyCodes,
  engagementResults,
  engagementTypes,
  governmentCodes,
} from '#kernel/core/vocabulary/missions.ts'
import { scorecardBody } from './scorecard.ts'
import type { GovernmentCount } from './scorecard_counts.ts'

const { governments, from, to } = scorecardBody.shape
export const countAsked = z.strictObject({ governments, from, to })
export type CountAsked = Readonly<z.infer<typeof countAsked>>

const slugs = z.array(z.string()).readonly()
const act = z
  .object({
    mission: z.string(),
    year: z.int(),
    id: z.string(),
    type: z.enum(engagementTypes),
    on: z.string(),
    result: z.enum(engagementResults),
    duties: z.array(z.enum(dutyCodes)).readonly(),
    missions: slugs,
  })
  .readonly()
const duty = z
  .object({
    duty: z.enum(dutyCodes),
    promised: z.enum(['stated', 'mentioned', 'not_promised']),
    bound: slugs,
    seen: slugs,
    done: z.array(act).readonly(),
    notDone: z.array(act).readonly(),
  })
  .readonly()
const government = z
  .object({
    government: z.enum(governmentCodes),
    missions: slugs,
    shadows: z.int(),
    commitments: z
      .object({ kept: slugs, partly_kept: slugs, broken: slugs, no_sign: slugs, not_known: slugs })
      .readonly(),
    duties: z.array(duty).readonly(),
  })
  .readonly() satisfies z.ZodType<GovernmentCount>

export const countAnswer = z.object({ counts: z.array(government) })
export type CountAnswer = Readonly<z.infer<typeof countAnswer>>
