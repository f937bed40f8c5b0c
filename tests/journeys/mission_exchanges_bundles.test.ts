/**
 * A lead of an organisation asks a mission on another server: compares digits, sends a request and facts; the mission takes
 * them in, answers what it did and whether it goes to the hearing, and the organisation reads both.
 */
import type { Locator, Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import {
  dayIn,
  enterDesk,
  follow,
  isTooWide,
  type JourneyDesk,
  pick,
  startJourneyDesk,
} from '../support/desk.ts'

const visit = useBrowser()
const PAGE = '/desk/missions/bundles'
let ngo: JourneyDesk
let mission: JourneyDesk
let log: string

beforeAll(async () => {
  ngo = await startJourneyDesk()
  mission = await startJourneyDesk()
  log = await ngo.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
      words: { names: [{ text: 'Nodira Saidova', kind: 'full' }] },
    },
    {
      kind: 'consent',
      coded: {
        purposes: { C3: 'yes' },
        capacity: 'self',
        way: 'written',
        date: '2024-04',
        risksExplained: true,
      },
      words: {},
    },
    { kind: 'hearing', coded: { day: dayIn(9), type: 'trial' }, words: { court: 'City court' } },
  ])
}, 180_000)
afterAll(async () => {
  await ngo.server.stop()
  await mission.server.stop()
})

const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true })
}
const faultsOn = async (page: Page): Promise<readonly string[]> => [
  ...(await accessibilityFaults(page)),
  ...(await darkFaults(page)),
  ...((await isTooWide(page)) ? ['too wide'] : []),
]
const file = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
})

/** What the button makes, as it lies in the downloads afterwards. */
const made = async (page: Page): Promise<Buffer> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#bundle-make').click()])
  await page.getByText('the desk’s log says that it left').waitFor()
  return readFileSync(await download.path())
}
/** The desk's own where the whole page is meant: others have none yet. */
const digitsIn = (place: Locator | Page) => place.locator('.fingerprint').innerText()

test(
  'a request and facts go from one installation to another as files, and answers come back',
  {
    timeout: 240_000,
  },
  async () => {
    const lead = await visit(ngo.server)
    const officer = await visit(mission.server)
    const { page } = lead
    await enterDesk(officer.page, 'ana', PAGE)
    const [card] = await Promise.all([
      officer.page.waitForEvent('download'),
      officer.page.getByRole('button', { name: 'Save the card' }).click(),
    ])
    const theirDigits = await digitsIn(officer.page)
    await enterDesk(page, 'ana', `/desk/cases/${log}/engagements`)
    await page.getByRole('link', { name: 'Ask a mission' }).click()
    await page.locator('#bundle-card').setInputFiles(await card.path())
    const compare = page.locator('#compare-card')
    await compare.waitFor()
    expect(await digitsIn(compare), 'what the other side reads aloud').toBe(theirDigits)
    await compare.getByRole('radio', { name: 'Mission or ministry' }).check()
    await compare.getByRole('checkbox').check()
    await compare.getByRole('button').click()
    await page.locator('#bundle-to option').nth(1).waitFor({ state: 'attached' })
    await page.locator('#bundle-to').selectOption({ index: 1 })
    const kind = page.locator('#bundle-kind')
    await kind.getByRole('radio', { name: 'Request' }).check()
    expect(await page.locator('#bundle-case').inputValue(), 'the case that was left').toBe(log)
    await pick(page, /^What you ask for/, 'Observe trials')
    await page.locator('#bundle-text').fill('Please come to the hearing.')
    await shot(page, 'bundles-request')
    expect(await faultsOn(page)).toEqual([])
    const request = await made(page)
    await kind.getByRole('radio', { name: 'Facts about a defender' }).check()
    expect(await page.locator('#bundle-fields input:checked').count(), 'nothing chosen beforehand').toBe(0)
    await page.locator('#bundle-fields').getByRole('checkbox', { name: 'Names' }).check()
    await page.locator('#bundle-fields').getByRole('checkbox', { name: 'Hearings' }).check()
    await shot(page, 'bundles-make')
    expect(await faultsOn(page)).toEqual([])
    const sent = await made(page)

    await officer.page.locator('#bundle-file').setInputFiles(file('amparo-request.age', request))
    const unknown = officer.page.locator('#compare-sender')
    await unknown.waitFor()
    expect(await digitsIn(unknown), 'what the other side reads aloud').toBe(
      await digitsIn(page.locator('section').filter({ hasText: 'Your card' })),
    )
    const shown = officer.page.locator('#bundle-shown')
    expect(await shown.count(), 'nothing of it is shown').toBe(0)
    await officer.page.setViewportSize({ width: 390, height: 844 })
    await shot(officer.page, 'bundles-unknown')
    expect(await faultsOn(officer.page)).toEqual([])
    await unknown.getByRole('radio', { name: 'Partner organisation' }).check()
    await unknown.getByRole('checkbox').check()
    await unknown.getByRole('button').click()
    await shown.getByText('Please come to the hearing.').waitFor()
    const takeIn = shown.getByRole('button', { name: 'Take in' })
    await takeIn.click()
    await officer.page.getByText('The request stands in the list below.').waitFor()
    await officer.page.locator('#bundle-file').setInputFiles(file('amparo-facts.age', sent))
    await shown.getByText('Nodira Saidova').waitFor()
    await shot(officer.page, 'bundles-take')
    await takeIn.click()
    await officer.page.getByRole('link', { name: 'Open the case' }).click()
    await officer.page.getByRole('heading', { name: 'Nodira Saidova' }).first().waitFor()

    await workOn(new URL(officer.page.url()).pathname.split('/').at(-1) ?? '')
    await officer.page.setViewportSize({ width: 1280, height: 900 })
    await follow(officer.page, PAGE)
    const answers = [
      await answerWith(officer.page, 'Answer'),
      await answerWith(officer.page, 'Whether a hearing'),
    ]
    const read = page.locator('#bundle-shown')
    for (const [at, words] of [
      /Demarche: Done .*We spoke with the ministry\./s,
      /Somebody goes to the hearing of/,
    ].entries()) {
      await page.locator('#bundle-file').setInputFiles(file(`amparo-${at}.age`, answers[at]!))
      await read.getByText(words).first().waitFor()
      await shot(page, `bundles-back-${at}`)
      expect(await faultsOn(page)).toEqual([])
      await read.getByRole('button', { name: 'Take in' }).click()
      await page.getByRole('link', { name: 'Open the case' }).waitFor()
    }
    await page.getByRole('link', { name: 'Open the case' }).click()
    await page.waitForURL(`**/desk/cases/${log}`)
    await page.getByRole('heading', { name: 'Nodira Saidova' }).first().waitFor()
    const { entries } = value(await ngo.of('ben').openCase({ desk: ngo.desk, case: log }))
    expect(entries.flatMap((entry) => (entry.kind === 'note' ? [entry.words] : []))).toMatchObject([
      {
        title: expect.stringContaining('Lantern Watch'),
        text: expect.stringContaining('We spoke with the ministry.'),
      },
      { text: expect.stringContaining('Somebody goes to the hearing of') },
    ])
    expect([...lead.complaints, ...officer.complaints]).toEqual([])
  },
)

/** What the mission did for her: a demarche, and somebody who goes to her hearing. */
const workOn = async (theirs: string): Promise<void> => {
  const at = { desk: mission.desk, case: theirs }
  const { entries } = value(await mission.of('ana').openCase(at))
  const idOf = (kind: string) => entries.find((entry) => entry.kind === kind)?.id ?? ''
  value(await mission.of('ana').coverHearing({ ...at, hearing: idOf('hearing'), officer: 4 }))
  value(
    await mission.of('ana').logEngagement({
      ...at,
      coded: {
        type: 'demarche',
        duties: ['E11'],
        role: 'ambassador',
        date: dayIn(0).slice(0, 7),
        result: 'done',
        requestedBy: 'defender',
        confidentiality: 'shared',
        consent: idOf('consent'),
      },
      words: {},
    }),
  )
}

/** Of the facts that were taken in last. */
const answerWith = async (page: Page, kind: string): Promise<Buffer> => {
  await page.locator('#bundle-to').selectOption({ index: 1 })
  await page.locator('#bundle-kind').getByRole('radio', { name: kind }).check()
  await page.locator('#bundle-ref').selectOption({ index: 1 })
  const what = page.locator(kind === 'Answer' ? '#bundle-engagement' : '#bundle-hearing')
  await what.locator('option').nth(1).waitFor({ state: 'attached' })
  await what.selectOption({ index: 1 })
  if (kind === 'Answer') await page.locator('#bundle-text').fill('We spoke with the ministry.')
  await shot(page, `bundles-${kind.split(' ')[0]}`)
  expect(await faultsOn(page)).toEqual([])
  return made(page)
}
