/**
 * Opening again after a lock: the key of the vault, wrapped under a key of two halves. One comes from a PIN or a passkey
 * and never leaves the device, the other is the server's for as long as the session lives. docs/formats/account-v1.md.
 */
import { z } from 'zod'

import { err, ok, type Result } from '#kernel/core/result.ts'
import { reopenWaySchema, type ReopenWay } from '#members/core/reopening.ts'
import {
  type AccountKeys,
  type Chance,
  type Derived,
  KDF,
  openSealedKeys,
  openWrap,
  slowHash,
  type UnlockRefusal,
} from '#vault/client/v1/account.ts'
import { type Bytes, concat, fromBase64url, fromUtf8, toBase64url } from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import { aesKey, aesOpen, aesSeal, hkdf, KEY_BYTES, NONCE_BYTES } from '#vault/core/v1/webcrypto.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

const kdfSchema = z.strictObject({
  name: z.literal('argon2id'),
  t: z.literal(KDF.t),
  m: z.literal(KDF.m),
  p: z.literal(KDF.p),
})

/** What stays on the device. Of a PIN `salt` is the hash's, of a passkey what it is asked to answer. */
const wrapSchema = z.strictObject({
  v: z.literal(1),
  use: z.literal('reopen'),
  account: idSchema,
  way: reopenWaySchema,
  kdf: kdfSchema.optional(),
  salt: z.string(),
  change: z.int().min(0),
  /** The vault's own key under both halves. */
  key: z.string(),
  /** The keys of the account under that key, as they stand in the vault. */
  sealed: z.string(),
})
type Wrap = Readonly<z.infer<typeof wrapSchema>>
export type WrapText = Bytes

export const SALT_BYTES = 32

/** What the member has: digits, or what a passkey answered to the salt (WebAuthn's PRF, 32 bytes). */
export type Held =
  | { readonly way: 'pin'; readonly pin: string }
  | { readonly way: 'passkey'; readonly answer: Uint8Array }

const rootOf = async (held: Held, salt: Uint8Array): Promise<Uint8Array> =>
  held.way === 'pin' ? slowHash(held.pin, salt) : held.answer

const proofOf = async (root: Uint8Array): Promise<string> =>
  toBase64url(await hkdf(root, 'amparo/v1/reopen/proof'))

const keyOf = async (root: Uint8Array, half: Uint8Array) =>
  aesKey(await hkdf(concat(root, half), 'amparo/v1/reopen/key'))

/** All that the wrap says of itself is bound to what it seals. */
const dataOf = ({ key: _key, sealed: _sealed, ...said }: Wrap): Bytes => canonicalBytes(said)

export type ReopeningMade = { readonly wrap: WrapText; readonly proof: string; readonly half: string }

/** From a vault and its passphrase: no device keeps the vault's own key while it is unlocked. */
export const makeReopening = async (
  vault: string,
  given: { readonly derived: Derived; readonly held: Held; readonly salt: Bytes },
  chance: Chance,
): Promise<Result<ReopeningMade, UnlockRefusal>> => {
  const opened = await openWrap(vault, given.derived)
  if (!opened.ok) return opened
  const { account, sealed, wrap: kept, vaultKey } = opened.value
  const root = await rootOf(given.held, given.salt)
  const half = chance(KEY_BYTES)
  const said: Wrap = {
    v: 1,
    use: 'reopen',
    account,
    way: given.held.way,
    ...(given.held.way === 'pin' && { kdf: KDF }),
    salt: toBase64url(given.salt),
    change: kept.change ?? 0,
    key: '',
    sealed,
  }
  const use = { nonce: chance(NONCE_BYTES), data: dataOf(said) }
  const key = toBase64url(await aesSeal(await keyOf(root, half), vaultKey, use))
  const wrap = canonicalBytes({ ...said, key })
  return ok({ wrap, proof: await proofOf(root), half: toBase64url(half) })
}

/** A wrap that this device can try: read before anything is asked. Null for what is none. */
export const readReopening = (
  bytes: Uint8Array,
): { readonly way: ReopenWay; readonly account: string; readonly salt: string } | null => {
  const wrap = parseWrap(bytes)
  return wrap && { way: wrap.way, account: wrap.account, salt: wrap.salt }
}

const parseWrap = (bytes: Uint8Array): Wrap | null => {
  try {
    const parsed = wrapSchema.safeParse(JSON.parse(fromUtf8(bytes)))
    const whole = parsed.success && (parsed.data.way === 'pin') === (parsed.data.kdf !== undefined)
    return whole ? parsed.data : null
  } catch {
    return null
  }
}

export type Reopener = {
  /** For the server, which gives its half for it. */
  readonly proof: string
  readonly open: (name: string, half: string) => Promise<Result<AccountKeys, UnlockRefusal>>
}

/** The member's half, once: the hash of a PIN takes its time. Null for a wrap that cannot be read. */
export const prepareReopening = async (bytes: Uint8Array, held: Held): Promise<Reopener | null> => {
  const wrap = parseWrap(bytes)
  const salt = wrap && fromBase64url(wrap.salt)
  if (!wrap || !salt || wrap.way !== held.way) return null
  const root = await rootOf(held, salt)
  return {
    proof: await proofOf(root),
    open: async (name, half) => {
      const sealed = fromBase64url(wrap.key)
      const other = fromBase64url(half)
      if (!sealed || other?.length !== KEY_BYTES) return err({ kind: 'cannot_open' })
      const vaultKey = await aesOpen(await keyOf(root, other), sealed, dataOf(wrap))
      if (vaultKey?.length !== KEY_BYTES) return err({ kind: 'cannot_open' })
      const of = { account: wrap.account, name, vaultChange: wrap.change }
      return openSealedKeys(of, { sealed: wrap.sealed, vaultKey })
    },
  }
}
