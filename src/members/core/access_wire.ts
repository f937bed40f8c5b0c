/** What the API says of the access log: one table for the server that presents it and the device that parses it. */
import { z } from 'zod'
import { accessLineSchema } from '#members/core/access_chain.ts'
import type { AccessLimits } from '#members/core/access_limits.ts'
import { unusualKinds } from '#members/core/access_unusual.ts'
import { hashSchema, idSchema, instantSchema } from '#vault/core/v1/statement.ts'

/** Lines a request. */
export const ACCESS_LINES_PER_PAGE = 2000
/** Days back from today that are judged. */
export const UNUSUAL_DAYS = 30

export const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const tip = z.object({ seq: z.int(), hash: hashSchema.nullable() })

export const limitsSchema: z.ZodType<AccessLimits> = z.strictObject({
  openedDay: z.int().min(1).max(1_000_000),
  exportedDay: z.int().min(0).max(1_000_000),
  exportedWeek: z.int().min(0).max(1_000_000),
})

/** A setting as it was made; no account: the desk's, no numbers: as the desk has it. */
const settingSchema = z.object({
  number: z.int(),
  account: idSchema.nullable(),
  limits: limitsSchema.nullable(),
  setBy: idSchema,
  setAt: instantSchema,
  alone: z.boolean(),
})
export type LimitSetting = Readonly<z.infer<typeof settingSchema>>

const seenSchema = z.object({
  kind: z.enum(unusualKinds),
  about: idSchema,
  day: daySchema,
  seenBy: idSchema,
  seenAt: instantSchema,
  reason: z.string(),
})
export type SeenUnusual = Readonly<z.infer<typeof seenSchema>>

export const accessAnswer = z.object({
  tip,
  /** Of the oldest line that is kept, and of the oldest from the asked day on; beyond the tip where there is none. */
  first: z.int(),
  from: z.int(),
  cases: z.int(),
  ofDesk: limitsSchema,
  settings: z.array(settingSchema),
  seen: z.array(seenSchema),
})
export const accessLinesAnswer = z.object({ lines: z.array(accessLineSchema) })

const unusualSchema = z.object({
  kind: z.enum(unusualKinds),
  about: idSchema,
  day: daySchema,
  amount: z.int(),
  before: z.int(),
  usual: z.int(),
})
/** What nobody has looked at yet, as the server judges it. */
export const unusualAnswer = z.object({ tip, unusual: z.array(unusualSchema) })

/** Read by the server, as reasons of exports are: it names nobody. */
export const reasonSchema = z.string().trim().min(1).max(500)
export const seenForm = z.strictObject({
  kind: z.enum(unusualKinds),
  about: idSchema,
  day: daySchema,
  reason: reasonSchema,
})
export type SeenForm = Readonly<z.infer<typeof seenForm>>

/** Null as account: the desk's own limits, which have to be numbers. */
export const limitForm = z
  .strictObject({ account: idSchema.nullable(), limits: limitsSchema.nullable() })
  .refine(({ account, limits }) => account !== null || limits !== null)
export type LimitForm = Readonly<z.infer<typeof limitForm>>
