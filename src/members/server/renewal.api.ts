/** The routes by which a lead's device gives the logs of a desk new keys. */
import { z } from 'zod'
import { ok } from '#kernel/core/result.ts'
import { leftAnswer, renewedLogSchema, staleKeysAnswer, MOST_RENEWED } from '#members/core/wire.ts'
import { type AccessDeps, noteAccess } from '#members/server/access.service.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { readStaleKeys, type RenewalDeps, renewKeys } from '#members/server/renewal.service.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { headToWire, wireToBytes, wireToHead } from '#vault/core/wire.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

const deskParams = z.object({ desk: idSchema })

export const renewalApi = (api: Api, deps: ApiDeps & RenewalDeps & AccessDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/keys',
    summary: 'Logs whose keys are granted under an older key of the desk, and how many there are',
    access: membersPolicy.readStaleKeys,
    parse: { params: deskParams, query: z.object({ after: idSchema.optional() }) },
    act: async ({ caller, params, query }) => {
      const by = { account: caller.account, desk: params.desk }
      const stale = await readStaleKeys(deps, by, query.after ?? '')
      // With their heads: for whoever asks this is the list of cases as well.
      if (stale.logs.length > 0) await noteAccess(deps, by, { act: 'listed', subject: params.desk })
      return ok(stale)
    },
    refusals: {},
    answer: staleKeysAnswer,
    present: ({ logs, left }) => ({
      left,
      logs: logs.map(({ log, grant, head }) => ({
        log,
        grant: { epoch: grant.epoch, deskEpoch: grant.deskEpoch, sealed: toBase64url(grant.sealed) },
        head: head && headToWire(head),
      })),
    }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/keys',
    summary: 'Give logs new keys under the present key of the desk: all or none',
    access: membersPolicy.renewKeys,
    parse: {
      params: deskParams,
      body: z.strictObject({ logs: z.array(renewedLogSchema).min(1).max(MOST_RENEWED) }),
      bodyLimit: 16 * 1024 * 1024,
    },
    act: ({ caller, params, body }) =>
      renewKeys(
        deps,
        { account: caller.account, desk: params.desk },
        body.logs.map(({ log, grant, head }) => ({
          log,
          grant: { ...grant, sealed: wireToBytes(grant.sealed) },
          head: head && wireToHead(head),
        })),
      ),
    refusals: {
      not_a_lead: () => ({ status: 403, type: 'not_a_lead' }),
      old_grant: () => ({ status: 409, type: 'old_grant' }),
      bad_head: ({ log }) => ({ status: 422, type: 'bad_head', fields: { log } }),
      not_found: () => ({ status: 404, type: 'not_found' }),
    },
    answer: leftAnswer,
    present: ({ left }) => ({ left }),
  })
}
