/** How members ask to be let in again and how the holders of the root's shares answer, on its way to the server and back. */
import { z } from 'zod'
import { entryWireSchema } from '#vault/core/wire.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { hashOf, instantSchema } from '#vault/core/v1/statement.ts'

/** A request that nobody answers is gone after so many days. */
export const REQUEST_DAYS = 7
/** A challenge is for the holders who sit there now. */
export const CHALLENGE_MINUTES = 10

/** What holders ask, each with a proof of its own. */
export const holderPaths = {
  requests: '/recovery/open-requests',
  account: '/recovery/account',
  letIn: '/recovery/let-in',
  desks: '/recovery/desks',
  desk: '/recovery/desk',
  certify: '/recovery/certify',
} as const

export const lookAnswer = z.object({ account: z.string() })
export const challengeAnswer = z.object({ challenge: z.string() })
export const rootAnswer = z.object({
  root: z.object({ statement: z.string(), signature: z.string() }).nullable(),
})
export const coveredAnswer = z.object({
  desks: z.array(
    z.object({
      name: z.string(),
      covered: z.enum(['yes', 'older', 'no']),
      leads: z
        .object({ all: z.int().min(0), certified: z.int().min(0), until: instantSchema.nullable() })
        .nullable(),
    }),
  ),
})
export const desksOfRootAnswer = z.object({
  desks: z.array(z.object({ id: z.string(), name: z.string() })),
})
export const deskOfRootAnswer = z.object({ entries: z.array(entryWireSchema) })
export const openRequestsAnswer = z.object({
  root: z.object({ statement: z.string(), signature: z.string() }),
  requests: z.array(
    z.object({
      account: z.string(),
      name: z.string(),
      signing: z.string(),
      recipient: z.string(),
      requestedAt: z.string(),
      expires: z.string(),
    }),
  ),
})
export const accountDesksAnswer = z.object({
  desks: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Null for a desk that does not name this root: its log is nobody's business here. */
      log: z.object({ entries: z.array(entryWireSchema), bundle: z.string().nullable() }).nullable(),
    }),
  ),
})

/** Of what goes with a proof. */
export const bodyHash = (body: unknown): string => hashOf(canonicalBytes(body))
