/** A manager opens supporters on the device, saves a list, writes to them; a supporter sees, replaces and erases by the link. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { openActions, unpackHeld } from '../../src/campaigns/server/actions.service.ts'
import { openCampaigns } from '../../src/campaigns/server/campaigns.service.ts'
import { openSigning } from '../../src/campaigns/server/signing.service.ts'
import { openHeldKeys, ownToken } from '../../src/vault/server/held.service.ts'
import { loadSecrets } from '../../src/platform/server/secrets.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { askOf, campaignOf, releaseKind, someRecipient } from '../support/campaigns.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
let desk: JourneyDesk
let [amaltheia, kofi] = ['', '']

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const { database, dataFolder } = desk.server
  const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  const { inbox } = value(await desk.of('ana').desk({ desk: desk.desk }))
  const purpose = { en: 'We count you and tell you what followed.' }
  const receivers = [
    { id: 'north', name: 'North', recipient: inbox, fields: ['name', 'mail', 'country', 'message'], purpose },
    { id: 'partner', name: 'Partner', recipient: someRecipient, fields: ['name'], purpose },
  ] satisfies ReturnType<typeof askOf>['receivers']
  await releaseKind(team, 'campaign', campaignOf())
  await releaseKind(team, 'ask', askOf({ receivers }))
  const deps = {
    database,
    secrets: loadSecrets(dataFolder),
    clock: () => new Date(),
    campaigns: openCampaigns(database),
  }
  const actions = openActions({ ...deps, hooks: {} })
  const signing = openSigning({ ...deps, actions })
  const keys = openHeldKeys(deps.secrets)
  const act = async (name: string, fields: Readonly<Record<string, string>> = {}): Promise<string> => {
    const all: Readonly<Record<string, string>> = { name, mail: `${name}@supporter.example`, ...fields }
    const read = (field: string): readonly string[] => (all[field] === undefined ? [] : [all[field]])
    await signing.sign({ campaign: 'lanterns', ask: 'free-them', language: 'en', read })
    // The server sends the mail meanwhile; what stands in it is read where it waits.
    const [row] = await asSuperuser(database, async (client) => {
      const waiting = `select id, held from amparo.action where state = 'pending'`
      return (await client.query<{ id: string; held: Buffer }>(waiting)).rows
    })
    const token = unpackHeld(row ? keys.open(row.id, row.held) : null)?.token ?? ''
    value(await actions.confirmAction({ kind: 'link', k: `${row?.id}${token}` }))
    return ownToken(token)
  }
  amaltheia = await act('amaltheia', {
    country: 'NO',
    message: 'For my aunt.',
    agree: 'partner',
    follow: '1',
  })
  kofi = await act('kofi', { country: 'GH', follow: '1' })
  await act('brunhilde')
}, 180_000)
afterAll(() => desk.server.stop())

const look = async (page: Page, name: string): Promise<void> => {
  expect(await accessibilityFaults(page), name).toEqual([])
  expect(await isTooWide(page), name).toBe(false)
  if (shots === undefined) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

test(
  'a supporter reads what was agreed to, asks to see it, replaces it and erases it',
  { timeout: 120_000 },
  async () => {
    const { origin } = desk.server
    const one = await visit({ origin, width: 390 })
    const { page } = one
    await page.goto(`${origin}/campaigns/yours?k=${amaltheia}`)
    await page.getByText('We ask you to release them at once.').waitFor()
    await page.getByText('You ticked Partner.').waitFor()
    await look(page, 'yours')
    expect(await darkFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Ask to see what is held' }).click()
    await page.getByText('Your request was passed on.').waitFor()
    await page.getByRole('button', { name: 'Replace' }).click()
    await page.getByRole('link', { name: /Write your name/ }).waitFor()
    await look(page, 'yours-mend')
    await page.getByLabel('Your name').fill('Amaltheia Anew')
    await page.getByLabel('Your e-mail address').fill('anew@supporter.example')
    await page.getByRole('button', { name: 'Replace' }).click()
    await page.getByText('What was there is erased').first().waitFor()
    await page.goto(`${origin}/campaigns/yours?k=${kofi}`)
    await page.getByRole('button', { name: 'Erase what you hold, keep my signature counted' }).click()
    await page.getByText('It is erased. Your signature stays counted.').waitFor()
    await page.goto(`${origin}/ar/campaigns/yours?k=${kofi}`)
    await page.getByText('لا شيء خلف هذا الرابط').waitFor()
    await page.goto(`${origin}/ar/campaigns/yours?k=${amaltheia}`)
    await page.getByRole('heading', { name: 'ما وافقتَ عليه' }).waitFor()
    await look(page, 'yours-ar')
    // The browser tells of the form that was sent back to be mended.
    expect(one.complaints.filter((said) => !said.includes('status of 400'))).toEqual([])
    await one.leave()
  },
)

test(
  'a lead opens supporters, searches, saves a list, answers who asked and writes to who wants to hear',
  { timeout: 120_000 },
  async () => {
    const { origin } = desk.server
    const lead = await visit({ origin })
    const { page } = lead
    await enterDesk(page, 'ana', '/desk/campaigns/supporters')
    await page.getByRole('link', { name: 'Free those who defend us' }).click()
    await page.getByText('2 people held').waitFor()
    await look(page, 'supporters-closed')
    await page.getByRole('button', { name: 'Open on this device' }).click()
    await page.getByText('2 opened').waitFor()
    await page.getByText('anew@supporter.example').waitFor()
    await look(page, 'supporters-open')
    expect(await darkFaults(page)).toEqual([])
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    expect(readFileSync(await file.path(), 'utf8')).toContain('Amaltheia Anew,anew@supporter.example')
    await page.getByLabel('Search').fill('brunhilde')
    await page.getByText('1–1 of 1').waitFor()
    await page.getByText('30 days left').waitFor()
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.getByText('Nobody waits for an answer.').waitFor()
    await page.getByText('Nobody who is held asked to hear.').waitFor()
    expect(lead.complaints).toEqual([])
    await lead.leave()
  },
)

test(
  'in Arabic on a telephone; an action that is none is said to be none',
  { timeout: 120_000 },
  async () => {
    const writer = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
    const { page } = writer
    await enterDesk(page, 'vera')
    await follow(page, '/desk/campaigns/supporters')
    await page.getByRole('heading', { name: 'الداعمون' }).waitFor()
    await look(page, 'asks-ar')
    await page.getByRole('link', { name: 'Free those who defend us' }).click()
    await page.getByRole('button', { name: 'افتح على هذا الجهاز' }).click()
    await page.getByText('anew@supporter.example').waitFor()
    await look(page, 'supporters-ar')
    expect(await page.getByRole('button', { name: /CSV/ }).count()).toBe(0)
    await follow(page, `/desk/campaigns/supporters/${'A'.repeat(21)}Q`)
    await page.getByRole('alert').waitFor()
    await look(page, 'supporters-none')
    await writer.leave()
  },
)
