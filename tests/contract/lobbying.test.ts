/** Meetings and promises against the real server: sealed on a device, read on another, and told to nobody else. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { lobbyNoteKinds } from '../../src/campaigns/core/lobbying.ts'
import { viewTargets } from '../../src/campaigns/core/lobby_targets.ts'
import { exampleBodies } from '../../src/cli/example_bodies.ts'
import { exampleCampaigns } from '../../src/cli/example_campaigns.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { journalOf } from '../../src/members/core/journal.ts'
import { newId } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { someRecipient, targetOf } from '../support/campaigns.ts'
import { release } from '../support/open_rows.ts'

let app: TestDesk
let of: { readonly desk: string; readonly ask: string }
const about = () => ({ ask: of.ask, member: 'C001088' })
const meeting = (notes = 'CANARY-NOTES') => ({
  ...about(),
  on: '2026-01-20',
  way: 'meeting',
  who: 'CANARY-WHO',
  notes,
})
const promise = () => ({ ...about(), what: 'CANARY-PROMISE', on: '2026-01-20', by: null })

beforeAll(async () => {
  app = await startTestDesk()
  of = { desk: app.desk, ask: newId() }
})
afterAll(() => app.stop())

const rows = async (query: string, given: readonly unknown[] = []): Promise<readonly unknown[]> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const answer = await client.query(query, [...given])
  await client.end()
  return answer.rows as unknown[]
}

test('what one member notes another reads, with names, and what became of a promise', async () => {
  const { writer, second } = app
  value(await writer.noteLobbying({ ...of, kind: 'meeting', words: meeting() }))
  const { promises } = value(await writer.noteLobbying({ ...of, kind: 'promise', words: promise() }))
  const seen = { promise: promises[0]!.id, state: 'kept', seenOn: '2026-02-01', seen: 'CANARY-SEEN' }
  value(await second.noteLobbying({ ...of, kind: 'promise_seen', words: seen }))
  const me = (await second.me())!.account
  value(await second.noteLobbying({ ...of, kind: 'cover', words: { ...about(), account: me } }))
  value(
    await writer.noteLobbying({
      ...of,
      kind: 'talking_points',
      words: { ask: of.ask, text: 'CANARY-POINTS' },
    }),
  )
  const told = value(await app.reader.lobbying(of))
  expect(told.meetings[0]).toMatchObject({ who: 'CANARY-WHO', notes: 'CANARY-NOTES', struck: null })
  expect(told.promises[0]).toMatchObject({ state: 'kept', seen: [{ seen: 'CANARY-SEEN', author: me }] })
  expect(told.covers).toEqual([{ ...about(), account: me }])
  expect(told.points[0]?.text).toBe('CANARY-POINTS')
  expect(told.names[me]).toBe('ben')
  expect(value(await app.reader.lobbying({ ...of, ask: newId() })).meetings).toEqual([])
})

test('the server knows which kind was written and holds no word of it', async () => {
  const journal = journalOf(app.desk)
  const kinds = (await rows('select distinct kind from amparo.entry where log = $1', [journal])) as readonly {
    kind: string
  }[]
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...lobbyNoteKinds]))
  const tables = (await rows(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema = 'amparo' and table_type = 'BASE TABLE'`,
  )) as readonly { name: string }[]
  for (const { name } of tables) {
    const [{ found }] = (await rows(
      `select count(*)::int as found from ${name} t
       where t::text ~ $1 or t::text like $2 or t::text like $3`,
      ['CANARY-|C001088', `%${hex('CANARY-')}%`, `%${hex('C001088')}%`],
    )) as [{ found: number }]
    expect([name, found]).toEqual([name, 0])
  }
  expect(app.faults.join('\n')).not.toContain('CANARY')
})
const hex = (text: string): string => Buffer.from(text).toString('hex')

test('a note that was sent twice stands once; a wrong one is struck with its reason', async () => {
  const { writer, second } = app
  const form = { ...of, id: newId(), kind: 'meeting' as const, words: meeting('Twice') }
  value(await writer.noteLobbying(form))
  const { meetings } = value(await writer.noteLobbying(form))
  expect(meetings.filter(({ notes }) => notes === 'Twice')).toHaveLength(1)
  const strike = { ...of, entry: form.id, why: 'Another member of staff' }
  const after = value(await second.strikeLobbying(strike))
  expect(after.meetings.find(({ id }) => id === form.id)?.struck?.why).toBe(strike.why)
  expect(await writer.strikeLobbying(strike)).toMatchObject({ error: { kind: 'struck_already' } })
  expect(await writer.strikeLobbying({ ...strike, entry: newId() })).toMatchObject({
    error: { kind: 'no_such_note' },
  })
})

test('a reader notes nothing, a day ahead is refused, and a locked device is told nothing', async () => {
  expect(await app.reader.noteLobbying({ ...of, kind: 'meeting', words: meeting() })).toMatchObject({
    ok: false,
  })
  const wrong = { ...of, kind: 'meeting' as const, words: { ...meeting(), on: '2999-01-01' } }
  expect(await app.writer.noteLobbying(wrong)).toMatchObject({ error: { kind: 'no_note', fields: ['on'] } })
  const locked = app.device()
  expect(await locked.lobbying(of)).toEqual({ ok: false, error: { kind: 'locked' } })
})

test('the asks to Congress list 100 senators and 437 representatives, whom to ask next first', async () => {
  for (const body of exampleBodies()) await release(app.database, { kind: 'body', name: body.slug, body })
  for (const body of exampleInstruments())
    await release(app.database, { kind: 'instrument', name: body.slug, body })
  const { asks } = exampleCampaigns({ today: '2026-11-22', recipient: someRecipient })
  for (const [slug, body, count, sponsor] of [
    ['senate-s-res-407', 'us-senate', 100, 'Christopher A. Coons'],
    ['house-h-res-750', 'us-house', 437, 'Randy Hultgren'],
  ] as const) {
    const ask = asks.find((one) => one.slug === slug)!
    const instrument = (ask.about as { readonly slug: string }).slug
    const ground = value(await app.writer.whipGround({ desk: app.desk, instrument, body }))
    const { facts } = ground
    const view = viewTargets({ ask, body: ground.body!, ground, facts, today: '2026-11-22' })
    expect(view.targets).toHaveLength(count)
    const sure = view.targets.filter(({ leaning }) => leaning === 'sure')
    expect(sure.map(({ seat }) => seat.member.name)).toContain(sponsor)
    const order = view.whip.count.ask.map(({ member }) => member)
    expect(view.targets.slice(0, order.length).map(({ seat }) => seat.member.id)).toEqual(order)
    expect(order).not.toContain(sure[0]?.seat.member.id)
    // Asked by name alone, and linked: that one, at the same place of the count.
    const member = view.targets[3]!.seat.member.id
    const alone = { targets: [targetOf({ id: 'one', name: 'Somebody', seat: { body, member } })] }
    const one = viewTargets({ ask: alone, body: ground.body!, ground, facts, today: '2026-11-22' })
    expect(one.targets.map(({ seat }) => seat.member.id)).toEqual([member])
    expect(one.whip.count.ask).toEqual(view.whip.count.ask)
  }
})
