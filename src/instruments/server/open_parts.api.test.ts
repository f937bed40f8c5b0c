import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { release } from '../../../tests/support/open_rows.ts'
import { exampleInstruments } from '../../cli/example_instruments.ts'

let app: TestDesk
const texts = exampleInstruments()
beforeAll(async () => {
  app = await startTestDesk()
  for (const body of texts.slice(0, 2))
    await release(app.database, { kind: 'instrument', name: body.slug, body })
})
afterAll(() => app.stop())

const ask = (asked: object = {}) =>
  app.reader.openParts({ desk: app.desk, instrument: null, body: null, ...asked })

test('texts of every desk and built-in bodies are offered, and a text only when it is asked for', async () => {
  const parts = value(await ask())
  expect(parts.instruments.map((one) => one.slug).toSorted()).toEqual(
    texts
      .slice(0, 2)
      .map((one) => one.slug)
      .toSorted(),
  )
  expect(parts.bodies.map((one) => one.slug)).toEqual(['un-ga', 'un-ga-c3'])
  expect([parts.text, parts.members]).toEqual([null, null])
  expect(value(await ask({ instrument: texts[0]?.slug })).text).toEqual(texts[0])
  expect(value(await ask({ instrument: 'nothing' })).text).toBeNull()
})

test('of a body the members of that day are given, with the name of their group', async () => {
  const { members } = value(await ask({ body: { slug: 'un-ga', on: '2011-07-13' } }))
  expect(members?.whole).toBe(true)
  expect(members?.listed).toHaveLength(192)
  expect(members?.listed.find(({ id }) => id === 'FR')).toEqual({
    id: 'FR',
    name: 'France',
    group: 'Western European and Others Group',
    votes: true,
  })
  expect(value(await ask({ body: { slug: 'nobody', on: '2011-07-13' } })).members).toBeNull()
})

test('a day that is none is refused', async () => {
  expect(await ask({ body: { slug: 'un-ga', on: '2011-02-30' } })).toMatchObject({ ok: false })
})
