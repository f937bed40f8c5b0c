/**
 * The organisation's root as the server keeps it: public halves that the root itself signed. Whoever asks with shares in
 * hand proves it by a signature over this one question.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { bodyHash, CHALLENGE_MINUTES } from '#members/core/recovery.ts'
import { isSignedByRoot, proofBytes, readRoot } from '#members/core/root.ts'
import { findInstallation } from '#members/server/account.store.ts'
import type { GateDeps } from '#members/server/gate.service.ts'
import {
  findRoot,
  findRootNamed,
  insertRoot,
  type RootRow,
  lockRequest,
  spendChallenge,
  sweepRecovery,
} from '#members/server/root.store.ts'
import { inTransaction, type Writer } from '#platform/server/database.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { challengeMac, hashToken, newToken, sameSecret } from '#vault/server/server_keys.service.ts'

export type SignedRoot = { readonly statement: string; readonly signature: string }

const signedRoot = ({ statement, signature }: RootRow): SignedRoot => ({
  statement: toBase64url(statement),
  signature: toBase64url(signature),
})

export const readOwnRoot = (deps: GateDeps): Promise<SignedRoot | null> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    const row = await findRoot(db)
    return row && signedRoot(row)
  })

export type KeepRefusal =
  | { readonly kind: 'not_a_root' }
  | { readonly kind: 'root_kept' }
  | { readonly kind: 'other_organisation' }

/** The newest from now on. Desks go on under the one before until a lead of theirs has compared this one. */
export const keepRoot = async (deps: GateDeps, given: SignedRoot): Promise<Result<null, KeepRefusal>> => {
  const statement = await readRoot(given)
  if (!statement) return err({ kind: 'not_a_root' })
  return inTransaction(deps.database, { role: 'gate' }, async (db): Promise<Result<null, KeepRefusal>> => {
    const installation = await findInstallation(db)
    if (installation?.organisation !== statement.organisation) return err({ kind: 'other_organisation' })
    const kept = await insertRoot(db, {
      root: statement.root,
      recovery: statement.recovery,
      statement: Buffer.from(given.statement, 'base64url'),
      signature: Buffer.from(given.signature, 'base64url'),
      kept_at: deps.clock(),
    })
    return kept ? ok(null) : err({ kind: 'root_kept' })
  })
}

/** Kept nowhere until the root has answered it: strangers may ask for as many as they like. */
export const newChallenge = (deps: GateDeps): string => {
  const until = Math.floor(deps.clock().getTime() / 1000) + CHALLENGE_MINUTES * 60
  const text = `${newToken()}.${until}`
  return `${text}.${challengeMac(deps.secrets, text)}`
}

export type ProofForm = { readonly root: string; readonly challenge: string; readonly signature: string }
export type ProofRefusal = { readonly kind: 'proof_refused' }

type Claim = {
  readonly proof: ProofForm
  readonly path: string
  readonly body: unknown
  /** For whom, where the answer changes an account. */
  readonly account?: string | null
}

/** Whose root signed this very question, for this server and once. */
export const takeProof = async (
  deps: GateDeps & { readonly origins: readonly string[] },
  db: Writer,
  { proof, path, body, account = null }: Claim,
): Promise<Result<RootRow, ProofRefusal>> => {
  const refused = err({ kind: 'proof_refused' as const })
  const { root, challenge, signature } = proof
  const expires = expiryOf(deps, challenge)
  if (expires === null || expires <= deps.clock()) return refused
  const row = await findRootNamed(db, root)
  if (!row) return refused
  const asked = { v: 1, root, challenge, path, body: bodyHash(body) } as const
  const signed = await Promise.all(
    deps.origins.map((origin) =>
      isSignedByRoot(root, { form: 'proof', bytes: proofBytes({ ...asked, origin }), signature }),
    ),
  )
  if (!signed.includes(true)) return refused
  await sweepRecovery(db, deps.clock())
  if (account !== null) await lockRequest(db, account)
  return (await spendChallenge(db, { challenge: hashToken(challenge), expires, account })) ? ok(row) : refused
}

const expiryOf = (deps: GateDeps, challenge: string): Date | null => {
  const [nonce = '', until = '', mac = '', ...more] = challenge.split('.')
  if (more.length > 0 || !/^\d{1,12}$/.test(until)) return null
  const own = challengeMac(deps.secrets, `${nonce}.${until}`)
  return sameSecret(Buffer.from(mac), Buffer.from(own)) ? new Date(Number(until) * 1000) : null
}

export const presentRoot = signedRoot
