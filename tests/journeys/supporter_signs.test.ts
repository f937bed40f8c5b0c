/**
 * A supporter signs a petition, without script and with it, in English and Arabic: form, thanks, mail, confirmation, count.
 * And what strangers learn from the answers: nothing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { codeIn, keyIn } from '../support/acting.ts'
import { useBrowser } from '../support/browser.ts'
import { askOf, openCampaign } from '../support/campaigns.ts'
import { until } from '../support/faulty_server.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { expectFits, expectLight } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const PAGE = '/campaigns/lanterns/free-them'
const visit = useBrowser()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const recipient = await identityToRecipient(await generateX25519Identity())
  const both = { en: 'We tell you what followed.', ar: 'نخبرك بما حدث بعد ذلك.' }
  const [own] = askOf().receivers
  const receivers = [
    { ...own!, recipient, purpose: both },
    { ...own!, id: 'partner', name: 'Partner', recipient, fields: ['mail' as const], purpose: both },
  ]
  const title = { en: 'Free those who defend us', ar: 'أطلقوا سراح من يدافعون عنا' }
  await openCampaign(server.database, { asks: [{ title, receivers }] })
}, 180_000)
afterAll(() => server.stop())

/** What was written to an address, in the order of the files' names. */
const mailTo = async (address: string): Promise<{ readonly subject: string; readonly text: string }> => {
  const folder = join(server.dataFolder, 'outbox')
  const read = async () => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : []
    const all = await Promise.all(names.map((name) => PostalMime.parse(readFileSync(join(folder, name)))))
    return all.find(({ to }) => to?.some((one) => one.address === address))
  }
  await until(async () => (await read()) !== undefined, 20_000)
  const mail = await read()
  return { subject: mail?.subject ?? '', text: mail?.text ?? '' }
}

const rows = (where: string): Promise<number> =>
  asSuperuser(server.database, async (client) => {
    const found = await client.query<{ n: string }>(`select count(*) as n from amparo.action where ${where}`)
    return Number(found.rows[0]!.n)
  })

const people = [
  { lang: 'en', scripts: false, path: PAGE, mail: 'ana@example.org', width: 390 },
  { lang: 'ar', scripts: true, path: `/ar${PAGE}`, mail: 'zaynab@example.org', width: 1280 },
] as const
const words = {
  en: {
    send: 'Sign',
    thanks: /One step is left/,
    confirm: 'Yes, confirm',
    done: /It counts/,
    subject: /^Please confirm: Free those/,
  },
  ar: {
    send: 'وقِّع',
    thanks: /بقيت خطوة واحدة/,
    confirm: 'نعم، أؤكد',
    done: /لقد حُسب/,
    subject: /أطلقوا سراح/,
  },
} as const

test.each(people)(
  'signs and confirms in $lang, scripts: $scripts',
  { timeout: 90_000 },
  async ({ lang, scripts, path, mail, width }) => {
    const { page, complaints, leave } = await visit({ origin: server.origin, scripts, width, lang })
    const said = words[lang]
    await page.goto(path)
    await page.locator('#name').fill('Zaynab Lopez')
    await page.locator('#mail').fill('not an address')
    await page.locator('#message').fill('Because they defend us.')
    await page.locator('input[name=agree]').check()
    await page.locator('input[name=follow]').check()
    await page.getByRole('button', { name: said.send, exact: true }).click()
    await page.locator('#mail-error').waitFor()
    expect(await page.locator('#name').inputValue()).toBe('Zaynab Lopez')
    expect(await page.locator('#message').inputValue()).toBe('Because they defend us.')
    expect(await page.locator('input[name=agree]').isChecked()).toBe(true)
    expect(await page.title()).not.toContain('Zaynab')
    await page.locator('#mail').fill(mail)
    await page.getByRole('button', { name: said.send, exact: true }).click()
    await page.waitForURL(/\/campaigns\/thanks$/)
    expect(await page.locator('h1').innerText()).toMatch(said.thanks)
    const letter = await mailTo(mail)
    expect(letter.subject).toMatch(said.subject)
    expect(letter.text).not.toContain('Zaynab')
    const link = `${lang === 'ar' ? '/ar' : ''}/campaigns/confirm?k=${keyIn(letter)}`
    expect(letter.text).toContain(link)
    if (lang === 'en') {
      await page.goto(link)
      expect(await page.locator('.typed').innerText()).toContain('Zaynab Lopez')
      expect(await page.locator('.typed').innerText()).toContain('Partner')
      await page.getByRole('button', { name: said.confirm, exact: true }).click()
    } else {
      await page.locator('#code').fill(codeIn(letter).toLowerCase())
      await page.locator('form.sign button').click()
    }
    await page.locator('h1', { hasText: said.done }).waitFor()
    // The form that came back: a browser says so.
    expect(complaints).toEqual([expect.stringContaining('status of 400')])
    await leave()
  },
)

test(
  'two count, and scanners that open links or ask for heads change nothing',
  { timeout: 90_000 },
  async () => {
    const form = new URLSearchParams({ name: 'Bo', mail: 'scanned@example.org' })
    await post(`${PAGE}/sign`, form)
    const k = keyIn(await mailTo('scanned@example.org'))
    for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS'])
      await fetch(`${server.origin}/campaigns/confirm?k=${k}`, { method })
    expect(await rows(`state = 'pending'`)).toBe(1)
    const page = await fetch(`${server.origin}/campaigns/confirm?k=${k}`)
    expect(page.headers.get('cache-control')).toBe('no-store')
    const told = async (): Promise<unknown> => (await fetch(`${server.origin}${PAGE}/count.json`)).json()
    // The batch counts some seconds after the last time that somebody asked.
    await expect.poll(told, { timeout: 60_000, interval: 1000 }).toMatchObject({
      goal: 1000,
      state: 'open',
      counts: [{ kind: 'signature', what: 'confirmed', number: 2 }],
    })
  },
)

const post = (path: string, body: URLSearchParams | string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${server.origin}${path}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      origin: server.origin,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
  })

const answerTo = async (mail: string) => {
  const begun = performance.now()
  const answer = await post(`${PAGE}/sign`, new URLSearchParams({ name: 'Ana', mail }))
  const ms = performance.now() - begun
  const { date: _, ...headers } = Object.fromEntries(answer.headers)
  return { ms, told: JSON.stringify([answer.status, headers, await answer.text()]) }
}

/** Mann and Whitney's U as a number of standard deviations. */
const apart = (a: readonly number[], b: readonly number[]): number => {
  const all = [...a.map((at) => ({ at, own: true })), ...b.map((at) => ({ at, own: false }))].toSorted(
    (one, other) => one.at - other.at,
  )
  const sum = all.reduce((ranks, { own }, place) => ranks + (own ? place + 1 : 0), 0)
  const u = sum - (a.length * (a.length + 1)) / 2
  const mean = (a.length * b.length) / 2
  return Math.abs(u - mean) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
}

test(
  'who has signed, who waits and who never was are answered with the same bytes in the same time',
  { timeout: 90_000 },
  async () => {
    const times = { unseen: [] as number[], confirmed: [] as number[], waiting: [] as number[] }
    const told = new Set<string>()
    for (let i = 0; i < 100; i++) {
      const asked = [
        ['unseen', `new${i}@timing.example`],
        ['confirmed', 'ana@example.org'],
        ['waiting', 'scanned@example.org'],
      ] as const
      // In another order each time: what comes after a commit is not always the same one.
      for (const at of [0, 1, 2].map((place) => (place + i) % 3)) {
        const [who, mail] = asked[at]!
        const answer = await answerTo(mail)
        times[who].push(answer.ms)
        told.add(answer.told)
      }
    }
    expect([...told]).toHaveLength(1)
    // p > 0.001 on both sides.
    expect(apart(times.unseen, times.confirmed)).toBeLessThan(3.29)
    expect(apart(times.unseen, times.waiting)).toBeLessThan(3.29)
  },
)

test('forms that are none are answered in words, store nothing, and never with a fault', async () => {
  const before = await rows('true')
  const ok = 'name=Ana&mail=garbage%40example.org'
  const bodies: readonly (readonly [string, Readonly<Record<string, string>>, readonly number[]])[] = [
    ['', {}, [400]],
    ['%', {}, [400]],
    ['name=%00&mail=a%40b.example', {}, [400]],
    ['name=%ff%fe&mail=%C3%28%40b.example', {}, [400]],
    [`name=${'x'.repeat(40_000)}&mail=a%40b.example`, {}, [400]],
    [`${'a=1&'.repeat(5000)}name=&mail=`, {}, [400]],
    ['name=Ana&mail=a%40b.example%0d%0aBcc:c%40d.example', {}, [400]],
    ['{"name":"Ana"}', { 'content-type': 'application/json' }, [400, 403, 415]],
    [ok, { origin: 'https://elsewhere.example' }, [403]],
    [ok, { origin: 'null' }, [403]],
    [ok, { 'content-encoding': 'gzip' }, [303, 400, 415]],
  ]
  for (const [body, headers, statuses] of bodies) {
    const answer = await post(`${PAGE}/sign`, body, headers)
    expect(statuses, `${body.slice(0, 40)} ${JSON.stringify(headers)}`).toContain(answer.status)
    expect(await answer.text()).not.toMatch(/at [\w.]+ \(|node_modules/)
  }
  for (const path of ['/campaigns/lanterns/nothing/sign', '/campaigns/nothing/free-them/sign'])
    expect((await post(path, ok)).status).toBe(404)
  for (const form of ['', 'k=', 'k=%00', `k=${'A'.repeat(44)}`, 'code=', 'code=%F0%9F%92%A9', 'erase=1&k=x'])
    expect([200, 400]).toContain((await post('/campaigns/confirm', form)).status)
  expect((await rows('true')) - before).toBeLessThanOrEqual(1)
  expect(server.logged.filter((line) => line.startsWith('fault'))).toEqual([])
  expect(server.logged.join('\n')).not.toMatch(/example\.org|Zaynab|confirm\?/)
})

test('its pages fit, can be read by everybody, and are light', { timeout: 120_000 }, async () => {
  const paths = [`${PAGE}/sign`, '/campaigns/thanks', '/campaigns/confirm']
  for (const path of [PAGE, ...paths]) await expectLight(`${server.origin}${path}`)
  for (const path of paths)
    for (const lang of ['en', 'ar'] as const)
      await expectFits(visit, { origin: server.origin, path, lang, width: 320 })
})
