/**
 * A lobbyist sees whom to ask next for a resolution, notes a meeting and a promise and what became of it; a constituent
 * finds their senators without script, in English and Arabic. The asks are those of the example.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { seatsFor, seatsOnPlace } from '../../src/campaigns/core/places.ts'
import { exampleBodies } from '../../src/cli/example_bodies.ts'
import { exampleCampaigns } from '../../src/cli/example_campaigns.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { readBody } from '../../src/instruments/core/released_body.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { releaseKind, someRecipient } from '../support/campaigns.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { release } from '../support/open_rows.ts'

const visit = useBrowser()
const CAMPAIGN = 'defenders-in-congress'
const SENATE = 'senate-s-res-407'
const HOUSE = 'house-h-res-750'
let desk: JourneyDesk
let ask: string

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
  const { database } = desk.server
  for (const body of exampleBodies()) await release(database, { kind: 'body', name: body.slug, body })
  for (const body of exampleInstruments())
    await release(database, { kind: 'instrument', name: body.slug, body })
  const today = new Date().toISOString().slice(0, 10)
  const { campaigns, asks } = exampleCampaigns({ today, recipient: someRecipient })
  const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  await releaseKind(
    team,
    'campaign',
    campaigns.find(({ slug }) => slug === CAMPAIGN)!,
  )
  ask = (
    await releaseKind(
      team,
      'ask',
      asks.find(({ slug }) => slug === SENATE)!,
    )
  ).id
  await releaseKind(
    team,
    'ask',
    asks.find(({ slug }) => slug === HOUSE)!,
  )
}, 180_000)
afterAll(() => desk.server.stop())

const targets = (): string => `/desk/campaigns/targets/${ask}`

test(
  'whom to ask next stands first; a meeting and a promise are noted, kept, and never public',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', targets())
    await page.getByText('100 targets. Sure: 2', { exact: false }).waitFor()
    await page.getByLabel('Name, group or place').fill('Murkowski')
    await page.getByRole('link', { name: 'Lisa Murkowski' }).click()
    await page.getByRole('heading', { name: 'Lisa Murkowski' }).waitFor()
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.getByRole('alert').getByText('Say who spoke').waitFor()
    await page.getByLabel('Who spoke, of theirs and of ours').fill('Chief of staff')
    await page.getByLabel('What was said').fill('They wait for the chair.')
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.locator('#meetings').getByText('They wait for the chair.').waitFor()
    await page.getByRole('tab', { name: 'Promise' }).click()
    await page.getByLabel('What was promised').fill('Will cosponsor')
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.locator('#promises').getByText('Will cosponsor').waitFor()
    await page.getByRole('button', { name: 'What became of it' }).click()
    await page.getByLabel('Where it was seen').fill('The record of the day')
    await page.locator('#promises').getByRole('button', { name: 'Seal the note' }).click()
    await page.locator('#promises').getByText('The record of the day').waitFor()
    await page.getByLabel('Covered by').selectOption({ label: 'vera' })
    expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
    await expect
      .poll(async () => value(await desk.of('ben').lobbying({ desk: desk.desk, ask })).covers.length)
      .toBe(1)
    const told = value(await desk.of('ben').lobbying({ desk: desk.desk, ask }))
    expect(told.promises.map(({ what, state }) => [what, state])).toEqual([['Will cosponsor', 'kept']])
    expect(complaints).toEqual([])
    await leave()
    const pub = await (await fetch(`${desk.server.origin}/bodies/us-senate/M001153`)).text()
    expect(pub).not.toContain('wait for the chair')
    expect(desk.server.logged.join('\n')).not.toContain('chair')
  },
)

test('a reader sees it in Arabic on a telephone, with nothing to write', { timeout: 120_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
  await enterDesk(page, 'rosa', targets())
  await page.locator('tbody tr').first().waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
  await page.locator('input.input').first().fill('Murkowski')
  await page.getByRole('link', { name: 'Lisa Murkowski' }).click()
  await page.locator('#meetings').getByText('They wait for the chair.').waitFor()
  expect(await page.locator('main form').count()).toBe(0)
  expect(await isTooWide(page)).toBe(false)
  expect([...(await accessibilityFaults(page)), ...(await darkFaults(page))]).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})

test.each(['', '/ar'])('a constituent finds both senators by state alone at "%s"', async (lang) => {
  const base = `${desk.server.origin}${lang}/campaigns/${CAMPAIGN}/${SENATE}/targets`
  const asked = await (await fetch(`${base}?state=VA`)).text()
  const found = asked.slice(asked.indexOf('id="found"'))
  expect(found.match(/class="target"/g)).toHaveLength(2)
  for (const one of ['Tim Kaine', 'Mark R. Warner']) expect(found).toContain(one)
  expect(asked).not.toMatch(/<script/)
  expect(asked).not.toMatch(/(?:src|action)="https?:/)
  // Whoever asked for another place is told nothing of this one.
  expect(await (await fetch(`${base}?state=TX`)).text()).not.toContain('Tim Kaine')
})

test('in the House a state and a district lead to one; every seat of the 437 is found by its place', async () => {
  const base = `${desk.server.origin}/campaigns/${CAMPAIGN}/${HOUSE}/targets`
  const asked = await (await fetch(`${base}?state=VA&district=8`)).text()
  const found = asked.slice(asked.indexOf('id="found"'))
  expect(found.match(/class="target"/g)).toHaveLength(1)
  expect(found).toContain('Beyer')
  const page = await (await fetch(base)).text()
  const states = [...page.matchAll(/<option value="([A-Z]{2})"/g)].map(([, state]) => state)
  const body = readBody(
    { body: exampleBodies().find(({ slug }) => slug === 'us-house'), deskName: '', releasedOn: '' },
    'us-house',
  )!
  const today = new Date().toISOString().slice(0, 10)
  const seats = seatsOnPlace(body, today)
  expect(seats).toHaveLength(437)
  for (const { place, member } of seats) {
    expect(states).toContain(place.state)
    const here = seatsFor({ bodies: [body], today }, place)
    expect(here.map((one) => one.member.id)).toContain(member.id)
  }
})
