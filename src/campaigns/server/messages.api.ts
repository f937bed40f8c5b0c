/** A desk's part of messages: what was decided about each, and deciding. */
import { z } from 'zod'

import { decideMessageForm, messagesAnswer } from '#campaigns/core/message_wire.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Services } from '#platform/server/services.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

import { decideAboutMessage, readMessageStates } from './messages.service.ts'

/** Whoever may open what supporters wrote; the database asks the same. */
const messagesPolicy = { read: 'writer', decide: 'writer' } as const

const askParams = z.object({ desk: idSchema, ask: idSchema })

export const messagesApi = (api: Api, deps: ApiDeps & Pick<Services, 'database' | 'clock'>): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/asks/{ask}/messages',
    summary: 'What was decided about messages of solidarity',
    access: messagesPolicy.read,
    parse: { params: askParams },
    act: ({ caller, params }) => readMessageStates(deps, { account: caller.account, ...params }),
    refusals: {},
    answer: messagesAnswer,
    present: ({ states }) => ({ states: [...states] }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/asks/{ask}/messages/{action}',
    summary: 'Let a message be handed on, say that it was, or keep it back',
    access: messagesPolicy.decide,
    parse: { params: askParams.extend({ action: idSchema }), body: decideMessageForm },
    act: ({ caller, params: { desk, ask, action }, body }) =>
      decideAboutMessage(deps, { account: caller.account, desk, ask }, { action, ...body }),
    refusals: {
      not_found: () => ({ status: 404, type: 'not_found' }),
      changed: () => ({ status: 409, type: 'message_changed' }),
      not_released: () => ({ status: 409, type: 'message_not_released' }),
    },
    present: () => undefined,
  })
}
