/** Supporters' part of the API: sealed rows to a desk's device, letters from it, requests that it answers. */
import { z } from 'zod'
import {
  answerForm,
  batchAnswer,
  batchForm,
  followUpForm,
  sealedAnswer,
  sealedQuery,
  supportersAnswer,
  waitingAnswer,
} from '#campaigns/core/supporters_wire.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  answerRequest,
  beginFollowUp,
  noteList,
  readSealed,
  readSupporters,
  readWaiting,
  sendBatch,
  stopFollowUp,
  type SupportersBy,
  type SupportersDeps,
} from './supporters.service.ts'
import { supportersPolicy } from './supporters_policy.ts'

const askParams = z.object({ desk: idSchema, ask: idSchema })
const followUpParams = askParams.extend({ letter: idSchema })

type Asking = {
  readonly caller: { readonly account: string }
  readonly params: { readonly desk: string; readonly ask: string }
}
const byOf = ({ caller, params }: Asking): SupportersBy => ({
  account: caller.account,
  desk: params.desk,
  ask: params.ask,
})
const notFound = { not_found: () => ({ status: 404, type: 'not_found' }) } as const

export const supportersApi = (api: Api, deps: ApiDeps & SupportersDeps): void => {
  readRoutes(api, deps)
  listRoutes(api, deps)
  followUpRoutes(api, deps)
}

const readRoutes = (api: Api, deps: ApiDeps & SupportersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/asks/{ask}/supporters',
    summary: 'How many supporters of an ask are held, follow-ups to them and requests from them',
    access: supportersPolicy.readSupporters,
    parse: { params: askParams },
    act: (asked) => readSupporters(deps, byOf(asked)),
    refusals: notFound,
    answer: supportersAnswer,
    present: (found) => supportersAnswer.parse(found),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/asks/{ask}/supporters/sealed',
    summary: 'What supporters gave to one receiver, sealed to it, a page at a time',
    access: supportersPolicy.openSealed,
    parse: { params: askParams, query: sealedQuery },
    act: (asked) =>
      readSealed(deps, byOf(asked), { receiver: asked.query.receiver, after: asked.query.after ?? null }),
    refusals: notFound,
    answer: sealedAnswer,
    present: ({ rows, more }) => ({
      rows: rows.map(({ action, country, follow, sealed }) => ({
        action,
        country,
        follow,
        sealed: toBase64url(sealed),
      })),
      more,
    }),
  })
}

const listRoutes = (api: Api, deps: ApiDeps & SupportersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/asks/{ask}/supporters/list',
    summary: 'Say that a list of the supporters is made on this device and taken away',
    access: supportersPolicy.list,
    proof: 'always',
    parse: { params: askParams, body: z.strictObject({}) },
    act: (asked) => noteList(deps, byOf(asked)),
    refusals: {
      ...notFound,
      too_many_exports: ({ limit, days, again }) => ({
        status: 429,
        type: 'too_many_exports',
        fields: { limit, days, again },
      }),
    },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/asks/{ask}/supporters/{action}/answer',
    summary: 'Send what is held of a supporter to whoever asked to see it',
    access: supportersPolicy.answerRequest,
    parse: { params: askParams.extend({ action: idSchema }), body: answerForm },
    act: (asked) => answerRequest(deps, byOf(asked), { action: asked.params.action, ...asked.body }),
    refusals: notFound,
    present: () => undefined,
  })
}

const followUpRoutes = (api: Api, deps: ApiDeps & SupportersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/asks/{ask}/follow-ups',
    summary: 'Begin a letter to supporters who asked to hear',
    access: supportersPolicy.followUp,
    parse: { params: askParams, body: followUpForm },
    act: (asked) => beginFollowUp(deps, byOf(asked), asked.body),
    refusals: notFound,
    present: () => undefined,
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/asks/{ask}/follow-ups/{letter}/waiting',
    summary: 'Actions of supporters whom the letter has not gone to',
    access: supportersPolicy.followUp,
    parse: { params: followUpParams, query: z.strictObject({ after: idSchema.optional() }) },
    act: (asked) =>
      readWaiting(deps, byOf(asked), {
        followUp: asked.params.letter,
        after: asked.query.after ?? null,
      }),
    refusals: notFound,
    answer: waitingAnswer,
    present: ({ actions, more }) => ({ actions, more }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/asks/{ask}/follow-ups/{letter}/letters',
    summary: 'Addresses for the letter, kept until it is sent; each supporter once',
    access: supportersPolicy.followUp,
    parse: { params: followUpParams, body: batchForm },
    act: (asked) =>
      sendBatch(deps, byOf(asked), { followUp: asked.params.letter, letters: asked.body.letters }),
    refusals: { ...notFound, follow_up_ended: () => ({ status: 409, type: 'follow_up_ended' }) },
    answer: batchAnswer,
    present: ({ queued }) => ({ queued }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/asks/{ask}/follow-ups/{letter}/end',
    summary: 'End a letter: nobody else is sent it',
    access: supportersPolicy.followUp,
    parse: { params: followUpParams, body: z.strictObject({}) },
    act: (asked) => stopFollowUp(deps, byOf(asked), asked.params.letter),
    refusals: notFound,
    present: () => undefined,
  })
}
