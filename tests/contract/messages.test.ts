/** Writing to a prisoner and telling of a meeting, as anybody meets them: without script, in both languages, gone at once. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { useBrowser } from '../support/browser.ts'
import { openCampaign } from '../support/campaigns.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const base = '/campaigns/lanterns'

beforeAll(async () => {
  server = await startTestServer({ clock: () => new Date('2026-12-01T12:00:00Z') })
  await openCampaign(server.database, {
    asks: [
      { slug: 'words', form: 'solidarity', targets: [], title: { en: 'Write to her', ar: 'اكتبوا إليها' } },
      { slug: 'meet', form: 'meeting', title: { en: 'Meet them', ar: 'قابلوهم' } },
      { slug: 'sign-it' },
    ],
  })
})
afterAll(() => server.stop())

const post = async (path: string, fields: Readonly<Record<string, string>>) => {
  const response = await fetch(server.origin + path, {
    redirect: 'manual',
    method: 'POST',
    headers: { origin: server.origin, accept: 'text/html' },
    body: new URLSearchParams(fields),
  })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

test.each(['/words', '/meet', '/words/message', '/meet/message'])(
  '%s is light, and fits a small telephone in both languages',
  async (path) => {
    for (const lang of ['en', 'ar'] as const) {
      await expectLight(`${server.origin}${lang === 'ar' ? '/ar' : ''}${base}${path}`)
      await expectFits(visit, { origin: server.origin, path: base + path, lang, width: 320 })
    }
  },
)

test('a message is taken without a name; what is missing comes back with what was typed', async () => {
  const page = await (await fetch(`${server.origin}/ar${base}/words`)).text()
  expect(pageWords(page)).toContain('حراس ورقباء')
  const taken = await post(`/ar${base}/words/message`, { mail: 'ana@example.org', message: 'نفكر فيك.' })
  expect([taken.status, taken.headers.get('location')]).toEqual([303, '/ar/campaigns/thanks'])
  const refused = await post(`${base}/words/message`, { mail: 'nowhere', message: 'We think of you.' })
  expect(refused.status).toBe(400)
  expect(refused.body).toContain('We think of you.')
  expect(pageWords((await post(`${base}/words/message`, { mail: 'a@example.org' })).body)).toContain(
    'The text is missing',
  )
})

test('a report says whom, how and when, and keeps what was chosen', async () => {
  const fields = { name: 'Ana', mail: 'ana@example.org', target: 'another', what: 'called', message: 'Yes.' }
  const late = await post(`${base}/meet/message`, { ...fields, met_on: '2027-01-01' })
  expect(late.status).toBe(400)
  expect(pageWords(late.body)).toContain('not between the beginning of the action and today')
  expect(late.body).toMatch(/value="called"[^>]*checked/)
  expect(late.body).toMatch(/value="another"[^>]*selected/)
  expect((await post(`${base}/meet/message`, { ...fields, met_on: '2026-11-30' })).status).toBe(303)
})

test('no other form takes messages, and a stopped ask leaves no form', async () => {
  const status = async (path: string) => (await fetch(server.origin + base + path)).status
  expect(await status('/sign-it/message')).toBe(404)
  await asSuperuser(server.database, (client) =>
    client.query(`update amparo.document set state = 'withdrawn' where kind = 'ask'`),
  )
  expect(await status('/words/message')).toBe(404)
  expect((await post(`${base}/meet/message`, { name: 'Ana' })).status).toBe(404)
})
