/** A manager's part of supporters' own messages: how many went, and letting go what many wrote alike. */
import { z } from 'zod'

import { deliveryAnswer } from '#campaigns/core/delivery_wire.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Services } from '#platform/server/services.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

import { readDelivery, releaseAlike } from './delivery.service.ts'

/** An ask is a document of its desk. */
const params = z.object({ desk: idSchema, document: idSchema })

const byOf = (account: string, { desk, document }: z.infer<typeof params>) => ({
  account,
  desk,
  ask: document,
})

/** Numbers are the desk's; what goes out in many people's names is a lead's. */
export const deliveryPolicy = { read: 'reader', release: 'lead' } as const

export const deliveryApi = (api: Api, deps: ApiDeps & Pick<Services, 'database' | 'clock'>): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/documents/{document}/delivery',
    summary: 'How many messages of supporters were delivered, refused or are held back',
    access: deliveryPolicy.read,
    parse: { params },
    act: ({ caller, params: of }) => readDelivery(deps, byOf(caller.account, of)),
    refusals: {},
    answer: deliveryAnswer,
    present: ({ confirmed, delivered, refused, held, alike_allowed }) => ({
      confirmed,
      delivered,
      refused,
      held,
      alikeAllowed: alike_allowed,
    }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/documents/{document}/delivery/alike',
    summary: 'Let messages go that many supporters wrote alike',
    access: deliveryPolicy.release,
    parse: { params },
    act: ({ caller, params: of }) => releaseAlike(deps, byOf(caller.account, of)),
    refusals: { not_found: () => ({ status: 404, type: 'not_found' }) },
    present: () => undefined,
  })
}
