import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../cli/example_instruments.ts'
import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { seenOf } from '../../../tests/support/documents.ts'
import { INSTRUMENT_LIMIT } from '../core/instrument_body.ts'
import { openInstruments } from './instruments.service.ts'

let app: TestDesk
const draft = exampleInstruments().find(({ slug }) => slug === 'a-c-3-78-l-41')!

beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const save = (body: Readonly<Record<string, unknown>>) =>
  app.writer.saveDocument({ desk: app.desk, document: null, kind: 'instrument', body, seen: null })
const propose = async (body: Readonly<Record<string, unknown>>) => {
  const saved = value(await save(body))
  const act = { kind: 'propose', ...seenOf(saved) } as const
  return app.writer.actOnDocument({ desk: app.desk, document: saved.id, act })
}

test('a text with twenty versions is released by a second person and read by everybody, then withdrawn', async () => {
  const versions = Array.from({ length: 20 }, (_, at) => ({ ...draft.versions[0]!, id: `v${at}` }))
  const body = { ...draft, slug: 'long', versions, history: [] }
  expect(JSON.stringify(body).length).toBeGreaterThan(500_000)
  const proposed = value(await propose(body))
  const { find, all } = openInstruments(app.database)
  expect(await find('long')).toBeNull()
  const of = { desk: app.desk, document: proposed.id }
  const act = { kind: 'release', ...seenOf(proposed) } as const
  value(await app.second.actOnDocument({ ...of, act }))
  expect(await find('long')).toMatchObject({ body, deskName: 'North' })
  expect(await all()).toMatchObject([{ slug: 'long', versions: 20, last: 'v19', complete: true }])
  value(await app.writer.actOnDocument({ ...of, act: { kind: 'withdraw' } }))
  expect([await find('long'), await all()]).toEqual([null, []])
})

test('one that is larger than an instrument may be is refused and nothing is kept', async () => {
  const before = value(await app.writer.documents({ desk: app.desk })).documents.length
  expect(await save({ ...draft, note: 'x'.repeat(INSTRUMENT_LIMIT) })).toMatchObject({
    error: { type: 'too_large' },
  })
  expect(value(await app.writer.documents({ desk: app.desk })).documents).toHaveLength(before)
})

test('what is wrong with a proposed text is said with its place', async () => {
  const versions = structuredClone(draft.versions)
  versions[0]!.provisions[4] = { ...versions[0]!.provisions[4]!, number: 'OP1' }
  expect(await propose({ ...draft, slug: 'wrong', versions })).toMatchObject({
    error: {
      type: 'body_refused',
      fields: { problems: [{ at: 'versions.0.provisions.4.number', code: 'number_twice' }] },
    },
  })
})
