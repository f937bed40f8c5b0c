/** What the steward is told of things that browsers stopped: see [Note: Counted, not kept]. */
import { ok } from '#kernel/core/result.ts'
import { violationsAnswer } from '#members/core/violations.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { inTransaction } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { findViolations } from '#platform/server/violation.store.ts'

export const violationsApi = (api: Api, deps: ApiDeps & GateDeps): void => {
  endpoint(
    api,
    deps,
  )({
    method: 'get',
    path: '/violations',
    summary: 'What the content policy stopped in browsers, counted by day, directive and kind of page',
    access: membersPolicy.readViolations,
    parse: {},
    act: async () => ok(await inTransaction(deps.database, { role: 'gate' }, findViolations)),
    refusals: {},
    answer: violationsAnswer,
    present: (found) => ({
      violations: found.map(({ day, directive, page, n }) => ({ day, directive, page, n })),
    }),
  })
}
