import { beforeEach, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { type ChainRules, checkMemory, signedBy, verifyChain } from '#vault/core/v1/chain.ts'
import {
  add,
  append,
  type CaseWorld,
  makeCase,
  read,
  rightOf,
  tipOf,
  write,
  type Writer,
} from '../../../../tests/support/vault_world.ts'

let world: CaseWorld
let writers: readonly Writer[]

const rules = (more: Partial<ChainRules> = {}): ChainRules => ({
  log: world.case.id,
  rightOf: ({ statement }) => {
    const writer = writers.find((one) => one.account === statement.author)
    return writer ? { signing: writer.signingPublic, mayAppend: true } : null
  },
  erased: () => new Set(),
  ...more,
})
const verifyNow = (more?: Partial<ChainRules>) => verifyChain(world.case.entries, rules(more))

beforeEach(async () => {
  world = await makeCase('chain')
  writers = [world.lead, world.second, world.writer]
})

test('a whole log is verified and read', async () => {
  const verified = await verifyNow()
  expect(verified.ok && verified.value.map((entry) => entry.statement.seq)).toEqual([0, 1, 2])
})

test('an empty log is a log, where none was known', async () => {
  expect(await verifyChain([], rules())).toEqual({ ok: true, value: [] })
})

test('the right is asked for each entry with those before it', async () => {
  const asked: number[] = []
  await verifyNow({
    rightOf: (entry, earlier) => {
      asked.push(earlier.length)
      return rules().rightOf(entry, earlier)
    },
  })
  expect(asked).toEqual([0, 1, 2])
})

test('an entry that cannot be read is refused at its place', async () => {
  world.case.entries[1] = { ...world.case.entries[1]!, statement: utf8('{}') }
  expect(await verifyNow()).toMatchObject({
    error: { kind: 'unreadable', seq: 1, why: { kind: 'not_a_statement' } },
  })
})

test('an entry of another log is refused', async () => {
  expect(await verifyNow({ log: world.desk.id })).toEqual(err({ kind: 'other_log', seq: 0 }))
})

test('an entry that skips a number is refused', async () => {
  await add(world, world.writer, { kind: 'note', coded: {}, place: { seq: 4 } })
  expect(await verifyNow()).toEqual(err({ kind: 'broken_link', seq: 3 }))
})

test('an entry with the right number and another link is refused', async () => {
  const prev = tipOf(world.case.entries.slice(0, 1))!.hash
  await add(world, world.writer, { kind: 'note', coded: {}, place: { prev } })
  expect(await verifyNow()).toEqual(err({ kind: 'broken_link', seq: 3 }))
})

test('a log that begins in its middle is refused', async () => {
  expect(await verifyChain(world.case.entries.slice(1), rules())).toEqual(
    err({ kind: 'broken_link', seq: 0 }),
  )
})

test('an id that was used before is refused', async () => {
  const id = read(world.case.entries[1]!).statement.id
  await add(world, world.writer, { kind: 'note', coded: {}, id })
  expect(await verifyNow()).toEqual(err({ kind: 'same_id_twice', seq: 3 }))
})

test('an author without a right, or whose right does not cover it, is refused', async () => {
  expect(await verifyNow({ rightOf: () => null })).toEqual(err({ kind: 'no_right', seq: 0 }))
  const mayAppend = false
  const rightOfNobody = () => ({ signing: world.lead.signingPublic, mayAppend })
  expect(await verifyNow({ rightOf: rightOfNobody })).toEqual(err({ kind: 'no_right', seq: 0 }))
})

test.each(['', 'AAAA', 'not base64url!', 'A'.repeat(43)])(
  'a right whose key is %j lets nothing pass',
  async (signing) => {
    expect(await verifyNow({ rightOf: () => ({ signing, mayAppend: true }) })).toEqual(
      err({ kind: 'wrong_signature', seq: 0 }),
    )
  },
)

test("another member's signature is refused", async () => {
  const forged = await write(
    world.case,
    { ...world.writer, signing: world.second.signing },
    { kind: 'note', coded: {}, roster: rightOf(world, world.writer) },
    world.chance,
  )
  world.case.entries.push(forged)
  expect(await verifyNow()).toEqual(err({ kind: 'wrong_signature', seq: 3 }))
})

test('a signature of the right bytes without the name of their use is refused', async () => {
  const last = world.case.entries.at(-1)!
  const signature = new Uint8Array(
    await crypto.subtle.sign('Ed25519', world.second.signing as CryptoKey, last.statement as BufferSource),
  )
  world.case.entries[2] = { ...last, signature }
  expect(await verifyNow()).toEqual(err({ kind: 'wrong_signature', seq: 2 }))
})

test('keys of several authors are not mixed up', async () => {
  const keys = new Map()
  const entries = world.case.entries.map(read)
  expect(await signedBy(world.lead.signingPublic, entries[0]!, keys)).toBe(true)
  expect(await signedBy(world.writer.signingPublic, entries[0]!, keys)).toBe(false)
  expect(await signedBy(world.writer.signingPublic, entries[1]!, keys)).toBe(true)
  expect(keys.size).toBe(2)
})

test('a missing part is refused unless the rules allow that part of that entry', async () => {
  const bytes = world.case.entries[1]!
  world.case.entries[1] = { ...bytes, sealed: null, coded: null }
  const { id } = read(bytes).statement
  expect(await verifyNow()).toEqual(err({ kind: 'part_missing', seq: 1, part: 'coded' }))
  const some = new Set([`${id} coded`])
  expect(await verifyNow({ erased: () => some })).toEqual(
    err({ kind: 'part_missing', seq: 1, part: 'sealed' }),
  )
  const all = new Set([`${id} coded`, `${id} sealed`])
  expect((await verifyNow({ erased: () => all })).ok).toBe(true)
})

test('the parts that may be missing are asked of the whole log', async () => {
  let seen = 0
  await verifyNow({
    erased: (entries) => {
      seen = entries.length
      return new Set()
    },
  })
  expect(seen).toBe(3)
})

test('a log that holds what was known is accepted, grown or not', async () => {
  const known = tipOf(world.case.entries)
  expect((await verifyNow({ known })).ok).toBe(true)
  await add(world, world.writer, { kind: 'note', coded: {} })
  expect((await verifyNow({ known })).ok).toBe(true)
})

test('a log that is shorter than known was rolled back', async () => {
  const known = tipOf(world.case.entries)
  world.case.entries.pop()
  expect(await verifyNow({ known })).toEqual(err({ kind: 'rolled_back', known: 2, shown: 1 }))
  expect(await verifyChain([], rules({ known }))).toEqual(err({ kind: 'rolled_back', known: 2, shown: -1 }))
})

test('a log that is other at the known place was forked, however long', async () => {
  const known = tipOf(world.case.entries)
  world.case.entries.pop()
  await append(world.case, world.writer, { kind: 'note', coded: {}, roster: null }, world.chance)
  await append(world.case, world.writer, { kind: 'note', coded: {}, roster: null }, world.chance)
  expect(await verifyNow({ known })).toEqual(err({ kind: 'forked', seq: 2 }))
  expect(checkMemory(world.case.entries.map(read), null)).toBeNull()
})
