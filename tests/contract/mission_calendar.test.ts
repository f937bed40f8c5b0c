/**
 * Calendars of missions: who sees which day in court, what a feed holds and a calendar program makes of it, and that a link
 * is gone with its member.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { NewEntry } from '../../src/cases/client/views.ts'
import { translator } from '../../src/languages/translate.ts'
import { referenceOf } from '../../src/missions/core/calendar.ts'
import type { ProfileCoded } from '../../src/missions/core/journal_kinds.ts'
import { forgetCalendarChanges, openCalendarFeeds } from '../../src/missions/server/calendar.service.ts'
import type { LogForm } from '../../src/missions/client/views.ts'
import { feedCalendar, ownCalendar } from '../../src/missions/ui/calendar/feed_calendar.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { inTransaction } from '../../src/platform/server/database.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { inCalendar } from '../support/khal.ts'
import { asSuperuser } from '../support/open_rows.ts'

const TODAY = '2026-11-22'
const now = new Date(`${TODAY}T12:00:00Z`)
const span = { from: TODAY, to: '2027-11-22' }
let app: TestDesk
let desk: string
let foreign: Workbench
let foreignDesk: string
let log: string
let folder: string
const soon = newId()
const late = newId()

const hearing = (id: string, day: string, more: object = {}): NewEntry => ({
  id,
  kind: 'hearing',
  coded: { day, type: 'trial', ...more },
  words: { court: 'CANARY court', hour: '09:30', room: '4' },
})
const opened: NewEntry = {
  kind: 'opened',
  coded: { dark: false, country: 'TJ' },
  words: { title: 'CANARY title' },
}

beforeAll(async () => {
  app = await startTestDesk(() => now)
  desk = app.desk
  log = value(
    await app.writer.createCase({
      desk,
      entries: [{ ...opened, words: {} }, hearing(soon, '2026-11-29'), hearing(late, '2027-01-10')],
    }),
  ).case
  const { link } = value(await app.steward.invite({ desk, role: 'reader', days: 7 }))
  foreign = app.device()
  value(await foreign.acceptInvitation({ secret: link.split('#')[1]!, name: 'olga', passphrase: PASSPHRASE }))
  foreignDesk = value(await foreign.foundDesk({ name: 'Elsewhere' })).id
  value(await foreign.confirmKit(value(await foreign.makeKit({ desk: foreignDesk }))))
  folder = mkdtempSync(join(tmpdir(), 'amparo-calendar-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  expect(app.faults).toEqual([])
  await app.stop()
})

const feeds = () => openCalendarFeeds({ database: app.database, clock: () => now })
const feedOf = async (token: string): Promise<string | null> => {
  const lines = await feeds().find(token)
  if (lines === null) return null
  const days = lines.map(({ changed_on: changedOn, ...one }) => ({ ...one, changedOn }))
  return feedCalendar(translator('en'), days, TODAY)
}
const hearings = async (by: Workbench = app.reader) => value(await by.hearings({ desk, ...span }))
const accountOf = (name: string): Promise<string> =>
  asSuperuser(
    app.database,
    async (client) =>
      (await client.query<{ id: string }>('select id from amparo.account where name = $1', [name])).rows[0]!
        .id,
  )

test('members see the days in court of their own cases and who goes; another desk sees none', async () => {
  value(await app.writer.coverHearing({ desk, case: log, hearing: late, officer: 2 }))
  expect(await hearings()).toMatchObject([
    { log, entry: soon, day: '2026-11-29', covered: false, officer: null },
    { log, entry: late, day: '2027-01-10', covered: true, officer: 2 },
  ])
  expect(await foreign.hearings({ desk, ...span })).toMatchObject({ ok: false })
  expect(value(await foreign.hearings({ desk: foreignDesk, ...span }))).toEqual([])
})

const profile = (likeMinded: readonly string[]): ProfileCoded => ({
  government: 'NO',
  host: 'TJ',
  post: 'embassy',
  guidelines: ['NO'],
  likeMinded: [...likeMinded],
  shadow: false,
})

test('missions that named each other tell a mark, a day and whether somebody goes, and nothing else', async () => {
  const seen = async () => value(await foreign.likeMindedHearings({ desk: foreignDesk, ...span }))
  value(await foreign.setMissionProfile({ desk: foreignDesk, coded: profile([desk]) }))
  expect(await seen(), 'named by one alone').toEqual([])
  value(await app.steward.setMissionProfile({ desk, coded: profile([]) }))
  expect(await seen()).toEqual([])
  value(await app.steward.setMissionProfile({ desk, coded: profile([foreignDesk]) }))
  const own = await hearings()
  expect(await seen()).toEqual(
    own.map(({ day, covered, mark }) => ({ mission: desk, name: 'North', mark, day, covered })),
  )
  const told = JSON.stringify(await seen())
  for (const secret of [log, soon, late, 'officer', 'TJ', 'CANARY', 'trial'])
    expect(told).not.toContain(secret)
  const raw = await inTransaction(
    app.database,
    { role: 'desk', account: await accountOf('olga'), desk: foreignDesk },
    async (db) =>
      (await sql`select * from amparo.hearings_of_like_minded('2026-01-01', '2028-01-01')`.execute(db)).rows,
  )
  expect(Object.keys(raw[0]!)).toEqual(['mission', 'name', 'mark', 'day', 'covered'])
  const olga = await accountOf('olga')
  await asSuperuser(app.database, async (client) => {
    await client.query(`insert into amparo.hand_back values ($1, $2, '2026-11-22', '')`, [olga, desk])
    await client.query(`insert into amparo.handed_case values ($1, $2, $3, '2026-11-22')`, [olga, desk, log])
  })
  expect(await seen(), 'handed back by whoever asks').toEqual([])
  await asSuperuser(app.database, async (client) => {
    await client.query('delete from amparo.handed_case')
    await client.query('delete from amparo.hand_back')
  })
  expect(await seen()).not.toEqual([])
  value(await foreign.setMissionProfile({ desk: foreignDesk, coded: profile([]) }))
  expect(await seen(), 'taken back by one').toEqual([])
})

test('a feed holds references and days, warns of what nobody covers, and names nothing', async () => {
  const token = value(await app.reader.makeCalendarFeed({ desk, officer: null }))
  const ics = (await feedOf(token))!
  const [open, covered] = await hearings()
  expect(ics.match(/^SUMMARY:.*$/gm)?.map((line) => line.trim())).toEqual([
    `SUMMARY:${referenceOf(open!.mark)} – open`,
    `SUMMARY:${referenceOf(covered!.mark)}`,
  ])
  expect(ics).toContain('DTSTART;VALUE=DATE:20261129')
  expect(ics).toContain('DTEND;VALUE=DATE:20261130')
  expect(ics).toMatch(/REFRESH-INTERVAL;VALUE=DURATION:PT6H/)
  expect(ics.match(/^TRIGGER:-P(?:T)?.*$/gm)).toHaveLength(3)
  expect(ics).not.toMatch(/T\d{6}(?!Z)|LOCATION|DESCRIPTION:(?!.*open)|ATTENDEE|ORGANIZER|GEO|CATEGORIES|URL/)
  for (const secret of [
    log,
    soon,
    late,
    desk,
    'TJ',
    'Taj',
    'CANARY',
    'trial',
    'North',
    'Watch',
    'mparo',
    '09:30',
  ])
    expect(ics, secret).not.toContain(secret)
  const kept = await asSuperuser(app.database, (client) => client.query('select * from amparo.calendar_feed'))
  expect(JSON.stringify(kept.rows)).not.toContain(token)
})

test('of one officer a feed holds what that officer covers and what nobody does', async () => {
  const days = async (officer: number | null): Promise<number> => {
    const token = value(await app.writer.makeCalendarFeed({ desk, officer }))
    return (await feedOf(token))!.match(/BEGIN:VEVENT/g)?.length ?? 0
  }
  expect([await days(2), await days(5), await days(null)]).toEqual([2, 1, 2])
  const due = {
    type: 'meeting',
    duties: ['E05'],
    role: 'human_rights_officer',
    date: '2026-11',
    result: 'done',
  }
  const coded = {
    ...due,
    requestedBy: 'defender',
    confidentiality: 'internal',
    officer: 5,
    due: '2026-12-24',
  }
  const form = { desk, case: log, coded, words: { date: '2026-11-20', what: 'CANARY' } } as unknown as LogForm
  value(await app.writer.logEngagement(form))
  expect([await days(2), await days(5), await days(null)]).toEqual([2, 2, 3])
})

const inProgram = (ics: string): string =>
  inCalendar(folder, ics, { format: '{start-date} {title}', from: TODAY, days: '400d' })

const uid = (ics: string) => ics.match(/^UID:.*$/gm)?.toSorted()

test('a calendar program takes the feed in, and moves what was moved', async () => {
  const token = value(await app.writer.makeCalendarFeed({ desk, officer: 2 }))
  const [first] = await hearings()
  const reference = referenceOf(first!.mark)
  const before = (await feedOf(token))!
  expect(inProgram(before)).toContain(`2026-11-29 ${reference} – open`)
  const moved = {
    ...hearing(newId(), '2026-12-03'),
    coded: { day: '2026-12-03', type: 'trial', updates: soon },
  }
  value(await app.writer.append({ desk, case: log, entries: [moved] }))
  value(await app.writer.coverHearing({ desk, case: log, hearing: soon, officer: 2 }))
  const after = (await feedOf(token))!
  const listed = inProgram(after)
  expect(listed).toContain(`2026-12-03 ${reference}`)
  expect(listed).not.toContain('2026-11-29')
  expect(listed).not.toContain('open')
  expect(uid(after), 'the same events').toEqual(uid(before))
  expect(before).not.toMatch(/SEQUENCE:[1-9]\d*\r\n[^]*20261129/)
  expect(after).toMatch(/SEQUENCE:2\r\n[^]*20261203/)
  expect(after).not.toContain('VALARM')
  expect(after).toMatch(/LAST-MODIFIED:\d{8}T000000Z/)
})

test('hour and place stand in a file that the device makes, and there alone', () => {
  const day = { mark: 'a'.repeat(32), day: '2026-12-01', open: true, number: 0, changedOn: TODAY }
  const ics = ownCalendar(
    translator('en'),
    [{ ...day, title: 'Hearing: Aina', hour: '09:30', place: 'City court', lines: ['Room: 4'] }],
    TODAY,
  )
  expect(inProgram(ics)).toContain('2026-12-01 AAAA-AAAA · 09:30 · Hearing: Aina')
  expect(ics).toContain('LOCATION:City court')
  expect(ics).toContain('DESCRIPTION:Room: 4')
})

test('a new link ends the one before, and an ended one leads nowhere', async () => {
  const first = value(await app.writer.makeCalendarFeed({ desk, officer: null }))
  const second = value(await app.writer.makeCalendarFeed({ desk, officer: 2 }))
  expect(await feeds().find(first)).toBeNull()
  expect(await feeds().find(second)).not.toBeNull()
  expect(value(await app.writer.calendarFeed({ desk }))).toEqual({ officer: 2, madeOn: TODAY })
  expect(value(await app.second.calendarFeed({ desk })), 'of a colleague nothing is said').toBeNull()
  value(await app.writer.endCalendarFeed({ desk }))
  expect(value(await app.writer.calendarFeed({ desk }))).toBeNull()
  for (const token of [second, newId(), '', "x' or true --", 'a'.repeat(5000)])
    expect(await feeds().find(token)).toBeNull()
})

test('the link of somebody who is suspended is gone at once, and does not come back', async () => {
  const token = value(await app.writer.makeCalendarFeed({ desk, officer: null }))
  const [vera, ben] = [await accountOf('vera'), await accountOf('ben')]
  await asSuperuser(app.database, (client) =>
    client.query(
      `insert into amparo.suspension (account, desk, by_account, reason, since, until)
       values ($1, $2, $3, 'detained', now(), now() + interval '1 hour')`,
      [vera, desk, ben],
    ),
  )
  expect(await feeds().find(token)).toBeNull()
  await asSuperuser(app.database, (client) => client.query('delete from amparo.suspension'))
  expect(await feeds().find(token)).toBeNull()
})

test('what a member handed back before travel is in their feed no more', async () => {
  const token = value(await app.second.makeCalendarFeed({ desk, officer: null }))
  expect(await feeds().find(token)).not.toEqual([])
  const ben = await accountOf('ben')
  await asSuperuser(app.database, async (client) => {
    await client.query(`insert into amparo.hand_back values ($1, $2, '2026-11-22', '')`, [ben, desk])
    await client.query(`insert into amparo.handed_case values ($1, $2, $3, '2026-11-22')`, [ben, desk, log])
  })
  expect(await feeds().find(token)).toEqual([])
})

test('the link of a member who was removed is gone at once', async () => {
  const token = value(await app.reader.makeCalendarFeed({ desk, officer: null }))
  expect(await feeds().find(token)).not.toBeNull()
  value(await app.steward.removeMember({ desk, account: await accountOf('rosa') }))
  expect(await feeds().find(token)).toBeNull()
  const left = await asSuperuser(app.database, (client) =>
    client.query('select account from amparo.calendar_feed'),
  )
  expect(left.rows).not.toContainEqual({ account: await accountOf('rosa') })
})

test('of what is in no calendar any more nothing is kept', async () => {
  const count = () =>
    asSuperuser(app.database, async (client) =>
      Number((await client.query('select count(*) as n from amparo.calendar_change')).rows[0].n),
    )
  expect(await count()).toBe(3)
  await asSuperuser(app.database, (client) =>
    client.query(`delete from amparo.hearing_day where entry = $1`, [late]),
  )
  await forgetCalendarChanges(app)
  expect(await count()).toBe(2)
})
