import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { figureOf, proposeDocument, releaseDocument } from '../../../tests/support/documents.ts'
import { openId, publish, release, withdraw } from '../../../tests/support/open_rows.ts'
import { aComputedFigure } from '#figures/core/testing.ts'

let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk()
})
afterAll(() => app.stop())

const parts = async (cases: readonly string[] = []) =>
  value(await app.reader.themeParts({ desk: app.desk, cases }))

test('a theme is offered what is released, of every desk, with the desk that says it', async () => {
  await releaseDocument(app, figureOf('Ours.'), 'figure')
  await proposeDocument(app, figureOf('Not yet.'), 'figure')
  await release(app.database, { kind: 'figure', name: 'theirs', body: aComputedFigure(3) })
  const { figures } = await parts()
  expect(figures.map(({ deskName, body }) => [deskName, body.statement.en]).toSorted()).toEqual([
    ['Desk', 'Events counted here'],
    ['North', 'Ours.'],
  ])
  expect(JSON.stringify(figures)).not.toContain('a-stamp-of-the-server')
})

test('of the cases that it names it is shown those that are public, as the public list shows them', async () => {
  const ref = await publish(app.database, { name: 'Ana', country: 'SG', open: { title: 'Organiser' } })
  expect((await parts([openId('nobody'), ref])).cases).toMatchObject([{ ref, name: 'Ana', country: 'SG' }])
  await withdraw(app.database, ref)
  expect((await parts([ref])).cases).toEqual([])
})

test('what is no reference is refused', async () => {
  expect(await app.reader.themeParts({ desk: app.desk, cases: ['x'] })).toMatchObject({ ok: false })
})
