/**
 * What members do with their own account: see and end its sessions, change its passphrase. Of both passphrases the
 * server learns an authKey each, and of the new one it keeps what it kept of the old one.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type GateDeps, IDLE_MINUTES } from '#members/server/gate.service.ts'
import {
  deleteOtherSessions,
  deleteSessionOf,
  findSessionsOf,
  findVault,
  markProved,
  type KeptVault,
  replaceVault,
} from '#members/server/own_account.store.ts'
import { passphraseLimit } from '#members/server/passphrase_limit.ts'
import { deleteReopenings } from '#members/server/reopening.store.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'
import { attemptKey, forgetAttempts } from '#platform/server/limit.store.ts'
import { authHash, openVault, sameSecret, sealVault } from '#vault/server/server_keys.service.ts'

/** Whose session asks. */
export type Owner = { readonly account: string; readonly tokenHash: string }

export type OwnSession = {
  readonly session: string
  readonly begunOn: string
  readonly usedAt: string
  /** The one that asks. */
  readonly own: boolean
}

export const listSessions = (deps: GateDeps, owner: Owner): Promise<readonly OwnSession[]> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const now = deps.clock()
    const idleSince = new Date(now.getTime() - IDLE_MINUTES * 60_000)
    const rows = await findSessionsOf(db, owner.account, { now, idleSince })
    return rows.map(({ token, created_at: begun, seen_at: seen }) => ({
      session: token,
      begunOn: begun.toISOString().slice(0, 10),
      usedAt: seen.toISOString(),
      own: token === owner.tokenHash,
    }))
  })

export type EndRefusal = { readonly kind: 'not_found' } | { readonly kind: 'own_session' }

/** One of the owner's other sessions; this one ends by signing out, which also empties the device. */
export const endSession = (
  deps: GateDeps,
  owner: Owner,
  session: string,
): Promise<Result<null, EndRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    if (session === owner.tokenHash) return err({ kind: 'own_session' as const })
    const ended = await deleteSessionOf(db, { account: owner.account, token: session })
    return ended ? ok(null) : err({ kind: 'not_found' as const })
  })

export const endOtherSessions = (deps: GateDeps, owner: Owner): Promise<number> =>
  inTransaction(deps.database, { role: 'gate' }, (db) =>
    deleteOtherSessions(db, { account: owner.account, kept: owner.tokenHash }),
  )

export type WrongPassphrase = { readonly kind: 'wrong_sign_in' }

const provedVault = async (
  deps: GateDeps,
  db: Writer,
  given: { readonly account: string; readonly authKey: string },
): Promise<Result<KeptVault, WrongPassphrase>> => {
  const kept = await findVault(db, given.account)
  const proved = kept && sameSecret(authHash(deps.secrets, given.authKey), kept.auth)
  return proved ? ok(kept) : err({ kind: 'wrong_sign_in' })
}

/** The passphrase again, in the middle of a session: for minutes its grave acts are let through. */
export const proveSession = (
  deps: GateDeps,
  { account, tokenHash }: Owner,
  authKey: string,
): Promise<Result<null, WrongPassphrase>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const kept = await provedVault(deps, db, { account, authKey })
    if (!kept.ok) return kept
    await forgetAttempts(db, attemptKey(deps.secrets, passphraseLimit(account)))
    await markProved(db, tokenHash, deps.clock())
    return ok(null)
  })

/** The sealed vault once more, for whoever proves the passphrase again: an open session is not enough. */
export const readVault = (
  deps: GateDeps,
  given: { readonly account: string; readonly authKey: string },
): Promise<Result<string, WrongPassphrase>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const kept = await provedVault(deps, db, given)
    if (!kept.ok) return kept
    await forgetAttempts(db, attemptKey(deps.secrets, passphraseLimit(given.account)))
    return ok(openVault(deps.secrets, given.account, kept.value.vault).toString('base64url'))
  })

export type PassphraseForm = {
  readonly authKey: string
  /** The number of the vault that the new one was made from. */
  readonly change: number
  readonly next: { readonly seed: string; readonly authKey: string; readonly vault: string }
}

export type ChangeRefusal =
  | WrongPassphrase
  /** Another device has changed it meanwhile. */
  | { readonly kind: 'vault_moved' }
  | { readonly kind: 'seed_kept' }

/** In one transaction: before it the old passphrase opens, after it the new one, and all other sessions are over. */
export const changePassphrase = (
  deps: GateDeps,
  owner: Owner,
  { authKey, change, next }: PassphraseForm,
): Promise<Result<{ readonly ended: number }, ChangeRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const { account } = owner
    const kept = await provedVault(deps, db, { account, authKey })
    if (!kept.ok) return kept
    const seed = Buffer.from(next.seed, 'base64url')
    if (sameSecret(seed, kept.value.seed)) return err({ kind: 'seed_kept' as const })
    const written = await replaceVault(
      db,
      { account, change, auth: kept.value.auth },
      {
        seed,
        auth: authHash(deps.secrets, next.authKey),
        vault: sealVault(deps.secrets, account, Buffer.from(next.vault, 'base64url')),
      },
    )
    if (!written) return err({ kind: 'vault_moved' as const })
    await forgetAttempts(db, attemptKey(deps.secrets, passphraseLimit(account)))
    await deleteReopenings(db, account)
    return ok({ ended: await deleteOtherSessions(db, { account, kept: owner.tokenHash }) })
  })
