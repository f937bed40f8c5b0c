/** Every error that is answered as a page: readable by everybody, with a next step, and nothing of our inside. */
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { asSuperuser, publish } from '../support/open_rows.ts'
import { pageWords } from '../support/public_page.ts'
import { bodyFaults, headFaults } from '../support/rubric.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await publish(server.database, { name: 'Ana', country: 'SG' })
  // Reading a case fails as an error of ours would, and reading one of another country as a database that is away.
  await asSuperuser(server.database, async (db) => {
    await db.query(`create function amparo.fail(code text) returns boolean language plpgsql as
      $$ begin raise exception 'canary of a fault' using errcode = code; end $$`)
    await db.query('grant execute on function amparo.fail to amparo_public')
    await db.query(`create policy faulty on amparo.publication as restrictive to amparo_public
      using (amparo.fail(current_setting('amparo.test_code', true)))`)
  })
}, 180_000)
afterAll(() => server.stop())

const failWith = (code: string): Promise<void> =>
  asSuperuser(server.database, async (db) => {
    const { rows } = await db.query<{ name: string }>('select current_database() as name')
    await db.query(`alter database ${rows[0]!.name} set amparo.test_code = '${code}'`)
    await db.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'amparo_login'",
    )
  })

/** As one of our pages would. */
const submitForm = async (page: Page, path: string): Promise<Response> => {
  await page.goto('/')
  const answered = page.waitForResponse((one) => one.request().method() === 'POST')
  await page.evaluate(`{
    const form = document.createElement('form')
    form.method = 'post'
    form.action = ${JSON.stringify(path)}
    document.body.append(form)
    form.submit()
  }`)
  const answer = await answered
  await page.waitForURL(`${server.origin}${path}`)
  return answer
}

type Met = {
  readonly what: string
  readonly path: string
  readonly status: number
  readonly method?: 'POST'
  /** The SQLSTATE that reading a case fails with. */
  readonly code?: string
  readonly words: Readonly<Record<'en' | 'ar', RegExp>>
}

const missing = { en: /There is nothing at this address/, ar: /لا شيء في هذا العنوان/ }
const wrong = { en: /This request could not be understood/, ar: /تعذّر فهم هذا الطلب/ }
const errors: readonly Met[] = [
  { what: 'an address where nothing is', path: '/nowhere', status: 404, words: missing },
  { what: 'a case that never was', path: '/cases/AAAAAAAAAAAAAAAAAAAAAA', status: 404, words: missing },
  { what: 'an address that is none', path: '/%c3', status: 400, words: wrong },
  { what: 'a form that nobody reads', path: '/cases', method: 'POST', status: 405, words: wrong },
  {
    what: 'a fault of ours',
    path: '/cases/SG-fault?country=SG',
    status: 500,
    code: '22P02',
    words: { en: /Something went wrong here/, ar: /حدث خطأ هنا/ },
  },
  {
    what: 'a database that is away',
    path: '/cases?country=SG&page=2',
    status: 503,
    code: '57P03',
    words: { en: /This cannot be answered just now/, ar: /لا يمكن الرد على هذا الآن/ },
  },
]
const inBoth = errors.flatMap((met) => (['en', 'ar'] as const).map((lang) => ({ ...met, lang })))

test.each(inBoth)('$what, in $lang: $status', { timeout: 90_000 }, async (met) => {
  const { lang, status, method = 'GET', code, words } = met
  if (code) await failWith(code)
  const path = (lang === 'ar' ? '/ar' : '') + met.path.replace('/SG-fault', '')
  for (const width of [320, 1280]) {
    const { page, leave } = await visit({ origin: server.origin, width, lang })
    const answer = method === 'POST' ? await submitForm(page, path) : await page.goto(path)
    const body = (await answer?.text()) ?? ''
    const headers = (await answer?.allHeaders()) ?? {}
    const seen = { method, path, status: answer?.status() ?? 0, headers, body }
    expect(seen.status).toBe(status)
    expect(headFaults(seen)).toEqual([])
    expect(bodyFaults(seen).filter((fault) => !fault.startsWith('a status of'))).toEqual([])
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['retry-after']).toBe(status === 503 ? '5' : undefined)
    expect(body).not.toMatch(/<script|canary|SG/)
    expect(pageWords(body)).toMatch(words[lang])
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await page.evaluate('document.documentElement.dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await darkFaults(page)).toEqual([])
    // The next step, by the keyboard.
    const start = page.locator('main').getByRole('link').last()
    await start.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.origin}${lang === 'ar' ? '/ar' : '/'}`)
    await leave()
  }
})

test('an address of the desk where nothing is says so, and leads back to the desk', async () => {
  const { page, leave } = await visit({ origin: server.origin, width: 390 })
  const answer = await page.goto('/desk/nowhere')
  expect([answer?.status(), answer?.headers()['cache-control']]).toEqual([404, 'no-store'])
  await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await leave()
})
