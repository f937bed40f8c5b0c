/** What a query answers now, for a figure that a writer freezes. The same answer as everybody's: nothing more is told. */
import { z } from 'zod'
import type { Answer } from '#figures/core/answer.ts'
import {
  countingSchema,
  type FreezeRefusal,
  freeze,
  frozenAnswer,
  type StampedParts,
  stampedPartsOf,
  withStamp,
} from '#figures/core/frozen_figure.ts'
import type { Query } from '#figures/core/query.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

type FreezeDeps = {
  readonly answer: (query: Query) => Promise<Answer>
  /** Proposals are checked against it: see figureKind. */
  readonly stamp: (parts: StampedParts) => string
}

/** Who writes figures may ask what they would say. */
const freezePolicy = 'writer' satisfies Access

export const freezeApi =
  ({ answer, stamp }: FreezeDeps) =>
  (api: Api, deps: ApiDeps & { readonly clock: () => Date }): void => {
    const declare = endpoint(api, deps)
    declare({
      method: 'post',
      path: '/desks/{desk}/figures/freeze',
      summary: 'What a query answers today, as the value of a figure with its date and data version',
      limit: ({ caller }) => ({ purpose: 'freeze', subject: caller.account, free: 600 }),
      access: freezePolicy,
      parse: { params: z.object({ desk: idSchema }), body: z.strictObject({ query: countingSchema }) },
      act: async ({ body }): Promise<Result<z.infer<typeof frozenAnswer>, FreezeRefusal>> => {
        const frozen = freeze(body.query, await answer(body.query), deps.clock().toISOString().slice(0, 10))
        return frozen.ok ? ok(withStamp(frozen.value, stamp(stampedPartsOf(frozen.value)))) : frozen
      },
      refusals: { nothing_counted: () => ({ status: 422, type: 'nothing_counted' }) },
      answer: frozenAnswer,
      present: (frozen) => frozen,
    })
  }
