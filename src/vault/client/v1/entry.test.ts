import { beforeAll, expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import { type EntryDraft, openWords, openWordsOf, sealEntry, signEntry } from '#vault/client/v1/entry.ts'
import { toBase64url, utf8 } from '#vault/core/bytes.ts'
import { contextOf, hashOf, sealedData } from '#vault/core/v1/statement.ts'
import { aesKey, aesSeal, type Key } from '#vault/core/v1/webcrypto.ts'
import { pad } from '#vault/core/v1/padding.ts'
import { add, type CaseWorld, makeCase, read } from '../../../../tests/support/vault_world.ts'

let world: CaseWorld
let draft: EntryDraft

beforeAll(async () => {
  world = await makeCase('client entry')
  draft = {
    log: world.case.id,
    id: toBase64url(world.chance(16)),
    desk: world.desk.id,
    author: world.writer.account,
    at: '2026-11-22T10:15:00Z',
    kind: 'note',
    kindVersion: 1,
    vocabulary: '2026.1',
    key: 'case:1',
    coded: {},
    words: { text: 'أمل' },
  }
})
const first = { seq: 0, prev: null, roster: null }
const without = <K extends keyof EntryDraft>(key: K): Omit<EntryDraft, K> => {
  const { [key]: _, ...rest } = draft
  return rest
}

test('the words that were sealed are opened', async () => {
  const entry = await add(world, world.writer, { kind: 'note', coded: {}, words: { text: 'أمل' } })
  expect(await openWords(entry, world.caseKey)).toEqual(ok({ text: 'أمل' }))
})

test('an entry without words, or whose words were erased, opens to nothing', async () => {
  const entry = await add(world, world.writer, { kind: 'note', coded: {} })
  expect(await openWords(entry, world.caseKey)).toEqual(ok(null))
  const erased = read({ ...read(world.case.entries[0]!).bytes, sealed: null })
  expect(await openWords(erased, world.caseKey)).toEqual(ok(null))
})

test('words do not open with another key, nor in another context', async () => {
  const entry = await add(world, world.writer, { kind: 'note', coded: {}, words: { text: 'a' } })
  expect(await openWords(entry, await aesKey(world.chance(32)))).toEqual(err({ kind: 'cannot_open' }))
  for (const [field, value] of Object.entries({
    log: world.desk.id,
    id: world.desk.id,
    desk: world.case.id,
    author: world.lead.account,
    at: '2026-11-22T10:15:01Z',
    kind: 'event',
    kindVersion: 2,
    vocabulary: '2026.2',
    key: 'case:2',
    coded: null,
  })) {
    const moved = { ...entry, statement: { ...entry.statement, [field]: value } }
    expect(await openWords(moved, world.caseKey), field).toEqual(err({ kind: 'cannot_open' }))
  }
})

test('words open under the key of the epoch that their entry names, and no other', async () => {
  const entry = await add(world, world.writer, { kind: 'note', coded: {}, words: { text: 'a' } })
  const later = await aesKey(world.chance(32))
  const said = (keys: readonly Key[]) => openWordsOf(entry, { epoch: keys.length, keys })
  expect(await said([world.caseKey])).toEqual(ok({ text: 'a' }))
  expect(await said([later, world.caseKey])).toEqual(ok({ text: 'a' }))
  expect(await said([world.caseKey, later])).toEqual(err({ kind: 'cannot_open' }))
  expect(await openWordsOf(entry, { epoch: 2, keys: [world.caseKey] })).toEqual(err({ kind: 'cannot_open' }))
  const erased = read({ ...entry.bytes, sealed: null })
  expect(await openWordsOf(erased, { epoch: 2, keys: [] })).toEqual(ok(null))
})

test('a lost race signs again and seals nothing anew', async () => {
  const sealed = await sealEntry(draft, world.caseKey, world.chance)
  const one = await signEntry(sealed, first, world.writer.signing)
  const prev = hashOf(utf8('another'))
  const two = await signEntry(sealed, { seq: 7, prev, roster: prev }, world.writer.signing)
  expect(two.sealed).toBe(one.sealed)
  expect(await openWords(read(two), world.caseKey)).toEqual(ok({ text: 'أمل' }))
})

test('words that are sealed but badly written are refused as such', async () => {
  const entry = await add(world, world.writer, { kind: 'note', coded: {}, words: {} })
  for (const content of [utf8('{}'), pad(utf8('{"a": 1}'))]) {
    const use = { nonce: world.chance(12), data: sealedData(contextOf(entry.statement)) }
    const sealed = await aesSeal(world.caseKey, content, use)
    const given = { ...entry, bytes: { ...entry.bytes, sealed } }
    expect(await openWords(given, world.caseKey)).toEqual(err({ kind: 'bad_words' }))
  }
})

test('two entries with the same words share neither salt nor nonce', async () => {
  const one = await sealEntry(draft, world.caseKey, world.chance)
  const two = await sealEntry(draft, world.caseKey, world.chance)
  expect(one.coded).not.toEqual(two.coded)
  expect(one.sealed!.subarray(0, 12)).not.toEqual(two.sealed!.subarray(0, 12))
})

test('words need a key', async () => {
  await expect(sealEntry(draft, null, world.chance)).rejects.toThrow(TypeError)
})

test.each([
  ['names a key and has no words', () => ({ ...without('words') })],
  ['has words and names no key', () => ({ ...draft, key: 'none' })],
  ['has a time that is none', () => ({ ...draft, at: 'now' })],
])('a device does not sign an entry that %s', async (_, given) => {
  const write = async (key: Key) =>
    signEntry(await sealEntry(given(), key, world.chance), first, world.writer.signing)
  await expect(write(world.caseKey)).rejects.toThrow()
})

test('a device does not sign a second entry that claims to be the first', async () => {
  const sealed = await sealEntry(draft, world.caseKey, world.chance)
  await expect(signEntry(sealed, { ...first, seq: 1 }, world.writer.signing)).rejects.toThrow(TypeError)
})

test('a sealed part is 28 bytes longer than its padded words', async () => {
  const { sealed } = await sealEntry(draft, world.caseKey, world.chance)
  expect(sealed!.length).toBe(512 + 28)
})
