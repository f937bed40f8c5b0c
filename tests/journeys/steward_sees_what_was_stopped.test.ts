/** What a browser stops it tells here by itself; the steward sees how often, and nobody anything else of it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '../../src/platform/server/database.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, setUpSteward } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await setUpSteward(server)
}, 120_000)
afterAll(() => server?.stop())

const counted = () =>
  inTransaction(server.database, { role: 'owner' }, (db) =>
    db
      .selectFrom('violation')
      .select(['directive', 'page', 'n'])
      .orderBy('page')
      .orderBy('directive')
      .execute(),
  )

/** As somebody would who got words of theirs into a page: which of their acts the browser let happen. */
const intrude = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const picture = new Image()
    picture.src = 'https://canary.example/canary.png?canary'
    const script = document.createElement('script')
    script.append('globalThis.canary = true')
    document.body.append(picture, script)
    const acts = {
      picture: picture.decode(),
      call: fetch('https://canary.example/?canary'),
      script: 'canary' in globalThis ? Promise.resolve() : Promise.reject(),
    }
    const ends = await Promise.allSettled(Object.values(acts))
    return Object.keys(acts).filter((_, at) => ends[at]?.status === 'fulfilled')
  })

test('on a public page nothing of a stranger is loaded, and the browser tells', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.goto('/cases?q=canary')
  expect(await intrude(page)).toEqual([])
  await expect
    .poll(counted)
    .toEqual(
      ['connect-src', 'img-src', 'script-src-elem'].map((directive) => ({ directive, page: '/cases', n: 1 })),
    )
  await leave()
})

test('on the desk none but our own workers start, by our own makers, and the browser tells', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.goto('/desk/members#canary')
  await page.locator('#passphrase').waitFor()
  const started = await page.evaluate(() => {
    type Types = { createPolicy(name: string, rules: object): unknown }
    const types = (globalThis as unknown as { trustedTypes: Types }).trustedTypes
    const acts = {
      worker: () => new Worker('/_app/canary.js'),
      ownMaker: () => types.createPolicy('canary', {}),
      secondMaker: () => types.createPolicy('amparo-vault', {}),
      markup: () => (document.body.innerHTML = '<img onerror="globalThis.canary = true">'),
    }
    return Object.entries(acts).flatMap(([name, act]) => {
      try {
        act()
        return [name]
      } catch {
        return []
      }
    })
  })
  expect(started).toEqual([])
  await expect
    .poll(async () => (await counted()).filter(({ page: where }) => where === '/desk/members'))
    .toEqual([
      { directive: 'require-trusted-types-for', page: '/desk/members', n: 2 },
      { directive: 'trusted-types', page: '/desk/members', n: 2 },
    ])
  await leave()
})

test('the steward sees the numbers; no address and no word of a page stands anywhere', async () => {
  const { page, complaints, leave } = await visit({ origin: server.origin })
  await enterDesk(page, 'ana', '/desk/accounts')
  const section = page.locator('section[aria-labelledby="violations"]')
  await section.getByRole('cell', { name: 'trusted-types', exact: true }).waitFor()
  const rows = await section.locator('tbody tr').allTextContents()
  expect(rows.filter((row) => row.endsWith('img-src/cases1'))).toHaveLength(1)
  expect(rows.filter((row) => row.endsWith('trusted-types/desk/members2'))).toHaveLength(1)
  expect(rows).toHaveLength(5)
  const told = JSON.stringify([await counted(), rows, server.logged])
  expect(told).not.toMatch(/canary|localhost|mozilla/i)
  // The program itself does nothing that its own policy stops.
  expect(complaints).toEqual([])
  await leave()
})

test.each([
  ['en', 390],
  ['ar', 390],
  ['ar', 1280],
])('the numbers can be read in %s at %i px', async (lang, width) => {
  const { page, leave } = await visit({ origin: server.origin, lang, width })
  await enterDesk(page, 'ana', '/desk/accounts')
  await page.locator('section[aria-labelledby="violations"] tbody tr').first().waitFor()
  await shot(page, `stopped-${lang}-${width}`)
  expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  await leave()
})
