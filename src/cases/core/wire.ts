/** How cases travel: one table for the server that presents them and the device that parses them. */
import { z } from 'zod'
import { idSchema } from '#vault/core/v1/statement.ts'
import { entryWireSchema, grantWireSchema, headWireSchema } from '#vault/core/wire.ts'

/** Cases per request of an import, and heads per page of a list. */
export const MOST_CASES = 100
export const HEADS_PER_PAGE = 2000
/** Entries of one author that are appended together. */
export const MOST_ENTRIES = 200
export const newCaseSchema = z.strictObject({
  entries: z.array(entryWireSchema).min(1).max(MOST_ENTRIES),
  grant: grantWireSchema,
  head: headWireSchema,
})
export type NewCaseWire = z.infer<typeof newCaseSchema>

const tip = z.object({ seq: z.int(), hash: z.string() })

export const tipsAnswer = z.object({ tips: z.array(tip) })
export const tipAnswer = tip

export const caseLineAnswer = z.object({
  case: idSchema,
  tip,
  head: headWireSchema.nullable(),
  grant: grantWireSchema.nullable(),
})
export const caseListAnswer = z.object({ cases: z.array(caseLineAnswer), next: idSchema.nullable() })
/** Prefixes of ids that one question names; with more changed, the list is asked for whole. */
export const MOST_PREFIXES = 200
export const changedLinesAnswer = z.object({ cases: z.array(caseLineAnswer) })
export const digestsAnswer = z.object({ digests: z.record(z.string(), z.string()) })
export type CaseLineWire = z.infer<typeof caseLineAnswer>

export const caseLogAnswer = z.object({ entries: z.array(entryWireSchema), tip })
