/** What an active server, a thief who writes back, or an insider beside them can do to stored bytes: nothing unseen. */
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyCase } from '#cases/core/verify_case.ts'
import { err } from '#kernel/core/result.ts'
import type { Desk } from '#members/core/desk.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import { type Derived, derive, newAccount, openVault } from '#vault/client/v1/account.ts'
import {
  deskKey,
  newDeskSecret,
  openBundle,
  openGrant,
  sealBundle,
  sealGrant,
} from '#vault/client/v1/desk.ts'
import { openWords } from '#vault/client/v1/entry.ts'
import { checkHead, openHead, sealHead } from '#vault/client/v1/head.ts'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import type { HeadBytes } from '#vault/core/wire.ts'
import { contextOf, hashOf, sealedData } from '#vault/core/v1/statement.ts'
import { aesKey, aesOpen, verifyingKey } from '#vault/core/v1/webcrypto.ts'
import { seededChance } from '../../tests/support/chance.ts'
import {
  add,
  type CaseWorld,
  makeCase,
  read,
  rightOf,
  tipOf,
  write,
} from '../../tests/support/vault_world.ts'

let world: CaseWorld
let other: CaseWorld
let desk: Desk
let entries: readonly EntryBytes[]

beforeAll(async () => {
  world = await makeCase('tamper')
  other = await makeCase('tamper other')
  await add(world, world.writer, {
    kind: 'publication',
    coded: { ref: 'r' },
    words: {},
    open: { title: 'Ada' },
  })
  entries = [...world.case.entries]
  const verified = await verifyDesk(world.desk.entries, world.desk.id, null)
  if (!verified.ok) throw new Error(verified.error.kind)
  desk = verified.value.desk
})

const verify = (log: readonly EntryBytes[], known: Tip | null = null) =>
  verifyCase(log, { id: world.case.id, desk, known })
const at = (seq: number): EntryBytes => entries[seq]!
const replaced = (seq: number, entry: EntryBytes): EntryBytes[] => entries.with(seq, entry)

/** Each byte once with one bit turned, and each bit of the first and last 16 bytes. */
function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let place = 0; place < bytes.length; place++) {
    const edge = place < 16 || place >= bytes.length - 16
    for (const bit of edge ? [0, 1, 2, 3, 4, 5, 6, 7] : [place % 8]) {
      const flipped = Uint8Array.from(bytes)
      flipped[place]! ^= 1 << bit
      yield flipped
    }
  }
}
const cuts = (bytes: Uint8Array): Uint8Array[] =>
  [0, 1, 12, 27, 28, 29, bytes.length >> 1, bytes.length - 16, bytes.length - 1]
    .filter((length) => length < bytes.length)
    .map((length) => bytes.subarray(0, length))
const longer = (bytes: Uint8Array): Uint8Array => new Uint8Array([...bytes, 0])
const damaged = (bytes: Uint8Array): Uint8Array[] => [...flips(bytes), ...cuts(bytes), longer(bytes)]

test('the untouched log is verified, so that what follows is refused for its damage alone', async () => {
  expect((await verify(entries)).ok).toBe(true)
})

describe('damage to one entry', () => {
  test('in its statement is refused at its place', async () => {
    for (const statement of damaged(at(3).statement)) {
      const outcome = await verify(replaced(3, { ...at(3), statement }))
      expect(outcome).toMatchObject({ ok: false, error: { seq: 3 } })
    }
  })

  test('in its statement is told apart by what it breaks', async () => {
    const text = new TextDecoder().decode(at(3).statement)
    const told = async (from: string | RegExp, to: string) => {
      expect(text).toMatch(from)
      const statement = new TextEncoder().encode(text.replace(from, to))
      const outcome = await verify(replaced(3, { ...at(3), statement }))
      return outcome.ok ? 'accepted' : outcome.error
    }
    expect(await told('10:15:00Z', '10:15:01Z')).toEqual({ kind: 'wrong_signature', seq: 3 })
    expect(await told('"kind":"publication"', '"kind":"note"')).toEqual({ kind: 'wrong_signature', seq: 3 })
    expect(await told('"seq":3', '"seq":4')).toEqual({ kind: 'broken_link', seq: 3 })
    expect(await told(world.case.id, other.case.id)).toEqual({ kind: 'other_log', seq: 3 })
    expect(await told(world.desk.id, other.desk.id)).toEqual({ kind: 'other_desk', seq: 3 })
    expect(await told(world.writer.account, world.lead.account)).toEqual({ kind: 'no_right', seq: 3 })
    expect(await told('"v":1', '"v":2')).toMatchObject({ kind: 'unreadable', why: { path: 'v' } })
    expect(await told('{', '{ ')).toMatchObject({ kind: 'unreadable', why: { kind: 'not_canonical' } })
    expect(await told('}', '')).toMatchObject({ kind: 'unreadable', why: { kind: 'not_json' } })
    expect(await told(/"open":"[^"]+"/, '"open":null')).toMatchObject({
      kind: 'unreadable',
      why: { kind: 'part_not_of_statement', part: 'open' },
    })
  })

  test('in its signature is refused as such', async () => {
    for (const signature of damaged(at(3).signature))
      expect(await verify(replaced(3, { ...at(3), signature }))).toEqual(
        err({ kind: 'wrong_signature', seq: 3 }),
      )
  })

  test.each(['coded', 'sealed', 'open'] as const)('in its %s part is refused as such', async (part) => {
    const why = { kind: 'part_not_of_statement', part }
    for (const content of damaged(at(3)[part]!))
      expect(await verify(replaced(3, { ...at(3), [part]: content }))).toEqual(
        err({ kind: 'unreadable', seq: 3, why }),
      )
  })

  test('is refused when the part is swapped with that of a neighbour, another log or another part', async () => {
    for (const [part, content] of [
      ['coded', at(2).coded],
      ['sealed', at(2).sealed],
      ['sealed', other.case.entries[2]!.sealed],
      ['coded', at(3).open],
      ['open', at(3).coded],
    ] as const)
      expect(await verify(replaced(3, { ...at(3), [part]: content }))).toMatchObject({
        error: { seq: 3, why: { kind: 'part_not_of_statement', part } },
      })
  })

  test('is refused when a part is withheld', async () => {
    for (const part of ['coded', 'sealed', 'open'] as const)
      expect(await verify(replaced(3, { ...at(3), [part]: null }))).toEqual(
        err({ kind: 'part_missing', seq: 3, part }),
      )
  })
})

const openSealed = (sealed: Uint8Array, seq = 3) =>
  aesOpen(world.caseKey, sealed, sealedData(contextOf(read(at(seq)).statement)))

describe('a sealed part', () => {
  test('does not open after any damage, even where nobody checks its hash', async () => {
    for (const sealed of damaged(at(3).sealed!)) expect(await openSealed(sealed)).toBeNull()
  })

  test('does not open in the place of any other entry, of this log or another', async () => {
    const sealed = entries.map((entry) => entry.sealed!)
    for (const [from, content] of sealed.entries())
      for (const to of entries.keys()) expect((await openSealed(content, to)) !== null).toBe(from === to)
    for (const foreign of other.case.entries) expect(await openSealed(foreign.sealed!)).toBeNull()
  })

  test('of twenty opens in its own place alone, whichever two are exchanged', async () => {
    const many = await makeCase('tamper twenty')
    while (many.case.entries.length < 20)
      await add(many, many.writer, { kind: 'note', coded: {}, words: { n: many.case.entries.length } })
    const parts = many.case.entries.map((entry) => ({
      sealed: entry.sealed!,
      data: sealedData(contextOf(read(entry).statement)),
    }))
    for (const [from, { sealed }] of parts.entries())
      for (const [to, { data }] of parts.entries())
        expect((await aesOpen(many.caseKey, sealed, data)) !== null, `${from} as ${to}`).toBe(from === to)
  })

  test('says only that it cannot be opened', async () => {
    const entry = read(at(3))
    const [sealed] = damaged(at(3).sealed!)
    const given = { ...entry, bytes: { ...entry.bytes, sealed: sealed! } }
    expect(await openWords(given, world.caseKey)).toEqual(err({ kind: 'cannot_open' }))
  })
})

describe('the links of a log', () => {
  test('refuse each entry left out but the last, which memory catches', async () => {
    const known = tipOf(entries)
    for (const seq of [1, 2])
      expect(await verify(entries.toSpliced(seq, 1))).toEqual(err({ kind: 'broken_link', seq }))
    expect(await verify(entries.slice(1))).toEqual(err({ kind: 'broken_link', seq: 0 }))
    expect(await verify(entries.slice(0, 3), known)).toEqual(err({ kind: 'rolled_back', known: 3, shown: 2 }))
  })

  test('refuse every other order', async () => {
    for (const a of entries.keys())
      for (const b of entries.keys())
        if (a < b) {
          const swapped = entries.with(a, at(b)).with(b, at(a))
          expect(await verify(swapped)).toEqual(err({ kind: 'broken_link', seq: a }))
        }
  })

  test('refuse an entry shown twice, next to itself or later', async () => {
    for (const place of [2, 3, 4])
      expect(await verify(entries.toSpliced(place, 0, at(1)))).toEqual(
        err({ kind: 'broken_link', seq: place }),
      )
  })

  test('refuse an entry of another case, and a whole other case', async () => {
    expect(await verify(replaced(2, other.case.entries[2]!))).toEqual(err({ kind: 'other_log', seq: 2 }))
    expect(await verify(other.case.entries)).toEqual(err({ kind: 'other_log', seq: 0 }))
  })

  test('refuse an entry signed again by its own author after others built on it', async () => {
    const branch = { ...world.case, entries: entries.slice(0, 1) }
    const roster = rightOf(world, world.writer)
    const again = await write(branch, world.writer, { kind: 'note', coded: { n: 2 }, roster }, world.chance)
    expect(await verify(replaced(1, again))).toEqual(err({ kind: 'broken_link', seq: 2 }))
  })

  test('show a fork to whoever saw the other branch', async () => {
    const branch = { ...world.case, entries: entries.slice(0, 3) }
    const fork: CaseWorld = { ...world, case: branch }
    await add(fork, world.writer, { kind: 'note', coded: {} })
    await add(fork, world.writer, { kind: 'note', coded: {} })
    expect((await verify(branch.entries)).ok).toBe(true)
    expect(await verify(branch.entries, tipOf(entries))).toEqual(err({ kind: 'forked', seq: 3 }))
    expect(await verify(entries, tipOf(branch.entries))).toEqual(
      err({ kind: 'rolled_back', known: 4, shown: 3 }),
    )
  })
})

const forge = async (step: Parameters<typeof add>[2], as = world.writer, signing = as.signing) => {
  const made: CaseWorld = { ...world, case: { ...world.case, entries: [...entries] } }
  await add(made, { ...as, signing }, { roster: rightOf(world, as), ...step })
  return verify(made.case.entries)
}

describe('an author', () => {
  test('is not forged by the server, nor by another member', async () => {
    const refusal = err({ kind: 'wrong_signature', seq: 4 })
    const stranger = other.writer.signing
    expect(await forge({ kind: 'note', coded: {} }, world.writer, stranger)).toEqual(refusal)
    expect(await forge({ kind: 'note', coded: {} }, world.lead, world.writer.signing)).toEqual(refusal)
  })

  test('who only reads cannot write, though the server accepts it', async () => {
    expect(await forge({ kind: 'note', coded: {} }, world.reader)).toMatchObject({
      error: { kind: 'role_too_low', seq: 4, role: 'reader' },
    })
  })

  test('of another desk cannot write under their right there', async () => {
    const made: CaseWorld = {
      ...other,
      case: { ...world.case, entries: [...entries] },
      caseKey: world.caseKey,
    }
    await add(made, other.lead, { kind: 'note', coded: {} })
    expect(await verify(made.case.entries)).toEqual(err({ kind: 'no_right', seq: 4 }))
  })

  test("of a head's signature has not signed an entry", async () => {
    const head = await sealTestHead()
    const entry = {
      statement: head.statement,
      signature: head.signature,
      coded: null,
      sealed: null,
      open: null,
    }
    expect(await verify([...entries, entry])).toMatchObject({ error: { kind: 'unreadable', seq: 4 } })
  })
})

const sealTestHead = (through = 3): Promise<HeadBytes> =>
  sealHead(
    {
      v: 1,
      log: world.case.id,
      desk: world.desk.id,
      author: world.writer.account,
      roster: rightOf(world, world.writer),
      through,
      tip: read(at(through)).hash,
      foldVersion: 1,
      key: 'case:1',
    },
    { names: ['Ada'] },
    { key: world.caseKey, signing: world.writer.signing, chance: world.chance },
  )

describe('a head', () => {
  test('does not open, or not under its signature, after any damage', async () => {
    const head = await sealTestHead()
    const signer = (await verifyingKey(fromBase64url(world.writer.signingPublic)!))!
    for (const sealed of damaged(head.sealed))
      expect(await openHead({ ...head, sealed }, world.caseKey)).toEqual(err({ kind: 'not_a_head' }))
    for (const signature of damaged(head.signature))
      expect(await checkHead({ ...head, signature }, signer)).toBe(false)
    for (const statement of damaged(head.statement)) {
      expect((await openHead({ ...head, statement }, world.caseKey)).ok).toBe(false)
      expect(await checkHead({ ...head, statement }, signer)).toBe(false)
    }
  })

  test('of another case does not open', async () => {
    expect((await openHead(await sealTestHead(), world.caseKey)).ok).toBe(true)
    expect((await openHead(await sealTestHead(), other.caseKey)).ok).toBe(false)
  })

  test('made of an older statement and a newer sealed part is none', async () => {
    const [older, newer] = [await sealTestHead(2), await sealTestHead(3)]
    const mixed = { ...older, sealed: newer.sealed }
    expect(await openHead(mixed, world.caseKey)).toEqual(err({ kind: 'not_a_head' }))
  })
})

test('a grant does not open after any damage, nor for another case, epoch or desk', async () => {
  const chance = seededChance('tamper grant')
  const key = await deskKey(await newDeskSecret(world.desk.id, 1, chance))
  const of = { log: world.case.id, epoch: 1 }
  const grant = await sealGrant(key, of, world.rawCaseKey, chance)
  expect(await openGrant(key, of, grant)).not.toBeNull()
  for (const bytes of damaged(grant)) expect(await openGrant(key, of, bytes)).toBeNull()
  const swapped = await sealGrant(key, { ...of, log: other.case.id }, world.rawCaseKey, chance)
  expect(await openGrant(key, of, swapped)).toBeNull()
})

test('a bundle is refused after any damage, even where the hash were to agree', async () => {
  const chance = seededChance('tamper bundle')
  const identity = await generateHybridIdentity()
  const secret = await newDeskSecret(world.desk.id, 1, chance)
  const { bytes, hash } = await sealBundle(secret, [await identityToRecipient(identity)])
  const stated = { desk: world.desk.id, epoch: 1, hash }
  const all = damaged(bytes)
  for (const one of all)
    expect(await openBundle(one, identity, stated)).toEqual(err({ kind: 'not_the_bundle_of_the_log' }))
  for (const one of all.filter((_, n) => n % 16 === 0))
    expect(await openBundle(one, identity, { ...stated, hash: hashOf(one) })).toEqual(
      err({ kind: 'not_for_this_key' }),
    )
})

describe('a vault', () => {
  let vault: Uint8Array
  let derived: Derived
  beforeAll(async () => {
    const account = await newAccount(
      { name: 'ana', passphrase: 'words of hers' },
      seededChance('tamper vault'),
    )
    derived = await derive('words of hers', 'ana', account.seed)
    vault = fromBase64url(account.vault)!
  })

  test('does not open after any damage', async () => {
    for (const bytes of damaged(vault)) {
      const outcome = await openVault(toBase64url(bytes), derived, 'ana')
      expect(outcome.ok, `${new TextDecoder().decode(bytes)}`).toBe(false)
    }
  })

  test('does not open with the keys of another passphrase, whatever commitment stands in it', async () => {
    const kek = seededChance('other kek')(32)
    const outcome = await openVault(toBase64url(vault), { ...derived, kek }, 'ana')
    expect(outcome).toEqual(err({ kind: 'cannot_open' }))
  })
})

test('a desk log is refused after any damage to any entry', async () => {
  const log = world.desk.entries
  const wrong = async (seq: number, entry: EntryBytes) =>
    (await verifyDesk(log.with(seq, entry), world.desk.id, null)).ok
  // The founding and an admission: the two kinds that give rights.
  for (const seq of [0, 2]) {
    const entry = log[seq]!
    for (const statement of damaged(entry.statement))
      expect(await wrong(seq, { ...entry, statement })).toBe(false)
    for (const coded of damaged(entry.coded!)) expect(await wrong(seq, { ...entry, coded })).toBe(false)
    for (const signature of flips(entry.signature))
      expect(await wrong(seq, { ...entry, signature })).toBe(false)
  }
})

test('an AES key of another case opens nothing here', async () => {
  const key = await aesKey(other.rawCaseKey)
  for (const entry of entries.map(read)) expect((await openWords(entry, key)).ok).toBe(false)
})
