/**
 * Who sees what of missions' work: headquarters the coded coverage of missions that named it and of no others; officers
 * only the mission's lead. What the database counts is what the pure functions count.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { contactGroupsOf, hearingGroupsOf, requestGroupsOf } from '../../src/missions/core/coverage_times.ts'
import { countsOf, groupsOf } from '../../src/missions/core/coverage.ts'
import { chanceFrom } from '../../src/missions/core/evenness_chance.ts'
import type { ProfileCoded } from '../../src/missions/core/journal_kinds.ts'
import { figuresOf } from '../../src/missions/core/reports/periodic.ts'
import type { EngagementRow, HearingRow } from '../../src/missions/core/rows.ts'
import { engagementOf } from '../../src/missions/core/scenario.ts'
import {
  findActs,
  findContactGroups,
  findEngagementGroups,
  findHearingGroups,
  findMissionsInView,
  findOfficerCounts,
  findRequestGroups,
} from '../../src/missions/server/coverage.store.ts'
import { viewOf } from '../../src/missions/ui/coverage/coverage_view.ts'
import { type Actor, inTransaction, type Writer } from '../../src/platform/server/database.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

const period = { from: '2024-01', to: '2025-12' }
const filter = { ...period, role: null, country: null } as const
const TODAY = '2026-01-15'

let app: TestDesk
let embassy: string
let headquarters: Workbench
let ministry: string
let foreign: Workbench
let foreignDesk: string
let rows: readonly EngagementRow[]
let hearings: readonly HearingRow[]
let logs: readonly { readonly mission: string; readonly log: string }[]
let accounts: ReadonlyMap<string, string>

const profile = (given: Partial<ProfileCoded> = {}): ProfileCoded => ({
  government: 'NO',
  host: 'HN',
  post: 'embassy',
  guidelines: ['NO'],
  likeMinded: [],
  shadow: false,
  ...given,
})

const found = async (name: string, deskName: string): Promise<readonly [Workbench, string]> => {
  const { link } = value(await app.steward.invite({ desk: app.desk, role: 'reader', days: 7 }))
  const device = app.device()
  value(await device.acceptInvitation({ secret: link.split('#')[1]!, name, passphrase: PASSPHRASE }))
  const desk = value(await device.foundDesk({ name: deskName })).id
  value(await device.confirmKit(value(await device.makeKit({ desk }))))
  return [device, desk]
}

beforeAll(async () => {
  app = await startTestDesk()
  embassy = app.desk
  ;[headquarters, ministry] = await found('hanne', 'Ministry')
  ;[foreign, foreignDesk] = await found('olga', 'Elsewhere')
  accounts = await asSuperuser(app.database, async (client) => {
    const all = await client.query<{ name: string; id: string }>('select name, id from amparo.account')
    return new Map(all.rows.map(({ name, id }) => [name, id]))
  })
  await fill()
})
afterAll(() => app.stop())

/** Cases and rows of two missions, put in as the superuser: what the log of a case would have written. */
const fill = async () => {
  const chance = chanceFrom(5)
  logs = [embassy, foreignDesk].flatMap((mission) =>
    Array.from({ length: 6 }, () => ({ mission, log: newId() })),
  )
  rows = logs.flatMap(({ mission, log }) =>
    Array.from({ length: 25 }, (_, place) => ({
      ...engagementOf(
        { mission, log, entry: newId(), country: place % 3 ? 'HN' : 'GT', years: [2023, 2024, 2025] },
        chance,
      ),
      ...(place === 0 && { date: '2024' }),
      ...(place === 1 && { date: '2024-05/2025-02' }),
      ...(place === 2 && { date: '2025-21' }),
    })),
  )
  const observed = ['done', 'refused_by_host', 'declined', 'pending', null, null] as const
  hearings = logs.flatMap(({ mission, log }, place) =>
    ['2024-03-05', '2025-06-01', '2026-01-14', '2026-02-01'].map((day, which) => ({
      mission,
      log,
      entry: newId(),
      day,
      country: 'HN',
      held: false,
      covered: (place + which) % 2 === 0,
      officer: 2,
      observed: observed[(place + which) % 6]!,
    })),
  )
  await asSuperuser(app.database, async (client) => {
    for (const { mission, log } of logs) {
      await client.query(`insert into amparo.log values ($1, 'case', $2, 0, repeat('A', 43))`, [log, mission])
      await client.query(
        `insert into amparo.case_state (log, desk, dark, incomplete, closed, country) values ($1, $2, false, false, false, 'HN')`,
        [log, mission],
      )
    }
    for (const one of rows)
      await client.query(
        `insert into amparo.engagement (mission, log, entry, type, duties, officer, role, date, result, requested_by,
           requested, days_to_answer, hearing, country, due)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, null, $13, null)`,
        [
          one.mission,
          one.log,
          one.entry,
          one.type,
          [...one.duties],
          one.officer,
          one.role,
          one.date,
          one.result,
          one.requestedBy,
          one.requested,
          one.daysToAnswer,
          one.country,
        ],
      )
    for (const one of hearings)
      await client.query(`insert into amparo.hearing_day values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
        one.mission,
        one.log,
        one.entry,
        one.day,
        one.country,
        one.held,
        one.covered,
        one.officer,
        one.observed,
      ])
  })
}

const as = (name: string, desk: string): Actor => ({ role: 'desk', account: accounts.get(name)!, desk })
const inside = <T>(name: string, desk: string, work: (db: Writer) => Promise<T>): Promise<T> =>
  inTransaction(app.database, as(name, desk), work)
const inView = (name: string, desk: string) =>
  inside(name, desk, async (db) => (await findMissionsInView(db)).map((one) => one.desk))

test('a lead says who the mission is and who works there, and a writer may not', async () => {
  const coded = profile()
  expect(await app.writer.setMissionProfile({ desk: embassy, coded })).toMatchObject({
    ok: false,
    error: { kind: 'refused_by_server', type: 'role_too_low' },
  })
  expect(await inView('ana', embassy)).toEqual([])
  const officer = { officer: 1, role: 'human_rights_officer', liaison: true, posted: true } as const
  // An officer may be posted before anybody said which mission it is.
  value(await app.second.setOfficer({ desk: embassy, coded: officer, words: { name: 'Nils' } }))
  expect(await inView('ana', embassy)).toEqual([])
  const said = value(await app.steward.setMissionProfile({ desk: embassy, coded }))
  expect(said).toMatchObject({ profile: coded, lead: true, officers: [{ officer: 1 }] })
  expect(
    await app.writer.setOfficer({ desk: embassy, coded: officer, words: { name: 'Nils' } }),
  ).toMatchObject({
    ok: false,
  })
  value(await app.second.setOfficer({ desk: embassy, coded: officer, words: { name: 'Nils Canary' } }))
  const left = { ...officer, posted: false }
  value(await app.second.setOfficer({ desk: embassy, coded: left, words: { name: 'Nils Canary' } }))
  const seen = value(await app.reader.missionProfile({ desk: embassy }))
  expect(seen.officers).toMatchObject([{ ...left, words: { name: 'Nils Canary' } }])
  const stored = await asSuperuser(app.database, (client) =>
    client.query('select officer, posted from amparo.officer where mission = $1', [embassy]),
  )
  expect(stored.rows).toEqual([{ officer: 1, posted: false }])
  expect(
    await app.steward.setOfficer({ desk: embassy, coded: { ...officer, officer: 0 }, words: { name: '' } }),
  ).toEqual({ ok: false, error: { kind: 'fields', fields: ['officer'] } })
})

test('headquarters sees a mission only when both say so of the same government, and a mission alone itself', async () => {
  expect(await inView('hanne', ministry)).toEqual([])
  value(await app.steward.setMissionProfile({ desk: embassy, coded: profile({ headquarters: ministry }) }))
  expect(await inView('hanne', ministry), 'it has not said that it is headquarters').toEqual([])
  expect(value(await app.steward.headquartersAnswers({ desk: embassy }))).toBe(false)
  // A desk that only claims to be one of another government, or is a shadow record, sees nothing.
  const seat = profile({ post: 'headquarters', host: 'NO' })
  for (const wrong of [{ government: 'SE' }, { shadow: true }, { post: 'embassy' }] as const) {
    value(await headquarters.setMissionProfile({ desk: ministry, coded: { ...seat, ...wrong } }))
    expect(await inView('hanne', ministry), JSON.stringify(wrong)).toEqual([ministry])
  }
  value(await headquarters.setMissionProfile({ desk: ministry, coded: seat }))
  expect(await inView('hanne', ministry)).toEqual([ministry, embassy])
  expect(value(await app.steward.headquartersAnswers({ desk: embassy }))).toBe(true)
  expect(await inView('ana', embassy)).toEqual([embassy])
})

test('a desk that claims to be headquarters without being named sees its own work alone', async () => {
  const claim = profile({ post: 'headquarters', host: 'NO' })
  value(await foreign.setMissionProfile({ desk: foreignDesk, coded: claim }))
  expect(await inView('olga', foreignDesk)).toEqual([foreignDesk])
  // A mission of another government that names the ministry is not shown to it either.
  const named = profile({ government: 'SE', headquarters: ministry })
  value(await foreign.setMissionProfile({ desk: foreignDesk, coded: named }))
  expect(await inView('hanne', ministry)).toEqual([ministry, embassy])
  const acts = { desk: ministry, mission: foreignDesk, duty: 'E05', ...period }
  expect(await headquarters.missionActs(acts)).toMatchObject({ ok: false, error: { type: 'not_found' } })
  // Nor does stepping into the desk of others help an account that does not belong there.
  expect(await inView('olga', ministry)).toEqual([])
  expect(await inside('olga', ministry, (db) => findEngagementGroups(db, filter))).toEqual([])
})

const sorted = <T>(list: readonly T[]): readonly string[] => list.map((one) => JSON.stringify(one)).toSorted()
const ordered = <T extends { readonly duties: readonly string[] }>(list: readonly T[]) =>
  list.map((one) => ({ ...one, duties: [...one.duties].toSorted() }))

test('what the database groups is what the pure functions group', async () => {
  const own = rows.filter(({ mission }) => mission === embassy)
  for (const asked of [
    filter,
    { ...filter, role: 'deputy', country: 'HN' },
    { ...filter, from: '2025-03' },
  ] as const) {
    const groups = ordered(await inside('rosa', embassy, (db) => findEngagementGroups(db, asked)))
    expect(sorted(countsOf(groups))).toEqual(sorted(countsOf(groupsOf(own, asked))))
  }
  expect(sorted(await inside('hanne', ministry, (db) => findRequestGroups(db, filter)))).toEqual(
    sorted(requestGroupsOf(own, period)),
  )
  const dated = { ...period, country: null, today: TODAY }
  const seen = await inside('hanne', ministry, (db) => findHearingGroups(db, { ...filter, today: TODAY }))
  const ofOwn = hearings.filter(({ mission }) => mission === embassy)
  expect(sorted(seen)).toEqual(sorted(hearingGroupsOf(ofOwn, dated)))
  const cases = logs.filter(({ mission }) => mission === embassy)
  expect(sorted(await inside('hanne', ministry, (db) => findContactGroups(db, null)))).toEqual(
    sorted(contactGroupsOf(cases, own)),
  )
})

test('the report of a period tells the very numbers of the coverage page', async () => {
  for (const asked of [period, { from: '2024-07', to: '2024-12' }]) {
    const answer = value(await app.steward.coverage({ desk: embassy, ...asked, silent: 90 }))
    const page = viewOf(answer, null)
    const logged = value(await app.steward.engagements({ desk: embassy })).rows
    const form = { mission: 'Embassy', ...asked, guidelines: answer.missions[0]!.guidelines }
    const report = figuresOf(logged, form, answer.today)
    expect(report.cells).toEqual(page.coverage.missions[0]!.cells)
    expect(report.cells.some(({ done, gap }) => done > 0 || gap)).toBe(true)
    expect(report.responses).toEqual(answer.missions[0]!.responses)
    expect(report.responses.requests).toBeGreaterThan(0)
  }
})

test('headquarters is told coded halves and counts: no officer, no case, no entry, no name', async () => {
  const answer = value(await headquarters.coverage({ desk: ministry, ...period, silent: 90 }))
  expect(answer.missions.map(({ desk, own }) => [desk, own])).toEqual([
    [ministry, true],
    [embassy, false],
  ])
  const acts = value(
    await headquarters.missionActs({ desk: ministry, mission: embassy, duty: 'E05', ...period }),
  )
  expect(acts.length).toBeGreaterThan(0)
  const told = JSON.stringify([answer, acts])
  for (const { log, entry } of rows) {
    expect(told).not.toContain(log)
    expect(told).not.toContain(entry)
  }
  expect(told).not.toMatch(/"officer"|Canary/)
  const raw = await inside('hanne', ministry, (db) =>
    findActs(db, { mission: embassy, duty: 'E05', ...period }),
  )
  expect(Object.keys(raw[0]!)).not.toContain('officer')
  // The tables themselves stay closed to it.
  const reads = await inside('hanne', ministry, (db) =>
    sql<{ n: number }>`select count(*)::integer as n from amparo.engagement`.execute(db),
  )
  expect(reads.rows).toEqual([{ n: 0 }])
})

test('only the mission’s lead counts officers, with the guard and without it', async () => {
  const lead = value(await app.steward.officerCounts({ desk: embassy, ...period }))
  expect(lead.length).toBeGreaterThan(1)
  for (const device of [app.writer, app.reader])
    expect(await device.officerCounts({ desk: embassy, ...period })).toMatchObject({ ok: false })
  expect(await inside('vera', embassy, (db) => findOfficerCounts(db, period))).toEqual([])
  expect(value(await headquarters.officerCounts({ desk: ministry, ...period }))).toEqual([])
})

test('a member who was removed sees nothing of it any more', async () => {
  const gone = accounts.get('rosa')!
  value(await app.steward.removeMember({ desk: embassy, account: gone }))
  expect(await app.reader.coverage({ desk: embassy, ...period, silent: 90 })).toMatchObject({ ok: false })
  expect(await inView('rosa', embassy)).toEqual([])
  expect(await inside('rosa', embassy, (db) => findContactGroups(db, null))).toEqual([])
})
