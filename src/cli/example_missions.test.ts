/** Three invented governments: the gaps that were put there are those that the pages find, and nothing real is claimed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp, value } from '../../tests/support/app.ts'
import { overHttp, type OverHttp } from '../../tests/support/over_http.ts'
import { asSuperuser } from '../../tests/support/open_rows.ts'
import { pairsAlike } from '#missions/core/alike.ts'
import type { EngagementCoded, EngagementWords } from '#cases/core/kinds/engagement.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import { confirmKit, foundWithJournal, makeKit } from '#members/client/desk_acts.ts'
import { refreshDesks, setUp } from '#members/client/gate.ts'
import {
  evennessOfMissions,
  evennessOfOfficers,
  periodOf,
  viewOf,
} from '#missions/ui/coverage/coverage_view.ts'

import { type Device, expectOk } from './device.ts'
import { joinDesk, newExampleDevice } from './example_joining.ts'
import { loadInstruments } from './example_instruments.ts'
import { exampleMissionDocuments } from './example_mission_documents.ts'
import { missionLog } from './example_mission_log.ts'
import {
  governmentPlans,
  headquartersName,
  type InventedGovernment,
  missionName,
  missionPlans,
} from './example_mission_plans.ts'
import { loadMissions, type missionPeople, publishing } from './example_missions.ts'

const today = new Date().toISOString().slice(0, 10)
const PASSPHRASE = 'grapple untidy mosaic perch walnut celery'
let app: TestApp
let http: OverHttp
let organisation: { readonly desk: string; readonly lead: Device; readonly writer: Device }

beforeAll(async () => {
  app = await startTestApp()
  http = await overHttp(app)
  const [first, second] = ['amina', 'chiara'].map((name) => ({ name, passphrase: PASSPHRASE }))
  const deps = newExampleDevice(http.address, first!)
  const set = await setUp(deps, { ...first!, token: app.setupToken, organisation: 'Example' })
  const lead = { deps, unlocked: expectOk(set, 'set up') }
  const desk = expectOk(await foundWithJournal(deps, lead.unlocked, 'Prisoners'), 'found').desk.id
  // One lead alone is not safe enough to seal cases; the example has two.
  const { recipient } = expectOk(await makeKit(lead.unlocked, desk), 'kit')
  expectOk(await confirmKit(lead.deps, lead.unlocked, { desk, recipient }), 'kit')
  const guest = { deps: newExampleDevice(http.address, second!), as: second! }
  const writer = await joinDesk(lead, { desk, role: 'writer' }, guest)
  organisation = { desk, lead, writer }
  await loadInstruments(organisation)
  await loadMissions({
    server: http.address,
    seed: 'test',
    today,
    passphraseOf: () => PASSPHRASE,
    organisation,
  })
}, 120_000)
afterAll(async () => {
  await http.stop()
  await app.stop()
})

const open = async (name: (typeof missionPeople)[number]['name']) => {
  const device = app.device()
  const { desks } = value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return { device, desks }
}
const idOf = (desks: readonly { readonly id: string; readonly name: string }[], name: string): string =>
  desks.find((one) => one.name === name)!.id

const period = periodOf('two_years', today)
const seenBy = async (
  edda: Awaited<ReturnType<typeof open>>,
  government: InventedGovernment,
  over = period,
) => {
  const plan = governmentPlans.find((one) => one.government === government)!
  const desk = idOf(edda.desks, headquartersName(plan))
  const view = viewOf(value(await edda.device.coverage({ desk, ...over, silent: 90 })), null)
  const byKey = new Map(
    missionPlans.flatMap((one) => {
      const mission = view.missions.find(({ name }) => name === missionName(one))
      return mission ? [[one.key, mission] as const] : []
    }),
  )
  return { view, byKey, evenness: evennessOfMissions(view.missions, over) }
}

test('headquarters see their own missions: one government is uneven, one even, and each duty is promised or not', async () => {
  const edda = await open('edda')
  expect(edda.desks).toHaveLength(3)
  const [a, b, c] = [await seenBy(edda, 'XA'), await seenBy(edda, 'XB'), await seenBy(edda, 'XC')]
  expect([a, b, c].map(({ byKey }) => byKey.size)).toEqual([4, 4, 4])
  expect([a.evenness.verdict, b.evenness.verdict]).toEqual(['uneven', 'not_told_from_chance'])
  const bogota = a.byKey.get('alandia-bogota')!.desk
  expect(a.evenness.rates.find(({ id }) => id === bogota)?.beside).toBe('more')
  const cell = ({ view, byKey }: typeof a, key: string, code: string) =>
    view.coverage.missions
      .find(({ mission }) => mission === byKey.get(key)!.desk)!
      .cells.find((one) => one.code === code)
  // Promised by Alandia and never done at one mission; by Borealia it is not stated.
  expect(cell(a, 'alandia-tegucigalpa', 'E09')).toMatchObject({ promised: 'stated', done: 0, gap: true })
  expect(cell(a, 'alandia-bogota', 'E09')).toMatchObject({ done: 8, gap: false })
  expect(cell(b, 'borealia-astana', 'E09')).toMatchObject({ promised: 'mentioned', gap: false })
  expect(cell(b, 'borealia-addis-ababa', 'E22')).toMatchObject({ promised: 'stated', gap: true })
  expect(cell(b, 'borealia-ankara', 'E24')).toMatchObject({ promised: 'not_promised', gap: false })
  // Read by the last year, as the page opens, too.
  for (const { view } of [a, await seenBy(edda, 'XA', periodOf('year', today))])
    expect(view.gaps[0]).toMatchObject({ mission: a.byKey.get('alandia-tegucigalpa')!.desk, duty: 'E09' })
  const observation = (seen: typeof a, key: string) => seen.byKey.get(key)!.observation
  expect(observation(a, 'alandia-tegucigalpa')).toMatchObject({
    eligible: 5,
    numbers: { observed: 0, not_covered: 5 },
  })
  expect(observation(c, 'corvinia-cairo').numbers).toMatchObject({ refused_by_host: 2, not_covered: 1 })
  expect(observation(a, 'alandia-ankara').numbers).toMatchObject({ observed: 1, not_done: 1 })
  expect(observation(c, 'corvinia-tegucigalpa').numbers).toMatchObject({ observed: 2, not_done: 1 })
  const median = (seen: typeof a, key: string) => seen.byKey.get(key)!.responses.quartiles?.[1]
  expect(median(a, 'alandia-cairo')).toBeGreaterThanOrEqual(55)
  expect(median(a, 'alandia-bogota')).toBeLessThanOrEqual(7)
  expect(c.byKey.get('corvinia-astana')).toMatchObject({ done: 2, responses: { quartiles: null } })
})

test('at one mission one officer does nearly all, at another too little was done to say so; only leads see it', async () => {
  const [farid, gwen] = [await open('farid'), await open('gwen')]
  const officers = async ({ device, desks }: typeof farid, key: string) => {
    const desk = idOf(desks, missionName(missionPlans.find((one) => one.key === key)!))
    const counts = value(await device.officerCounts({ desk, ...period }))
    const roster = value(await device.missionProfile({ desk })).officers
    return { counts, evenness: evennessOfOfficers(counts, roster, period) }
  }
  const bogota = await officers(farid, 'alandia-bogota')
  const done = bogota.counts.reduce((sum, one) => sum + one.done, 0)
  expect(bogota.counts.find(({ officer }) => officer === 1)!.done / done).toBeGreaterThan(0.8)
  expect(bogota.evenness.verdict).toBe('uneven')
  expect((await officers(farid, 'corvinia-astana')).evenness.verdict).toBe('too_few')
  const desk = idOf(gwen.desks, missionName(missionPlans[0]!))
  expect(await gwen.device.officerCounts({ desk, ...period })).toMatchObject({
    error: { type: 'not_permitted' },
  })
  expect(gwen.desks).toHaveLength(publishing.length)
})

test('a hearing within three days that nobody covers, and one that somebody does', async () => {
  const { desks } = await open('farid')
  const ahead = async (key: string) => {
    const desk = idOf(desks, missionName(missionPlans.find((one) => one.key === key)!))
    const hearings = await asSuperuser(app.database, (client) =>
      client.query<{ covered: boolean }>(
        'select covered from amparo.hearing_day where mission = $1 and day >= $2 and day <= $3',
        [desk, today, addDays(today, 3)],
      ),
    )
    return hearings.rows.map(({ covered }) => covered)
  }
  expect(await ahead('borealia-bogota')).toEqual([false])
  expect(await ahead('alandia-bogota')).toEqual([true])
  // As the lead's calendar shows the days to come, at every mission at once.
  const hearings = await asSuperuser(app.database, (client) =>
    client.query<{ covered: boolean }>(
      'select covered from amparo.hearing_day where day >= $1 and day <= $2 and mission = any ($3)',
      [today, addDays(today, 7), desks.map(({ id }) => id)],
    ),
  )
  expect(new Set(hearings.rows.map(({ covered }) => covered))).toEqual(new Set([true, false]))
  expect(app.faults).toEqual([])
})

test('of two requests to an embassy one came with facts and was answered, and one waits', async () => {
  const { device, desks } = await open('farid')
  const desk = idOf(desks, missionName(missionPlans[0]!))
  const seen = value(await device.bundles({ desk }))
  expect(seen.counterparts).toMatchObject([{ side: 'organisation', desk: 'Prisoners', trusted: true }])
  const kinds = seen.exchanged.map(({ direction, kind }) => `${direction} ${kind}`)
  expect(kinds).toEqual(['taken request', 'taken facts', 'made answer', 'taken request'])
  const refs = seen.exchanged.map(({ ref }) => ref)
  expect([refs[0] === refs[1], refs[1] === refs[2], refs[2] === refs[3]]).toEqual([true, true, false])
  expect(seen.exchanged.at(-1)!.request!.answerBy! > today).toBe(true)
  const taken = seen.exchanged[1]!.case!
  const { opened } = value(await device.engagements({ desk, case: taken }))
  expect(opened).toMatchObject([{ coded: { type: 'meeting', result: 'done', confidentiality: 'shared' } }])
  expect(JSON.stringify(opened[0]!.words)).toContain('Synthetic example')
})

test('what is public was written by one person and released by another; the organisation keeps the shadow records', async () => {
  const kinds = await asSuperuser(app.database, (client) =>
    client.query(
      `select kind, count(*)::int, bool_and(state = 'released' and not decided_by = any (writers)) as released
       from amparo.document where kind in ('mission', 'mission_record', 'commitment', 'scorecard')
       group by kind order by kind`,
    ),
  )
  expect(kinds.rows).toEqual([
    { kind: 'commitment', count: 3, released: true },
    { kind: 'mission', count: 6, released: true },
    { kind: 'mission_record', count: 7, released: true },
    { kind: 'scorecard', count: 1, released: true },
  ])
})

const log = (place: number, seed = 'test') => missionLog(missionPlans[place]!, { seed, today, joint: [] })
const logs = missionPlans.map((_, place) => log(place))
type Logged = {
  readonly kind: string
  readonly coded: unknown
  readonly words?: unknown
  readonly id?: string
}
const acts = logs.map(({ cases, journal }) => {
  const all: readonly (readonly Logged[])[] = [...cases, journal]
  return all.map((entries) => entries.filter(({ kind }) => kind === 'engagement'))
})

test('forty officers in six countries; the same seed logs the same, and nothing looks as if logged twice', () => {
  const [one, other] = [log(0), log(0, 'other')]
  expect(one).toEqual(log(0))
  expect(one).not.toEqual(other)
  const names = logs.flatMap(({ journal }) =>
    journal.filter(({ kind }) => kind === 'officer').map(({ words }) => (words as { name: string }).name),
  )
  expect([names.length, new Set(names).size]).toEqual([40, 40])
  expect(new Set(missionPlans.map(({ host }) => host)).size).toBe(6)
  for (const here of acts.flat()) {
    const likened = here.map(({ id, coded, words }) => ({
      entry: id!,
      coded: coded as EngagementCoded,
      date: (words as EngagementWords).date,
      chain: [id!],
    }))
    expect(pairsAlike(likened)).toEqual([])
  }
})

test('every act, case, mission, promise and source says that it is invented', () => {
  for (const { coded, words } of acts.flat(2)) {
    expect(JSON.stringify(words)).toContain('Synthetic example')
    expect((coded as EngagementCoded).duties.length).toBeGreaterThan(0)
  }
  for (const { cases } of logs)
    for (const [opened] of cases) expect(opened!.coded).toMatchObject({ synthetic: true })
  const { missions, records, commitments, scorecards } = exampleMissionDocuments(today)
  for (const { government, name } of missions) {
    expect(government).toMatch(/^X[ABC]$/)
    expect(name['en']).toContain('(invented)')
  }
  for (const one of records.flatMap(({ engagements }) => engagements))
    expect(one.what['en']).toMatch(/^Invented/)
  for (const one of commitments) expect(one.promise['en']).toMatch(/^Invented/)
  for (const one of scorecards) expect(one.method['en']).toMatch(/^Everything here is invented/)
  const addresses = JSON.stringify([missions, records, commitments, scorecards]).match(/https?:\/\/[^"]+/g)
  for (const address of addresses ?? []) expect(new URL(address).hostname).toMatch(/\.example$/)
  expect(missions.filter(({ shadow }) => shadow)).toHaveLength(2)
  const signs = commitments.flatMap(({ evidence }) => evidence.map(({ sign }) => sign))
  expect(new Set(signs)).toEqual(new Set(['kept', 'partly_kept', 'broken', 'no_sign']))
})

test('on a machine so slow that the passphrase is asked again it is loaded all the same', async () => {
  await asSuperuser(app.database, (client) =>
    client.query("update amparo.session set proved_at = proved_at - interval '5 minutes'"),
  )
  const { lead, desk } = organisation
  const guest = { name: 'dawit', passphrase: PASSPHRASE }
  const deps = newExampleDevice(http.address, guest)
  const { unlocked } = await joinDesk(lead, { desk, role: 'reader' }, { deps, as: guest })
  await refreshDesks(deps, unlocked)
  expect([...unlocked.desks.keys()]).toEqual([desk])
})
