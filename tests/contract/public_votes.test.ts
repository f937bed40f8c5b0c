/** Votes on an instrument as anybody meets them: whole without script, small, and never a yes that nobody knows. */
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleVotes } from '../../src/cli/example_votes.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { isTooWide } from '../support/desk.ts'
import { openId, release, takeBack } from '../support/open_rows.ts'
import { askAddress, expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const path = '/instruments/human-rights-defenders-2015/votes'

beforeAll(async () => {
  server = await startTestServer()
  for (const body of exampleVotes()) await release(server.database, { kind: 'vote', name: body.slug, body })
}, 180_000)
afterAll(() => server.stop())

const ask = (at: string) => askAddress(server.origin + at)

test('both votes stand side by side with totals, and the nine that are known to have moved are named', async () => {
  const { status, body } = await ask(path)
  expect(status).toBe(200)
  const read = pageWords(body)
  expect(read).toContain('Yes 117 No 14 Abstentions 40')
  expect(read).toContain('Yes 127 No 14 Abstentions 41 Did not vote 11')
  expect(read).toContain('9 members are known to have moved')
  expect(read).toContain('South Africa : No, then Yes')
  expect(read).toContain('6 more voted otherwise than before')
  expect(read).toContain('Of 133 members it is not known whether they moved.')
  expect(read).toMatch(/Norway Yes or did not vote Yes not known/)
})

test('in the committee nobody is shown as yes, on the page and in the file', async () => {
  const { body } = await ask(`${path}/table.csv`)
  const lines = body.split('\r\n').filter((line) => line.includes(',third-committee,'))
  expect(lines).toHaveLength(193)
  expect(lines.filter((line) => line.includes(',yes,'))).toEqual([])
  expect(lines.filter((line) => line.includes(',yes_or_not_voting,'))).toHaveLength(139)
  expect(body.split('\r\n').filter((line) => line.includes(',moved,'))).toHaveLength(9)
  expect(body).toContain('press.un.org')
})

test('the page of an instrument without votes does not exist, nor does its file', async () => {
  expect((await ask('/instruments/nothing/votes')).status).toBe(404)
  expect((await ask('/instruments/nothing/votes/table.csv')).status).toBe(404)
})

test('it has no script, no style attribute and at most 25 KB with its styles, in both languages', async () => {
  for (const lang of ['', '/ar']) await expectLight(server.origin + lang + path)
})

test.each([
  ['en', 1280, 'light'],
  ['ar', 320, 'light'],
  ['en', 390, 'dark'],
] as const)('in %s at %i pixels, %s: it fits, and axe finds nothing', async (lang, width, colors) => {
  await expectFits(visit, { origin: server.origin, path, lang, width, colors })
})

test('the mark beside a vote has the colour that it has on the map', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.goto(path)
  for (const [mark, colour] of Object.entries(marks))
    expect(await colourBefore(page.locator(`td.${mark}`).first()), mark).toBe(colour)
  await leave()
})

const parties = ['Left', 'Greens', 'Farmers', 'Centre', 'Right', 'حزب']
/** Members with names of no real persons. */
const chamber = Array.from({ length: 435 }, (_, at) => ({
  id: `m${at + 1}`,
  name: `Member ${String.fromCodePoint(65 + (at % 26), 97 + (at % 19), 97 + (at % 23))} of district ${at + 1}`,
  group: parties[at % parties.length] ?? null,
  votes: true,
}))

test('a vote of persons is shown by the seats of the chamber, its invention and explanations said', async () => {
  const [plenary] = exampleVotes().filter(({ stage }) => stage === 'plenary')
  const of = (rest: number) => chamber.filter((_, at) => at % 3 === rest).map(({ id }) => id)
  const votes = { ...plenary?.votes, yes: of(0), no: of(1), abstain: of(2), not_voting: [] }
  const body = {
    ...plenary,
    instrument: 'a-law',
    slug: 'chamber',
    stage: 'chamber',
    members: chamber,
    outcome: 'rejected',
    votes,
    totals: { yes: 145, no: 145, abstain: 145, absent: null, not_voting: null },
    example: true,
    subject: { kind: 'motion', symbol: 'Motion to adjourn' },
    explanations: [
      {
        member: 'm1',
        when: 'before',
        lang: 'fr',
        words: 'Nous votons pour.',
        source: 'Record',
        address: null,
      },
    ],
  }
  await release(server.database, { kind: 'vote', name: 'chamber', body })
  const { page, leave } = await visit({ origin: server.origin, width: 390, lang: 'ar' })
  for (const at of ['/instruments/a-law/votes', '/ar/instruments/a-law/votes']) {
    expect((await page.goto(at))?.status()).toBe(200)
    expect(await isTooWide(page)).toBe(false)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.locator('#vote-chamber svg').count()).toBe(2)
    expect(await page.locator('blockquote[lang="fr"]').textContent()).toContain('Nous votons pour.')
    await expectLight(server.origin + at)
    if (process.env.SHOTS)
      await page.screenshot({
        path: `${process.env.SHOTS}/public${at.replaceAll('/', '-')}.png`,
        fullPage: true,
      })
  }
  await leave()
  const read = pageWords((await ask('/instruments/a-law/votes')).body)
  expect(read).toContain('This is an invented vote.')
  expect(read).toContain('On a motion of procedure Motion to adjourn')
  expect(read).not.toContain('How States voted')
})

test('a vote that is withdrawn is gone with the next request, and so is the comparison', async () => {
  await takeBack(server.database, openId('third-committee'))
  const { body } = await ask(path)
  expect(pageWords(body)).not.toContain('known to have moved')
  expect(pageWords(body)).toContain('Yes 127')
  await takeBack(server.database, openId('plenary'))
  expect((await ask(path)).status).toBe(404)
})

/** Those of the pictures. */
const marks = { yes: 'rgb(28, 78, 134)', no: 'rgb(138, 59, 14)', abstain: 'rgb(242, 193, 78)' }

const colourBefore = (cell: Locator): Promise<string> =>
  cell.evaluate((element) => getComputedStyle(element, '::before').backgroundColor)
