/** The routes of the second factor: at sign-in, on one's own account, for the steward, for the desk. */
import { z } from 'zod'

import { ok } from '#kernel/core/result.ts'
import {
  enteredAnswer,
  stewardActsAnswer,
  factorRuleAnswer,
  factorsAnswer,
  factorsChangedAnswer,
  keyChallengeAnswer,
} from '#members/core/factor_wire.ts'
import { endedAnswer } from '#members/core/wire.ts'
import {
  endSessionsOf,
  markTold,
  readRule,
  readStewardActs,
  resetFactors,
  setRule,
} from '#members/server/factor_rule.service.ts'
import {
  addFactor,
  askKey,
  type FactorDeps,
  type FactorsChanged,
  readFactors,
  removeFactor,
  renewCodes,
} from '#members/server/factors.service.ts'
import { type GateDeps, signInWithFactor } from '#members/server/gate.service.ts'
import { presentSignedIn } from '#members/server/members.api.ts'
import { passphraseLimit } from '#members/server/passphrase_limit.ts'
import { mayEndSessionsOf, mayResetFactors, membersPolicy } from '#members/server/policies.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { bytesSchema } from '#vault/core/wire.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import { assertionSchema, codeSchema, registrationSchema } from '#vault/server/second_factor.service.ts'

const refusalWith = (status: number, type: string) => (): Problem => ({ status, type })
const wrongFactor = refusalWith(401, 'wrong_factor')
const wrongSignIn = refusalWith(401, 'wrong_sign_in')
const waits = (seconds: number): Problem => ({ status: 429, type: 'too_many_attempts', fields: { seconds } })

/** 20 bytes, as RFC 4226 asks for. */
const appSecret = z.string().regex(/^[A-Za-z0-9_-]{27}$/)
const appCode = z.string().regex(/^[0-9]{6}$/)
const proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: appCode }),
  z.strictObject({ kind: z.literal('code'), code: codeSchema }),
  z.strictObject({ kind: z.literal('key'), answer: assertionSchema }),
])
const form = { authKey: bytesSchema(32), proof: proof.optional() }
const newFactor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), secret: appSecret, code: appCode }),
  z.strictObject({ kind: z.literal('key'), answer: registrationSchema }),
])

type Deps = ApiDeps & GateDeps
const placed = (deps: Deps): FactorDeps => ({ ...deps, origin: deps.origins[0] })
const presentChanged = ({ codes, ended }: FactorsChanged) => ({ codes, ended })

export const factorsApi = (api: Api, deps: Deps): void => {
  gateRoutes(api, deps)
  readRoutes(api, deps)
  changeRoutes(api, deps)
  otherRoutes(api, deps)
}

const gateRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/sign-in/factor',
    summary: 'Open a session with the ticket that the right passphrase gave, and a second factor',
    access: membersPolicy.giveFactor,
    parse: { body: z.strictObject({ ticket: hashSchema, proof }) },
    act: ({ body }) => signInWithFactor(placed(deps), body),
    refusals: {
      wrong_factor: wrongFactor,
      wait: ({ seconds }) => waits(seconds),
      ticket_gone: refusalWith(410, 'ticket_gone'),
    },
    answer: enteredAnswer,
    present: presentSignedIn(deps),
  })
}

const readRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/me/factors',
    summary: 'The second factors of this account',
    access: membersPolicy.readFactors,
    parse: {},
    act: async ({ caller }) => ok(await readFactors(deps, caller.account)),
    refusals: {},
    answer: factorsAnswer,
    present: ({ factors, codesLeft, required, resetAt, endedAt }) => ({
      factors: factors.map(({ id, kind, added_on, used_on }) => ({
        factor: id,
        kind,
        addedOn: added_on,
        usedOn: used_on,
      })),
      codesLeft,
      required,
      resetOn: resetAt?.toISOString() ?? null,
      sessionsEndedOn: endedAt?.toISOString() ?? null,
    }),
  })
  declare({
    method: 'post',
    path: '/me/factors/ask',
    summary: 'What a browser hands to a security key: a new one to add, or a known one to prove',
    limit: ({ caller }) => ({ purpose: 'ask_key', subject: caller.account, free: 30 }),
    access: membersPolicy.addFactor,
    parse: { body: z.strictObject({ use: z.enum(['add', 'prove']) }) },
    act: async ({ caller, body }) => ok(await askKey(placed(deps), caller, body.use)),
    refusals: {},
    answer: keyChallengeAnswer,
    present: (options) => ({ options }),
  })
  declare({
    method: 'post',
    path: '/me/factors/told',
    summary: 'The member has read what the steward did to their account',
    access: membersPolicy.readFactors,
    parse: { body: z.strictObject({}) },
    act: async ({ caller }) => ok(await markTold(deps, caller.account)),
    refusals: {},
    present: () => undefined,
  })
}

const changeRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/me/factors',
    summary: 'Add a second factor, which has to be right once; every other session ends',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.addFactor,
    parse: { body: z.strictObject({ ...form, id: idSchema, factor: newFactor }) },
    act: ({ caller, body }) => addFactor(placed(deps), caller, body),
    refusals: {
      wrong_factor: wrongFactor,
      wait: ({ seconds }) => waits(seconds),
      wrong_sign_in: wrongSignIn,
      too_many_factors: refusalWith(409, 'too_many_factors'),
    },
    answer: factorsChangedAnswer,
    present: presentChanged,
  })
  declare({
    method: 'post',
    path: '/me/factors/remove',
    summary: 'Remove a second factor; every other session ends',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.changeFactors,
    parse: { body: z.strictObject({ ...form, factor: idSchema }) },
    act: ({ caller, body }) => removeFactor(placed(deps), caller, body),
    refusals: {
      wrong_factor: wrongFactor,
      wait: ({ seconds }) => waits(seconds),
      wrong_sign_in: wrongSignIn,
      not_found: refusalWith(404, 'not_found'),
      factor_required: refusalWith(409, 'factor_required'),
    },
    answer: factorsChangedAnswer,
    present: presentChanged,
  })
  declare({
    method: 'post',
    path: '/me/factors/codes',
    summary: 'Ten new printed codes in place of the old ones',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.changeFactors,
    parse: { body: z.strictObject(form) },
    act: ({ caller, body }) => renewCodes(placed(deps), caller, body),
    refusals: {
      wrong_factor: wrongFactor,
      wait: ({ seconds }) => waits(seconds),
      wrong_sign_in: wrongSignIn,
      not_found: refusalWith(404, 'not_found'),
    },
    answer: factorsChangedAnswer,
    present: presentChanged,
  })
}

const otherRoutes = (api: Api, deps: Deps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/steward-acts',
    summary:
      'What the steward did to accounts of members in the last 90 days: factors taken away, sessions ended',
    access: membersPolicy.readStewardActs,
    parse: { params: z.object({ desk: idSchema }) },
    act: async ({ params }) => ok(await readStewardActs(deps, params.desk)),
    refusals: {},
    answer: stewardActsAnswer,
    present: (acts) => ({ acts: acts.map(({ act, name, at }) => ({ act, name, on: at.toISOString() })) }),
  })
  declare({
    method: 'post',
    path: '/accounts/{account}/factors/reset',
    summary: 'Take the second factors of an account away and end its sessions',
    access: membersPolicy.resetFactors,
    proof: 'always',
    permission: ({ caller, params }) => mayResetFactors(caller, params.account),
    parse: { params: z.object({ account: idSchema }), body: z.strictObject({}) },
    act: ({ params }) => resetFactors(deps, params.account),
    refusals: { not_found: refusalWith(404, 'not_found') },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/accounts/{account}/sessions/end',
    summary: 'End every session of an account, which goes on; its member and their desks are told',
    access: membersPolicy.endSessionsOf,
    permission: ({ caller, params }) => mayEndSessionsOf(caller, params.account),
    proof: 'always',
    parse: { params: z.object({ account: idSchema }), body: z.strictObject({}) },
    act: ({ params }) => endSessionsOf(deps, params.account),
    refusals: { not_found: refusalWith(404, 'not_found') },
    answer: endedAnswer,
    present: ({ ended }) => ({ ended }),
  })
  declare({
    method: 'get',
    path: '/factor-rule',
    summary: 'Whether every member needs a second factor, and who has none',
    access: membersPolicy.ruleFactors,
    parse: {},
    act: async () => ok(await readRule(deps)),
    refusals: {},
    answer: factorRuleAnswer,
    present: ({ required, without }) => ({ required, without }),
  })
  declare({
    method: 'put',
    path: '/factor-rule',
    summary: 'Make a second factor a duty of every member, or no longer',
    access: membersPolicy.ruleFactors,
    proof: 'always',
    parse: { body: z.strictObject({ required: z.boolean() }) },
    act: ({ caller, body }) => setRule(deps, { account: caller.account, required: body.required }),
    refusals: { no_factor_yourself: refusalWith(409, 'no_factor_yourself') },
    present: () => undefined,
  })
}
