/** The routes of opening again after a lock. */
import { z } from 'zod'

import { ok } from '#kernel/core/result.ts'
import { reopenedAnswer, reopeningAnswer, reopenWaySchema } from '#members/core/reopening.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import { passphraseLimit } from '#members/server/passphrase_limit.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { forgetReopening, keepReopening, listReopenings, reopen } from '#members/server/reopening.service.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { bytesSchema } from '#vault/core/wire.ts'
import { hashSchema } from '#vault/core/v1/statement.ts'

export const reopeningApi = (api: Api, deps: ApiDeps & GateDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/me/reopening',
    summary: 'By which ways the device of this session can be opened again after a lock',
    access: membersPolicy.reopen,
    parse: {},
    act: async ({ caller }) => ok(await listReopenings(deps, caller)),
    refusals: {},
    answer: reopeningAnswer,
    present: (ways) => ({ ways }),
  })
  declare({
    method: 'put',
    path: '/me/reopening',
    summary: 'Keep half of the key by which the device of this session opens again',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.keepReopening,
    parse: {
      body: z.strictObject({
        authKey: bytesSchema(32),
        way: reopenWaySchema,
        proof: hashSchema,
        half: hashSchema,
      }),
    },
    act: ({ caller, body }) => keepReopening(deps, caller, body),
    refusals: { wrong_sign_in: () => ({ status: 401, type: 'wrong_sign_in' }) },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/me/reopening/forget',
    summary: 'Destroy that half',
    access: membersPolicy.keepReopening,
    parse: { body: z.strictObject({ way: reopenWaySchema }) },
    act: async ({ caller, body }) => ok(await forgetReopening(deps, caller, body.way)),
    refusals: {},
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/me/reopening/open',
    summary: 'Give that half for its proof; five wrong proofs destroy it and end the session',
    access: membersPolicy.reopen,
    parse: { body: z.strictObject({ way: reopenWaySchema, proof: hashSchema }) },
    act: ({ caller, body }) => reopen(deps, caller, body),
    refusals: {
      wrong_proof: ({ left }) => ({ status: 401, type: 'wrong_proof', fields: { left } }),
      reopening_gone: () => ({ status: 410, type: 'reopening_gone' }),
    },
    answer: reopenedAnswer,
    present: ({ half, memoryHash, device }) => ({ half, memoryHash, device }),
  })
}
