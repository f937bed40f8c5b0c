/** The members' part of the API: set-up, sign-in, desks, invitations, accounts. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { accountNameSchema, labelSchema } from '#members/core/desk_entries.ts'
import { enteredAnswer, signInAnswer } from '#members/core/factor_wire.ts'
import { asksPassphrase } from '#members/core/proved.ts'
import {
  accountsAnswer,
  deskLogAnswer,
  invitationLookAnswer,
  invitationsAnswer,
  meAnswer,
  memoryAnswer,
  ownMemoryAnswer,
  seedAnswer,
  tipAnswer,
} from '#members/core/wire.ts'
import { inSnapshot, inTransaction } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { endedCookie, sessionCookie } from '#platform/server/session.ts'
import {
  bytesSchema,
  entryToWire,
  type EntryWire,
  entryWireSchema,
  wireToBytes,
  wireToEntry,
} from '#vault/core/wire.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { readEntry } from '#vault/core/v1/entry.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import { findAccounts, findInstallation, saveMemory } from './account.store.ts'
import {
  type AppendRefusal,
  appendToDesk,
  type DeskDeps,
  found,
  orRefused,
  readDeskLog,
  type Refused,
} from './desk.service.ts'
import { accountForm } from './account_form.ts'
import { appendProblem } from './desk_problem.ts'
import { mayCloseAccount, membersPolicy } from './policies.ts'
import { findMemory } from './own_account.store.ts'
import { findDesksOf, findInvitationsOf } from './desk.store.ts'
import {
  acceptWithAccount,
  acceptWithNewAccount,
  closeAccountOf,
  findSeed,
  type GateDeps,
  lookAtInvitation,
  SESSION_HOURS,
  setUp,
  type SignedIn,
  signIn,
  signInLimit,
  signOut,
} from './gate.service.ts'

export type MembersDeps = GateDeps & DeskDeps

const deskParams = z.object({ desk: idSchema })
const refusalWith = (status: number, type: string) => (): Problem => ({ status, type })

export const membersApi = (api: Api, deps: ApiDeps & MembersDeps): void => {
  gateRoutes(api, deps)
  sessionRoutes(api, deps)
  invitationRoutes(api, deps)
  deskRoutes(api, deps)
  leadRoutes(api, deps)
  stewardRoutes(api, deps)
}

/** The session goes into the cookie and nowhere else; the vault waits until there is a factor where one is a duty. */
export const presentSignedIn =
  (deps: ApiDeps) =>
  ({ token, confined, vault, ...shown }: SignedIn): Response =>
    Response.json(confined ? { toAdd: shown } : { ...shown, vault }, {
      headers: {
        'set-cookie': sessionCookie(deps.origins[0], { token, seconds: SESSION_HOURS * 3600 }),
      },
    })

const gateRoutes = (api: Api, deps: ApiDeps & MembersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/setup',
    summary: 'Name the organisation and make the first account, by the link printed at the first start',
    limit: () => ({ purpose: 'setup', subject: 'installation', free: 20 }),
    access: membersPolicy.setUp,
    parse: { body: z.strictObject({ token: hashSchema, organisation: labelSchema, form: accountForm }) },
    act: ({ body }) => setUp(deps, body),
    refusals: {
      setup_link_used: refusalWith(410, 'setup_link_used'),
      name_taken: refusalWith(409, 'name_taken'),
    },
    answer: enteredAnswer,
    present: presentSignedIn(deps),
  })
  declare({
    method: 'post',
    path: '/sign-in/seed',
    summary: 'The seed of a name, the same for one that is unknown',
    access: membersPolicy.askSeed,
    parse: { body: z.strictObject({ name: accountNameSchema }) },
    act: async ({ body }) => ok(await findSeed(deps, body.name)),
    refusals: {},
    answer: seedAnswer,
    present: (seed) => ({ seed }),
  })
  declare({
    method: 'post',
    path: '/sign-in',
    summary: 'Open a session and hand out the sealed vault',
    limit: ({ body }) => signInLimit(deps, body),
    access: membersPolicy.signIn,
    parse: {
      body: z.strictObject({
        name: accountNameSchema,
        authKey: bytesSchema(32),
        device: hashSchema.optional(),
      }),
    },
    act: ({ body }) => signIn({ ...deps, origin: deps.origins[0] }, body),
    refusals: { wrong_sign_in: refusalWith(401, 'wrong_sign_in') },
    answer: signInAnswer,
    present: (entered) => ('wanted' in entered ? entered : presentSignedIn(deps)(entered)),
  })
  declare({
    method: 'post',
    path: '/sign-out',
    summary: 'End this session',
    access: membersPolicy.signOut,
    parse: { body: z.strictObject({ clear: z.boolean().default(false) }) },
    act: async ({ caller, body }) => {
      await signOut(deps, caller.tokenHash)
      return ok(body.clear)
    },
    refusals: {},
    present: (clear) => {
      const headers = new Headers({ 'set-cookie': endedCookie(deps.origins[0]) })
      // A shared computer keeps nothing; a device that its member chose keeps the program, which holds no data.
      if (clear) headers.set('clear-site-data', '"storage"')
      return new Response(null, { status: 204, headers })
    },
  })
}

const sessionRoutes = (api: Api, deps: ApiDeps & MembersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/me',
    summary: 'This account, its desks and the organisation',
    access: membersPolicy.readMe,
    parse: {},
    act: async ({ caller }) =>
      ok(
        await inSnapshot(deps.database, { role: 'gate' }, async (db) => ({
          account: caller.account,
          steward: caller.steward,
          desks: await findDesksOf(db, caller.account),
          organisation: (await findInstallation(db))?.organisation ?? '',
        })),
      ),
    refusals: {},
    answer: meAnswer,
    present: ({ account, steward, organisation, desks }) => ({
      account,
      steward,
      organisation,
      desks: desks.map(({ id, name, role }) => ({ id, name, role })),
    }),
  })
  declare({
    method: 'get',
    large: true,
    path: '/me/memory',
    summary: 'What this member’s devices remember, sealed by them',
    access: membersPolicy.readMemory,
    parse: {},
    act: async ({ caller }) =>
      ok(await inTransaction(deps.database, { role: 'gate' }, (db) => findMemory(db, caller.account))),
    refusals: {},
    answer: ownMemoryAnswer,
    present: ({ memory }) => ({ memory: memory && toBase64url(memory) }),
  })
  declare({
    method: 'put',
    path: '/me/memory',
    summary: 'Keep what this member’s devices remember, sealed by them',
    access: membersPolicy.keepMemory,
    parse: {
      body: z.strictObject({ memory: bytesSchema(MOST_MEMORY), over: hashSchema.nullable() }),
      bodyLimit: 1.5 * MOST_MEMORY,
    },
    act: async ({ caller, body }) => {
      const over = body.over === null ? null : wireToBytes(body.over)
      const given = { memory: wireToBytes(body.memory), over }
      return ok(
        await inTransaction(deps.database, { role: 'gate' }, (db) => saveMemory(db, caller.account, given)),
      )
    },
    refusals: {},
    answer: memoryAnswer,
    present: (now) => ({ kept: now === null, memory: now?.memory ? toBase64url(now.memory) : null }),
  })
}

/** A tip takes some fifty bytes that nothing packs: a member of desks with 300,000 cases still has a memory. */
const MOST_MEMORY = 16 * 1024 * 1024

const invitationRoutes = (api: Api, deps: ApiDeps & MembersDeps): void => {
  const declare = endpoint(api, deps)
  const notOpen = refusalWith(410, 'invitation_not_open')
  declare({
    method: 'post',
    path: '/invitations/look',
    summary: 'Where an invitation leads; its id is made from the secret in its link',
    limit: ({ body }) => ({ purpose: 'invitation', subject: body.invitation, free: 50 }),
    access: membersPolicy.lookAtInvitation,
    parse: { body: z.strictObject({ invitation: idSchema }) },
    act: async ({
      body,
    }): Promise<
      Result<NonNullable<Awaited<ReturnType<typeof lookAtInvitation>>>, { kind: 'invitation_not_open' }>
    > => {
      const view = await lookAtInvitation(deps, body.invitation)
      return view ? ok(view) : err({ kind: 'invitation_not_open' })
    },
    refusals: { invitation_not_open: notOpen },
    answer: invitationLookAnswer,
    present: (view) => view,
  })
  declare({
    method: 'post',
    path: '/invitations/accept',
    summary: 'Accept with a new account; a lead’s device still has to admit its keys',
    limit: ({ body }) => ({ purpose: 'invitation', subject: body.invitation, free: 50 }),
    access: membersPolicy.acceptAsGuest,
    parse: { body: z.strictObject({ invitation: idSchema, mac: hashSchema, form: accountForm }) },
    act: ({ body }) => acceptWithNewAccount(deps, body),
    refusals: { invitation_not_open: notOpen, name_taken: refusalWith(409, 'name_taken') },
    answer: enteredAnswer,
    present: presentSignedIn(deps),
  })
  declare({
    method: 'post',
    path: '/invitations/join',
    summary: 'Accept with the account of this session',
    access: membersPolicy.acceptAsMember,
    parse: { body: z.strictObject({ invitation: idSchema, mac: hashSchema }) },
    act: ({ caller, body }) => acceptWithAccount(deps, { ...body, account: caller.account }),
    refusals: { invitation_not_open: notOpen, name_taken: refusalWith(409, 'name_taken') },
    present: () => undefined,
  })
}

type AppendRefused = Refused<AppendRefusal>

const presentTip = ({ seq, hash }: Tip): Tip => ({ seq, hash })

const bundle = bytesSchema(512 * 1024)
/** An entry and a bundle, as base64url. */
const bodyLimit = 2 * 1024 * 1024

const deskRoutes = (api: Api, deps: ApiDeps & MembersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks',
    summary: 'Found a desk by the entry its first lead’s device has signed',
    limit: ({ caller }) => ({ purpose: 'found_desk', subject: caller.account, free: 30 }),
    access: membersPolicy.foundDesk,
    parse: { body: z.strictObject({ entry: entryWireSchema, bundle }), bodyLimit },
    act: ({ caller, body }): Promise<Result<Tip, AppendRefused>> =>
      orRefused(
        found(deps, {
          account: caller.account,
          entry: wireToEntry(body.entry),
          bundle: wireToBytes(body.bundle),
        }),
      ),
    refusals: { append_refused: ({ why }) => appendProblem(why) },
    status: 201,
    answer: tipAnswer,
    present: presentTip,
  })
  declare({
    method: 'get',
    large: true,
    path: '/desks/{desk}/log',
    summary: 'The desk’s log and its newest bundle',
    access: membersPolicy.readDeskLog,
    parse: { params: deskParams },
    act: async ({ caller, params }) =>
      ok(await readDeskLog(deps, { account: caller.account, desk: params.desk })),
    refusals: {},
    answer: deskLogAnswer,
    present: (log) => ({
      entries: log.entries.map(entryToWire),
      bundle: log.bundle && toBase64url(log.bundle),
    }),
  })
}

/** Of an entry that cannot be read nothing is written, and the rules say why. */
const isGrave = (wire: EntryWire): boolean => {
  const entry = readEntry(wireToEntry(wire))
  return entry.ok && asksPassphrase(entry.value.statement.kind)
}

const leadRoutes = (api: Api, deps: ApiDeps & MembersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/log',
    summary: 'Append an entry to the desk’s log',
    access: membersPolicy.appendToDeskLog,
    proof: ({ body }) => isGrave(body.entry),
    parse: {
      params: deskParams,
      body: z.strictObject({ entry: entryWireSchema, bundle: bundle.optional() }),
      bodyLimit,
    },
    act: ({ caller, params, body }): Promise<Result<Tip, AppendRefused>> =>
      orRefused(
        appendToDesk(deps, {
          account: caller.account,
          desk: params.desk,
          entry: wireToEntry(body.entry),
          bundle: body.bundle === undefined ? null : wireToBytes(body.bundle),
        }),
      ),
    refusals: { append_refused: ({ why }) => appendProblem(why) },
    status: 201,
    answer: tipAnswer,
    present: presentTip,
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/invitations',
    summary: 'Open invitations, with the public keys of whoever accepted one',
    access: membersPolicy.readInvitations,
    parse: { params: deskParams },
    act: async ({ params }) =>
      ok(await inTransaction(deps.database, { role: 'gate' }, (db) => findInvitationsOf(db, params.desk))),
    refusals: {},
    answer: invitationsAnswer,
    present: (invitations) => ({
      invitations: invitations.map((one) => ({
        invitation: one.invitation,
        role: one.role,
        state: one.state,
        expires: one.expires.toISOString(),
        mac: one.mac,
        guest: one.account && {
          account: one.account,
          name: one.name,
          signing: one.signing,
          recipient: one.recipient,
        },
      })),
    }),
  })
}

const stewardRoutes = (api: Api, deps: ApiDeps & MembersDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/accounts',
    summary: 'The accounts of this installation',
    access: membersPolicy.readAccounts,
    parse: {},
    act: async () => ok(await inTransaction(deps.database, { role: 'gate' }, findAccounts)),
    refusals: {},
    answer: accountsAnswer,
    present: (accounts) => ({
      accounts: accounts.map(({ id, name, steward, created_on, closed_on }) => ({
        id,
        name,
        steward,
        createdOn: created_on,
        closedOn: closed_on,
      })),
    }),
  })
  declare({
    method: 'post',
    path: '/accounts/{account}/close',
    summary: 'Close an account and end its sessions at once',
    access: membersPolicy.closeAccount,
    proof: 'always',
    permission: ({ caller, params }) => mayCloseAccount(caller, params.account),
    parse: { params: z.object({ account: idSchema }), body: z.strictObject({}) },
    act: async ({ params }): Promise<Result<null, { kind: 'not_found' }>> =>
      (await closeAccountOf(deps, params.account)) ? ok(null) : err({ kind: 'not_found' }),
    refusals: { not_found: refusalWith(404, 'not_found') },
    present: () => undefined,
  })
}
