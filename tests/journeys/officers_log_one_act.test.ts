/** Two officers who logged one act each for themselves: a third person sees both side by side and links them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { LogForm } from '../../src/missions/client/views.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import {
  dayIn,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
  tabTo,
} from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
let log: string

const meeting = (of: { readonly case: string | null; readonly what: string }): LogForm => ({
  desk: desk.desk,
  case: of.case,
  coded: {
    type: 'meeting',
    duties: ['E05'],
    role: 'human_rights_officer',
    date: dayIn(0).slice(0, 7),
    result: 'done',
    requestedBy: 'mission',
    confidentiality: 'internal',
    ...(of.case === null && { country: 'TJ' as const }),
  },
  words: { date: dayIn(0), what: of.what },
  another: true,
})

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
  log = await desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: [] },
      words: { names: [{ text: 'Nodira Twice', kind: 'full' }] },
    },
  ])
  for (const where of [log, null])
    for (const [who, what] of [
      ['ana', 'Tea with the second secretary'],
      ['ben', 'Tea as well'],
    ] as const)
      value(await desk.of(who).logEngagement(meeting({ case: where, what })))
}, 180_000)
afterAll(() => desk.server.stop())

const faultsOf = async (page: Page): Promise<readonly string[]> => [
  ...(await accessibilityFaults(page)),
  ...(await darkFaults(page)),
  ...((await isTooWide(page)) ? ['too wide'] : []),
]
const counted = async () =>
  value(await desk.of('ben').engagements({ desk: desk.desk })).rows.filter(({ type }) => type === 'meeting')

test(
  'linked from the case and from the journal, by the keyboard, each act counts once and both stay to be read',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390 })
    await enterDesk(page, 'vera', `/desk/cases/${log}/engagements`)
    const link = page.getByRole('button', { name: 'It is the same: link them' })
    await link.waitFor()
    const ofOne = (name: string) =>
      page.locator('.log-alike section').filter({ hasText: `Logged by ${name}` })
    await ofOne('ana').getByText('Tea with the second secretary').waitFor()
    await ofOne('ben').getByText('Tea as well').waitFor()
    expect(await page.locator('.log-timeline > li').count()).toBe(2)
    expect(await counted()).toHaveLength(4)
    expect(await faultsOf(page)).toEqual([])
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    await page.locator('.log-timeline').getByText('also logged').waitFor()
    await link.waitFor({ state: 'detached' })
    expect(await page.locator('.log-timeline > li').count()).toBe(1)
    expect(await counted()).toHaveLength(3)

    await follow(page, '/desk/missions/engagements')
    await link.waitFor()
    expect(await page.locator('tbody tr').count()).toBe(3)
    expect(await faultsOf(page)).toEqual([])
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    await link.waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('tbody tr').count(), { timeout: 15_000 }).toBe(2)
    expect(await counted()).toHaveLength(2)
    const { entries } = value(await desk.of('ben').openCase({ desk: desk.desk, case: log }))
    const words = entries.filter(({ kind }) => kind === 'engagement').map((one) => one.words)
    expect(words, 'what each of them wrote stays').toMatchObject([
      { what: 'Tea with the second secretary' },
      { what: 'Tea as well' },
      { what: 'Tea as well' },
    ])
    expect(complaints).toEqual([])
    await leave()
  },
)

test('a reader sees in Arabic that two may be one, and links nothing', { timeout: 120_000 }, async () => {
  for (const what of ['First', 'Second'])
    value(await desk.of('ana').logEngagement(meeting({ case: log, what })))
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
  await enterDesk(page, 'rosa', `/desk/cases/${log}/engagements`)
  await page.locator('.log-alike').first().waitFor()
  expect(await page.locator('main').getByRole('button', { name: 'اربط' }).count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})
