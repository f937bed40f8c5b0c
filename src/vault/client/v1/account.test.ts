import { beforeAll, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import {
  type Derived,
  derive,
  hashInWasm,
  KDF,
  type NewAccount,
  newAccount,
  openVault,
  rewrapVault,
  slowHash,
} from '#vault/client/v1/account.ts'
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { sign, verify, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { seededChance } from '../../../../tests/support/chance.ts'

type Wrap = {
  kind: string
  kdf: { name: string; t: number; m: number; p: number }
  commit: string
  change?: number | undefined
  sealed: string
}
type Vault = { v: number; account: string; wraps: Wrap[]; sealed: string }

let ana: NewAccount
let derived: Derived
let ben: NewAccount

beforeAll(async () => {
  ana = await newAccount({ name: 'ana', passphrase: 'six quiet words of hers' }, seededChance('ana'))
  ben = await newAccount({ name: 'ben', passphrase: 'six quiet words of his' }, seededChance('ben'))
  derived = await derive('six quiet words of hers', 'ana', ana.seed)
})

const open = (vault: string, by: Derived = derived) => openVault(vault, by, 'ana')
const parse = (vault: string) => JSON.parse(fromUtf8(fromBase64url(vault)!)) as Vault
const changed = (change: (vault: Vault) => unknown, of = ana.vault): string => {
  const vault = parse(of)
  change(vault)
  return toBase64url(utf8(JSON.stringify(vault)))
}
const cannotOpen = err({ kind: 'cannot_open' })

test('the vault opens with its passphrase to the same keys', async () => {
  const opened = await open(ana.vault)
  if (!opened.ok) throw new Error(opened.error.kind)
  const { account, identity, recipient, signingPublic } = opened.value
  expect({ account, identity, recipient, signingPublic }).toEqual({
    account: ana.keys.account,
    identity: ana.keys.identity,
    recipient: ana.keys.recipient,
    signingPublic: ana.keys.signingPublic,
  })
  const signature = await sign(opened.value.signing, utf8('a'))
  const key = await verifyingKey(fromBase64url(signingPublic)!)
  expect(await verify(key!, signature, utf8('a'))).toBe(true)
  expect(opened.value.signing.extractable).toBe(false)
  expect(opened.value.memory.extractable).toBe(false)
})

test('what the server is sent and what opens the vault have nothing in common', () => {
  expect(derived.authKey).toBe(ana.authKey)
  const parts = [derived.authKey, toBase64url(derived.kek), derived.commit]
  expect(new Set(parts).size).toBe(3)
  expect(parse(ana.vault).wraps[0]?.commit).toBe(derived.commit)
})

test('name, seed and passphrase all change the keys', async () => {
  const others = await Promise.all([
    derive('six quiet words of hers', 'ana2', ana.seed),
    derive('six quiet words of hers', 'ana', ben.seed),
    derive('six quiet words of his', 'ana', ana.seed),
  ])
  expect(new Set([...others, derived].map((one) => one.authKey)).size).toBe(4)
})

test('a passphrase typed on another keyboard, in another normal form, is the same', async () => {
  const one = await derive('caf\u00e9 \ufb01', 'ana', ana.seed)
  expect((await derive('cafe\u0301 fi', 'ana', ana.seed)).authKey).toBe(one.authKey)
})

test.each(['', 'AAAA', 'not base64url', 'A'.repeat(43)])(
  'a seed %j from the server is refused',
  async (seed) => {
    await expect(derive('passphrase', 'ana', seed)).rejects.toThrow(TypeError)
  },
)

test('a wrong passphrase cannot open, and nothing says why', async () => {
  expect(await open(ana.vault, await derive('six quiet words', 'ana', ana.seed))).toEqual(cannotOpen)
})

test("another member's vault in place of one's own cannot be opened", async () => {
  expect(await open(ben.vault)).toEqual(cannotOpen)
})

test('a vault put together from two cannot be opened', async () => {
  const theirs = parse(ben.vault)
  expect(await open(changed((vault) => (vault.sealed = theirs.sealed)))).toEqual(cannotOpen)
  expect(await open(changed((vault) => (vault.account = theirs.account)))).toEqual(cannotOpen)
  expect(await open(changed((vault) => (vault.wraps[0]!.sealed = theirs.wraps[0]!.sealed)))).toEqual(
    cannotOpen,
  )
  expect(await open(changed((vault) => (vault.wraps = theirs.wraps)))).toEqual(cannotOpen)
})

test('the commitment is compared before anything is decrypted', async () => {
  const other = { ...derived, commit: ben.vault.slice(0, 43) }
  expect(await open(ana.vault, other)).toEqual(cannotOpen)
  expect(await open(ana.vault, { ...derived, kek: new Uint8Array(32) })).toEqual(cannotOpen)
})

test.each([{ t: KDF.t - 1 }, { m: KDF.m - 1 }, { m: 8 }, { p: 2 }, { p: 0 }, { t: 0 }])(
  'a vault that asks for the weak cost %o is refused as such',
  async (kdf) => {
    const vault = changed((one) => Object.assign(one.wraps[0]!.kdf, kdf))
    expect(await open(vault)).toEqual(err({ kind: 'weak_kdf' }))
  },
)

test('a cost stated higher than it was is part of what is sealed', async () => {
  expect(await open(changed((vault) => (vault.wraps[0]!.kdf.t = KDF.t + 1)))).toEqual(cannotOpen)
  expect(await open(changed((vault) => (vault.wraps[0]!.kdf.m = KDF.m + 1)))).toEqual(cannotOpen)
})

test('a vault of a newer version says so', async () => {
  expect(await open(changed((vault) => (vault.v = 2)))).toEqual(err({ kind: 'newer_version' }))
})

test('a wrap of another kind beside it is passed over', async () => {
  const wrap = { ...parse(ana.vault).wraps[0]!, kind: 'passkey' }
  expect((await open(changed((vault) => vault.wraps.unshift(wrap)))).ok).toBe(true)
})

test('another passphrase takes the place of the one before, counts on, and leaves other wraps as they are', async () => {
  const other = { ...parse(ana.vault).wraps[0]!, kind: 'passkey' }
  const before = changed((vault) => vault.wraps.push(other))
  const given = { old: derived, name: 'ana', passphrase: 'six other words of hers' }
  const done = await rewrapVault(before, given, seededChance('another passphrase'))
  if (!done.ok) throw new Error(done.error.kind)
  const { change, seed, vault } = done.value
  expect(change).toBe(0)
  expect(parse(vault).wraps.map(({ kind }) => kind)).toEqual(['passphrase', 'passkey'])
  expect(parse(vault).wraps[1]).toEqual(other)
  const now = await derive('six other words of hers', 'ana', seed)
  expect(await open(vault, now)).toMatchObject({ ok: true, value: { vaultChange: 1 } })
  expect(await open(vault)).toEqual(cannotOpen)
  for (const counted of [2, undefined]) {
    const altered = changed(({ wraps }) => (wraps[0]!.change = counted), vault)
    expect(await open(altered, now), 'the count is part of what is sealed').toEqual(cannotOpen)
  }
  const again = await rewrapVault(vault, { ...given, old: now }, seededChance('a third'))
  expect(again).toMatchObject({ ok: true, value: { change: 1 } })
  expect(await rewrapVault(vault, given, seededChance('with the one before'))).toEqual(cannotOpen)
})

test.each([
  ['nothing', () => ''],
  ['no base64url', () => '*'],
  ['no JSON', () => toBase64url(utf8('vault'))],
  ['null', () => toBase64url(utf8('null'))],
  ['version 0', () => changed((vault) => (vault.v = 0))],
  ['no wraps', () => changed((vault) => (vault.wraps = []))],
  ['no wrap for a passphrase', () => changed((vault) => (vault.wraps[0]!.kind = 'passkey'))],
  ['too many wraps', () => changed((vault) => (vault.wraps = Array(17).fill(vault.wraps[0]) as Wrap[]))],
  ['another derivation', () => changed((vault) => (vault.wraps[0]!.kdf.name = 'scrypt'))],
  ['a field more', () => changed((vault) => Object.assign(vault, { more: 1 }))],
  ['a field more in the wrap', () => changed((vault) => Object.assign(vault.wraps[0]!, { more: 1 }))],
  ['an account that is no id', () => changed((vault) => (vault.account = 'e\u0301'))],
  ['words that are no base64url', () => changed((vault) => (vault.sealed = '*'))],
  ['a sealed part that is too short', () => changed((vault) => (vault.sealed = 'AAAA'))],
])('a vault that is %s cannot be opened', async (_, vault) => {
  expect(await open(vault())).toEqual(cannotOpen)
})

test.each(['six quiet words of hers', 'كلمات ست هادئة لها', 'ẞ𝒜 ½', ' '])(
  'the hash of this platform is that of browsers: %s',
  async (text) => {
    const salt = new Uint8Array(32).fill(7)
    expect(toBase64url(await slowHash(text, salt))).toBe(toBase64url(await hashInWasm(text, salt)))
  },
)
