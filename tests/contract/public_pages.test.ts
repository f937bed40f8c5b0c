/** Public pages as anybody meets them: gone at once when withdrawn, small, without script, readable by programs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { useBrowser } from '../support/browser.ts'
import { askAddress, expectFits, expectLight } from '../support/public_page.ts'
import { asSuperuser, count, openId, publish, withdraw } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let other: TestServer['origin']
beforeAll(async () => {
  server = await startTestServer()
  other = server.origin.replace('localhost', '127.0.0.1')
  await asSuperuser(server.database, (client) =>
    client.query(`update amparo.installation set organisation = 'Watch & <Sons>'`),
  )
  await publish(server.database, { name: 'Ana', country: 'SG', events: ['arrest 2020'], open: whole })
  await publish(server.database, { name: 'أمل', lang: 'ar', country: 'EG', open: { summary: 'ما حدث' } })
  await count(server.database, { name: 'Ana', events: [{ type: 'arrest', country: 'SG' }] })
}, 180_000)
afterAll(() => server.stop())

const visit = useBrowser()

const whole = {
  title: 'Organiser',
  summary: 'Taken & held <at night>.\n\nNo word since.',
  status: {
    custody: 'held',
    custodyBasis: 'serving',
    proceedings: 'final',
    safety: 'at_risk',
    accountability: 'not_defined',
    asOf: '2026-10-05',
  },
  timeline: [{ date: '2020-03', type: 'arrest', text: 'At work' }, { type: 'threat' }],
  charges: ['Membership of a group'],
  sentence: { kind: 'prison', years: 25 },
  deathPossible: true,
  demands: ['Release'],
  sources: [{ title: 'Statement', publisher: 'UN', url: 'https://example.org/?a=1&b=2' }],
}

/** Where the footer leads for Arabic. */
const inArabic = async (path: string): Promise<string | undefined> => {
  const [, href] = /<a href="([^"]*)" hreflang="ar"/.exec((await ask(path)).body) ?? []
  return href?.replaceAll('&amp;', '&')
}

test.each([
  ['/cases?country=SG&event=arrest', '/ar/cases?country=SG&event=arrest'],
  ['/cases?country=SG&ref=secret&event=<b>', '/ar/cases?country=SG'],
  ['/figures/explore?unit=events&by=country', null],
  ['/figures/explore/cases?by=country&row=SG', '/ar/figures/explore/cases?by=country&row=SG'],
  ['/figures/explore?unit=secret', '/ar/figures/explore'],
  ['/figures/sdg-16-10-1?country=SG&from=secret', '/ar/figures/sdg-16-10-1?country=SG'],
  ['/help?secret=1', '/ar/help'],
  ['/nowhere?secret=1', '/ar/nowhere'],
])('in another language %s is the same page, with what it understands and no more', async (path, wanted) => {
  const asked = await ask(path)
  const address = asked.headers.location ?? path
  const href = await inArabic(address)
  expect(href).toBe(wanted ?? `/ar${address}`)
  expect(href).not.toContain('secret')
})

const ask = (path: string, headers: Record<string, string> = {}) => askAddress(server.origin + path, headers)

describe('a withdrawn case', () => {
  test.each(['', '/ar'])(
    'answers under "%s" exactly like one that never was, and like a malformed address',
    async (lang) => {
      const ref = await publish(server.database, { name: `Gone${lang}` })
      const path = `${lang}/cases/${ref}`
      const shown = await ask(path)
      expect(shown.status).toBe(200)
      expect((await ask(path)).body).toBe(shown.body)
      await withdraw(server.database, ref)
      const gone = await ask(path)
      expect(gone.status).toBe(404)
      expect(gone.body).not.toContain(ref)
      for (const never of [openId('never was'), 'x', 'a%20b', '%F0%9F%8C%B1'])
        expect(await ask(`${lang}/cases/${never}`)).toEqual(gone)
      expect(await ask(path, { 'if-none-match': shown.headers.etag ?? '' })).toEqual(gone)
    },
  )

  test('is gone from list, map, home page and feeds with the next request, at each address', async () => {
    const pages = ['/', '/cases', '/cases?country=TT', '/cases/map', '/cases/feed.atom', '/cases/feed.json']
    const ref = await publish(server.database, {
      name: 'Brief',
      country: 'TT',
      updatedAt: '2026-11-20T10:00:00Z',
    })
    for (const page of pages) {
      const { body } = await ask(page)
      expect(body.includes('Brief') || body.includes('country=TT'), page).toBe(true)
      await fetch(other + page)
    }
    await withdraw(server.database, ref)
    for (const origin of [server.origin, other])
      for (const page of pages) expect(await (await fetch(origin + page)).text(), page).not.toContain(ref)
    expect((await ask('/cases/map')).body).not.toContain('country=TT')
  })
})

test('a page that has not changed is not sent again, and no cache may give it without asking', async () => {
  const path = `/cases/${openId('Ana')}`
  const { headers } = await ask(path)
  expect(headers['cache-control']).toBe('no-cache')
  expect((await ask(path, { 'if-none-match': headers.etag ?? '' })).status).toBe(304)
})

const pages = [
  ['a case', () => `/cases/${openId('Ana')}`],
  ['a case in another language', () => `/cases/${openId('أمل')}`],
  ['the list', () => '/cases'],
  ['an empty list', () => '/cases?country=FR'],
  ['the map', () => '/cases/map'],
  ['the figures', () => '/figures'],
  ['the counting rules', () => '/figures/rules'],
] as const

describe.each(pages)('%s', (_, path) => {
  test('has no script, no style attribute and at most 25 KB with its styles', async () => {
    await expectLight(server.origin + path())
  })

  test.each([
    ['en', 1280],
    ['ar', 320],
  ] as const)('in %s at %i pixels fits, and axe finds nothing', async (lang, width) => {
    await expectFits(visit, { origin: server.origin, path: path(), lang, width })
  })
})

test('published words keep their own language and direction', async () => {
  const { body } = await ask(`/cases/${openId('أمل')}`)
  expect(body).toMatch(/<h1[^>]*><bdi lang="ar" dir="rtl"/)
  expect((await ask(`/ar/cases/${openId('أمل')}`)).body).not.toMatch(/<h1[^>]*><bdi [^>]*lang=/)
})

test('a possible death sentence is marked on page, list and feeds', async () => {
  for (const path of [`/cases/${openId('Ana')}`, '/cases', '/', '/cases/feed.atom', '/cases/feed.json'])
    expect((await ask(path)).body, path).toContain('death sentence is possible')
})

test('the Atom feed is well-formed, with an id, a day and a link for each case', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.goto('/figures/rules')
  const { headers, body } = await ask('/cases/feed.atom')
  expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  const read = await page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, 'application/xml')
    const texts = (name: string) => [...xml.querySelectorAll(name)].map((one) => one.textContent)
    return {
      broken: xml.querySelector('parsererror')?.textContent ?? null,
      author: texts('feed > author > name'),
      ids: texts('entry > id'),
      summaries: texts('entry > summary'),
    }
  }, body)
  expect(read.broken).toBeNull()
  expect(read.author).toEqual(['Watch & <Sons>'])
  expect(read.ids).toContain(`${server.origin}/cases/${openId('Ana')}`)
  expect(read.summaries.some((words) => words?.includes('Taken & held <at night>'))).toBe(true)
  await leave()
})

test('the JSON Feed says the same', async () => {
  const { headers, body } = await ask('/cases/feed.json')
  expect(headers['content-type']).toBe('application/feed+json; charset=utf-8')
  const ids = JSON.parse(body).items.map((item: { id: string }) => item.id)
  expect(ids).toContain(`${server.origin}/cases/${openId('Ana')}`)
})

test('an address where nothing is says whose pages these are, and the page of components is such an address', async () => {
  for (const path of ['/desk/nowhere', '/nowhere', '/desk/style']) {
    const { status, body } = await ask(path)
    expect(status, path).toBe(404)
    expect(body, path).toContain('Watch &amp; &lt;Sons>')
  }
})
