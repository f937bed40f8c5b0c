/**
 * Opening again after a lock. The device holds its keys under a key of two halves: one from a PIN or a passkey, one from
 * here. The server gives its half for a proof that says nothing about the PIN to who has not the device as well, and
 * after five wrong proofs destroys the half and ends the session.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { MOST_TRIES, type ReopenWay } from '#members/core/reopening.ts'
import { deleteSession } from '#members/server/account.store.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import type { Owner, WrongPassphrase } from '#members/server/own_account.service.ts'
import { passphraseLimit } from '#members/server/passphrase_limit.ts'
import { findMemory, findVault } from '#members/server/own_account.store.ts'
import {
  deleteReopening,
  findReopenWays,
  forgetTries,
  saveReopening,
  takeTry,
} from '#members/server/reopening.store.ts'
import { inTransaction } from '#platform/server/database.ts'
import { sha256Text } from '#platform/server/hash.ts'
import { attemptKey, forgetAttempts } from '#platform/server/limit.store.ts'
import {
  authHash,
  deviceMark,
  openHalf,
  proofHash,
  sameSecret,
  sealHalf,
} from '#vault/server/server_keys.service.ts'

/** What a device gives in keeping. The passphrase is proved again: who finds a desk open sets no PIN of their own. */
export type ReopeningForm = {
  readonly authKey: string
  readonly way: ReopenWay
  readonly proof: string
  readonly half: string
}

export const keepReopening = (
  deps: GateDeps,
  owner: Owner,
  { authKey, way, proof, half }: ReopeningForm,
): Promise<Result<null, WrongPassphrase>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const kept = await findVault(db, owner.account)
    const proved = kept && sameSecret(authHash(deps.secrets, authKey), kept.auth)
    if (!proved) return err({ kind: 'wrong_sign_in' as const })
    await forgetAttempts(db, attemptKey(deps.secrets, passphraseLimit(owner.account)))
    const { secrets } = deps
    const of = { session: owner.tokenHash, way }
    await saveReopening(db, {
      ...of,
      proof: proofHash(secrets, of, proof),
      half: sealHalf(secrets, of, Buffer.from(half, 'base64url')),
    })
    return ok(null)
  })

export const listReopenings = (deps: GateDeps, { tokenHash }: Owner): Promise<readonly ReopenWay[]> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => findReopenWays(db, tokenHash))

export const forgetReopening = (deps: GateDeps, { tokenHash }: Owner, way: ReopenWay): Promise<void> =>
  inTransaction(deps.database, { role: 'gate' }, (db) => deleteReopening(db, { session: tokenHash, way }))

export type Reopened = {
  readonly half: string
  readonly memoryHash: string | null
  readonly device: string
}
export type ReopenRefusal =
  | { readonly kind: 'wrong_proof'; readonly left: number }
  /** Five times wrong, or nothing is kept here. The session is over in the first case. */
  | { readonly kind: 'reopening_gone' }

export const reopen = (
  deps: GateDeps,
  owner: Owner,
  given: { readonly way: ReopenWay; readonly proof: string },
): Promise<Result<Reopened, ReopenRefusal>> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const { secrets } = deps
    const of = { session: owner.tokenHash, way: given.way }
    const taken = await takeTry(db, of, MOST_TRIES)
    if (!taken) return err({ kind: 'reopening_gone' as const })
    if (!sameSecret(proofHash(secrets, of, given.proof), taken.proof)) {
      const left = MOST_TRIES - taken.tries
      if (left > 0) return err({ kind: 'wrong_proof' as const, left })
      // With it go its halves.
      await deleteSession(db, owner.tokenHash)
      return err({ kind: 'reopening_gone' as const })
    }
    await forgetTries(db, of)
    const account = await findMemory(db, owner.account)
    return ok({
      half: openHalf(secrets, of, taken.half).toString('base64url'),
      memoryHash: account.memory && sha256Text(account.memory),
      device: deviceMark(secrets, account.name),
    })
  })
