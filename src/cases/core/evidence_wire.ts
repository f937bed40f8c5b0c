/** How files of evidence travel: one table for the server that presents them and the device that parses them. */
import { z } from 'zod'

import { idSchema, hashSchema } from '#vault/core/v1/statement.ts'

/** Bytes of a part, and of a piece that is asked for. */
export const PART_MOST = 4 * 1024 * 1024
export const RANGE_MOST = 4 * 1024 * 1024

export const beginFileSchema = z.strictObject({
  id: idSchema,
  entry: idSchema,
  size: z.int().min(1),
})

export const finishFileSchema = z.strictObject({ hash: hashSchema })

export const fileAnswer = z.object({
  id: idSchema,
  size: z.int(),
  state: z.enum(['begun', 'whole']),
  parts: z.array(z.object({ number: z.int(), size: z.int(), hash: hashSchema })),
})
export type FileWire = z.infer<typeof fileAnswer>
