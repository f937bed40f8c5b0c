import { beforeAll, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { concat, utf8 } from '#vault/core/bytes.ts'
import { type EntryBytes, partNames, readEntry } from '#vault/core/v1/entry.ts'
import { entryHash, hashOf, parseStatement, statementBytes } from '#vault/core/v1/statement.ts'
import { add, type CaseWorld, makeCase } from '../../../../tests/support/vault_world.ts'

let world: CaseWorld
let whole: EntryBytes
let bare: EntryBytes

beforeAll(async () => {
  world = await makeCase('entry')
  const parts = { coded: { a: 1 }, words: { b: 2 }, open: { c: 3 } }
  whole = (await add(world, world.writer, { kind: 'publication', ...parts })).bytes
  bare = (await add(world, world.writer, { kind: 'note', coded: null })).bytes
})

test('an entry is read with its clear parts parsed', () => {
  const entry = readEntry(whole)
  expect(entry).toMatchObject({ ok: true, value: { coded: { a: 1 }, open: { c: 3 }, missing: [] } })
  expect(entry.ok && entry.value.hash).toBe(entryHash(whole.statement, whole.signature))
  expect(readEntry(bare)).toMatchObject({ ok: true, value: { coded: null, open: null, missing: [] } })
})

test.each(partNames)('an entry without its %s part is read, and says that it is missing', (part) => {
  expect(readEntry({ ...whole, [part]: null })).toMatchObject({ ok: true, value: { missing: [part] } })
})

test.each(partNames)('a %s part that is another, or that the statement does not name, is refused', (part) => {
  const refusal = err({ kind: 'part_not_of_statement', part })
  expect(readEntry({ ...whole, [part]: utf8('other') })).toEqual(refusal)
  expect(readEntry({ ...bare, [part]: whole[part] })).toEqual(refusal)
})

test.each(['coded', 'open'] as const)('a %s part that is stated but badly written is refused', (part) => {
  const statement = parseStatement(whole.statement)
  if (!statement.ok) throw new Error('unreadable')
  const content = concat(new Uint8Array(16), utf8('{"a": 1}'))
  const bytes = statementBytes({ ...statement.value, [part]: hashOf(content) })
  expect(readEntry({ ...whole, statement: bytes, [part]: content })).toEqual(
    err({ kind: 'bad_part', part, why: { kind: 'not_canonical' } }),
  )
})

test('an entry whose statement is none is refused with the reason', () => {
  expect(readEntry({ ...whole, statement: utf8('{}') })).toMatchObject({ error: { kind: 'not_a_statement' } })
})
