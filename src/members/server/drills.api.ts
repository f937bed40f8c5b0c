/** The routes by which a steward begins and ends a drill of recovery. The drill itself is held elsewhere, on a copy. */
import { z } from 'zod'
import { ok } from '#kernel/core/result.ts'
import { type Drill, drillsAnswer } from '#members/core/drills.ts'
import { beginDrill, type DrillState, endDrill, readDrills } from '#members/server/drills.service.ts'
import type { DrillRow } from '#members/server/drills.store.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

export const drillsApi = (api: Api, deps: ApiDeps & GateDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/drills',
    summary: 'The last drills of recovery: when, how long until a case was opened, by whom',
    access: membersPolicy.holdDrills,
    parse: {},
    act: async () => ok(await readDrills(deps)),
    refusals: {},
    answer: drillsAnswer,
    present: presentDrills,
  })
  declare({
    method: 'post',
    path: '/drills',
    summary: 'Begin a drill of recovery: the clock starts',
    access: membersPolicy.holdDrills,
    parse: { body: z.strictObject({ drill: idSchema }) },
    act: ({ caller, body }) => beginDrill(deps, { ...body, account: caller.account }),
    refusals: { drill_runs: () => ({ status: 409, type: 'drill_runs' }) },
    answer: drillsAnswer,
    present: presentDrills,
  })
  declare({
    method: 'post',
    path: '/drills/end',
    summary: 'End the drill that runs: with a case that was opened, or without',
    access: membersPolicy.holdDrills,
    parse: { body: z.strictObject({ drill: idSchema, opened: z.boolean() }) },
    act: ({ caller, body }) => endDrill(deps, { ...body, account: caller.account }),
    refusals: { drill_over: () => ({ status: 409, type: 'drill_over' }) },
    answer: drillsAnswer,
    present: presentDrills,
  })
}

const presentDrills = ({ running, last, lastOpened }: DrillState) => ({
  running: presentDrill(running),
  last: presentDrill(last),
  lastOpened: presentDrill(lastOpened),
})

const presentDrill = (row: DrillRow | null): Drill | null =>
  row && {
    drill: row.id,
    begunAt: row.begunAt.toISOString(),
    begunBy: row.begunBy,
    ended: row.endedAt && {
      at: row.endedAt.toISOString(),
      by: row.endedBy ?? '',
      opened: row.opened === true,
    },
  }
