/** Engagements in the API: coded rows of a desk's own cases and journal, to its members. */
import { z } from 'zod'
import { ok } from '#kernel/core/result.ts'
import { engagementsAnswer, MOST_ROWS } from '#missions/core/engagement_wire.ts'
import { type Database, inSnapshot } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import { missionsPolicy } from './policies.ts'
import { findEngagementsOf } from './rows.store.ts'

export const engagementsApi = (api: Api, deps: ApiDeps & { readonly database: Database }): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/engagements',
    summary: 'Coded halves of what this desk did as a mission, as they stand now, in the order of their ids',
    access: missionsPolicy.readEngagements,
    parse: {
      params: z.object({ desk: idSchema }),
      query: z.strictObject({ after: idSchema.optional() }),
    },
    act: async ({ caller, params: { desk }, query: { after = '' } }) => {
      const page = { after, limit: MOST_ROWS + 1 }
      const as = { role: 'desk', account: caller.account, desk } as const
      const rows = await inSnapshot(deps.database, as, (db) => findEngagementsOf(db, desk, page))
      const engagements = rows.slice(0, MOST_ROWS)
      const next = rows.length > MOST_ROWS ? (engagements.at(-1)?.entry ?? null) : null
      return ok({ engagements, next })
    },
    refusals: {},
    answer: engagementsAnswer,
    large: true,
    present: (answer) => engagementsAnswer.parse(answer),
  })
}
