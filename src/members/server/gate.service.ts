/**
 * Setting up, signing in, sessions and accounts. What the server learns of a passphrase is an authKey, and of
 * that it keeps an HMAC under a pepper that is not in its database.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { WantedFactor } from '#members/core/factor_wire.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { attemptKey, forgetAttempts } from '#platform/server/limit.store.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { sha256Text } from '#platform/server/hash.ts'
import {
  authHash,
  deviceMark,
  hashToken as hash,
  inventSeed,
  newToken,
  openVault,
  sameSecret,
  sealVault,
  type ServerKeys,
} from '#vault/server/server_keys.service.ts'
import {
  type AccountRow,
  closeAccount,
  deleteSession,
  deleteSessions,
  findAccountByName,
  findSeedOr,
  findInstallation,
  findOpenAccount,
  holdProved,
  insertAccount,
  insertSession,
  type LiveSession,
  saveSetupToken,
  touchSession,
  useSetupToken,
} from './account.store.ts'
import { acceptInvitation, findInvitation } from './desk.store.ts'
import { isSuspended } from './suspension.store.ts'
import {
  type FactorDeps,
  type FactorProof,
  lacksFactor,
  type TicketRefusal,
  useTicket,
  wantFactor,
} from './factors.service.ts'
import { sweepEntrance } from './factors.store.ts'

export type GateDeps = {
  readonly database: Database
  readonly secrets: ServerKeys
  readonly clock: () => Date
}

export const IDLE_MINUTES = 30
export const SESSION_HOURS = 12

/** What a device sends to make an account: nothing that opens anything. Texts are base64url. */
export type AccountForm = {
  readonly account: string
  readonly name: string
  readonly seed: string
  readonly authKey: string
  readonly vault: string
  readonly signing: string
  readonly recipient: string
}

export type SignedIn = {
  readonly token: string
  readonly account: string
  readonly name: string
  readonly steward: boolean
  /** The vault is not handed out before a second factor is added. */
  readonly confined: boolean
  readonly vault: string
  readonly memoryHash: string | null
  readonly note: string | null
  readonly device: string
}

export const day = (at: Date): string => at.toISOString().slice(0, 10)

/** Answers every name alike: an unknown one gets a seed that stays the same. */
export const findSeed = async (deps: GateDeps, name: string): Promise<string> => {
  const invented = inventSeed(deps.secrets, name)
  const seed = await inTransaction(deps.database, { role: 'gate' }, (db) => findSeedOr(db, name, invented))
  return Buffer.from(seed).toString('base64url')
}

export type SignInRefusal = { readonly kind: 'wrong_sign_in' }

/** The passphrase was right, and the account asks for a second factor: no session yet, and no vault. */
export type Wanted = { readonly wanted: WantedFactor }

export type SignInForm = {
  readonly name: string
  readonly authKey: string
  /** What this device was given at an earlier sign-in to the account. */
  readonly device?: string | undefined
}

/** A device that has signed in before is counted apart: strangers who guess cannot make its member wait. */
export const signInLimit = (deps: GateDeps, form: SignInForm): { purpose: string; subject: string } => {
  const known =
    form.device !== undefined && sameSecret(utf8(form.device), utf8(deviceMark(deps.secrets, form.name)))
  return { purpose: known ? 'sign_in_known_device' : 'sign_in', subject: form.name }
}

/**
 * One answer for a wrong passphrase, an unknown name, a closed and a suspended account, after the same work: whoever was
 * made to tell a passphrase must not be found out by it.
 */
export const signIn = async (
  deps: FactorDeps,
  given: SignInForm,
): Promise<Result<SignedIn | Wanted, SignInRefusal>> =>
  inTransaction<Result<SignedIn | Wanted, SignInRefusal>>(deps.database, { role: 'gate' }, async (db) => {
    const account = await findAccountByName(db, given.name)
    const offered = authHash(deps.secrets, given.authKey)
    const stored = account?.auth ?? authHash(deps.secrets, 'nobody')
    const matches = sameSecret(offered, stored)
    const suspended = await isSuspended(db, { account: account?.id ?? '', now: deps.clock() })
    if (!account || !matches || suspended || account.closed_on !== null)
      return err({ kind: 'wrong_sign_in' as const })
    // What changes passphrase, keys or factors ends all sessions: one that begins meanwhile is among them, or sees it.
    if (!(await holdProved(db, account))) return err({ kind: 'wrong_sign_in' as const })
    await forgetAttempts(db, attemptKey(deps.secrets, signInLimit(deps, given)))
    const wanted = await wantFactor(deps, db, account.id)
    if (wanted) return ok({ wanted })
    return ok(await openSession(deps, db, account))
  })

/** The second half: once, for whoever holds the ticket of the first and the factor. */
export const signInWithFactor = (
  deps: FactorDeps,
  given: { readonly ticket: string; readonly proof: FactorProof },
): Promise<Result<SignedIn, TicketRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const owner = await useTicket(deps, db, given)
    if (!owner.ok) return owner
    const account = await findOpenAccount(db, owner.value)
    const suspended = await isSuspended(db, { account: owner.value, now: deps.clock() })
    if (!account || suspended) return err({ kind: 'ticket_gone' as const })
    return ok(await openSession(deps, db, account))
  })

/** By the hour: what no request can come with any more goes, and with a session its half of a reopening. */
export const sweepGate = (deps: GateDeps): Promise<void> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => {
    const now = deps.clock()
    return sweepEntrance(db, { now, idleSince: new Date(now.getTime() - IDLE_MINUTES * 60_000) })
  })

/** Of everybody: no session is accepted by a clock that somebody has set. */
export const endAllSessions = (database: Database): Promise<void> =>
  inTransaction(database, { role: 'gate' }, deleteSessions)

export const signOut = (deps: GateDeps, tokenHash: string): Promise<void> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => deleteSession(db, tokenHash))

export const findSession = (
  deps: GateDeps,
  tokenHash: string,
  desk: string | null,
): Promise<LiveSession | null> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => {
    const now = deps.clock()
    const idleSince = new Date(now.getTime() - IDLE_MINUTES * 60_000)
    return touchSession(db, tokenHash, { desk, now, idleSince })
  })

/** The token for the set-up link, new at every start until the link was used; null when it was. */
export const renewSetupToken = (deps: GateDeps): Promise<string | null> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const installation = await findInstallation(db)
    if (installation?.set_up_on) return null
    const token = newToken()
    await saveSetupToken(db, hash(token))
    return token
  })

export type SetUpRefusal = { readonly kind: 'setup_link_used' } | { readonly kind: 'name_taken' }

/** The first account is the steward's; the link works once. */
export const setUp = (
  deps: GateDeps,
  given: { readonly token: string; readonly organisation: string; readonly form: AccountForm },
): Promise<Result<SignedIn, SetUpRefusal>> =>
  orNothing<SignedIn, SetUpRefusal>(deps, async (db) => {
    const { organisation, form } = given
    const today = day(deps.clock())
    if (!(await useSetupToken(db, { token: hash(given.token), organisation, today })))
      return err({ kind: 'setup_link_used' as const })
    return makeAccount(deps, db, form, true)
  })

export type AcceptRefusal = { readonly kind: 'invitation_not_open' } | { readonly kind: 'name_taken' }

/** A guest makes an account; a lead's device still has to admit its keys. */
export const acceptWithNewAccount = (
  deps: GateDeps,
  given: { readonly invitation: string; readonly mac: string; readonly form: AccountForm },
): Promise<Result<SignedIn, AcceptRefusal>> =>
  orNothing<SignedIn, AcceptRefusal>(deps, async (db) => {
    const now = deps.clock()
    const invitation = await findInvitation(db, given.invitation)
    // Asked first: without an invitation nobody learns which names are taken.
    if (invitation?.state !== 'open' || invitation.expires <= now)
      return err({ kind: 'invitation_not_open' as const })
    const made = await makeAccount(deps, db, given.form, false)
    if (!made.ok) return made
    const accepted = { id: given.invitation, account: given.form.account, mac: given.mac, now }
    return (await acceptInvitation(db, accepted)) ? made : err({ kind: 'invitation_not_open' as const })
  })

/** A member of another desk accepts with the keys they have. */
export const acceptWithAccount = (
  deps: GateDeps,
  given: { readonly invitation: string; readonly mac: string; readonly account: string },
): Promise<Result<void, AcceptRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const accepted = { id: given.invitation, account: given.account, mac: given.mac, now: deps.clock() }
    return (await acceptInvitation(db, accepted))
      ? ok(undefined)
      : err({ kind: 'invitation_not_open' as const })
  })

export type InvitationView = {
  readonly organisation: string
  readonly desk: string
  readonly deskName: string
  readonly role: string
  readonly expires: string
  readonly open: boolean
}

export const lookAtInvitation = (deps: GateDeps, id: string): Promise<InvitationView | null> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const found = await findInvitation(db, id)
    if (!found) return null
    const installation = await findInstallation(db)
    return {
      organisation: installation?.organisation ?? '',
      desk: found.desk,
      deskName: found.deskName,
      role: found.role,
      expires: found.expires.toISOString(),
      open: found.state === 'open' && found.expires > deps.clock(),
    }
  })

/** Ends every session of the account at once. What it could read stays readable to its device until then. */
export const closeAccountOf = (deps: GateDeps, account: string): Promise<boolean> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => closeAccount(db, account, day(deps.clock())))

/** A refusal undoes what was written before it: nothing half-done stays behind. */
export const orNothing = async <T, E>(
  deps: GateDeps,
  work: (db: Writer) => Promise<Result<T, E>>,
): Promise<Result<T, E>> => {
  const undone: { refusal?: Result<T, E> } = {}
  try {
    return await inTransaction(deps.database, { role: 'gate' }, async (db) => {
      const result = await work(db)
      if (result.ok) return result
      undone.refusal = result
      throw new Undo()
    })
  } catch (error) {
    if (error instanceof Undo && undone.refusal) return undone.refusal
    throw error
  }
}

class Undo extends Error {}

const makeAccount = async (
  deps: GateDeps,
  db: Writer,
  form: AccountForm,
  steward: boolean,
): Promise<Result<SignedIn, { readonly kind: 'name_taken' }>> => {
  const row = {
    id: form.account,
    name: form.name,
    seed: Buffer.from(form.seed, 'base64url'),
    auth: authHash(deps.secrets, form.authKey),
    vault: sealVault(deps.secrets, form.account, Buffer.from(form.vault, 'base64url')),
    signing: form.signing,
    recipient: form.recipient,
    steward,
    created_on: day(deps.clock()),
  }
  if (!(await insertAccount(db, row))) return err({ kind: 'name_taken' })
  return ok(await openSession(deps, db, { ...row, memory: null, recovery_note: null, closed_on: null }))
}

const openSession = async (deps: GateDeps, db: Writer, account: AccountRow): Promise<SignedIn> => {
  const token = newToken()
  const now = deps.clock()
  const until = new Date(now.getTime() + SESSION_HOURS * 3_600_000)
  await insertSession(db, { token: hash(token), account: account.id, now, until })
  return {
    token,
    account: account.id,
    name: account.name,
    steward: account.steward,
    confined: await lacksFactor(db, account.id),
    device: deviceMark(deps.secrets, account.name),
    vault: openVault(deps.secrets, account.id, account.vault).toString('base64url'),
    memoryHash: account.memory && sha256Text(account.memory),
    note: account.recovery_note && Buffer.from(account.recovery_note).toString('base64url'),
  }
}
