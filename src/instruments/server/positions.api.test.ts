import { afterAll, beforeAll, expect, test } from 'vitest'

import { ask, newId, sessionOf } from '../../../tests/support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../../../tests/support/app.ts'
import { asSuperuser, openId, release, takeBack } from '../../../tests/support/open_rows.ts'
import { exampleAmendments } from '../../cli/example_amendments.ts'
import { exampleInstruments } from '../../cli/example_instruments.ts'
import { exampleVotes } from '../../cli/example_votes.ts'
import type { Workbench } from '../../platform/client/workbench.ts'
import { openDocuments } from '../../releases/server/documents.service.ts'
import type { TypedFact } from '../client/positions.ts'
import { familyOf, openFacts } from '../core/whip_ground.ts'
import { openBodies } from './bodies.service.ts'
import { openInstruments } from './instruments.service.ts'
import { openPositions, type OpenPositions } from './positions.service.ts'

let app: TestDesk
let open: OpenPositions
const instrument = 'a-c-3-78-l-41'
const body = 'un-ga'

beforeAll(async () => {
  app = await startTestDesk()
  const { database } = app
  for (const one of exampleInstruments())
    await release(database, { kind: 'instrument', name: one.slug, body: one })
  for (const one of exampleAmendments())
    await release(database, { kind: 'amendment', name: one.slug, body: one })
  for (const one of exampleVotes()) await release(database, { kind: 'vote', name: one.slug, body: one })
  open = openPositions({
    database,
    documents: openDocuments(database),
    instruments: openInstruments(database),
    bodies: openBodies(database),
  })
})
afterAll(() => app.stop())

const fact = (given: Partial<TypedFact> = {}): TypedFact => ({
  member: 'NO',
  of: { kind: 'instrument', id: instrument },
  stance: 'supports',
  on: '2023-11-10',
  confidence: 'said',
  source: 'Statement in the general debate',
  explanation: null,
  ...given,
})
const enter = (by: Workbench, ...facts: readonly TypedFact[]) =>
  by.enterPositions({ desk: app.desk, instrument, body, facts })
const enterOne = async (given: Partial<TypedFact> = {}): Promise<string> =>
  value(await enter(app.writer, fact(given))).positions[0]!.fact.id
const openIds = async () => (await open.of(instrument))?.entered.map((one) => one.fact.id) ?? []
const refusedAs = (type: string, fields: object = {}) => ({
  ok: false,
  error: { kind: 'refused_by_server', type, fields },
})
const openVersion = () =>
  asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ number: string }>('select number from amparo.open_version')
    return Number(rows[0]!.number)
  })

test('a fact is public once another member has confirmed it, and gone at once when it is struck', async () => {
  const { desk } = app
  const before = await openVersion()
  const id = await enterOne()
  expect(await openIds()).not.toContain(id)
  expect(await openVersion()).toBe(before)
  value(await app.second.confirmPositions({ desk, ids: [id] }))
  expect(await openVersion()).toBe(before + 1)
  expect((await open.of(instrument))?.entered).toContainEqual({
    instrument,
    body,
    fact: {
      ...fact(),
      id,
      enteredAt: expect.stringMatching(/Z$/),
      enteredBy: 'North',
      confidential: false,
    },
  })
  expect(await open.ofMember(body, 'NO')).toHaveLength(1)
  value(await app.writer.strikePositions({ desk, ids: [id], why: 'The statement was of another day' }))
  expect(await openIds()).not.toContain(id)
  expect(await open.ofMember(body, 'NO')).toEqual([])
  expect(await openVersion()).toBe(before + 2)
  const kept = value(await app.reader.positions({ desk, instrument })).positions.find(
    (one) => one.fact.id === id,
  )
  expect(kept?.struck?.why).toBe('The statement was of another day')
  expect(kept?.confirmed).not.toBeNull()
})

test('nobody confirms what they entered, and of many that stand together none is then confirmed', async () => {
  const { desk } = app
  const others = value(await enter(app.second, fact({ member: 'SE' }))).positions[0]!.fact.id
  const own = await enterOne({ member: 'DK' })
  expect(await app.writer.confirmPositions({ desk, ids: [others, own] })).toMatchObject(
    refusedAs('own_confirmation', { at: 1 }),
  )
  expect(await openIds()).not.toContain(others)
  value(await app.writer.confirmPositions({ desk, ids: [others] }))
  expect(await openIds()).toContain(others)
})

test('a confirmation that was sent twice changes nothing more; what is struck is not confirmed', async () => {
  const { desk } = app
  const id = await enterOne({ member: 'FI' })
  value(await app.second.confirmPositions({ desk, ids: [id] }))
  const before = await openVersion()
  value(await app.steward.confirmPositions({ desk, ids: [id] }))
  expect(await openVersion()).toBe(before)
  const struck = await enterOne({ member: 'IS' })
  value(await app.writer.strikePositions({ desk, ids: [struck], why: 'Wrong State' }))
  expect(await app.second.confirmPositions({ desk, ids: [struck] })).toMatchObject(
    refusedAs('struck_already', { at: 0 }),
  )
  expect(await app.second.confirmPositions({ desk, ids: [newId()] })).toMatchObject(
    refusedAs('position_unknown', { at: 0 }),
  )
  expect(await app.second.strikePositions({ desk, ids: [newId()], why: 'No' })).toMatchObject(
    refusedAs('position_unknown', { at: 0 }),
  )
})

test.each([
  ['a member that is none of the body', { member: 'XX' }, '1.member', 'member_unknown'],
  ['a State before it was admitted', { member: 'SS', on: '2010-01-01' }, '1.member', 'not_member_then'],
  ['a day that has not come', { on: '2999-01-01' }, '1.on', 'day_ahead'],
  [
    'an amendment that nobody tabled',
    { of: { kind: 'amendment', id: 'l-999' } },
    '1.of.id',
    'amendment_unknown',
  ],
  [
    'a position on another text',
    { of: { kind: 'instrument', id: 'a-res-53-144' } },
    '1.of.id',
    'other_instrument',
  ],
] as const)('%s is refused with its place, and nothing of the rest is kept', async (_, wrong, at, code) => {
  const before = value(await app.writer.positions({ desk: app.desk, instrument })).positions.length
  expect(await enter(app.writer, fact({ member: 'CL' }), fact(wrong))).toMatchObject(
    refusedAs('facts_refused', { problems: [{ at, code }] }),
  )
  expect(value(await app.writer.positions({ desk: app.desk, instrument })).positions).toHaveLength(before)
})

test('an instrument or a body that is not public is refused', async () => {
  const { desk, writer } = app
  const facts = [fact()]
  expect(await writer.enterPositions({ desk, instrument: 'nothing', body, facts })).toMatchObject(
    refusedAs('instrument_unknown'),
  )
  expect(await writer.enterPositions({ desk, instrument, body: 'nothing', facts })).toMatchObject(
    refusedAs('body_unknown'),
  )
  expect(await writer.whipGround({ desk, instrument: 'nothing', body: null })).toMatchObject(
    refusedAs('not_found'),
  )
  expect(await writer.whipGround({ desk, instrument, body: 'nothing' })).toMatchObject(
    refusedAs('body_unknown'),
  )
})

test('words that turn the direction of writing, or hold signs nobody sees, are refused', async () => {
  for (const words of ['A talk \u202Eklat A', 'A\u0007talk', ' ', 'x'.repeat(501)])
    expect(await enter(app.writer, fact({ source: words })), words).toMatchObject(refusedAs('not_understood'))
  expect(await enter(app.writer, fact({ explanation: 'It \u2066said' }))).toMatchObject(
    refusedAs('not_understood'),
  )
})

const account = async (name: string) =>
  asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from amparo.account where name = $1', [
      name,
    ])
    return rows[0]!.id
  })

test('the same facts sent again stand there once; another fact of the same id is refused', async () => {
  const path = `/desks/${app.desk}/positions`
  const token = await sessionOf(app, await account('vera'))
  const sent = { ...fact({ member: 'PE' }), id: newId() }
  const send = (facts: readonly object[]) =>
    ask(app, 'POST', path, { token, body: { instrument, body, facts } })
  expect((await send([sent])).status).toBe(201)
  const again = await send([sent])
  expect(again.status).toBe(201)
  expect(again.body.positions).toHaveLength(1)
  expect((await open.of(instrument))?.entered.filter((one) => one.fact.member === 'PE')).toEqual([])
  const taken = { status: 422, type: 'facts_refused', body: { problems: [{ at: '1.id', code: 'id_taken' }] } }
  const other = { ...sent, id: newId() }
  expect(await send([other, { ...sent, stance: 'opposes' }])).toMatchObject(taken)
  expect(await send([other, other])).toMatchObject({
    body: { problems: [{ at: '1.id', code: 'id_twice' }] },
  })
  const rows = value(await app.writer.positions({ desk: app.desk, instrument })).positions
  expect(rows.filter((one) => one.fact.member === 'PE')).toHaveLength(1)
})

test('more facts than one request takes are refused', async () => {
  const facts = Array.from({ length: 2001 }, () => fact())
  expect(await enter(app.writer, ...facts)).toMatchObject(refusedAs('not_understood'))
})

test('two thousand facts are entered and confirmed by one press each', { timeout: 60_000 }, async () => {
  const { desk } = app
  const facts = Array.from({ length: 2000 }, (_, n) => fact({ member: 'MX', source: `Meeting ${n}` }))
  const ids = value(await enter(app.writer, ...facts)).positions.map((one) => one.fact.id)
  const before = await openVersion()
  value(await app.second.confirmPositions({ desk, ids }))
  expect(await openVersion()).toBe(before + 1)
  expect(await open.ofMember(body, 'MX')).toHaveLength(2000)
  value(await app.second.strikePositions({ desk, ids, why: 'A test of size' }))
  expect(await open.ofMember(body, 'MX')).toEqual([])
})

test('votes and sponsors of released documents are facts, and of the committee nobody is taken for a yes', async () => {
  const ground = value(
    await app.reader.whipGround({ desk: app.desk, instrument: 'human-rights-defenders-2015', body: null }),
  )
  expect(ground.body?.slug).toBe('un-ga')
  const by = (stance: string, on?: string) =>
    ground.facts.filter((one) => one.stance === stance && (on === undefined || one.on === on))
  expect(by('sponsor', '2015-11-25').length).toBe(73)
  expect(by('votes_yes', '2015-12-17')).toHaveLength(127)
  expect(by('votes_yes', '2015-11-25')).toEqual([])
  expect(by('votes_no', '2015-11-25')).toHaveLength(14)
})

const factsOf = async (slug: string) => {
  const ground = (await open.of(slug))!
  const assembly = (await open.body('un-ga'))!
  return openFacts(ground, assembly, familyOf(assembly, await open.bodies())).facts
}

test('who tabled an amendment stands for it and for nothing else, and a vote that is withdrawn counts no more', async () => {
  const { database } = app
  const tabled = (await factsOf('a-c-3-78-l-51')).filter((one) => one.of.id === 'a-c-3-78-l-66')
  expect(tabled).toMatchObject([
    { member: 'RU', stance: 'sponsor', on: '2023-11-08', of: { kind: 'amendment' } },
  ])
  const before = await factsOf('human-rights-defenders-2015')
  await takeBack(database, openId('plenary'))
  const after = await factsOf('human-rights-defenders-2015')
  expect(before.length - after.length).toBe(193)
  expect(after.filter((one) => one.stance === 'votes_yes')).toEqual([])
})

test('the list of whip counts says how much waits for a second member', async () => {
  const { desk } = app
  const before = value(await app.reader.whipCounts({ desk })).counted.find((one) => one.body === body)!
  await enterOne({ member: 'UY' })
  const counts = value(await app.reader.whipCounts({ desk }))
  expect(counts.counted).toContainEqual({
    instrument,
    body,
    facts: before.facts + 1,
    waiting: before.waiting + 1,
  })
  expect(counts.bodies.map((one) => one.slug)).toContain('un-ga-c3')
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})

test('with the last that is open of a text goes what was said of it by a member', async () => {
  const { desk, database } = app
  const slug = 'human-rights-defenders-2015'
  const { of: _, ...said } = fact({ member: 'FR' })
  const facts = [{ ...said, of: { kind: 'instrument' as const, id: slug } }]
  const ids = value(await app.writer.enterPositions({ desk, instrument: slug, body, facts })).positions.map(
    (one) => one.fact.id,
  )
  value(await app.second.confirmPositions({ desk, ids }))
  expect(await open.ofMember(body, 'FR')).toHaveLength(1)
  await takeBack(database, openId(slug))
  // Two votes and a description of amendments still speak of it.
  expect(await open.ofMember(body, 'FR')).toHaveLength(1)
  for (const one of [...exampleVotes(), ...exampleAmendments()])
    if (one.instrument === slug) await takeBack(database, openId(one.slug))
  expect(await open.ofMember(body, 'FR')).toEqual([])
})
