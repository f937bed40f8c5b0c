/** The routes of the access log: what a desk's members see of it, limits, and what somebody has looked at. */
import { z } from 'zod'
import { ok } from '#kernel/core/result.ts'
import {
  accessAnswer,
  accessLinesAnswer,
  daySchema,
  limitForm,
  seenForm,
  unusualAnswer,
} from '#members/core/access_wire.ts'
import {
  type AccessDeps,
  markSeen,
  readAccess,
  readAccessLines,
  readAccessOfCase,
  readUnusual,
  setLimit,
} from '#members/server/access.service.ts'
import type { AccessLine } from '#members/core/access_chain.ts'
import type { AccessLimits } from '#members/core/access_limits.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

const deskParams = z.object({ desk: idSchema })
const byOf = (caller: { readonly account: string }, params: { readonly desk: string }) => ({
  account: caller.account,
  desk: params.desk,
})
const presentLine = ({ seq, hour, account, act, subject, within, prev }: AccessLine): AccessLine => ({
  seq,
  hour,
  account,
  act,
  subject,
  within,
  prev,
})
const presentLimits = ({ openedDay, exportedDay, exportedWeek }: AccessLimits): AccessLimits => ({
  openedDay,
  exportedDay,
  exportedWeek,
})

export const accessApi = (api: Api, deps: ApiDeps & AccessDeps): void => {
  readRoutes(api, deps)
  lineRoutes(api, deps)
  actRoutes(api, deps)
}

const readRoutes = (api: Api, deps: ApiDeps & AccessDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/access',
    summary: 'Where the access log ends and where a day begins in it; limits; what was looked at',
    access: membersPolicy.readAccess,
    parse: { params: deskParams, query: z.strictObject({ since: daySchema.refine(isDay) }) },
    act: async ({ caller, params, query }) => ok(await readAccess(deps, byOf(caller, params), query.since)),
    refusals: {},
    answer: accessAnswer,
    present: ({ tip, first, from, cases, ofDesk, settings, seen }) => ({
      tip,
      first,
      from,
      cases,
      ofDesk: presentLimits(ofDesk),
      settings: settings.map(({ number, account, limits, setBy, setAt, alone }) => ({
        number,
        account,
        limits: limits && presentLimits(limits),
        setBy,
        setAt,
        alone,
      })),
      seen: seen.map(({ kind, about, day, seenBy, seenAt, reason }) => ({
        kind,
        about,
        day,
        seenBy,
        seenAt,
        reason,
      })),
    }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/access/unusual',
    summary: 'What is unusual in the access log and nobody has looked at yet',
    access: membersPolicy.readAccess,
    parse: { params: deskParams },
    act: async ({ caller, params }) => ok(await readUnusual(deps, byOf(caller, params))),
    refusals: {},
    answer: unusualAnswer,
    present: ({ tip, unusual }) => ({
      tip,
      unusual: unusual.map(({ kind, about, day, amount, before, usual }) => ({
        kind,
        about,
        day,
        amount,
        before,
        usual,
      })),
    }),
  })
}

/** A day that there is. */
const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

const lineRoutes = (api: Api, deps: ApiDeps & AccessDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/access/lines',
    summary: 'Lines of the access log from a place on, a page at a time',
    access: membersPolicy.readAccess,
    parse: {
      params: deskParams,
      query: z.strictObject({
        from: z.coerce
          .number()
          .int()
          .min(0)
          .max(2 ** 31 - 1),
      }),
    },
    act: async ({ caller, params, query }) =>
      ok(await readAccessLines(deps, byOf(caller, params), query.from)),
    refusals: {},
    answer: accessLinesAnswer,
    present: (lines) => ({ lines: lines.map(presentLine) }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/cases/{case}/access',
    summary: 'Who was handed out this case or a file of it, and in which hour',
    access: membersPolicy.readAccess,
    parse: { params: z.object({ desk: idSchema, case: idSchema }) },
    act: async ({ caller, params }) => ok(await readAccessOfCase(deps, byOf(caller, params), params.case)),
    refusals: {},
    answer: accessLinesAnswer,
    present: (lines) => ({ lines: lines.map(presentLine) }),
  })
}

const actRoutes = (api: Api, deps: ApiDeps & AccessDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/access/limits',
    summary: 'Set how much the desk’s members, or one of them, may open and export',
    access: membersPolicy.setLimit,
    proof: 'always',
    parse: { params: deskParams, body: limitForm },
    act: ({ caller, params, body }) => setLimit(deps, byOf(caller, params), body),
    refusals: {
      not_a_lead: () => ({ status: 403, type: 'not_a_lead' }),
      own_limit: () => ({ status: 403, type: 'own_limit' }),
      not_a_member: () => ({ status: 422, type: 'not_a_member' }),
    },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/access/seen',
    summary: 'Say that something unusual was looked at, and what was found',
    access: membersPolicy.markSeen,
    parse: { params: deskParams, body: seenForm.refine(({ day }) => isDay(day)) },
    act: ({ caller, params, body }) => markSeen(deps, byOf(caller, params), body),
    refusals: {
      own_access: () => ({ status: 403, type: 'own_access' }),
      already_seen: () => ({ status: 409, type: 'already_seen' }),
      nothing_unusual: () => ({ status: 404, type: 'not_found' }),
    },
    present: () => undefined,
  })
}
