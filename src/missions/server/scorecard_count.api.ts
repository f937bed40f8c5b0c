/** What a scorecard would say now, for whoever writes or reads one at a desk. Counted as everybody reads it. */
import { z } from 'zod'
import { ok } from '#kernel/core/result.ts'
import { countAnswer, countAsked } from '#missions/core/scorecard_wire.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import type { PublicMissions } from './public_missions.service.ts'

/** Whoever reads the desk's drafts sees them as they will stand. */
const countPolicy = 'reader' satisfies Access

export const scorecardCountApi =
  ({ publicMissions }: { readonly publicMissions: Pick<PublicMissions, 'count'> }) =>
  (api: Api, deps: ApiDeps): void => {
    endpoint(
      api,
      deps,
    )({
      // A question in the body: what a desk is about to publish stands in no address.
      method: 'post',
      path: '/desks/{desk}/scorecards/count',
      summary: 'What a scorecard of these governments and years counts now, from public records alone',
      access: countPolicy,
      parse: { params: z.object({ desk: idSchema }), body: countAsked },
      act: async ({ body }) => ok(await publicMissions.count(body)),
      refusals: {},
      answer: countAnswer,
      present: (counts) => ({ counts: [...counts] }),
    })
  }
