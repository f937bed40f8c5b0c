import { beforeEach, describe, expect, test } from 'vitest'
import { err } from '#kernel/core/result.ts'
import { decideRight, erased, isErasedCase, verifyCase, withoutErased } from '#cases/core/verify_case.ts'
import type { Desk } from '#members/core/desk.ts'
import { verifyDesk } from '#members/core/verify_desk.ts'
import type { EntryBytes } from '#vault/core/v1/entry.ts'
import { add, append, type CaseWorld, makeCase, rightOf, tipOf } from '../../../tests/support/vault_world.ts'

let world: CaseWorld
let desk: Desk

const foldNow = async (): Promise<Desk> => {
  const verified = await verifyDesk(world.desk.entries, world.desk.id, null)
  if (!verified.ok) throw new Error(JSON.stringify(verified.error))
  return verified.value.desk
}
const check = (bytes: readonly EntryBytes[] = world.case.entries) =>
  verifyCase(bytes, { id: world.case.id, desk, known: null })
const without = (id: string, part: 'coded' | 'sealed' | 'open'): EntryBytes[] =>
  world.case.entries.map((bytes) =>
    new TextDecoder().decode(bytes.statement).includes(`"id":"${id}"`) ? { ...bytes, [part]: null } : bytes,
  )
const publish = (by = world.writer) =>
  add(world, by, { kind: 'publication', coded: { ref: 'r' }, words: {}, open: { title: 'Free Ada' } })
const erase = (erases: string, parts: readonly string[], by = world.lead) =>
  add(world, by, { kind: 'erasure', coded: { erases, parts, reason: 'asked' } })
const release = (of: string, by = world.second) => add(world, by, { kind: 'release', coded: { of } })
const withdraw = (of: string, by = world.reader) =>
  add(world, by, { kind: 'withdrawal', coded: { of, reason: 'danger' } })

beforeEach(async () => {
  world = await makeCase('verify case')
  desk = await foldNow()
})

describe('a case that keeps its rules', () => {
  test('is verified', async () => {
    expect((await check()).ok).toBe(true)
  })

  test('may be withdrawn from the open by a reader', async () => {
    const { statement } = await publish()
    await release(statement.id)
    await withdraw(statement.id)
    expect((await check()).ok).toBe(true)
    expect((await check(without(statement.id, 'open'))).ok).toBe(true)
  })

  test('keeps entries written under a right that ended later', async () => {
    const coded = { account: world.writer.account, role: 'reader' }
    const roster = rightOf(world, world.lead)
    await append(world.desk, world.lead, { kind: 'role_changed', coded, roster }, world.chance)
    desk = await foldNow()
    expect((await check()).ok).toBe(true)
  })
})

describe('a lying server cannot pass', () => {
  test('an empty case', async () => {
    expect(await check([])).toEqual(err({ kind: 'not_opened', seq: 0 }))
  })

  test('an empty case that was known to be longer', async () => {
    const known = tipOf(world.case.entries)
    expect(await verifyCase([], { id: world.case.id, desk, known })).toEqual(
      err({ kind: 'rolled_back', known: 2, shown: -1 }),
    )
  })

  test('a case that does not begin with its opening', async () => {
    world.case.entries.length = 0
    await add(world, world.lead, { kind: 'note', coded: {} })
    expect(await check()).toEqual(err({ kind: 'not_opened', seq: 0 }))
  })

  test('an entry signed for another desk', async () => {
    await add(world, world.writer, { kind: 'note', coded: {}, desk: world.case.id })
    expect(await check()).toEqual(err({ kind: 'other_desk', seq: 3 }))
  })

  test("a reader's note", async () => {
    await add(world, world.reader, { kind: 'note', coded: {} })
    const refusal = { kind: 'role_too_low', seq: 3, role: 'reader', needed: 'writer' }
    expect(await check()).toEqual(err(refusal))
  })

  test.each(['erasure', 'publication', 'correction'])("a reader's %s", async (kind) => {
    await add(world, world.reader, { kind, coded: {} })
    expect(await check()).toMatchObject({ error: { kind: 'role_too_low' } })
  })

  test("a writer's release", async () => {
    const { statement } = await publish(world.lead)
    await release(statement.id, world.writer)
    const refusal = { kind: 'role_too_low', seq: 4, role: 'writer', needed: 'lead' }
    expect(await check()).toEqual(err(refusal))
  })

  test("a lead's release of their own publication", async () => {
    const { statement } = await publish(world.lead)
    await release(statement.id, world.lead)
    expect(await check()).toEqual(err({ kind: 'own_release', seq: 4 }))
  })

  test('a release of an entry that is not there', async () => {
    await release(world.case.id)
    expect(await check()).toEqual(err({ kind: 'release_of_nothing', seq: 3 }))
  })

  test('a release that names itself', async () => {
    const id = world.desk.id
    await add(world, world.second, { kind: 'release', id, coded: { of: id } })
    expect(await check()).toEqual(err({ kind: 'release_of_nothing', seq: 3 }))
  })

  test('a release that does not say what it releases', async () => {
    await add(world, world.second, { kind: 'release', coded: {} })
    expect(await check()).toEqual(err({ kind: 'release_of_nothing', seq: 3 }))
  })

  test('a right of somebody else', async () => {
    await add(world, world.reader, { kind: 'note', coded: {}, roster: rightOf(world, world.writer) })
    expect(await check()).toEqual(err({ kind: 'no_right', seq: 3 }))
  })

  test('the account of somebody else under their right', async () => {
    const { account } = world.writer
    const roster = rightOf(world, world.writer)
    await add(world, world.reader, { kind: 'note', coded: {}, author: account, roster })
    expect(await check()).toEqual(err({ kind: 'wrong_signature', seq: 3 }))
  })

  test('an entry under a right that ended, dated long after its end', async () => {
    const roster = rightOf(world, world.lead)
    const coded = { account: world.writer.account, role: 'reader' }
    await append(world.desk, world.lead, { kind: 'role_changed', coded, roster }, world.chance)
    desk = await foldNow()
    await add(world, world.writer, { kind: 'note', coded: {}, at: '2026-11-24T10:15:01Z' })
    expect(await check()).toEqual(err({ kind: 'no_right', seq: 3 }))
  })

  test('an entry dated back, after one that shows its right had ended', async () => {
    const roster = rightOf(world, world.lead)
    const change = async (account: string, role: string) =>
      append(world.desk, world.lead, { kind: 'role_changed', coded: { account, role }, roster }, world.chance)
    await change(world.writer.account, 'reader')
    const later = await change(world.reader.account, 'writer')
    desk = await foldNow()
    await add(world, world.reader, { kind: 'note', coded: {}, roster: later.hash })
    await add(world, world.writer, { kind: 'note', coded: {}, at: '2026-11-22T10:00:00Z' })
    expect(await check()).toEqual(err({ kind: 'right_ended', seq: 4 }))
  })

  test('a withdrawal whose coded part it holds back', async () => {
    const { statement } = await publish()
    const withdrawal = await withdraw(statement.id)
    expect(await check(without(withdrawal.statement.id, 'coded'))).toEqual(
      err({ kind: 'part_missing', seq: 4, part: 'coded' }),
    )
  })
})

const noteId = () => {
  const note = world.case.entries[1]
  return (JSON.parse(new TextDecoder().decode(note!.statement)) as { id: string }).id
}
const missing = (part: string) => err({ kind: 'part_missing', seq: 1, part })

describe('a missing part', () => {
  test('is accepted after an erasure that another lead released, and only that part', async () => {
    const { statement } = await erase(noteId(), ['sealed'])
    await release(statement.id)
    expect((await check(without(noteId(), 'sealed'))).ok).toBe(true)
    expect(await check(without(noteId(), 'coded'))).toEqual(missing('coded'))
  })

  test('is refused without an erasure', async () => {
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is refused while the erasure waits for its release', async () => {
    await erase(noteId(), ['sealed', 'coded'])
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is refused where the release is of another entry', async () => {
    await erase(noteId(), ['sealed'])
    await release(noteId())
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is refused where the erasure names an entry after itself', async () => {
    const id = world.desk.id
    const { statement } = await erase(id, ['sealed'])
    await add(world, world.writer, { kind: 'note', id, coded: {}, words: {} })
    await release(statement.id)
    expect(await check(without(id, 'sealed'))).toEqual(err({ kind: 'part_missing', seq: 4, part: 'sealed' }))
  })

  test.each([{ parts: ['everything'] }, { parts: 'sealed' }, {}])(
    'is refused where the erasure says it badly: %o',
    async (rest) => {
      const coded = { erases: noteId(), ...rest }
      const { statement } = await add(world, world.lead, { kind: 'erasure', coded })
      await release(statement.id)
      expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
    },
  )

  test('is never the coded part of an act, though its words may go', async () => {
    const { statement } = await publish()
    const withdrawal = await add(world, world.reader, {
      kind: 'withdrawal',
      coded: { of: statement.id, reason: 'danger' },
      words: { note: 'why' },
    })
    const erasure = await erase(withdrawal.statement.id, ['coded', 'sealed'])
    await release(erasure.statement.id)
    const log = (await check()) as { value: Parameters<typeof erased>[0] }
    expect([...erased(log.value)].toSorted()).toEqual(
      [`${statement.id} open`, `${withdrawal.statement.id} sealed`].toSorted(),
    )
  })

  test('is refused for the open part of a publication that was only superseded', async () => {
    const { statement } = await publish()
    await publish()
    expect(await check(without(statement.id, 'open'))).toEqual(
      err({ kind: 'part_missing', seq: 3, part: 'open' }),
    )
  })

  test('is refused for the open part of something withdrawn that is no publication', async () => {
    const note = await add(world, world.writer, { kind: 'note', coded: {}, open: {} })
    await withdraw(note.statement.id)
    expect(await check(without(note.statement.id, 'open'))).toMatchObject({ error: { part: 'open' } })
  })

  test('is refused where the withdrawal came before the publication it names', async () => {
    const id = world.desk.id
    await withdraw(id)
    await add(world, world.writer, { kind: 'publication', id, coded: { ref: 'r' }, open: { title: 'Ada' } })
    expect(await check(without(id, 'open'))).toEqual(err({ kind: 'part_missing', seq: 4, part: 'open' }))
  })

  test('is refused where what was released only looks like an erasure', async () => {
    const coded = { erases: noteId(), parts: ['sealed'] }
    const { statement } = await add(world, world.lead, { kind: 'note', coded })
    await release(statement.id)
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is refused where an erasure was withdrawn, which any reader may, and not released', async () => {
    const { statement } = await erase(noteId(), ['sealed'])
    await withdraw(statement.id)
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is refused for the open part of a publication that was released', async () => {
    const { statement } = await publish()
    await release(statement.id)
    expect(await check(without(statement.id, 'open'))).toMatchObject({ error: { part: 'open' } })
  })

  test('is refused of the erasure itself, which says who asked for it', async () => {
    const id = world.desk.id
    const coded = { erases: id, parts: ['sealed'] }
    await add(world, world.lead, { kind: 'erasure', id, coded, words: { why: 'asked' } })
    await release(id)
    expect(await check(without(id, 'sealed'))).toMatchObject({ error: { part: 'sealed' } })
  })

  test('stays refused where a note, not a release, names the erasure', async () => {
    const { statement } = await erase(noteId(), ['sealed'])
    await add(world, world.second, { kind: 'note', coded: { of: statement.id } })
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })
})

const eraseAll = (at = '2026-11-22T10:00:00Z') =>
  add(world, world.lead, { kind: 'case_erasure', coded: { reason: 'request_of_person' }, at })
const readLog = async () => {
  const log = await check()
  if (!log.ok) throw new Error(JSON.stringify(log.error))
  return log.value
}

describe('the erasure of a whole case', () => {
  test('stands when another lead has released it, and keeps that the case was opened and rightly erased', async () => {
    const { statement } = await eraseAll()
    expect(isErasedCase(await readLog())).toBe(false)
    await release(statement.id)
    const log = await readLog()
    expect(isErasedCase(log)).toBe(true)
    const left = withoutErased(log).map(({ statement: { kind }, bytes }) => [
      kind,
      bytes.coded !== null,
      bytes.sealed !== null,
    ])
    expect(left).toEqual([
      ['opened', true, false],
      ['note', false, false],
      ['note', false, false],
      ['case_erasure', true, false],
      ['release', true, false],
    ])
    expect((await check(without(noteId(), 'sealed'))).ok).toBe(true)
  })

  test('reaches nothing that was written after it', async () => {
    const { statement } = await eraseAll()
    await release(statement.id)
    const late = await add(world, world.writer, { kind: 'note', coded: {}, words: { text: 'late' } })
    expect(await check(without(late.statement.id, 'sealed'))).toMatchObject({ error: { part: 'sealed' } })
  })

  test('is nothing while it waits, or where it was withdrawn and not released', async () => {
    const { statement } = await eraseAll()
    await withdraw(statement.id)
    const log = await readLog()
    expect(isErasedCase(log)).toBe(false)
    expect(withoutErased(log).every(({ bytes }, at) => bytes.sealed === log[at]!.bytes.sealed)).toBe(true)
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is nothing where the release came after fourteen days', async () => {
    const { statement } = await eraseAll()
    await add(world, world.second, {
      kind: 'release',
      coded: { of: statement.id },
      at: '2026-12-07T00:00:00Z',
    })
    expect(isErasedCase(await readLog())).toBe(false)
    expect(await check(without(noteId(), 'sealed'))).toEqual(missing('sealed'))
  })

  test('is not that of an entry, nor the other way round', async () => {
    const { statement } = await erase(noteId(), ['sealed'])
    await release(statement.id)
    expect(isErasedCase(await readLog())).toBe(false)
  })
})

test('the server may ask the same question of one entry', async () => {
  const log = await check()
  if (!log.ok) throw new Error('not verified')
  const [opened, note] = log.value
  expect(decideRight(note!, [opened!], desk)).toMatchObject({ ok: true, value: { role: 'writer' } })
})
