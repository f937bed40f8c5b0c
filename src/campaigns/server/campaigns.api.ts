/** What the manager's pages of a desk ask: which of its asks run, and which publications it may ask about. */
import { z } from 'zod'
import { groundAnswer } from '#campaigns/core/desk_ground.ts'
import { ok } from '#kernel/core/result.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import type { Campaigns } from './campaigns.service.ts'
import { findOwnPublications } from './campaigns.store.ts'

/** Whoever reads the desk's drafts sees whether they run. */
const groundPolicy = 'reader' satisfies Access

type Deps = ApiDeps & { readonly database: Database; readonly clock: () => Date }

export const campaignsApi =
  (campaigns: Pick<Campaigns, 'evenSecret'>) =>
  (api: Api, deps: Deps): void => {
    const declare = endpoint(api, deps)
    declare({
      method: 'get',
      path: '/desks/{desk}/campaigns/ground',
      summary: 'Which asks run now, and which publications of the desk may be asked about',
      access: groundPolicy,
      parse: { params: z.object({ desk: idSchema }) },
      act: async ({ caller, params: { desk } }) => {
        const now = deps.clock()
        const asks = await campaigns.evenSecret(now)
        const own = { role: 'desk', account: caller.account, desk } as const
        return ok({
          // Under embargo, too: they are the desk's own.
          running: asks.filter((one) => one.desk === desk).map(({ id }) => id),
          publications: await inTransaction(deps.database, own, findOwnPublications),
          today: now.toISOString().slice(0, 10),
        })
      },
      refusals: {},
      answer: groundAnswer,
      present: ({ running, publications, today }) => ({
        running,
        publications: publications.map(({ ref, log, title, until }) => ({ ref, case: log, title, until })),
        today,
      }),
    })
  }
