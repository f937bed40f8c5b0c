/** Deadlines as anybody meets them: on a page, in a calendar program, in a feed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { exampleDeadlines } from '../../src/cli/example_deadlines.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import type { DeadlineBody } from '../../src/instruments/core/deadline.ts'
import { useBrowser } from '../support/browser.ts'
import { inCalendar } from '../support/khal.ts'
import { openId, release, takeBack } from '../support/open_rows.ts'
import { askAddress, expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let calendars: string
const visit = useBrowser()
const path = '/instruments/human-rights-defenders-2015/deadlines'
const instrument = 'human-rights-defenders-2015'
const deadlines = exampleDeadlines().map((one): DeadlineBody => ({ ...one, instrument }))
const ahead = deadlines[2]!

beforeAll(async () => {
  server = await startTestServer()
  for (const body of exampleInstruments())
    await release(server.database, { kind: 'instrument', name: body.slug, body })
  for (const [at, body] of deadlines.entries())
    await release(server.database, { kind: 'deadline', name: `deadline ${at}`, body })
  calendars = mkdtempSync(join(tmpdir(), 'amparo-calendar-'))
}, 180_000)
afterAll(async () => {
  rmSync(calendars, { recursive: true, force: true })
  await server.stop()
})

const ask = (at: string) => askAddress(server.origin + at)

test('a text shows what lies ahead and what is over, with the zone of each hour', async () => {
  const { status, body } = await ask(path)
  expect(status).toBe(200)
  const read = pageWords(body)
  expect(read).toContain('28 October 2027, 18:00 (America/New York)')
  expect(read.indexOf('Ahead')).toBeLessThan(read.indexOf('Over'))
  expect(read).toContain('Vote in the General Assembly, adopted as A/RES/70/161')
  expect(pageWords((await ask('/instruments/human-rights-defenders-2015')).body)).toContain('3 deadlines')
  expect(pageWords((await ask('/bodies/un-ga/deadlines')).body)).toContain('adopted as A/RES/70/161')
})

test('a text without deadlines has an empty calendar, and what is not here has none', async () => {
  expect(pageWords((await ask('/instruments/a-c-3-78-l-41/deadlines')).body)).toContain(
    'Nothing that is known',
  )
  expect((await ask('/instruments/a-c-3-78-l-41/deadlines/calendar.ics')).status).toBe(200)
  expect((await ask('/instruments/nothing/deadlines')).status).toBe(404)
  expect((await ask('/instruments/nothing/deadlines/calendar.ics')).status).toBe(404)
  expect((await ask('/bodies/nothing/deadlines')).status).toBe(404)
  expect((await ask('/instruments/nothing/feed.atom')).status).toBe(404)
})

const inProgram = (ics: string, from: string, days: string): string =>
  inCalendar(calendars, ics, { format: '{start} {title} [{status}] {url} {description}', from, days })

test('a calendar program takes it in, moves what is moved and crosses out what is cancelled', async () => {
  const ics = async () => (await ask(`${path}/calendar.ics`)).body
  const first = await ics()
  expect(first).toContain(`UID:${openId('deadline 2')}`)
  const list = inProgram(first, '2027-10-28', '5d')
  // Six in the evening of New York is ten at night in UTC.
  expect(list).toContain('2027-10-28 22:00 Invented example: last day for tabling drafts [CONFIRMED')
  expect(list).toContain(`${server.origin}${path}`)
  expect(inProgram(first, '2015-12-17', '1d')).toContain('adopted as A/RES/70/161')

  const name = 'deadline 2'
  const moved = { ...ahead, from: { day: '2027-10-29', time: '12:00' } }
  await release(server.database, { kind: 'deadline', name, version: 2, body: moved })
  const second = await ics()
  expect(second).toContain('SEQUENCE:1')
  const after = inProgram(second, '2027-10-28', '5d')
  expect(after).toContain('2027-10-29 16:00 Invented example')
  expect(after).not.toContain('2027-10-28')

  await release(server.database, {
    kind: 'deadline',
    name,
    version: 3,
    body: { ...moved, state: 'cancelled' },
  })
  const third = await ics()
  expect(third).toContain('SEQUENCE:2')
  expect(inProgram(third, '2027-10-28', '5d')).toContain('Cancelled: Invented example')
  expect(inProgram(third, '2027-10-28', '5d')).toContain('[CANCELLED')
})

const everywhere = async () =>
  Promise.all(
    [path, `${path}/calendar.ics`, '/instruments/feed.atom'].map(async (at) =>
      (await ask(at)).body.includes('Withdrawn soon'),
    ),
  )

test('what is withdrawn leaves page, calendar and feed at once', async () => {
  const body: DeadlineBody = { ...ahead, title: { en: 'Withdrawn soon' } }
  await release(server.database, { kind: 'deadline', name: 'withdrawn', body })
  expect(await everywhere()).toEqual([true, true, true])
  await takeBack(server.database, openId('withdrawn'))
  expect(await everywhere()).toEqual([false, false, false])
})

test('the feed of a text tells of its text and its deadlines, the one of all tells of every text', async () => {
  const own = await ask('/instruments/human-rights-defenders-2015/feed.atom')
  expect(own.headers['content-type']).toContain('application/atom+xml')
  expect(own.body).toContain('Vote in the General Assembly')
  expect(own.body).toContain(`${server.origin}${path}#${openId('deadline 1')}`)
  expect(own.body).not.toContain('a-c-3-78-l-41')
  expect((await ask('/instruments/feed.atom')).body).toContain('/instruments/a-c-3-78-l-41')
})

describe.each([path, '/bodies/un-ga/deadlines'])('%s', (page) => {
  test('has no script, no style attribute and at most 25 KB with its styles', async () => {
    await expectLight(server.origin + page)
  })

  test.each([
    ['en', 1280, 'light'],
    ['ar', 320, 'dark'],
  ] as const)('in %s at %i pixels fits, and axe finds nothing', async (lang, width, colors) => {
    await expectFits(visit, { origin: server.origin, path: page, lang, width, colors })
  })
})
