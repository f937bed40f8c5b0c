/** The share of near copies from the form to the close, on a real database. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '#platform/server/database.ts'

import { startActing, type Acting } from '../../../tests/support/acting.ts'
import { likenessOf } from './likeness.service.ts'

let acting: Acting
beforeAll(async () => {
  acting = await startActing({ ask: { to: { day: '2026-12-31', time: '23:59' } } })
})
afterAll(() => acting.database.drop())

const letter =
  'She taught girls to read when it was forbidden, and for that she is in prison. Let her go home today.'
const told = () =>
  inTransaction(acting.database, { role: 'jobs' }, (db) =>
    likenessOf(db, { ask: acting.ask, kind: 'signature' }),
  )
const write = (n: number, message: string) => acting.sign({ mail: `ana${n}@supporter.example`, message })
const sketches = () => acting.rows<{ sketch: Buffer }>('select sketch from amparo.text_sketch')

test('texts are compared when their addresses answer; who says nothing is no text', async () => {
  await write(0, letter)
  expect(await told()).toBeNull()
  await write(1, letter.toUpperCase())
  await write(2, `Dear Minister, ${letter}`)
  await write(
    3,
    'My mother was a teacher. I think of her class of forty, and of an empty chair in front of it.',
  )
  await write(4, '')
  expect(await acting.confirmAll()).toBe(5)
  expect(await told()).toEqual({ texts: 4, alike: 3 })
})

test('no word stands in the database, and equal texts have equal sketches within one ask alone', async () => {
  const dump = (await sketches()).map(({ sketch }) => sketch.toString('latin1')).join('')
  for (const word of ['taught', 'prison', 'minister']) expect(dump.toLowerCase()).not.toContain(word)
  const [row] = await acting.rows<{ columns: string }>(
    `select string_agg(column_name, ' ' order by column_name) as columns from information_schema.columns
     where table_schema = 'amparo' and table_name = 'text_sketch'`,
  )
  // Neither an action nor a time: nothing leads from a sketch to whoever wrote.
  expect(row?.columns).toBe('ask desk id kind sketch')
})

test('with the close sketches and marks are gone, and the share stays as two numbers', async () => {
  acting.pass(40 * 86_400_000)
  await acting.close()
  expect(await sketches()).toHaveLength(0)
  expect(await acting.rows('select from amparo.delivery_text')).toHaveLength(0)
  expect(await told()).toEqual({ texts: 4, alike: 3 })
  await Promise.all([acting.close(), acting.close()])
  expect(await told()).toEqual({ texts: 4, alike: 3 })
})

test('who confirms after the close gives no new random and no sketch', async () => {
  const late = await startActing({ ask: { to: { day: '2026-11-22', time: '14:00' } } })
  try {
    await late.sign({ message: letter })
    // Past the end in Oslo, within the two days of a link.
    late.pass(12 * 3_600_000)
    await late.close()
    expect(await late.confirmAll()).toBe(1)
    expect(await late.rows('select from amparo.text_sketch')).toHaveLength(0)
    expect(await late.rows('select from amparo.ask_random where random is not null')).toHaveLength(0)
  } finally {
    await late.database.drop()
  }
})
