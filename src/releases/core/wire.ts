/** What the API of documents takes and answers: one table for the server that presents it and the device that parses it. */
import { z } from 'zod'
import { acts, states } from './document.ts'
import { exportBody } from './exports.ts'
import { isKeepable } from './kind.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

/** Bytes of a draft, unless its kind says otherwise. */
export const DRAFT_LIMIT = 256 * 1024
/** Bytes of any request with a draft. */
export const LARGEST_DRAFT = 2 * 1024 * 1024 + 1024

export const kindSchema = z.string().regex(/^[a-z_]{1,40}$/)
export const seenSchema = z.strictObject({ version: z.int().min(1), revision: z.int().min(1) })
/** May be incomplete; its own kind reads it when it is proposed. */
export const draftSchema = z.strictObject({
  kind: kindSchema,
  body: z.record(z.string(), z.unknown()).refine((body) => isKeepable(body)),
  seen: seenSchema.nullable(),
})
export const refusalSchema = seenSchema.extend({ note: z.string().max(2000) })
/** Everybody at the desk reads the reason; it names nobody who is not in the ask. */
export const urgentSchema = seenSchema.extend({ reason: z.string().trim().min(1).max(1000) })
export const deletionSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export const exportSchema = z.strictObject({ id: idSchema, body: exportBody })

const urgentAnswer = z.object({
  reason: z.string(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
})
export const versionAnswer = z.object({
  version: z.int(),
  act: z.enum(acts),
  state: z.enum(states),
  revision: z.int(),
  body: z.unknown(),
  writers: z.array(z.string()),
  note: z.string().nullable(),
  proposedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  usedAt: z.string().nullable(),
  /** Of what one lead released alone. */
  urgent: urgentAnswer.nullable(),
})
export const documentAnswer = z.object({
  kind: z.string(),
  id: z.string(),
  versions: z.array(versionAnswer),
})
export const documentsAnswer = z.object({
  documents: z.array(documentAnswer),
  /** Open accounts that lead the desk. */
  leads: z.int(),
})
/** What one lead of the desk released alone, and no other has confirmed yet. */
export const unconfirmedAnswer = z.object({ documents: z.array(documentAnswer) })
/** A document of the own desk, as its members read it. */
export type DeskDocument = Readonly<z.infer<typeof documentAnswer>>
export type DeskVersion = Readonly<z.infer<typeof versionAnswer>>
export type DeskDocuments = Readonly<z.infer<typeof documentsAnswer>>

/** What the API adds to a refusal of a body. */
export const bodyProblems = z.array(z.object({ at: z.string(), code: z.string() }))
