/** Mail as people meet it: the steward its numbers, a reader the end of it, a supporter the form to an office. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '../../src/platform/server/database.ts'
import { queueMail } from '../../src/platform/server/mail/mail.ts'
import { noteProblem } from '../../src/platform/server/mail/mail.store.ts'
import { markOf } from '../../src/platform/server/mail/mail_seal.ts'
import { loadSecrets } from '../../src/platform/server/secrets.ts'
import { PASSPHRASE } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { openCampaign } from '../support/campaigns.ts'
import { isTooWide, setUpSteward } from '../support/desk.ts'
import { newLetterId } from '../support/post_office.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await setUpSteward(server)
  await openCampaign(server.database, { asks: [{ delivery: { perHour: 6 } }] })
  await server.settled
}, 120_000)
afterAll(() => server.stop())

const secrets = () => loadSecrets(server.dataFolder)

const queue = (dueAt: Date): Promise<void> =>
  inTransaction(server.database, { role: 'gate' }, (db) =>
    queueMail(
      db,
      {
        purpose: 'follow',
        ask: null,
        target: null,
        dueAt,
        to: 'kestrel@example.org',
        subject: 'S',
        text: 'T',
      },
      secrets(),
    ),
  )

const look = async (page: Page, name: string): Promise<void> => {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  if (shots === undefined) return
  if (!existsSync(shots)) mkdirSync(shots)
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const openAccounts = async (page: Page): Promise<void> => {
  await page.goto('/desk/accounts')
  await page.locator('input[autocomplete="username"]').fill('ana')
  await page.locator('#passphrase').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.locator('section[aria-labelledby="mail"] table').waitFor()
}

test('the server sends by itself into the outbox, and the steward sees how many, and no address', async () => {
  await queue(new Date())
  await queue(new Date(Date.now() + 24 * 3600_000))
  const outbox = join(server.dataFolder, 'outbox')
  await expect
    .poll(() => (existsSync(outbox) ? readdirSync(outbox) : []), { timeout: 10_000 })
    .toHaveLength(1)
  const { page, complaints, leave } = await visit({ origin: server.origin })
  await openAccounts(page)
  await page.getByText('No mail server is named').waitFor()
  await page.getByText('1 letter waits to be sent.').waitFor()
  expect(await page.locator('section[aria-labelledby="mail"]').textContent()).not.toContain('kestrel')
  await look(page, 'mail-en')
  expect(await darkFaults(page)).toEqual([])
  expect(complaints).toEqual([])
  await leave()
  expect(server.logged.join('\n')).not.toContain('kestrel')
})

test('what browsers stopped is told by rule and kind of page, and where nothing was, that', async () => {
  const { page, complaints, leave } = await visit({ origin: server.origin })
  await openAccounts(page)
  const section = page.locator('section[aria-labelledby="violations"]')
  await section.getByText('Nothing was reported in the last 30 days.').waitFor()
  const report = {
    'document-uri': `${server.origin}/desk/cases/canary`,
    'effective-directive': 'script-src-elem',
    'blocked-uri': 'https://canary.example/',
  }
  const told = await fetch(`${server.origin}/violations`, {
    method: 'POST',
    headers: { 'content-type': 'application/csp-report' },
    body: JSON.stringify({ 'csp-report': report }),
  })
  expect(told.status).toBe(204)
  await expect.poll(() => server.logged.join('\n')).toContain('violation script-src-elem /desk/cases/[case]')
  await openAccounts(page)
  await section.getByRole('cell', { name: 'script-src-elem' }).waitFor()
  expect(await section.textContent()).not.toContain('canary')
  await look(page, 'violations-en')
  expect(complaints).toEqual([])
  await leave()
})

test('why letters wait is told in Arabic on a narrow screen', async () => {
  await inTransaction(server.database, { role: 'jobs' }, (db) =>
    noteProblem(db, { problem: 'sign_in', now: new Date() }),
  )
  const { page, leave } = await visit({ origin: server.origin, width: 390, lang: 'ar' })
  await openAccounts(page)
  await page.getByText('لا يقبل خادم البريد اسم هذا الخادم وكلمة مروره').waitFor()
  await look(page, 'mail-ar')
  await leave()
})

const stopped = async (): Promise<number> => {
  const rows = await inTransaction(server.database, { role: 'jobs' }, (db) =>
    db.selectFrom('mail_stopped').select('on_day').execute(),
  )
  return rows.length
}

test('a mail program ends letters by one press, without a cookie or a page; opening the link ends nothing', async () => {
  const id = newLetterId()
  const key = `follow.${id}.${markOf(secrets(), 'unsubscribe', 'follow', id).toString('base64url')}`
  const address = `${server.origin}/campaigns/unsubscribe?k=${key}`
  const { page, complaints, leave } = await visit({ origin: server.origin, width: 390 })
  await page.goto(`/campaigns/unsubscribe?k=${key}`)
  await page.getByRole('button', { name: 'Send me no more' }).waitFor()
  await look(page, 'unsubscribe')
  expect(await stopped()).toBe(0)
  const body = 'List-Unsubscribe=One-Click'
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const pressed = await fetch(address, { method: 'POST', body, headers })
  expect(pressed.status).toBe(200)
  expect(pressed.headers.getSetCookie()).toEqual([])
  expect(await stopped()).toBe(1)
  // Again, by hand: nothing is taken twice, and the page says what holds.
  await page.getByRole('button', { name: 'Send me no more' }).click()
  await page.getByRole('heading', { name: 'You receive no more of these letters' }).waitFor()
  expect(await stopped()).toBe(1)
  await fetch(`${address.slice(0, -1)}${address.endsWith('A') ? 'B' : 'A'}`, {
    method: 'POST',
    body,
    headers,
  })
  await fetch(`${server.origin}/campaigns/unsubscribe?k=x`, { method: 'POST', body, headers })
  expect(await stopped()).toBe(1)
  await page.goto('/campaigns/unsubscribe?k=x')
  await page.getByRole('heading', { name: 'This link was not made by us' }).waitFor()
  expect(complaints).toEqual([])
  await leave()
})

test.each([
  ['en', 1280, 'Send my message', 'Write your message.'],
  ['ar', 390, 'أرسل رسالتي', 'اكتب رسالتك.'],
] as const)(
  'a supporter is warned before writing to an office, without script (%s, %i px)',
  async (lang, width, send, missing) => {
    const { page, complaints, leave } = await visit({ origin: server.origin, width, lang })
    await page.goto(`${lang === 'en' ? '' : `/${lang}`}/campaigns/lanterns/free-them`)
    await page.locator('a[href$="/deliver"]').click()
    await page.locator('#understood').waitFor()
    await page.fill('#name', 'Ana Lopez')
    await page.fill('#mail', 'ana@example.org')
    await page.fill('#subject', 'Release them')
    await page.getByRole('button', { name: send }).click()
    await page.getByText(missing).first().waitFor()
    expect(await page.inputValue('#subject')).toBe('Release them')
    expect(await page.inputValue('#name')).toBe('Ana Lopez')
    await look(page, `deliver-${lang}`)
    await page.fill('#message', 'I teach, and they taught.')
    await page.check('#understood')
    await page.getByRole('button', { name: send }).click()
    await page.waitForURL(/\/campaigns\/thanks$/)
    // A form that has to be mended is answered 400.
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
    await leave()
  },
)
