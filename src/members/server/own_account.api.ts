/** The routes of one's own account: its sessions and its passphrase. */
import { z } from 'zod'
import { ok } from '#kernel/core/result.ts'
import { endedAnswer, sessionsAnswer, vaultAnswer } from '#members/core/wire.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import {
  changePassphrase,
  endOtherSessions,
  endSession,
  listSessions,
  proveSession,
  readVault,
} from '#members/server/own_account.service.ts'
import { passphraseLimit } from '#members/server/passphrase_limit.ts'
import { membersPolicy } from '#members/server/policies.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { bytesSchema } from '#vault/core/wire.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'

const refusalWith = (status: number, type: string) => (): Problem => ({ status, type })
const wrong = { wrong_sign_in: refusalWith(401, 'wrong_sign_in') }
const authKey = bytesSchema(32)

export const ownAccountApi = (api: Api, deps: ApiDeps & GateDeps): void => {
  sessionRoutes(api, deps)
  passphraseRoutes(api, deps)
}

const sessionRoutes = (api: Api, deps: ApiDeps & GateDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/me/sessions',
    summary: 'The open sessions of this account: when each began and was last used, and nothing of where',
    access: membersPolicy.readSessions,
    parse: {},
    act: async ({ caller }) => ok(await listSessions(deps, caller)),
    refusals: {},
    answer: sessionsAnswer,
    present: (sessions) => ({
      sessions: sessions.map(({ session, begunOn, usedAt, own }) => ({ session, begunOn, usedAt, own })),
    }),
  })
  declare({
    method: 'post',
    path: '/me/sessions/end',
    summary: 'End another session of this account',
    access: membersPolicy.endSessions,
    proof: 'always',
    parse: { body: z.strictObject({ session: hashSchema }) },
    act: ({ caller, body }) => endSession(deps, caller, body.session),
    refusals: {
      not_found: refusalWith(404, 'not_found'),
      own_session: refusalWith(409, 'own_session'),
    },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/me/sessions/end-others',
    summary: 'End every session of this account but this one',
    access: membersPolicy.endSessions,
    proof: 'always',
    parse: { body: z.strictObject({}) },
    act: async ({ caller }) => ok(await endOtherSessions(deps, caller)),
    refusals: {},
    answer: endedAnswer,
    present: (ended) => ({ ended }),
  })
}

const passphraseRoutes = (api: Api, deps: ApiDeps & GateDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/me/proof',
    summary: 'The passphrase again: for minutes this session is let through where it is asked for',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.provePassphrase,
    parse: { body: z.strictObject({ authKey }) },
    act: ({ caller, body }) => proveSession(deps, caller, body.authKey),
    refusals: wrong,
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/me/vault',
    summary: 'The sealed vault of this account, for who proves the passphrase again',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.changePassphrase,
    parse: { body: z.strictObject({ authKey }) },
    act: ({ caller, body }) => readVault(deps, { account: caller.account, authKey: body.authKey }),
    refusals: wrong,
    answer: vaultAnswer,
    present: (vault) => ({ vault }),
  })
  declare({
    method: 'post',
    path: '/me/passphrase',
    summary: 'Put the vault under another passphrase and end every other session',
    limit: ({ caller }) => passphraseLimit(caller.account),
    access: membersPolicy.changePassphrase,
    parse: {
      body: z.strictObject({
        authKey,
        change: z.int().min(0).max(999_999),
        next: z.strictObject({ seed: idSchema, authKey, vault: bytesSchema(16 * 1024) }),
      }),
    },
    act: ({ caller, body }) => changePassphrase(deps, caller, body),
    refusals: {
      ...wrong,
      vault_moved: refusalWith(409, 'vault_moved'),
      seed_kept: refusalWith(422, 'seed_kept'),
    },
    answer: endedAnswer,
    present: ({ ended }) => ({ ended }),
  })
}
