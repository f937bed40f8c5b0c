/** The routes of absent members: suspended by colleagues, or travelling; and the heartbeat that an open desk sends. */
import { z } from 'zod'
import { MOST_HANDED_BACK, suspensionReasons } from '#members/core/absence.ts'
import { handedBackAnswer, heartbeatAnswer, suspensionsAnswer } from '#members/core/absence_wire.ts'
import { accountNameSchema } from '#members/core/desk_entries.ts'
import { ok } from '#kernel/core/result.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { bytesSchema, wireToBytes } from '#vault/core/wire.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import type { ServerKeys } from '#vault/server/server_keys.service.ts'
import { membersPolicy } from './policies.ts'
import {
  type AbsenceDeps,
  liftSuspension,
  type ListedSuspension,
  listSuspensions,
  lockOutAccount,
  suspend,
} from './suspension.service.ts'
import { handBack, type HandedBack, heartbeat, listHandedBack, returnToTraveller } from './travel.service.ts'

const deskParams = z.object({ desk: idSchema })
const accountParams = z.object({ desk: idSchema, account: idSchema })
const refusalWith = (status: number, type: string) => (): Problem => ({ status, type })
const own_account = refusalWith(403, 'own_account')
const second_member_needed = refusalWith(403, 'second_member_needed')
const not_suspended = refusalWith(409, 'not_suspended')

type Deps = ApiDeps & AbsenceDeps & { readonly secrets: ServerKeys }

export const absenceApi = (api: Api, deps: Deps): void => {
  suspensionRoutes(api, deps)
  liftRoutes(api, deps)
  travelRoutes(api, deps)
  heartbeatRoute(api, deps)
}

const roleOf = (caller: { readonly role: 'reader' | 'writer' | 'lead' | null }) => caller.role ?? 'reader'

const suspensionRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/suspensions',
    summary: 'Suspensions of this desk’s members, in force and past',
    access: membersPolicy.readSuspensions,
    parse: { params: deskParams },
    act: async ({ params }) => ok(await listSuspensions(deps, params.desk)),
    refusals: {},
    answer: suspensionsAnswer,
    present: (suspensions) => ({ suspensions: suspensions.map(presentSuspension) }),
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/suspensions',
    summary: 'Suspend a colleague’s account for 72 hours: every session of it ends at once',
    limit: ({ caller }) => ({ purpose: 'suspend', subject: caller.account, free: 20 }),
    access: membersPolicy.suspend,
    parse: {
      params: deskParams,
      body: z.strictObject({ account: idSchema, reason: z.enum(suspensionReasons) }),
    },
    act: ({ caller, params, body }) =>
      suspend(deps, { account: caller.account, desk: params.desk, role: roleOf(caller) }, body),
    refusals: {
      own_account,
      no_colleague: refusalWith(404, 'no_colleague'),
      suspended_already: refusalWith(409, 'suspended_already'),
      one_at_a_time: refusalWith(409, 'one_at_a_time'),
      suspended_lately: refusalWith(409, 'suspended_lately'),
    },
    present: () => undefined,
  })
}

const liftRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/suspensions/{account}/lock-out',
    summary: 'As a second member, keep a suspended account out until two lift that',
    access: membersPolicy.suspend,
    parse: { params: accountParams, body: z.strictObject({}) },
    act: ({ caller, params }) =>
      lockOutAccount(
        deps,
        { account: caller.account, desk: params.desk, role: roleOf(caller) },
        params.account,
      ),
    refusals: {
      own_account,
      second_member_needed,
      not_suspended,
      locked_out_already: refusalWith(409, 'locked_out_already'),
    },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/suspensions/{account}/lift',
    summary: 'Propose to let an account in again, or agree as a second member; one of the two is a lead',
    access: membersPolicy.suspend,
    parse: { params: accountParams, body: z.strictObject({}) },
    act: ({ caller, params }) =>
      liftSuspension(
        deps,
        { account: caller.account, desk: params.desk, role: roleOf(caller) },
        params.account,
      ),
    refusals: {
      own_account,
      second_member_needed,
      not_suspended,
      lead_needed: refusalWith(403, 'lead_needed'),
    },
    present: () => undefined,
  })
}

const presentAct = (act: ListedSuspension['lift']) => act && { by: act.by, at: act.at.toISOString() }

const presentSuspension = (one: ListedSuspension) => ({
  of: one.of,
  by: one.by,
  reason: one.reason,
  since: one.since.toISOString(),
  until: one.until.toISOString(),
  inForce: one.inForce,
  locked: presentAct(one.locked),
  lift: presentAct(one.lift),
  lifted: presentAct(one.lifted),
})

const cases = z.array(idSchema).min(1).max(MOST_HANDED_BACK)

const travelRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/handed-back',
    summary: 'Cases that members handed back before they travelled; of the caller’s own how many',
    access: membersPolicy.readHandedBack,
    parse: { params: deskParams },
    act: async ({ caller, params }) =>
      ok(await listHandedBack(deps, { account: caller.account, desk: params.desk })),
    refusals: {},
    answer: handedBackAnswer,
    present: presentHandedBack,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/handed-back',
    summary: 'Hand back cases: the server shows them to this account no more until a colleague returns them',
    access: membersPolicy.handBack,
    parse: {
      params: deskParams,
      body: z.strictObject({ cases, sealed: bytesSchema(256 * 1024) }),
    },
    act: ({ caller, params, body }) =>
      handBack(
        deps,
        { account: caller.account, desk: params.desk },
        { cases: body.cases, sealed: wireToBytes(body.sealed) },
      ),
    refusals: { not_found: refusalWith(404, 'not_found') },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/handed-back/return',
    summary: 'Return cases to a colleague who handed them back',
    access: membersPolicy.returnCases,
    parse: { params: deskParams, body: z.strictObject({ traveller: idSchema, cases }) },
    act: ({ caller, params, body }) =>
      returnToTraveller(deps, { account: caller.account, desk: params.desk }, body),
    refusals: {},
    answer: z.object({ returned: z.int() }),
    present: ({ returned }) => ({ returned }),
  })
}

const presentHandedBack = ({ own, others, returned }: HandedBack) => ({
  own: own.map(({ since, sealed, cases: n }) => ({
    since: since.toISOString(),
    sealed: toBase64url(sealed),
    cases: n,
  })),
  others: others.map(({ traveller, since, cases: ids }) => ({
    traveller,
    since: since.toISOString(),
    cases: ids,
  })),
  returned: returned.map(({ traveller, by, at, cases: n }) => ({
    traveller,
    by,
    at: at.toISOString(),
    cases: n,
  })),
})

const heartbeatRoute = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/heartbeat',
    summary: 'Whether this device’s session lives; of one that colleagues have ended, that they did',
    access: membersPolicy.heartbeat,
    parse: { body: z.strictObject({ name: accountNameSchema, device: hashSchema.optional() }) },
    act: async ({ caller, body }) =>
      ok(await heartbeat(deps, { account: caller.kind === 'member' ? caller.account : null, ...body })),
    refusals: {},
    answer: heartbeatAnswer,
    present: (beat) =>
      beat.state === 'here'
        ? { state: beat.state, desks: beat.desks, travel: beat.travel }
        : { state: beat.state },
  })
}
