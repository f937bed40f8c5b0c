/** Numbers of an ask: counted first, taken out, brought back, never mixed, each with its line in the ledger. */
import { createHash } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newShortToken } from '#vault/server/held.service.ts'
import { startTestDesk, type TestDesk, testSecrets, value } from '../../../tests/support/app.ts'
import { askOf, campaignOf, releaseKind } from '../../../tests/support/campaigns.ts'
import { asSuperuser, openId } from '../../../tests/support/open_rows.ts'
import type { Chosen } from '../core/counts.ts'
import { sketchOf } from '../core/likeness.ts'
import { openActions } from './actions.service.ts'
import { openCampaigns } from './campaigns.service.ts'
import { openNumbers } from './counts.service.ts'

let app: TestDesk
let ask = ''
const OTHER = openId('another desk')
const clock = (): Date => new Date('2026-11-22T12:00:00Z')
const kind = 'signature'
const hash = (text: string) => createHash('sha256').update(text).digest()

const rows = <T extends object>(query: string, given: readonly unknown[] = []): Promise<readonly T[]> =>
  asSuperuser(app.database, async (client) => (await client.query<T>(query, [...given])).rows)

/** Confirmed ones, as the batch leaves them. */
const confirmed = (
  many: number,
  of: { day: string; country: string | null; flags: string; counted?: boolean },
) =>
  rows(
    `insert into amparo.action (id, ask, desk, kind, state, country, language, on_day, confirmed_on, flags, counted)
     select translate(substr(encode(sha256((random()::text || n)::bytea), 'base64'), 1, 22), '+/', '-_'), $1, $2, 'signature',
       'confirmed', $3, 'en', $4::date, $4::date, string_to_array($5, ' '), $6 from generate_series(1, $7) n`,
    [ask, app.desk, of.country, of.day, of.flags, of.counted ?? false, many],
  )
const chosen = (given: Partial<Chosen> = {}): Chosen => ({
  kind,
  flags: [],
  from: null,
  to: null,
  countries: [],
  ...given,
})
const place = () => ({ desk: app.desk, ask })
const numbers = async () => value(await app.steward.askNumbers({ ...place(), kind }))
const countOf = async (what: string): Promise<number> =>
  (
    await rows<{ number: string }>(`select number from amparo.action_count where ask = $1 and what = $2`, [
      ask,
      what,
    ])
  )
    .map(({ number }) => Number(number))
    .at(0) ?? 0

beforeAll(async () => {
  app = await startTestDesk(clock)
  await rows(`insert into amparo.desk values ($1, 'Other', '2026-01-01')`, [OTHER])
  const team = { desk: app.desk, writer: app.writer, second: app.second }
  await releaseKind(team, 'campaign', campaignOf())
  ask = (await releaseKind(team, 'ask', askOf())).id
  await confirmed(40, { day: '2026-11-01', country: 'NO', flags: '' })
  await confirmed(60, { day: '2026-11-03', country: 'BR', flags: 'burst domain' })
  await confirmed(3, { day: '2026-11-04', country: 'TJ', flags: 'disposable' })
  await openActions({
    database: app.database,
    secrets: testSecrets,
    clock,
    campaigns: openCampaigns(app.database),
    hooks: {},
  }).countsOf(ask)
})
afterAll(() => app.stop())

test('managers see what is counted by day and country and what stands out; a country of three is told to nobody', async () => {
  const seen = await numbers()
  expect(seen.counts).toContainEqual({ kind, what: 'confirmed', number: 103 })
  expect(seen.days.map(({ number }) => number)).toEqual([40, 60, 3])
  expect(seen.countries).toEqual([
    { country: 'BR', number: 60 },
    { country: 'NO', number: 40 },
  ])
  expect(seen.flags).toEqual([
    { flag: 'burst', number: 60 },
    { flag: 'disposable', number: 3 },
    { flag: 'domain', number: 60 },
  ])
  expect(seen.ledger).toMatchObject([{ what: 'confirmed', number: 103, by: null }])
})

test('managers see the share of near copies with what it is of, and save the ledger whole', async () => {
  expect((await numbers()).likeness).toBeNull()
  const letter = 'Let her go home today, since she has done nothing but teach.'
  const words = [letter, letter, `${letter} Please.`, 'My own words about a school that I know well.']
  for (const text of words)
    await rows(`insert into amparo.text_sketch values ($1, $2, $3, 'signature', $4)`, [
      newShortToken(),
      ask,
      app.desk,
      Buffer.from(sketchOf(text, hash)),
    ])
  expect((await numbers()).likeness).toEqual({ texts: 4, alike: 3 })
  const { lines, whole } = value(await app.reader.askLedger(place()))
  expect(whole).toBe(true)
  expect(lines).toEqual((await numbers()).ledger)
  // Of an ask that is none of the desk's there is no line.
  expect(value(await app.reader.askLedger({ ...place(), ask: newShortToken() })).lines).toEqual([])
})

test('numbers of an ask are its desk’s alone, and the ledger keeps no second of a confirmation', async () => {
  const own = (await numbers()).ledger
  expect(own.map(({ at }) => at)).toEqual(['2026-11-22T00:00:00.000Z'])
  await rows('update amparo.document set desk = $2 where id = $1', [ask, OTHER])
  expect(await app.steward.askNumbers({ ...place(), kind })).toMatchObject({ error: { type: 'not_found' } })
  await rows('update amparo.document set desk = $2 where id = $1', [ask, app.desk])
})

test('what does not count is counted first, taken out as it was seen, and brought back; every step is in the ledger', async () => {
  const bursts = chosen({ flags: ['burst'], from: '2026-11-02' })
  expect(value(await app.steward.countChosen({ ...place(), chosen: bursts }))).toBe(60)
  expect(await countOf('invalidated'), 'counting takes nothing out').toBe(0)
  const form = { ...place(), chosen: bursts, note: 'One machine, one minute.' }
  const moved = await app.steward.invalidateChosen({ ...form, seen: 59 })
  expect(moved, 'not another number than was seen').toMatchObject({ error: { type: 'others_chosen' } })
  expect(await countOf('invalidated')).toBe(0)
  expect(value(await app.steward.invalidateChosen({ ...form, seen: 60 }))).toBe(60)
  expect([await countOf('confirmed'), await countOf('invalidated')]).toEqual([103, 60])
  expect(
    value(await app.steward.countChosen({ ...place(), chosen: bursts })),
    'nobody is taken out twice',
  ).toBe(0)
  const [batch] = (await numbers()).batches
  const back = { ...place(), batch: batch!.id, note: 'They were a school.' }
  expect(value(await app.steward.restoreChosen(back))).toBe(60)
  expect(await app.steward.restoreChosen(back)).toMatchObject({ ok: false })
  expect(await countOf('invalidated')).toBe(0)
  const { ledger } = await numbers()
  expect(ledger.slice(0, 2)).toMatchObject([
    { what: 'restored', number: 60, note: 'They were a school.' },
    { what: 'invalidated', number: 60, note: 'One machine, one minute.' },
  ])
  expect(ledger[0]?.by, 'whoever did it stands beside it').toMatch(/^[\w-]{22}$/)
})

test('of two leads who take the same out at once, one does', async () => {
  const form = { ...place(), chosen: chosen({ flags: ['disposable'] }), seen: 3, note: 'Thrown away.' }
  const both = await Promise.all([app.steward.invalidateChosen(form), app.second.invalidateChosen(form)])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await countOf('invalidated')).toBe(3)
})

test('paper is counted by hand, corrected by hand, and never below none', async () => {
  value(await app.writer.addOnPaper({ ...place(), kind, number: 250, note: 'Market square' }))
  value(await app.writer.addOnPaper({ ...place(), kind, number: -50, note: 'Counted twice' }))
  expect(await countOf('paper')).toBe(200)
  const refused = await app.writer.addOnPaper({ ...place(), kind, number: -201, note: 'Too many' })
  expect(refused).toMatchObject({ error: { type: 'below_none' } })
  expect(await countOf('paper')).toBe(200)
})

test('a writer takes nothing out, and a reader adds nothing', async () => {
  const look = await app.writer.countChosen({ ...place(), chosen: chosen() })
  expect(look).toMatchObject({ error: { type: 'not_permitted' } })
  const added = await app.reader.addOnPaper({ ...place(), kind, number: 1, note: 'One' })
  expect(added).toMatchObject({ error: { type: 'not_permitted' } })
})

test('everybody reads sums, each kind by itself', async () => {
  const actions = { countsOf: async () => [{ kind, what: 'paper' as const, number: 200 }] }
  const open = await openNumbers({ database: app.database, actions }).of(ask, kind)
  expect(open.counts).toMatchObject({ paper: 200, confirmed: 0 })
  expect(open.countries.map(({ country }) => country)).toEqual(['BR', 'NO'])
  await confirmed(1, { day: '2026-11-05', country: 'NO', flags: '', counted: true })
  const after = await openNumbers({ database: app.database, actions }).of(ask, kind)
  expect(after.days.at(-1), 'that somebody came').toEqual({ day: '2026-11-05', number: 1 })
  expect(after.countries, 'and not from where').toEqual(open.countries)
})
