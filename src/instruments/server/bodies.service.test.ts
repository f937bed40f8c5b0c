import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { seenOf } from '../../../tests/support/documents.ts'
import { BODY_LIMIT } from '../core/body_document.ts'
import { smallBody } from '../core/body_testing.ts'
import { openBodies } from './bodies.service.ts'

let app: TestDesk

beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const save = (body: Readonly<Record<string, unknown>>) =>
  app.writer.saveDocument({ desk: app.desk, document: null, kind: 'body', body, seen: null })
const propose = async (body: Readonly<Record<string, unknown>>) => {
  const saved = value(await save(body))
  const act = { kind: 'propose', ...seenOf(saved) } as const
  return app.writer.actOnDocument({ desk: app.desk, document: saved.id, act })
}

/** As large as the House of a long century. */
const long = {
  ...smallBody,
  slug: 'long',
  roll: {
    ...smallBody.roll,
    members: Array.from({ length: 5000 }, (_, at) => ({ ...smallBody.roll.members[0]!, id: `m${at}` })),
    memberships: Array.from({ length: 5000 }, (_, at) => ({
      ...smallBody.roll.memberships[0]!,
      member: `m${at}`,
    })),
  },
}

test('a roll of five thousand is released by a second person and read by everybody, then withdrawn', async () => {
  const { find, all } = openBodies(app.database)
  expect((await all()).map(({ slug }) => slug)).toEqual(['un-ga', 'un-ga-c3'])
  const proposed = value(await propose(long))
  expect(await find('long')).toBeNull()
  const of = { desk: app.desk, document: proposed.id }
  value(await app.second.actOnDocument({ ...of, act: { kind: 'release', ...seenOf(proposed) } }))
  const found = await find('long')
  expect(found).toMatchObject({ slug: 'long', deskName: 'North', roll: { bodies: [{ id: 'long' }] } })
  expect(found?.roll.memberships).toHaveLength(5000)
  expect((await all()).at(-1)).toMatchObject({ slug: 'long', members: 5000, deskName: 'North' })
  value(await app.writer.actOnDocument({ ...of, act: { kind: 'withdraw' } }))
  expect([await find('long'), (await all()).length]).toEqual([null, 2])
})

test('one that is larger than a body may be is refused and nothing is kept', async () => {
  const before = value(await app.writer.documents({ desk: app.desk })).documents.length
  expect(await save({ ...smallBody, note: 'x'.repeat(BODY_LIMIT) })).toMatchObject({
    error: { type: 'too_large' },
  })
  expect(value(await app.writer.documents({ desk: app.desk })).documents).toHaveLength(before)
})

test('the address of a body that is built in is refused with its place', async () => {
  expect(await propose({ ...smallBody, slug: 'un-ga' })).toMatchObject({
    error: { type: 'body_refused', fields: { problems: [{ at: 'slug', code: 'slug_built_in' }] } },
  })
})

test('the bodies of the United Nations are there without a document', async () => {
  expect(await openBodies(app.database).find('un-ga-c3')).toMatchObject({ parent: 'un-ga', deskName: null })
})
