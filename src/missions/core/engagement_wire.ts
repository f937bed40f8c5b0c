/** The coded rows of a mission as the API tells them to its own desk. */
import { z } from 'zod'
import { id } from '#cases/core/fields.ts'
import {
  dutyCodes,
  engagementResults,
  engagementTypes,
  officerRoles,
  requesters,
} from '#kernel/core/vocabulary/missions.ts'
import type { EngagementRow } from './rows.ts'

const row = z.strictObject({
  mission: id,
  log: id,
  entry: id,
  type: z.enum(engagementTypes),
  duties: z.array(z.enum(dutyCodes)),
  officer: z.int().nullable(),
  role: z.enum(officerRoles),
  date: z.string(),
  result: z.enum(engagementResults),
  requestedBy: z.enum(requesters),
  requested: z.string().nullable(),
  daysToAnswer: z.int().nullable(),
  hearing: id.nullable(),
  country: z.string().nullable(),
  due: z.string().nullable(),
}) satisfies z.ZodType<EngagementRow>

export const engagementsAnswer = z.strictObject({
  engagements: z.array(row),
  /** Where the next page begins; null: this was the last. */
  next: id.nullable(),
})

/** In one answer. */
export const MOST_ROWS = 1000
