/** Coming to an event and hosting a class, as anybody meets them: without script, in both languages, gone at once. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { tokenHash } from '../../src/vault/server/held.service.ts'
import { useBrowser } from '../support/browser.ts'
import { openCampaign } from '../support/campaigns.ts'
import { asSuperuser, openId } from '../support/open_rows.ts'
import { expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const now = new Date('2026-12-01T12:00:00Z')
const base = '/campaigns/lanterns'
const token = openId('host')

beforeAll(async () => {
  server = await startTestServer({ clock: () => now })
  const { asks } = await openCampaign(server.database, {
    asks: [
      {
        slug: 'vigil',
        form: 'event',
        targets: [],
        title: { en: 'Vigil for her', ar: 'وقفة من أجلها' },
        zone: 'Europe/Oslo',
        event: {
          kind: 'vigil',
          place: { en: 'Youngstorget, Oslo', ar: 'ساحة يونغس، أوسلو' },
          details: { en: 'Bring a lantern.' },
          rsvp: true,
          places: 40,
          starts: { day: '2026-12-10', time: '17:00' },
          ends: { day: '2026-12-10', time: '19:00' },
        },
      },
      {
        slug: 'schools',
        form: 'classroom',
        title: { en: 'Write in class', ar: 'نكتب في الصف' },
        from: { day: '2026-11-01', time: '00:00' },
        to: { day: '2026-12-20', time: '18:00' },
      },
    ],
  })
  const [, schools] = asks
  await asSuperuser(server.database, async (client) => {
    await client.query(
      `insert into amparo.action (id, ask, desk, kind, state, language, on_day, confirmed_on)
       select $1, d.id, d.desk, 'host', 'confirmed', 'ar', '2026-12-01', '2026-12-01'
       from amparo.document d where d.id = $2`,
      [openId('action'), schools],
    )
    await client.query(
      `insert into amparo.host_group (id, action, ask, desk, kind, announced, link, on_day, ends_on)
       select a.id, a.id, a.ask, a.desk, 'class', 25, $2, '2026-12-01', '2027-03-20'
       from amparo.action a where a.id = $1`,
      [openId('action'), tokenHash(token)],
    )
  })
})
afterAll(() => server.stop())

const light = (path: string) => expectLight(server.origin + path)

const ask = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(server.origin + path, { redirect: 'manual', ...init })
  return { status: response.status, headers: response.headers, body: await response.text() }
}
const post = (path: string, fields: Readonly<Record<string, string>>) =>
  ask(path, {
    method: 'POST',
    headers: { origin: server.origin, accept: 'text/html' },
    body: new URLSearchParams(fields),
  })

test('an event says when, where and how many can come, and takes who comes', async () => {
  const page = await ask(`${base}/vigil`)
  await light(`${base}/vigil`)
  const words = pageWords(page.body)
  for (const one of ['Youngstorget, Oslo', 'Bring a lantern.', '17:00', 'more than 20 are left'])
    expect(words).toContain(one)
  const arabic = await ask(`/ar${base}/vigil`)
  await light(`/ar${base}/vigil`)
  expect(pageWords(arabic.body)).toContain('ساحة يونغس، أوسلو')
  const fields = { name: 'Ana', mail: 'ana@example.org', people: '2' }
  const taken = await post(`/ar${base}/vigil/rsvp`, fields)
  expect([taken.status, taken.headers.get('location')]).toEqual([303, '/ar/campaigns/thanks'])
  const again = await post(`${base}/vigil/rsvp`, { ...fields, people: '11' })
  expect(again.status).toBe(400)
  expect(pageWords(again.body)).toContain('from 1 to 10')
  expect((await ask(`${base}/schools/rsvp`)).status).toBe(404)
})

test('the calendar holds the event on the clock of its place', async () => {
  const { body, headers } = await ask(`${base}/vigil/event.ics`)
  expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  for (const line of [
    'DTSTART;TZID=Europe/Oslo:20261210T170000',
    'DTEND;TZID=Europe/Oslo:20261210T190000',
    'SEQUENCE:0',
    'SUMMARY:Vigil for her',
    'STATUS:CONFIRMED',
  ])
    expect(body).toContain(line)
  expect((await ask(`${base}/schools/event.ics`)).status).toBe(404)
})

test('a host counts letters behind the link, and nobody does without it', async () => {
  await light(`${base}/schools`)
  const page = await ask(`/ar${base}/schools/host?k=${token}`)
  await light(`/ar${base}/schools/host?k=${token}`)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(pageWords(page.body)).toContain('لا تكتب أسماء الأطفال')
  const line = { act: 'count', k: token, on: '2026-12-01', letters: '٢٤', people: '24' }
  const counted = await post(`/ar${base}/schools/host`, line)
  expect(counted.status).toBe(200)
  expect(pageWords(counted.body)).toContain('سُجّل')
  const refused = await post(`${base}/schools/host`, { ...line, letters: 'x' })
  expect(refused.status).toBe(400)
  expect(pageWords(refused.body)).toContain('Write the number of letters in digits')
  const stranger = await post(`${base}/schools/host`, { ...line, k: openId('other') })
  expect(stranger.status).toBe(400)
  const gone = await ask(`${base}/schools/host?k=${openId('other')}`)
  expect(pageWords(gone.body)).toContain('This link opens no page')
  const { counts } = JSON.parse((await ask(`${base}/schools/count.json`)).body) as { counts: unknown[] }
  expect(counts).toContainEqual({ kind: 'classroom', what: 'classroom', number: 24 })
})

test.each(['/vigil', '/schools', `/schools/host?k=${token}`])('%s fits a small telephone', async (path) => {
  for (const lang of ['en', 'ar'] as const)
    await expectFits(visit, { origin: server.origin, path: base + path, lang, width: 320 })
})

test('a stopped ask leaves nothing: not its calendar, and not its hosts’ pages', async () => {
  await asSuperuser(server.database, (client) =>
    client.query(`update amparo.document set state = 'withdrawn' where kind = 'ask'`),
  )
  for (const path of ['/vigil', '/vigil/rsvp', '/vigil/event.ics', '/schools', `/schools/host?k=${token}`])
    expect((await ask(base + path)).status, path).toBe(404)
})
