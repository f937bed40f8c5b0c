/**
 * The account's keys: from the passphrase, which never leaves, to the wrapped vault that the server keeps.
 * The cost is fixed here; a server that asks for less is refused (PROTOCOL, rule 2).
 */
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { argon2id } from 'hash-wasm'
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type Bytes,
  concat,
  fromBase64url,
  fromUtf8,
  sameBytes,
  toBase64url,
  utf8,
} from '#vault/core/bytes.ts'
import { canonicalBytes } from '#vault/core/v1/canonical.ts'
import {
  aesKey,
  aesOpen,
  aesSeal,
  hkdf,
  type Key,
  KEY_BYTES,
  NONCE_BYTES,
  signingKey,
} from '#vault/core/v1/webcrypto.ts'
import { hashOf, hashSchema, idSchema } from '#vault/core/v1/statement.ts'
import { ed25519PublicKey } from '#vault/client/v1/public_key.ts'

export type Chance = (size: number) => Bytes

/** Argon2id: 3 passes over 64 MiB, one lane. Part of the vault's associated data. */
export const KDF = { name: 'argon2id', t: 3, m: 65536, p: 1 } as const

const MOST_CHANGES = 1_000_000

/** A wrap of another kind (a passkey, a recovery) is for a newer client and is passed over. */
const anyWrapSchema = z.looseObject({ kind: z.string() })
const wrapSchema = z.strictObject({
  kind: z.literal('passphrase'),
  kdf: z.strictObject({ name: z.literal('argon2id'), t: z.int(), m: z.int(), p: z.int() }),
  commit: hashSchema,
  /** How many passphrases came before this one; absent for the first. */
  change: z.int().min(1).max(MOST_CHANGES).optional(),
  sealed: z.string(),
})
const vaultSchema = z.strictObject({
  v: z.literal(1),
  account: idSchema,
  wraps: z.array(anyWrapSchema).min(1).max(16),
  sealed: z.string(),
})
const keysSchema = z.strictObject({ identity: z.string(), seed: z.string(), memory: z.string() })

/** What a member's device holds while it is unlocked. Only the age identity is text: its library asks for it. */
export type AccountKeys = {
  readonly account: string
  readonly name: string
  readonly identity: string
  readonly recipient: string
  readonly signing: Key
  readonly signingPublic: string
  /** Seals what this member's devices remember, and their drafts. */
  readonly memory: Key
  /** How often the passphrase was changed when this vault was written. */
  readonly vaultChange: number
}

export type NewAccount = {
  readonly keys: AccountKeys
  readonly seed: string
  readonly authKey: string
  readonly vault: string
}

export type UnlockRefusal =
  | { readonly kind: 'cannot_open' }
  | { readonly kind: 'weak_kdf' }
  | { readonly kind: 'newer_version' }

/** Two halves of one passphrase: what signs in, and what opens the vault. */
export type Derived = { readonly authKey: string; readonly kek: Bytes; readonly commit: string }

/** About half a second on a laptop. `seed` is base64url; the server cannot choose the salt alone. */
export const derive = async (passphrase: string, name: string, seed: string): Promise<Derived> => {
  const seedBytes = fromBase64url(seed)
  if (seedBytes?.length !== 16) throw new TypeError('a seed is 16 bytes in base64url')
  const salt = fromBase64url(hashOf(concat(utf8(`amparo/v1/salt|${name}|`), seedBytes)))!
  const root = await slowHash(passphrase.normalize('NFKC'), salt)
  const [auth, kek, commit] = await Promise.all([
    hkdf(root, 'amparo/v1/auth'),
    hkdf(root, 'amparo/v1/kek'),
    hkdf(root, 'amparo/v1/commit'),
  ])
  return { authKey: toBase64url(auth), kek, commit: toBase64url(commit) }
}

/** Argon2id with the one cost there is: what makes each guess as slow as the right answer. */
export const slowHash = (text: string, salt: Uint8Array): Promise<Uint8Array> => {
  const native = nativeArgon2()
  return native ? hashNatively(native, text, salt) : hashInWasm(text, salt)
}

/** The one of browsers. */
export const hashInWasm = (text: string, salt: Uint8Array): Promise<Uint8Array> =>
  argon2id({
    password: utf8(text),
    salt,
    iterations: KDF.t,
    memorySize: KDF.m,
    parallelism: KDF.p,
    hashLength: HASH_BYTES,
    outputType: 'binary',
  })

const HASH_BYTES = 32

type Argon2 = (
  name: 'argon2id',
  given: {
    readonly message: Uint8Array
    readonly nonce: Uint8Array
    readonly passes: number
    readonly memory: number
    readonly parallelism: number
    readonly tagLength: number
  },
  done: (fault: Error | null, hash: Uint8Array) => void,
) => void

/** Node has one of its own since 24.7: the same bytes, beside this thread, in half the time. */
const nativeArgon2 = (): Argon2 | undefined => {
  type Platform = { getBuiltinModule?(name: string): { readonly argon2?: Argon2 } | undefined }
  const { process: platform } = globalThis as { readonly process?: Platform }
  return platform?.getBuiltinModule?.('node:crypto')?.argon2
}

const hashNatively = (native: Argon2, text: string, salt: Uint8Array): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const cost = { passes: KDF.t, memory: KDF.m, parallelism: KDF.p, tagLength: HASH_BYTES }
    native('argon2id', { message: utf8(text), nonce: salt, ...cost }, (fault, hash) =>
      fault ? reject(fault) : resolve(new Uint8Array(hash)),
    )
  })

export const newAccount = async (
  given: {
    readonly name: string
    readonly passphrase: string
    /** Of an account that is there, whose keys these are to be. */
    readonly account?: string
  },
  chance: Chance,
): Promise<NewAccount> => {
  const account = given.account ?? toBase64url(chance(16))
  const seed = toBase64url(chance(16))
  const plain = {
    identity: await generateHybridIdentity(),
    seed: toBase64url(chance(32)),
    memory: toBase64url(chance(32)),
  }
  const { authKey, kek, commit } = await derive(given.passphrase, given.name, seed)
  const vaultKey = chance(32)
  const wrap = await wrapUnder({ kek, commit }, { account, vaultKey, change: 0 }, chance)
  const sealed = await aesSeal(await aesKey(vaultKey), canonicalBytes(plain), {
    nonce: chance(NONCE_BYTES),
    data: canonicalBytes({ v: 1, account }),
  })
  const vault = canonicalBytes({ v: 1, account, wraps: [wrap], sealed: toBase64url(sealed) })
  const keys = await loadKeys({ account, name: given.name, vaultChange: 0 }, plain)
  return { keys, seed, authKey, vault: toBase64url(vault) }
}

type Wrap = Omit<z.infer<typeof wrapSchema>, 'sealed'>

/** What the wrap says of itself is bound to what it seals. */
const wrapData = (account: string, { kind, kdf, commit, change }: Wrap): Bytes =>
  canonicalBytes({ v: 1, account, kind, kdf, commit, ...(change !== undefined && { change }) })

const wrapUnder = async (
  by: Pick<Derived, 'kek' | 'commit'>,
  of: { readonly account: string; readonly vaultKey: Bytes; readonly change: number },
  chance: Chance,
): Promise<z.infer<typeof wrapSchema>> => {
  const { account, vaultKey, change } = of
  const wrap: Wrap = { kind: 'passphrase', kdf: KDF, commit: by.commit, ...(change > 0 && { change }) }
  const use = { nonce: chance(NONCE_BYTES), data: wrapData(account, wrap) }
  const sealed = await aesSeal(await aesKey(by.kek), vaultKey, use)
  return { ...wrap, sealed: toBase64url(sealed) }
}

/** Opens the vault that the server keeps for this name. Says no more than that it cannot. */
export const openVault = async (
  vault: string,
  derived: Derived,
  name: string,
): Promise<Result<AccountKeys, UnlockRefusal>> => {
  const opened = await openWrap(vault, derived)
  if (!opened.ok) return opened
  const { account, sealed, wrap, vaultKey } = opened.value
  return openSealedKeys({ account, name, vaultChange: wrap.change ?? 0 }, { sealed, vaultKey })
}

/** The keys in a vault, by its own key. */
export const openSealedKeys = async (
  of: Pick<AccountKeys, 'account' | 'name' | 'vaultChange'>,
  { sealed, vaultKey }: { readonly sealed: string; readonly vaultKey: Bytes },
): Promise<Result<AccountKeys, UnlockRefusal>> => {
  const plain = await openText(vaultKey, sealed, canonicalBytes({ v: 1, account: of.account }))
  if (!plain) return err({ kind: 'cannot_open' })
  return ok(await loadKeys(of, keysSchema.parse(JSON.parse(fromUtf8(plain)))))
}

export type OpenedWrap = z.infer<typeof vaultSchema> & {
  readonly wrap: z.infer<typeof wrapSchema>
  readonly vaultKey: Bytes
}

/** The vault's own key, by the passphrase: for whoever wraps it once more. */
export const openWrap = async (
  vault: string,
  derived: Derived,
): Promise<Result<OpenedWrap, UnlockRefusal>> => {
  const parsed = parseVault(vault)
  if (!parsed.ok) return parsed
  const { account, wraps } = parsed.value
  const found = wrapSchema.safeParse(wraps.find((one) => one.kind === 'passphrase'))
  if (!found.success) return err({ kind: 'cannot_open' })
  const wrap = found.data
  if (wrap.kdf.t < KDF.t || wrap.kdf.m < KDF.m || wrap.kdf.p !== KDF.p) return err({ kind: 'weak_kdf' })
  // AES-GCM does not commit to its key: a server could offer one vault that several passphrases open.
  if (!sameBytes(utf8(wrap.commit), utf8(derived.commit))) return err({ kind: 'cannot_open' })
  const vaultKey = await openText(derived.kek, wrap.sealed, wrapData(account, wrap))
  return vaultKey?.length === KEY_BYTES
    ? ok({ ...parsed.value, wrap, vaultKey })
    : err({ kind: 'cannot_open' })
}

export type Rewrapped = {
  readonly account: string
  /** The vault's number before: the new one is that and one. */
  readonly change: number
  readonly seed: string
  readonly authKey: string
  readonly vault: string
}

/** The same vault under another passphrase, with a seed of its own; wraps of other kinds stay as they are. */
export const rewrapVault = async (
  vault: string,
  given: { readonly old: Derived; readonly name: string; readonly passphrase: string },
  chance: Chance,
): Promise<Result<Rewrapped, UnlockRefusal>> => {
  const opened = await openWrap(vault, given.old)
  if (!opened.ok) return opened
  const { account, wraps, sealed, wrap, vaultKey } = opened.value
  const change = wrap.change ?? 0
  const seed = toBase64url(chance(16))
  const { authKey, kek, commit } = await derive(given.passphrase, given.name, seed)
  const own = await wrapUnder({ kek, commit }, { account, vaultKey, change: change + 1 }, chance)
  const others = wraps.filter(({ kind }) => kind !== 'passphrase')
  const bytes = canonicalBytes({ v: 1, account, wraps: [own, ...others], sealed })
  return ok({ account, change, seed, authKey, vault: toBase64url(bytes) })
}

const parseVault = (text: string): Result<z.infer<typeof vaultSchema>, UnlockRefusal> => {
  try {
    const value: unknown = JSON.parse(fromUtf8(fromBase64url(text) ?? new Uint8Array()))
    const version = z.object({ v: z.int() }).safeParse(value)
    if (version.success && version.data.v > 1) return err({ kind: 'newer_version' })
    const vault = vaultSchema.safeParse(value)
    return vault.success ? ok(vault.data) : err({ kind: 'cannot_open' })
  } catch {
    return err({ kind: 'cannot_open' })
  }
}

const openText = async (key: Uint8Array, sealed: string, data: Uint8Array): Promise<Bytes | null> => {
  const bytes = fromBase64url(sealed)
  return bytes && key.length === KEY_BYTES ? aesOpen(await aesKey(key), bytes, data) : null
}

const loadKeys = async (
  of: Pick<AccountKeys, 'account' | 'name' | 'vaultChange'>,
  plain: z.infer<typeof keysSchema>,
): Promise<AccountKeys> => {
  const seed = fromBase64url(plain.seed)
  const memory = fromBase64url(plain.memory)
  if (seed?.length !== 32 || memory?.length !== 32) throw new TypeError('a vault holds two keys of 32 bytes')
  return {
    ...of,
    identity: plain.identity,
    recipient: await identityToRecipient(plain.identity),
    signing: await signingKey(seed),
    signingPublic: toBase64url(await ed25519PublicKey(seed)),
    memory: await aesKey(memory),
  }
}
