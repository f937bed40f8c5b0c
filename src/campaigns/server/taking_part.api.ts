/** A manager's part of events and groups: how many come, how many letters groups counted, and whether those count. */
import { z } from 'zod'

import { decideForm, takingPartAnswer } from '#campaigns/core/taking_part_wire.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Services } from '#platform/server/services.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

import { decideGroup, readTakingPart } from './taking_part.service.ts'

/** Numbers are the desk's; what counts is a writer's, as the database asks as well. */
const takingPartPolicy = { read: 'reader', decide: 'writer' } as const

export const takingPartApi = (api: Api, deps: ApiDeps & Pick<Services, 'database' | 'clock'>): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/taking-part',
    summary: 'How many come to events, and how many letters groups have counted',
    access: takingPartPolicy.read,
    parse: { params: z.object({ desk: idSchema }) },
    act: ({ caller, params: { desk } }) => readTakingPart(deps, { account: caller.account, desk }),
    refusals: {},
    answer: takingPartAnswer,
    present: ({ groups, events }) => ({
      groups: groups.map(({ on_day: on, ...group }) => ({ ...group, on })),
      events: [...events],
    }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/taking-part/groups/{host}',
    summary: 'Let the letters of a group count, or none of them',
    access: takingPartPolicy.decide,
    parse: { params: z.object({ desk: idSchema, host: idSchema }), body: decideForm },
    act: ({ caller, params: { desk, host }, body }) =>
      decideGroup(deps, { account: caller.account, desk }, { host, ...body }),
    refusals: {
      not_found: () => ({ status: 404, type: 'not_found' }),
      changed: () => ({ status: 409, type: 'changed' }),
    },
    present: () => undefined,
  })
}
