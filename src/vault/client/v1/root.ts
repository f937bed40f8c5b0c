/**
 * The organisation's two keys, from one secret that no machine keeps: a root that signs, and a recovery identity that
 * opens every desk. The secret is split into shares on paper; k of them give it back, fewer give nothing.
 */
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption'
import { combine, split } from 'shamir-secret-sharing'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Bytes, fromBase64url, sameBytes, toBase64url } from '#vault/core/bytes.ts'
import { bech32 } from '#vault/core/v1/bech32.ts'
import { parseShareText, setOf, type Share, type ShareFault, shareText } from '#vault/core/v1/share_text.ts'
import { hkdf, type Key, sign, signingKey } from '#vault/core/v1/webcrypto.ts'
import type { Chance } from '#vault/client/v1/account.ts'
import { ed25519PublicKey } from '#vault/client/v1/public_key.ts'

export const SECRET_BYTES = 32

export type RootKeys = {
  /** Ed25519, 32 bytes in base64url. */
  readonly root: string
  readonly signing: Key
  /** The recovery identity, `AGE-SECRET-KEY-PQ-1…`, and what desks are sealed to. */
  readonly identity: string
  readonly recovery: string
}

/** Two keys that share nothing but the secret they come from. */
export const rootKeys = async (secret: Uint8Array): Promise<RootKeys> => {
  if (secret.length !== SECRET_BYTES) throw new TypeError('the secret of a root is 32 bytes')
  const seed = await hkdf(secret, 'amparo/v1/root-signing')
  const scalar = await hkdf(secret, 'amparo/v1/root-recovery')
  const identity = bech32('age-secret-key-pq-', scalar).toUpperCase()
  return {
    root: toBase64url(await ed25519PublicKey(seed)),
    signing: await signingKey(seed),
    identity,
    recovery: await identityToRecipient(identity),
  }
}

export type Splitting = { readonly threshold: number; readonly shares: number }

export type NewRoot = { readonly keys: RootKeys; readonly sheets: readonly string[] }

/** The texts of the sheets, in the order of their numbers. */
export const newRoot = async ({ threshold, shares }: Splitting, chance: Chance): Promise<NewRoot> => {
  const secret = chance(SECRET_BYTES)
  const keys = await rootKeys(secret)
  const set = setOf(fromBase64url(keys.root)!)
  const pieces = await split(secret, shares, threshold)
  secret.fill(0)
  const sheets = pieces.map((piece, place) => shareText({ threshold, number: place + 1, set, piece }))
  return { keys, sheets }
}

export type SharesRefusal =
  /** `place` counts what was typed, from 1. */
  | { readonly kind: 'share_damaged'; readonly place: number; readonly why: ShareFault }
  | { readonly kind: 'share_twice'; readonly number: number }
  | { readonly kind: 'share_of_another'; readonly place: number }
  | { readonly kind: 'too_few_shares'; readonly have: number; readonly need: number }
  /** All of them are whole and of one ceremony, yet do not give its key. */
  | { readonly kind: 'shares_do_not_fit' }

export const readShares = (texts: readonly string[]): Result<readonly Share[], SharesRefusal> => {
  const shares: Share[] = []
  for (const [place, text] of texts.entries()) {
    const share = parseShareText(text)
    if (!share.ok) return err({ kind: 'share_damaged', place: place + 1, why: share.error })
    const first = shares[0] ?? share.value
    if (!sameBytes(first.set, share.value.set) || first.threshold !== share.value.threshold)
      return err({ kind: 'share_of_another', place: place + 1 })
    if (shares.some((one) => samePlace(one, share.value)))
      return err({ kind: 'share_twice', number: share.value.number })
    shares.push(share.value)
  }
  return ok(shares)
}

/** The same sheet again, or two sheets that stand at one place of the curve. */
const samePlace = (a: Share, b: Share): boolean => a.number === b.number || a.piece.at(-1) === b.piece.at(-1)

export const combineShares = async (texts: readonly string[]): Promise<Result<RootKeys, SharesRefusal>> => {
  const shares = readShares(texts)
  if (!shares.ok) return shares
  const need = Math.max(2, shares.value[0]?.threshold ?? 2)
  const have = shares.value.length
  if (have < need) return err({ kind: 'too_few_shares', have, need })
  const secret = await combine(shares.value.map(({ piece }) => Uint8Array.from(piece)))
  const keys = await rootKeys(secret)
  secret.fill(0)
  const fits = sameBytes(setOf(fromBase64url(keys.root)!), shares.value[0]!.set)
  return fits ? ok(keys) : err({ kind: 'shares_do_not_fit' })
}

export const signByRoot = async (keys: Pick<RootKeys, 'signing'>, message: Uint8Array): Promise<string> =>
  toBase64url(await sign(keys.signing, message))

/** For one person alone: what a member who was let in again may believe. */
export const sealTo = async (recipient: string, plain: Uint8Array): Promise<Bytes> => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return Uint8Array.from(await encrypter.encrypt(plain))
}

/** Null for what is not for this key. */
export const openSealed = async (sealed: Uint8Array, identity: string): Promise<Bytes | null> => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return Uint8Array.from(await decrypter.decrypt(sealed))
  } catch {
    return null
  }
}
