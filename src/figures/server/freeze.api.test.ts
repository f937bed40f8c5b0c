import { afterAll, beforeAll, expect, test } from 'vitest'

import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { proposeDocument, releaseDocument, seenOf } from '../../../tests/support/documents.ts'
import { asSuperuser, count } from '../../../tests/support/open_rows.ts'
import type { FrozenParts } from '#figures/core/frozen_figure.ts'
import { emptyQuery, type Query } from '#figures/core/query.ts'
import { noOffsets } from '../../../tests/support/counted_facts.ts'
import { refreshFigures } from './refresh.service.ts'

let app: TestDesk
let desk: string
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  for (let at = 0; at < 10; at++)
    await count(app.database, { name: `case ${at}`, events: [{ type: 'arrest', acts: ['1 D01'] }] })
  await refreshFigures({ database: app.database, clock: () => new Date(), offsets: noOffsets })
})
afterAll(() => app.stop())

const freeze = async (query: Partial<Query> = {}): Promise<FrozenParts> =>
  value(await app.writer.freezeFigure({ desk, query: { ...emptyQuery, ...query } }))
const bodyOf = (parts: object) => ({
  lang: 'en',
  statement: { en: 'Arrests counted here' },
  about: null,
  estimate: false,
  period: null,
  area: { kind: 'world', within: null },
  ...parts,
})
const refusedAt = (at: string, code: string) => ({
  ok: false,
  error: { type: 'body_refused', fields: { problems: [{ at, code }] } },
})
const propose = async (body: object) => {
  const given = { desk, document: null, kind: 'figure', body: bodyOf(body), seen: null } as const
  const draft = value(await app.writer.saveDocument(given))
  const act = { kind: 'propose', ...seenOf(draft) } as const
  return app.writer.actOnDocument({ desk, document: draft.id, act })
}

test('what the server counted is proposed and released as it was given, a breakdown and a share too', async () => {
  expect(await freeze()).toMatchObject({ value: { value: 10 }, comparison: 'at_least' })
  await releaseDocument(app, bodyOf(await freeze()), 'figure')
  await releaseDocument(app, bodyOf(await freeze({ by: 'country' })), 'figure')
  await releaseDocument(app, bodyOf(await freeze({ measure: 'share', what: 'arrest' })), 'figure')
})

test('a share of what is told is called so, and never a lower bound', async () => {
  const share = await freeze({ measure: 'share', what: 'arrest' })
  expect(share).toMatchObject({ unit: 'percent', comparison: 'of_told' })
  expect(await propose({ ...share, comparison: 'at_least' })).toMatchObject(
    refusedAt('comparison', 'comparison_not_of_query'),
  )
  expect(await propose({ ...(await freeze()), comparison: 'of_told' })).toMatchObject(
    refusedAt('comparison', 'comparison_not_of_query'),
  )
})

type Frozen = FrozenParts['source']['frozen']
const frozenWith = (parts: FrozenParts, frozen: Partial<Frozen>) => ({
  ...parts,
  source: { ...parts.source, frozen: { ...parts.source.frozen, ...frozen } },
})
const eleven = { kind: 'number', value: 11 } as const

test.each<[string, (parts: FrozenParts) => object]>([
  ['another value', (parts) => ({ ...frozenWith(parts, { value: eleven }), value: eleven })],
  ['another day', (parts) => frozenWith(parts, { on: '2020-01-01' })],
  ['another row', (parts) => frozenWith(parts, { rows: [{ code: 'FR', value: eleven, share: null }] })],
  ['another rest', (parts) => frozenWith(parts, { apart: eleven })],
  ['no stamp', (parts) => frozenWith(parts, { stamp: undefined as never })],
  ['a stamp of its own', (parts) => frozenWith(parts, { stamp: 'A'.repeat(43) })],
  [
    'another question',
    (parts) => ({
      ...parts,
      source: { ...parts.source, query: { ...parts.source.query, country: 'FR' } },
    }),
  ],
])('a number with %s is not proposed as counted here', async (_, change) => {
  expect(await propose(change(await freeze({ by: 'country' })))).toMatchObject(
    refusedAt('source.frozen', 'not_frozen_here'),
  )
})

test('a number that is counted here is never proposed as exact', async () => {
  expect(await propose({ ...(await freeze()), comparison: 'exactly' })).toMatchObject(
    refusedAt('comparison', 'comparison_not_of_query'),
  )
})

test('a number that was changed in the database after it was proposed is not released', async () => {
  const proposed = await proposeDocument(app, bodyOf(await freeze()), 'figure')
  await asSuperuser(app.database, (client) =>
    client.query(
      `update amparo.document set body = jsonb_set(jsonb_set(body, '{value,value}', '11'), '{source,frozen,value,value}', '11')
       where id = $1`,
      [proposed.id],
    ),
  )
  const act = { kind: 'release', ...seenOf(proposed) } as const
  expect(await app.second.actOnDocument({ desk, document: proposed.id, act })).toMatchObject(
    refusedAt('source.frozen', 'not_frozen_here'),
  )
})
