/** The routes of the organisation's root and of members who are let in again by the holders of its shares. */
import { z } from 'zod'
import { ok, type Result } from '#kernel/core/result.ts'
import { accountNameSchema } from '#members/core/desk_entries.ts'
import {
  accountDesksAnswer,
  challengeAnswer,
  coveredAnswer,
  deskOfRootAnswer,
  desksOfRootAnswer,
  holderPaths,
  lookAnswer,
  openRequestsAnswer,
  rootAnswer,
} from '#members/core/recovery.ts'
import { appendProblem } from '#members/server/desk_problem.ts'
import { accountForm } from '#members/server/account_form.ts'
import { recoveryPolicy } from '#members/server/policies.ts'
import {
  askToBeLetIn,
  findAccountId,
  letIn,
  type LetInRefusal,
  listRequests,
  openAccount,
  type RecoveryDeps,
} from '#members/server/recovery.service.ts'
import {
  certify,
  type CertifyRefusal,
  listCovered,
  listDesksOfRoot,
  openDeskOfRoot,
} from '#members/server/certificates.service.ts'
import { keepRoot, newChallenge, readOwnRoot } from '#members/server/root.service.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { bytesSchema, entryToWire, entryWireSchema, wireToBytes, wireToEntry } from '#vault/core/wire.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'

const refusalWith = (status: number, type: string) => (): Problem => ({ status, type })

const proof = z.strictObject({
  root: hashSchema,
  challenge: z.string().max(200),
  signature: bytesSchema(64),
})
/** Of all desks of one account: each an entry and a bundle, as base64url. */
const bodyLimit = 24 * 1024 * 1024
const MOST_DESKS = 200

export const recoveryApi = (api: Api, deps: ApiDeps & RecoveryDeps): void => {
  rootRoutes(api, deps)
  requestRoutes(api, deps)
  holderRoutes(api, deps)
  certificateRoutes(api, deps)
}

const rootRoutes = (api: Api, deps: ApiDeps & RecoveryDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/root',
    summary: 'The organisation’s root as it signed itself, and what desks are sealed to',
    access: recoveryPolicy.readRoot,
    parse: {},
    act: async () => ok(await readOwnRoot(deps)),
    refusals: {},
    answer: rootAnswer,
    present: (root) => ({ root }),
  })
  declare({
    method: 'post',
    path: '/root',
    summary: 'Keep the public halves of a root whose shares were printed and read back',
    limit: ({ caller }) => ({ purpose: 'root', subject: caller.account, free: 20 }),
    access: recoveryPolicy.keepRoot,
    proof: 'always',
    parse: { body: z.strictObject({ statement: bytesSchema(8192), signature: bytesSchema(64) }) },
    act: ({ body }) => keepRoot(deps, body),
    refusals: {
      not_a_root: refusalWith(422, 'not_a_root'),
      root_kept: refusalWith(409, 'root_kept'),
      other_organisation: refusalWith(422, 'other_organisation'),
    },
    present: () => undefined,
  })
  declare({
    method: 'get',
    path: '/root/desks',
    summary: 'Which desks could be opened and whose members be let in by the holders of the shares',
    access: recoveryPolicy.readCovered,
    parse: {},
    act: async () => ok(await listCovered(deps)),
    refusals: {},
    answer: coveredAnswer,
    present: (desks) => ({ desks }),
  })
}

const requestRoutes = (api: Api, deps: ApiDeps & RecoveryDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/recovery/look',
    summary: 'The id that new keys of a name are made for; of a name that is unknown one all the same',
    access: recoveryPolicy.askToBeLetIn,
    parse: { body: z.strictObject({ name: accountNameSchema }) },
    act: async ({ body }) => ok(await findAccountId(deps, body.name)),
    refusals: {},
    answer: lookAnswer,
    present: (account) => ({ account }),
  })
  declare({
    method: 'post',
    path: '/recovery/requests',
    summary: 'Ask to be let in again with new keys; answered alike for every name',
    limit: ({ body }) => ({ purpose: 'recovery', subject: body.form.name, free: 10 }),
    access: recoveryPolicy.askToBeLetIn,
    parse: { body: z.strictObject({ form: accountForm }) },
    act: async ({ body }) => ok(await askToBeLetIn(deps, body.form)),
    refusals: {},
    present: () => undefined,
  })
}

const proof_refused = refusalWith(403, 'proof_refused')

/** Without a limit: nobody guesses a signature, and whoever knows the public key would use it up for the holders. */
const holderRoutes = (api: Api, deps: ApiDeps & RecoveryDeps): void => {
  const declare = endpoint(api, deps)
  const request_gone = refusalWith(410, 'request_gone')
  declare({
    method: 'post',
    path: '/recovery/challenge',
    summary: 'A challenge for the root to sign; it serves once and for minutes',
    access: recoveryPolicy.proveShares,
    parse: { body: z.strictObject({}) },
    act: async () => ok(newChallenge(deps)),
    refusals: {},
    answer: challengeAnswer,
    present: (challenge) => ({ challenge }),
  })
  declare({
    method: 'post',
    path: holderPaths.requests,
    summary: 'Who asks to be let in again, for the holders of enough shares',
    access: recoveryPolicy.proveShares,
    parse: { body: z.strictObject({ proof }) },
    act: ({ body }) => listRequests(deps, body),
    refusals: { proof_refused },
    answer: openRequestsAnswer,
    present: ({ root, requests }) => ({
      root,
      requests: requests.map((one) => ({
        account: one.account,
        name: one.name,
        signing: one.signing,
        recipient: one.recipient,
        requestedAt: one.requested_at.toISOString(),
        expires: one.expires_at.toISOString(),
      })),
    }),
  })
  declare({
    method: 'post',
    path: holderPaths.account,
    summary: 'The logs and bundles of the desks of an account that asks, for the holders of enough shares',
    access: recoveryPolicy.proveShares,
    parse: { body: z.strictObject({ proof, account: idSchema }) },
    act: ({ body }) => openAccount(deps, body),
    refusals: { proof_refused, request_gone },
    answer: accountDesksAnswer,
    present: (desks) => ({
      desks: desks.map(({ id, name, log }) => ({
        id,
        name,
        log: log && {
          entries: log.entries.map(entryToWire),
          bundle: log.bundle && toBase64url(log.bundle),
        },
      })),
    }),
  })
  declare({
    method: 'post',
    path: holderPaths.letIn,
    summary: 'Exchange an account’s keys for those it asked with, in all its desks, by entries of the root',
    access: recoveryPolicy.proveShares,
    parse: {
      body: z.strictObject({
        proof,
        account: idSchema,
        signing: hashSchema,
        desks: z
          .array(z.strictObject({ desk: idSchema, entry: entryWireSchema, bundle: bytesSchema(512 * 1024) }))
          .max(MOST_DESKS),
        note: bytesSchema(256 * 1024),
      }),
      bodyLimit,
    },
    act: ({ body: { proof: given, ...body } }): Promise<Result<null, LetInRefusal>> =>
      letIn(deps, {
        proof: given,
        body,
        form: {
          account: body.account,
          signing: body.signing,
          desks: body.desks.map(({ desk, entry, bundle }) => ({
            desk,
            entry: wireToEntry(entry),
            bundle: wireToBytes(bundle),
          })),
          note: wireToBytes(body.note),
        },
      }),
    refusals: {
      proof_refused,
      request_gone,
      desks_differ: refusalWith(409, 'desks_differ'),
      append_refused: ({ why }) => appendProblem(why),
    },
    present: () => undefined,
  })
}

/** Without a limit, too, and by the same proof. */
const certificateRoutes = (api: Api, deps: ApiDeps & RecoveryDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: holderPaths.desks,
    summary: 'The desks that trust this root, for the holders of enough shares',
    access: recoveryPolicy.proveShares,
    parse: { body: z.strictObject({ proof }) },
    act: ({ body }) => listDesksOfRoot(deps, body),
    refusals: { proof_refused },
    answer: desksOfRootAnswer,
    present: (desks) => ({ desks }),
  })
  declare({
    method: 'post',
    path: holderPaths.desk,
    summary: 'The log of a desk that trusts this root, for the holders of enough shares',
    access: recoveryPolicy.proveShares,
    parse: { body: z.strictObject({ proof, desk: idSchema }) },
    act: ({ body }) => openDeskOfRoot(deps, body),
    refusals: { proof_refused, not_rooted: refusalWith(409, 'not_rooted') },
    answer: deskOfRootAnswer,
    present: (entries) => ({ entries: entries.map(entryToWire) }),
  })
  declare({
    method: 'post',
    path: holderPaths.certify,
    summary: 'Certify the keys of a lead for a year at most, by an entry of the root in the desk’s log',
    access: recoveryPolicy.proveShares,
    parse: { body: z.strictObject({ proof, account: idSchema, desk: idSchema, entry: entryWireSchema }) },
    act: ({ body: { proof: given, ...body } }): Promise<Result<null, CertifyRefusal>> =>
      certify(deps, { proof: given, body, form: { ...body, entry: wireToEntry(body.entry) } }),
    refusals: {
      proof_refused,
      lead_suspended: refusalWith(409, 'lead_suspended'),
      append_refused: ({ why }) => appendProblem(why),
    },
    present: () => undefined,
  })
}
