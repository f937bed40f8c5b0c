/**
 * The same bytes by other hands: Node's OpenSSL in place of WebCrypto and hash-wasm, written from the format's
 * description alone; and the published vectors of the standards against our wrappers.
 */
import {
  argon2Sync,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto'
import { argon2id as nobleArgon2id } from '@noble/hashes/argon2.js'
import { argon2id } from 'hash-wasm'
import { describe, expect, test } from 'vitest'
import { ed25519PublicKey } from '#vault/client/v1/public_key.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import {
  aesKey,
  aesOpen,
  aesSeal,
  hkdf,
  sign,
  signingKey,
  verify,
  verifyingKey,
} from '#vault/core/v1/webcrypto.ts'
import { readVector } from '../support/vectors.ts'

const b64 = (text: string): Buffer => Buffer.from(text, 'base64url')
const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'))
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const sha256 = (...parts: Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64url')
}
const openWith = (key: Uint8Array, sealed: Buffer, data: Uint8Array): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  decipher.setAAD(data)
  decipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
}
const unpadded = (padded: Buffer): string => padded.subarray(4, 4 + padded.readUInt32BE(0)).toString('utf8')
const publicKeyOf = (raw: Uint8Array) =>
  createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
    format: 'jwk',
  })
const privateKeyOf = (seed: Uint8Array, raw: Uint8Array) => {
  const [d, x] = [seed, raw].map((bytes) => Buffer.from(bytes).toString('base64url'))
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d: d!, x: x! }, format: 'jwk' })
}

type Vector = Record<string, string> & { readonly opened: { readonly words: unknown } }

describe('the frozen vectors, read by OpenSSL', () => {
  test('an entry: signature, hashes, link and sealed words', () => {
    const vector = readVector('entry.json') as Vector
    const statement = Buffer.from(vector.statement!)
    const stated = JSON.parse(vector.statement!) as Record<string, unknown>
    const signed = Buffer.concat([Buffer.from('amparo/v1/entry\0'), statement])
    const key = b64(vector.publicKey!)
    expect(verifyWith(null, signed, publicKeyOf(key), b64(vector.signature!))).toBe(true)
    const again = signWith(null, signed, privateKeyOf(b64(vector.seed!), key))
    expect(again.toString('base64url')).toBe(vector.signature)
    for (const part of ['coded', 'sealed', 'open'] as const)
      expect(sha256(b64(vector[part]!))).toBe(stated[part])
    expect(sha256(statement, b64(vector.signature!))).toBe(vector.hash)
    const { seq: _s, prev: _p, roster: _r, sealed: _e, open: _o, ...context } = stated
    const data = Buffer.from(`amparo/v1/sealed\0${JSON.stringify(context)}`)
    expect(data.toString('base64url')).toBe(vector.sealedData)
    const plain = openWith(b64(vector.caseKey!), b64(vector.sealed!), data)
    expect(plain.length).toBe(512)
    expect(JSON.parse(unpadded(plain))).toEqual(vector.opened.words)
    expect(JSON.parse(b64(vector.coded!).subarray(16).toString('utf8'))).toEqual({ ref: 'r' })
  })

  test('a head: signature, hash and sealed summary', () => {
    const vector = readVector('head.json') as Record<string, string> & { summary: unknown }
    const statement = Buffer.from(vector.statement!)
    const signed = Buffer.concat([Buffer.from('amparo/v1/head\0'), statement])
    expect(verifyWith(null, signed, publicKeyOf(b64(vector.publicKey!)), b64(vector.signature!))).toBe(true)
    const { sealed, ...context } = JSON.parse(vector.statement!) as Record<string, unknown>
    expect(sha256(b64(vector.sealed!))).toBe(sealed)
    const data = Buffer.from(`amparo/v1/head-sealed\0${JSON.stringify(context)}`)
    expect(data.toString('base64url')).toBe(vector.sealedData)
    const plain = openWith(b64(vector.caseKey!), b64(vector.sealed!), data)
    expect(JSON.parse(unpadded(plain))).toEqual(vector.summary)
  })

  test('a grant', () => {
    const vector = readVector('grant.json') as Record<string, string> & {
      deskEpoch: number
      of: { log: string; epoch: number }
    }
    const { desk, deskEpoch, of } = vector
    const data = Buffer.from(`amparo/v1/ck|${desk}|${deskEpoch}|${of.log}|${of.epoch}`)
    const plain = openWith(b64(vector.secret!), b64(vector.grant!), data)
    expect(plain.toString('base64url')).toBe(vector.caseKey)
  })

  test.each([
    ['removal.json', 'removed'],
    ['epoch.json', 'epoch_begun'],
  ])('%s: the secret of before under the next one, and the keys of a log, newest first', (name, kind) => {
    const vector = readVector(name) as Record<'secret' | 'log' | 'grant' | 'oldKey', string> & {
      desk: { id: string; entries: { statement: string; sealed: string | null }[] }
      before: unknown
      epoch: number
    }
    const { desk, log, epoch } = vector
    const { statement, sealed } = desk.entries.at(-1)!
    const stated = JSON.parse(statement) as Record<string, string>
    expect(stated).toMatchObject({ kind, key: 'desk:2' })
    const { seq: _s, prev: _p, roster: _r, sealed: _e, open: _o, ...context } = stated
    const bound = Buffer.from(`amparo/v1/sealed\0${JSON.stringify(context)}`)
    const words: unknown = JSON.parse(unpadded(openWith(b64(vector.secret), b64(sealed!), bound)))
    expect(words).toEqual({ before: vector.before })
    const data = Buffer.from(`amparo/v1/ck|${desk.id}|2|${log}|${epoch}`)
    const keys = openWith(b64(vector.secret), b64(vector.grant), data)
    expect(keys.length).toBe(64)
    expect(keys.subarray(32).toString('base64url')).toBe(vector.oldKey)
  })

  test('a journal: its id, its key, every signature and every word', () => {
    type Entry = Record<'statement' | 'signature', string> & { coded: string | null; sealed: string | null }
    const vector = readVector('journal.json') as Record<'secret' | 'grant', string> & {
      desk: { id: string; entries: Entry[] }
      journal: { id: string; entries: Entry[] }
      words: unknown[]
    }
    const { desk, journal } = vector
    const digest = createHash('sha256').update(`amparo/v1/journal|${desk.id}`).digest()
    expect(digest.subarray(0, 16).toString('base64url')).toBe(journal.id)
    const data = Buffer.from(`amparo/v1/ck|${desk.id}|1|${journal.id}|1`)
    const key = openWith(b64(vector.secret), b64(vector.grant), data)
    const signing = new Map<string, string>()
    for (const { coded } of desk.entries) {
      const { card } = JSON.parse(b64(coded!).subarray(16).toString('utf8')) as {
        card?: { account: string; signing: string }
      }
      if (card) signing.set(card.account, card.signing)
    }
    const opened = journal.entries.map(({ statement, signature, sealed }) => {
      const stated = JSON.parse(statement) as Record<string, string>
      const signed = Buffer.from(`amparo/v1/entry\0${statement}`)
      const holder = publicKeyOf(b64(signing.get(stated.author!)!))
      expect(verifyWith(null, signed, holder, b64(signature))).toBe(true)
      if (sealed === null) return null
      const { seq: _s, prev: _p, roster: _r, sealed: _e, open: _o, ...context } = stated
      const bound = Buffer.from(`amparo/v1/sealed\0${JSON.stringify(context)}`)
      return JSON.parse(unpadded(openWith(key, b64(sealed), bound))) as unknown
    })
    expect(opened).toEqual(vector.words)
  })

  test('the derivation of an account', () => {
    for (const vector of readVector('derivation.json') as Record<string, string>[]) {
      const { root, derived } = deriveWith(vector)
      expect(derived('auth')).toBe(vector.authKey)
      expect(derived('kek')).toBe(vector.kek)
      expect(derived('commit')).toBe(vector.commit)
      expect(root.length).toBe(32)
    }
  })

  test.each(['vault.json', 'vault_changed.json'])('a vault: %s', (name) => {
    const vector = readVector(name) as Record<string, string> & {
      opened: { account: string; identity: string; signingPublic: string }
    }
    const { derived } = deriveWith(vector)
    const vault = JSON.parse(b64(vector.vault!).toString('utf8')) as {
      account: string
      sealed: string
      wraps: { sealed: string; commit: string }[]
    }
    const { account } = vault
    const { commit, sealed } = vault.wraps[0]!
    expect(commit).toBe(derived('commit'))
    const kdf = '{"m":65536,"name":"argon2id","p":1,"t":3}'
    const change = vector.change === undefined ? '' : `"change":${vector.change},`
    const wrapData = `{"account":"${account}",${change}"commit":"${commit}","kdf":${kdf},"kind":"passphrase","v":1}`
    const vaultKey = openWith(b64(derived('kek')), b64(sealed), Buffer.from(wrapData))
    const plain = openWith(vaultKey, b64(vault.sealed), Buffer.from(`{"account":"${account}","v":1}`))
    expect(JSON.parse(plain.toString('utf8'))).toMatchObject({ identity: vector.opened.identity })
    expect(account).toBe(vector.opened.account)
  })
})

/** salt = SHA-256("amparo/v1/salt|" name "|" seed); root = Argon2id; each key = HKDF-SHA-256 with an empty salt. */
const deriveWith = ({ name, passphrase, seed }: Record<string, string>) => {
  const nonce = b64(sha256(Buffer.from(`amparo/v1/salt|${name}|`), b64(seed!)))
  const message = passphrase!.normalize('NFKC')
  const root = argon2Sync('argon2id', {
    message,
    nonce,
    parallelism: 1,
    passes: 3,
    memory: 65536,
    tagLength: 32,
  })
  const derived = (use: string): string =>
    Buffer.from(hkdfSync('sha256', root, '', `amparo/v1/${use}`, 32)).toString('base64url')
  return { root, derived }
}

describe('the standards', () => {
  test.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('RFC 8032 section 7.1, Ed25519 with the seed %s', async (seed, publicKey, message, signature) => {
    expect(hexOf(await ed25519PublicKey(hex(seed)))).toBe(publicKey)
    expect(hexOf(await sign(await signingKey(hex(seed)), hex(message)))).toBe(signature)
    const key = await verifyingKey(hex(publicKey))
    expect(await verify(key!, hex(signature), hex(message))).toBe(true)
    expect(await verify(key!, hex(signature), hex(`${message}00`))).toBe(false)
  })

  test('a signature whose second half is not reduced is refused (RFC 8032, section 5.1.7)', async () => {
    const seed = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
    const signature = await sign(await signingKey(seed), hex(''))
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const half = BigInt(`0x${hexOf(signature.subarray(32).toReversed())}`) + order
    const raised = new Uint8Array([
      ...signature.subarray(0, 32),
      ...hex(half.toString(16).padStart(64, '0')).toReversed(),
    ])
    const key = await verifyingKey(await ed25519PublicKey(seed))
    expect(await verify(key!, signature, hex(''))).toBe(true)
    expect(await verify(key!, raised, hex(''))).toBe(false)
  })

  test('RFC 5869 appendix A.3, HKDF-SHA-256 with neither salt nor info', async () => {
    expect(hexOf(await hkdf(hex('0b'.repeat(22)), '', 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    )
  })

  test('RFC 9106 section 5.3, Argon2id, by the two that check ours', async () => {
    const expected = '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659'
    const [message, nonce, secret, associatedData] = [
      hex('01'.repeat(32)),
      hex('02'.repeat(16)),
      hex('03'.repeat(8)),
      hex('04'.repeat(12)),
    ]
    const use = {
      message,
      nonce,
      secret,
      associatedData,
      parallelism: 4,
      passes: 3,
      memory: 32,
      tagLength: 32,
    }
    expect(hexOf(argon2Sync('argon2id', use))).toBe(expected)
    const options = { t: 3, m: 32, p: 4, key: secret, personalization: associatedData }
    expect(hexOf(nobleArgon2id(message, nonce, options))).toBe(expected)
  })

  test('Argon2id by the three libraries with our cost agrees', async () => {
    const [password, salt] = [Buffer.from('orbit velvet'), hex('05'.repeat(32))]
    const ours = await argon2id({
      password,
      salt,
      iterations: 3,
      memorySize: 1024,
      parallelism: 1,
      hashLength: 32,
      outputType: 'binary',
    })
    expect(hexOf(nobleArgon2id(password, salt, { t: 3, m: 1024, p: 1 }))).toBe(hexOf(ours))
    const use = { message: password, nonce: salt, parallelism: 1, passes: 3, memory: 1024, tagLength: 32 }
    expect(hexOf(argon2Sync('argon2id', use))).toBe(hexOf(ours))
  })

  test('test case 16 of the GCM specification, AES-256 with associated data', async () => {
    const key = await aesKey(hex('feffe9928665731c6d6a8f9467308308'.repeat(2)))
    const nonce = hex('cafebabefacedbaddecaf888')
    const data = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2')
    const plain = hex(
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    )
    const sealed = await aesSeal(key, plain, { nonce, data })
    expect(hexOf(sealed)).toBe(
      'cafebabefacedbaddecaf888' +
        '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
        '76fc6ece0f4e1768cddf8853bb2d551b',
    )
    expect(await aesOpen(key, sealed, data)).toEqual(plain)
  })

  test('FIPS 180-4, SHA-256 of "abc"', () => {
    expect(b64(hashOf(Buffer.from('abc'))).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})
