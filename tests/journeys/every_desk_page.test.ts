/** Members who see little, hear pages read aloud, or read from right to left: every page of the desk. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { addableKinds } from '../../src/cases/ui/forms/forms.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, type Person, useBrowser } from '../support/browser.ts'
import {
  dayIn,
  drawn,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  startJourneyDesk,
} from '../support/desk.ts'
import { newId } from '../support/adversary.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const visit = useBrowser()
let desk: JourneyDesk
/** The page of all components is in the example alone. */
let showcase: TestServer
let home: string
const [event, hearing, contact, note, publication] = Array.from({ length: 5 }, newId) as [
  string,
  string,
  string,
  string,
  string,
]

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  showcase = await startTestServer({ demo: true })
  const log = await desk.open(
    [
      { kind: 'opened', coded: { dark: false, country: 'TJ' } },
      {
        kind: 'identity',
        coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
        words: {
          names: ['Nodira', 'Нодира', 'نادرة'].map((text) => ({ text, kind: 'full' })),
          occupation: 'nurse',
        },
      },
      {
        id: event,
        kind: 'event',
        coded: { type: 'arrest', date: '2021-03', country: 'TJ', acts: [], verification: 'VER' },
        words: { date: '2021-03-14', narrative: 'Taken from her ward.' },
      },
      {
        kind: 'event',
        coded: {
          type: 'release_unconditional',
          date: '2021-03',
          country: 'TJ',
          acts: [],
          verification: 'REP',
        },
        words: {},
      },
      {
        kind: 'charge',
        coded: { groups: ['treason'], deathPossible: true, maxPenalty: { kind: 'death' } },
        words: {},
      },
      {
        id: hearing,
        kind: 'hearing',
        coded: { day: dayIn(4), type: 'trial' },
        words: { court: 'City court' },
      },
      {
        kind: 'consent',
        coded: {
          purposes: { C5: 'yes', C2: 'no' },
          capacity: 'self',
          way: 'written',
          date: '2021-04',
          risksExplained: true,
        },
        words: {},
      },
      {
        id: contact,
        kind: 'contact',
        coded: { safe: true, checkedOn: '2026-01-01' },
        words: {
          name: 'Sister',
          channels: [{ channel: 'phone', address: '+992 000' }],
          card: { danger: 'The neighbours listen.', hours: 'after dark' },
        },
      },
      { id: note, kind: 'note', coded: { toCode: true }, words: { text: 'To be coded.' } },
      {
        kind: 'correction',
        coded: { corrects: note, coded: { toCode: true } },
        words: { text: 'Still to be coded.' },
      },
      {
        id: publication,
        kind: 'publication',
        coded: { basis: 'already_public', ref: newId(), fields: ['title'], lang: 'en' },
        words: { reason: 'A court named her.' },
      },
    ].map((entry) =>
      entry.id === publication
        ? {
            ...entry,
            open: {
              ref: (entry.coded as { ref: string }).ref,
              lang: 'en',
              isPseudonym: false,
              title: 'A nurse',
            },
          }
        : entry,
    ),
  )
  home = `/desk/cases/${log}`
  value(await desk.of('ana').invite({ desk: desk.desk, role: 'reader', days: 3 }))
}, 180_000)
afterAll(() => Promise.all([desk.server.stop(), showcase.stop()]))

/** An erasure is asked for at the entry it erases, and an address may name no kind at all. */
const addable = [...addableKinds.filter((kind) => kind !== 'erasure'), 'no-such-kind']

/** What axe finds in both schemes, and what is too wide, with the place where it is. */
type Found = string[]

const check = async (page: Page, found: Found, place: string): Promise<void> => {
  await page.locator('main h1').first().waitFor()
  const faults = [...(await accessibilityFaults(page)), ...(await darkFaults(page))]
  found.push(...faults.map((fault) => `${place}: ${fault}`))
  if (await isTooWide(page)) found.push(`${place}: too wide`)
}

const loaded = (page: Page) => page.locator('.loading').waitFor({ state: 'detached' })

const enterIn = async (lang: string, width: number): Promise<Person> => {
  const person = await visit({ origin: desk.server.origin, width, lang })
  await enterDesk(person.page, 'ana')
  return person
}

test.each([
  ['en', 1280],
  ['ar', 390],
])(
  'every page of a case holds nothing that axe finds, in %s at %i px',
  { timeout: 120_000 },
  async (lang, width) => {
    const found: Found = []
    const { page, complaints, leave } = await enterIn(lang, width)
    expect(await page.locator('html').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr')
    await page.getByRole('main').getByText('Nodira').first().waitFor()
    await check(page, found, 'overview')
    await follow(page, '/desk/cases')
    await page.getByText('Nodira').first().waitFor()
    await check(page, found, 'list')
    await page.locator('#case-search').fill('nobody of this name')
    await page.locator('#case-list').waitFor({ state: 'detached' })
    await check(page, found, 'empty list')
    await follow(page, '/desk/cases/new')
    await page.locator('.entry-form').waitFor()
    await check(page, found, 'new case')
    await follow(page, home)
    await page.getByRole('tab').first().waitFor()
    for (let at = 0; at < 6; at++) {
      await page.getByRole('tab').nth(at).click()
      await check(page, found, `tab ${at}`)
    }
    await page.locator('.add-menu summary').click()
    await check(page, found, 'menu')
    const others = [
      `correction?of=${event}`,
      `hearing?updates=${hearing}`,
      `contact?updates=${contact}`,
      `event?fromNote=${note}`,
      `erasure?of=${event}`,
      `withdrawal?of=${publication}`,
      `release?of=${publication}`,
    ]
    for (const path of [...addable, ...others]) {
      await follow(page, `${home}/add/${path}`)
      await page.locator('main h1').waitFor()
      await page.locator('main details').evaluateAll((all) => {
        for (const one of all) (one as HTMLDetailsElement).open = true
      })
      for (const add of await page.locator('.rows > .button').all()) await add.click()
      await check(page, found, `add/${path}`)
    }
    // What is missing is said on top and at the field.
    for (const kind of ['event', 'consent', 'publication']) {
      await follow(page, `${home}/add/${kind}`)
      await page.locator('main form button[type=submit]').click()
      await page.getByRole('alert').waitFor()
      await check(page, found, `add/${kind} with nothing filled in`)
    }
    await follow(page, `/desk/cases/${newId()}`)
    await page.getByRole('main').locator('a[href="/desk/cases"]').waitFor()
    found.push(...(await accessibilityFaults(page)))
    expect(found).toEqual([])
    expect(complaints.filter((line) => !line.includes('404'))).toEqual([])
    await leave()
  },
)

test.each([
  ['en', 390],
  ['ar', 1280],
])(
  'every other page of the desk holds nothing that axe finds, in %s at %i px',
  { timeout: 180_000 },
  async (lang, width) => {
    const found: Found = []
    const stranger = await visit({ origin: desk.server.origin, width, lang })
    for (const path of [
      '/desk',
      '/desk/setup',
      '/desk/join',
      '/desk/join#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    ]) {
      await stranger.page.goto(path)
      await check(stranger.page, found, path)
    }
    await stranger.page.goto(`${showcase.origin}/desk/style`)
    await check(stranger.page, found, '/desk/style')
    const { page, complaints, leave } = await enterIn(lang, width)
    await follow(page, '/desk/members')
    await page.locator('table').first().waitFor()
    await loaded(page)
    await check(page, found, 'members')
    const main = page.getByRole('main')
    const dialog = page.getByRole('dialog')
    for (const button of await main.locator('table button').all()) {
      await button.click()
      await dialog.waitFor()
      await check(page, found, `dialog of ${await button.textContent()}`)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    }
    await follow(page, '/desk/members/kit')
    await check(page, found, 'kit')
    await follow(page, '/desk/you')
    await page.locator('table').first().waitFor()
    await check(page, found, 'own account')
    await follow(page, '/desk/accounts')
    await page.locator('table button').first().click()
    await dialog.waitFor()
    await check(page, found, 'closing an account')
    await page.keyboard.press('Escape')
    for (const path of ['bundles', 'programmes']) {
      await follow(page, `/desk/missions/${path}`)
      await drawn(page)
      await check(page, found, path)
    }
    await page.goto('/desk/no/such/page')
    await page.locator('main').waitFor()
    found.push(...(await accessibilityFaults(page)))
    expect(found).toEqual([])
    expect([...complaints, ...stranger.complaints].filter((line) => !line.includes('404'))).toEqual([])
    await leave()
    await stranger.leave()
  },
)
