/**
 * An officer with ten minutes: a trial observation in a court corridor, by the keyboard, on a telephone, without a line;
 * refused without the defender's consent, with the way to ask for it; what was not done; two who logged one act; the tools
 * that betray. The desk then reads it all.
 */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { PASSPHRASE, value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import {
  dayIn,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  pick,
  startJourneyDesk,
  tabTo,
  typeInto,
} from '../support/desk.ts'
import { release } from '../support/open_rows.ts'

const visit = useBrowser()
const DECLARATION = 'declaration-on-human-rights-defenders'
let desk: JourneyDesk
let court: string
let plain: string

const full = (text: string) => ({ text, kind: 'full' })
const named = (name: string, country: string) => [
  { kind: 'opened', coded: { dark: false, country } },
  { kind: 'identity', coded: { holder: 'person', country, sectors: [] }, words: { names: [full(name)] } },
]

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
  for (const body of exampleInstruments().filter(
    ({ kind }) => kind === 'declaration' || kind === 'guideline',
  ))
    await release(desk.server.database, { kind: 'instrument', name: body.slug, body })
  court = await desk.open([
    ...named('Nodira Court', 'TJ'),
    { kind: 'hearing', coded: { day: dayIn(0), type: 'trial' }, words: { court: 'City court' } },
  ])
  plain = await desk.open(named('Marta Plain', 'UZ'))
}, 180_000)
afterAll(() => desk.server.stop())

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}

/** What axe finds in both schemes, and what is too wide at two small widths. */
const faultsOf = async (page: Page): Promise<readonly string[]> => {
  const faults = [...(await accessibilityFaults(page)), ...(await darkFaults(page))]
  const before = page.viewportSize()!
  for (const width of [320, before.width]) {
    await page.setViewportSize({ ...before, width })
    if (await isTooWide(page)) faults.push(`too wide at ${width}`)
  }
  return faults
}

const chooseThisDevice = async (page: Page): Promise<void> => {
  await follow(page, '/desk/you')
  await page.getByRole('button', { name: 'Keep what I open on this device' }).click()
  await page.getByLabel('Your passphrase, once more').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Keep it on this device' }).click()
  await page.getByText('This device now keeps what you open, and opens without the server.').waitFor()
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).length), { timeout: 20_000 })
    .toBeGreaterThan(1)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
}

/** Today, as a field of a day is typed into in English. */
const today = (): string => dayIn(0).replace(/(\d{4})-(\d\d)-(\d\d)/, '$2$3$1')

const typeDay = async (page: Page, to: Locator, day: string): Promise<void> => {
  await tabTo(page, to)
  await page.keyboard.type(day)
}
/** One letter: a list forgets what was typed before on a slow machine. */
const choose = async (page: Page, field: string, letter: string): Promise<void> => {
  await tabTo(page, page.locator(field))
  await page.keyboard.press(letter)
}
const told = async (log: string) => value(await desk.of('ben').openCase({ desk: desk.desk, case: log }))

test(
  'a trial is observed by the keyboard at 390 px without a line; without consent it is refused with the way',
  { timeout: 180_000 },
  async () => {
    const { page, context, complaints, leave } = await visit({ origin: desk.server.origin, width: 390 })
    await enterDesk(page, 'ana', '/desk/missions')
    await page.getByText('This desk is not set up as a mission yet').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await chooseThisDevice(page)
    await follow(page, `/desk/cases/${court}`)
    await page.getByRole('tab', { name: /^Engagements/ }).waitFor()
    await follow(page, '/desk/missions/log')
    await page.locator('#log-case').waitFor()
    // What can be cited is there before the line goes.
    await page.locator('details.more summary').click()
    await page.locator('#log-provisions').waitFor()
    await page.locator('details.more summary').click()
    await follow(page, '/desk/missions')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await context.setOffline(true)
    await follow(page, '/desk/missions/log')
    await pick(page, /^Case/, 'nodira')
    await pick(page, /^What it is/, 'trial')
    const missing = page.locator('#log-consent')
    await missing.getByText('This needs the consent of the defender').waitFor()
    await typeInto(page, page.locator('#log-what'), 'The guards turned us away.')
    await choose(page, '#log-seat', 'R')
    await page.getByText('It cites article 9, paragraph 3 (b)').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await shot(page, 'refused-390')

    await tabTo(page, missing.getByRole('link'))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Consent' }).waitFor()
    // The form takes the focus when it is there; from then on the keys are its own.
    await page.locator('.entry-form :focus').waitFor()
    await tabTo(page, page.locator('input[name="field-purposes-C8"]').last())
    await page.keyboard.press('ArrowDown')
    for (const field of ['capacity', 'way']) {
      await tabTo(page, page.locator(`#field-${field} input`).first())
      await page.keyboard.press('Space')
    }
    await typeInto(page, page.locator('#field-date'), dayIn(0))
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: 'Log what was done, or why not' }).waitFor()
    await page.getByText('Rests on the consent').waitFor()
    expect(await page.locator('#log-what').inputValue()).toBe('The guards turned us away.')

    await choose(page, '#log-outcome', 'A')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Logged; waits on this device to be sent').waitFor()
    await context.setOffline(false)
    await expect
      .poll(async () => (await told(court)).entries.filter(({ kind }) => kind === 'engagement').length, {
        timeout: 60_000,
      })
      .toBe(1)
    const { entries, state } = await told(court)
    const last = (kind: string) => entries.findLast((entry) => entry.kind === kind)
    expect(last('engagement')).toMatchObject({
      coded: {
        type: 'trial_observation',
        duties: ['E09'],
        result: 'refused_by_host',
        consent: last('consent')?.id,
      },
      words: { trial: { seat: 'refused' }, what: 'The guards turned us away.' },
    })
    expect(last('event')).toMatchObject({
      coded: { type: 'hearing', acts: [{ violation: 'X03' }], cites: [{ instrument: DECLARATION }] },
    })
    expect(state.courtDays.map(({ held, observed }) => [held, observed])).toEqual([[true, 'refused_by_host']])
    await follow(page, `/desk/cases/${court}/engagements`)
    await page.getByText('The guards turned us away.').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await shot(page, 'engagements-390')
    expect(complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    await leave()
  },
)

test(
  'a plain meeting takes few keys; what was not done one reason; who logs it again is shown the first',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/missions/log')
    await page.locator('#log-case').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('log-case')
    let keys = 0
    const press = async (...all: readonly string[]) => {
      for (const key of all) {
        await page.keyboard.press(key)
        keys += 1
      }
    }
    await press('m', 'a', 'r', 'Enter', 'Tab', 'm', 'e', 'e', 'Enter', 'Control+Enter')
    await page.getByText('Logged and sealed').waitFor()
    expect(keys).toBeLessThanOrEqual(12)
    await shot(page, 'log-1280')

    await pick(page, /^Case/, 'marta')
    await pick(page, /^What it is/, 'mee')
    await page.keyboard.press('Control+Enter')
    await page.getByText('This may be the same act').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await shot(page, 'alike-1280')
    await tabTo(page, page.getByRole('button', { name: 'It is the same: link them' }))
    await page.keyboard.press('Enter')
    await page.getByText('Logged and sealed').waitFor()
    const { state } = await told(plain)
    expect(state.engagements.map(({ sameAs }) => sameAs === null)).toEqual([true, false])

    await pick(page, /^Case/, 'marta')
    await pick(page, /^What it is/, 'detention')
    await choose(page, '#log-result', 'R')
    await page.keyboard.press('Control+Enter')
    await page.locator('#log-reason-error').waitFor()
    await page.locator('#log-result').selectOption('done')
    await page.keyboard.press('Control+Enter')
    await page.locator('#log-askedAgainOn-error').waitFor()
    await typeDay(page, page.locator('#log-askedAgainOn'), today())
    await typeInto(page, page.locator('#log-riskText'), 'She asks us to come.')
    await page.keyboard.press('Control+Enter')
    await page.locator('#log-consent [role=alert]').waitFor()
    await leave()
    expect(complaints).toEqual([])
  },
)

test(
  'a request waits, then is answered: the days are counted; tools are told to every case of their country',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ana', `/desk/cases/${plain}/log`)
    await pick(page, /^What it is/, 'visa')
    await choose(page, '#log-result', 'P')
    await page.locator('#log-requestedBy').selectOption('defender')
    await page.locator('#log-requestedOn').fill(dayIn(-20))
    await page.getByText('Waits for an answer for 20 days').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('link', { name: /What became of it/ }).click()
    await page.getByText('Answered after 20 days').first().waitFor()
    await page.locator('#log-result').selectOption('done')
    await page.keyboard.press('Control+Enter')
    await page.locator('.log-timeline').getByText('Answered after 20 days').waitFor()
    expect(await faultsOf(page)).toEqual([])

    await follow(page, '/desk/missions/log?type=tools_check')
    await pick(page, /^Case/, 'No single')
    await pick(page, /^Country/, 'Uzbekistan')
    await typeInto(page, page.locator('#log-tool-0'), 'Open mail')
    await choose(page, '#log-toolState-0', 'I')
    await typeInto(page, page.locator('#log-toolAdvice-0'), 'Meet instead.')
    await typeInto(page, page.locator('#log-toolSource-0'), 'Own measurement')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Logged and sealed').waitFor()
    await follow(page, '/desk/missions/tools')
    await page.getByRole('table').getByText('Open mail').waitFor()
    await shot(page, 'tools-1280')
    await follow(page, `/desk/cases/${plain}`)
    await page.getByText('Tools that fail or are read in Uzbekistan').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await shot(page, 'warning-1280')

    await follow(page, '/desk/missions/log?type=network_meeting')
    await pick(page, /^Case/, 'No single')
    await pick(page, /^Country/, 'Uzbekistan')
    await tabTo(page, page.getByRole('button', { name: 'Add a person' }))
    await page.keyboard.press('Enter')
    await page.locator('#log-participants-0').fill('Aziza')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Somebody is named who has not agreed').first().waitFor()
    await page.getByLabel('Agreed to be named here').check()
    await page.locator('#log-decisions').fill('Meet again')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Logged and sealed').waitFor()
    await follow(page, '/desk/missions/networks')
    await page.getByText('Aziza').waitFor()

    await follow(page, '/desk/missions/engagements')
    await page.locator('tbody tr').first().waitFor()
    await page.locator('#filter-type').selectOption('visa_support')
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /CSV/ }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^engagements-.*\.csv$/)
    await shot(page, 'list-1280')
    expect(complaints).toEqual([])
    await leave()
  },
)

test(
  'a reader reads all of it in Arabic on a telephone and writes nothing',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
    await enterDesk(page, 'rosa', '/desk/missions')
    const found: string[] = []
    for (const path of ['', '/engagements', '/networks', '/tools', '/log']) {
      await follow(page, `/desk/missions${path}`)
      await page.locator('main h1').waitFor()
      await page.locator('.loading').waitFor({ state: 'detached' })
      found.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`))
      expect(await page.locator('main form').count()).toBe(0)
      await shot(page, `ar-390${path.replace('/', '-')}`)
    }
    await follow(page, `/desk/cases/${court}/engagements`)
    await page.locator('.log-timeline li').first().waitFor()
    found.push(...(await faultsOf(page)))
    await shot(page, 'ar-390-case')
    expect(found).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)
