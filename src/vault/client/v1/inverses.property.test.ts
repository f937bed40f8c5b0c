/** Whatever is sealed comes back to whoever may open it, as it was; and to nobody under another key. */
import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ok } from '#kernel/core/result.ts'
import { type DeskKey, deskKey, keyFor, openGrant, sealGrant } from '#vault/client/v1/desk.ts'
import { openWords, sealEntry, signEntry } from '#vault/client/v1/entry.ts'
import { checkHead, openHead, sealHead } from '#vault/client/v1/head.ts'
import { linkText, parseLink } from '#vault/client/v1/invitation.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { nfc } from '#vault/core/v1/canonical.ts'
import { readEntry } from '#vault/core/v1/entry.ts'
import { parseStatement, type Statement, statementBytes } from '#vault/core/v1/statement.ts'
import { aesKey, aesOpen, aesSeal, type Key, signingKey, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { seededChance } from '../../../../tests/support/chance.ts'
import { ed25519PublicKey } from './public_key.ts'

const chance = seededChance('inverses')
const ofBytes = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => Uint8Array.from(bytes))
const id = ofBytes(16).map(toBase64url)
const hash = ofBytes(32).map(toBase64url)

/** What people write, in whatever script: texts in NFC, whole numbers, lists and fields of them. */
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((one) => one.normalize('NFC'))
const words = fc
  .dictionary(
    fc.stringMatching(/^[a-z]\w{0,8}$/),
    fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 4 }), fc.constant(null)),
    { maxKeys: 6 },
  )
  .map((one) => nfc(one) as Record<string, unknown>)

const instant = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true })
  .map((at) => `${at.toISOString().slice(0, 19)}Z`)
const term = fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/)
const context = fc.record({
  log: id,
  id,
  desk: id,
  author: id,
  at: instant,
  kind: term,
  kindVersion: fc.integer({ min: 1, max: 9999 }),
  vocabulary: fc.tuple(fc.integer({ min: 2000, max: 2099 }), fc.nat(999)).map((one) => one.join('.')),
})
/** The first place of a log, or a later one. */
const place = fc.oneof(
  fc.record({ seq: fc.constant(0), prev: fc.constant(null), roster: fc.option(hash) }),
  fc.record({ seq: fc.integer({ min: 1, max: 1_000_000 }), prev: hash, roster: fc.option(hash) }),
)

let signing: Key
let verifying: Key
let desk: DeskKey
let other: Key
beforeAll(async () => {
  const seed = chance(32)
  signing = await signingKey(seed)
  verifying = (await verifyingKey(await ed25519PublicKey(seed)))!
  other = await aesKey(chance(32))
  const secret = { v: 1, desk: toBase64url(chance(16)), epoch: 2, secret: toBase64url(chance(32)), inbox: '' }
  desk = await deskKey(secret as Parameters<typeof deskKey>[0])
})

test('a statement that is written is read back, every field of it', () => {
  const statement = fc
    .record({ context, place, sealed: fc.option(hash), open: fc.option(hash), coded: fc.option(hash) })
    .map(({ context: given, place: at, sealed, open, coded }): Statement => ({
      ...given,
      ...at,
      v: 1,
      key: sealed === null ? 'none' : 'case:7',
      sealed,
      open,
      coded,
    }))
  fc.assert(
    fc.property(statement, (one) => {
      const bytes = statementBytes(one)
      expect(parseStatement(bytes)).toEqual(ok(one))
      expect(parseStatement(bytes.subarray(1)).ok).toBe(false)
      expect(parseStatement(bytes.subarray(0, -1)).ok).toBe(false)
    }),
  )
})

test('bytes under a key are opened by it with the same data, and with nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      ofBytes(32),
      ofBytes(12),
      fc.uint8Array(),
      fc.uint8Array(),
      async (raw, nonce, plain, data) => {
        const key = await aesKey(raw)
        const sealed = await aesSeal(key, plain, { nonce, data })
        expect(await aesOpen(key, sealed, data)).toEqual(Uint8Array.from(plain))
        expect(await aesOpen(other, sealed, data)).toBeNull()
        expect(await aesOpen(key, sealed, Uint8Array.of(...data, 0))).toBeNull()
      },
    ),
  )
})

test('the words of an entry, its coded and its open part come back as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(context, place, words, words, fc.option(words), async (given, at, said, coded, open) => {
      const key = await aesKey(chance(32))
      const draft = { ...given, key: 'case:1', coded, words: said, ...(open && { open }) }
      const bytes = await signEntry(await sealEntry(draft, key, chance), at, signing)
      const read = readEntry(bytes)
      if (!read.ok) throw new Error(read.error.kind)
      expect(read.value.missing).toEqual([])
      expect(read.value).toMatchObject({ coded, open })
      expect(await openWords(read.value, key)).toEqual(ok(said))
      expect((await openWords(read.value, other)).ok).toBe(false)
    }),
  )
})

test('a head comes back to whoever has the key of its case, signed by its author', async () => {
  const about = fc.record({
    author: id,
    desk: id,
    log: id,
    roster: hash,
    tip: hash,
    through: fc.nat(1_000_000),
    foldVersion: fc.integer({ min: 1, max: 99 }),
  })
  await fc.assert(
    fc.asyncProperty(about, words, async (one, summary) => {
      const key = await aesKey(chance(32))
      const head = await sealHead({ ...one, v: 1, key: 'case:1' }, summary, { key, signing, chance })
      expect(await openHead(head, key)).toEqual(ok({ context: { ...one, v: 1, key: 'case:1' }, summary }))
      expect((await openHead(head, other)).ok).toBe(false)
      expect(await checkHead(head, verifying)).toBe(true)
      expect(head.sealed.length % 512).toBe(28)
    }),
  )
})

test('a grant gives back each key of its case, by the epoch that an entry names', async () => {
  const keysOfCase = fc.array(ofBytes(32), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(id, keysOfCase, fc.uint8Array(), async (log, keys, plain) => {
      const epoch = keys.length
      const sealed = await sealGrant(
        desk,
        { log, epoch },
        Uint8Array.from(keys.flatMap((one) => [...one])),
        chance,
      )
      const opened = (await openGrant(desk, { log, epoch }, sealed))!
      const use = { nonce: chance(12), data: plain }
      for (const [at, raw] of keys.entries()) {
        const written = await aesSeal(await aesKey(raw), plain, use)
        const key = keyFor(opened, `case:${epoch - at}`)!
        expect(await aesOpen(key, written, plain)).toEqual(Uint8Array.from(plain))
      }
      expect(await openGrant(desk, { log, epoch: epoch + 1 }, sealed)).toBeNull()
    }),
  )
})

test('the link of an invitation is read back, and none that was cut', () => {
  fc.assert(
    fc.property(hash, id, hash, fc.nat(), (secret, of, founding, cut) => {
      const link = linkText({ secret, desk: of, founding })
      expect(parseLink(link)).toEqual({ secret, desk: of, founding })
      expect(parseLink(` ${link}\n`)).toEqual({ secret, desk: of, founding })
      expect(parseLink(link.slice(0, cut % link.length))).toBeNull()
    }),
  )
})
