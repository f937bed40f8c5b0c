/** A writer opens messages of solidarity on the device, lets one out, keeps one back, and prints what may be handed on. */
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { openActions, unpackHeld } from '../../src/campaigns/server/actions.service.ts'
import { openCampaigns } from '../../src/campaigns/server/campaigns.service.ts'
import { openMessages } from '../../src/campaigns/server/messages.service.ts'
import { loadSecrets } from '../../src/platform/server/secrets.ts'
import { openHeldKeys } from '../../src/vault/server/held.service.ts'
import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { askOf, campaignOf, releaseKind } from '../support/campaigns.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { asSuperuser } from '../support/open_rows.ts'

const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
let desk: JourneyDesk
const clock = (): Date => new Date()

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const { database, dataFolder } = desk.server
  const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  await releaseKind(team, 'campaign', campaignOf())
  await releaseKind(team, 'ask', askOf({ slug: 'words', form: 'solidarity', targets: [] }))
  const campaigns = openCampaigns(database)
  const secrets = loadSecrets(dataFolder)
  const actions = openActions({ database, secrets, clock, campaigns, hooks: {} })
  const keys = openHeldKeys(secrets)
  const send = async (mail: string, message: string): Promise<void> => {
    const all: Readonly<Record<string, string>> = { mail, message }
    const read = (field: string): readonly string[] => (all[field] === undefined ? [] : [all[field]])
    const ask = await campaigns.findAsk('lanterns', 'words', clock())
    await openMessages({ clock, actions }).write({ ask: ask!, language: 'en', read })
    const [row] = await asSuperuser(database, async (client) => {
      const waiting = `select id, held from amparo.action where state = 'pending'`
      return (await client.query<{ id: string; held: Buffer }>(waiting)).rows
    })
    const token = unpackHeld(row ? keys.open(row.id, row.held) : null)?.token ?? ''
    value(await actions.confirmAction({ kind: 'link', k: `${row?.id}${token}` }))
  }
  await send('amaltheia@supporter.example', 'We light a lantern for you.')
  await send('kofi@supporter.example', 'Meet my cousin at the bridge.')
}, 180_000)
afterAll(() => desk.server.stop())

test('one message may be handed on and stands on the sheet, another is kept back with its reason', async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390, lang: 'en' })
  await enterDesk(page, 'vera')
  await follow(page, '/desk/campaigns/messages')
  await page.getByRole('link', { name: 'Free those who defend us' }).click()
  await page.getByRole('button', { name: 'Open the messages on this device' }).click()
  await page.getByText('2 messages were opened.').waitFor()
  for (const _ of [1, 2]) {
    await page.getByRole('button', { name: 'Do not hand it on' }).waitFor()
    const unsafe = await page.getByText('Meet my cousin').isVisible()
    if (unsafe) {
      await page.getByLabel('Why not').selectOption('names_somebody')
      await page.getByRole('button', { name: 'Do not hand it on' }).click()
      await page.getByText('Meet my cousin').waitFor({ state: 'detached' })
    } else {
      await page.getByRole('button', { name: 'It may be handed on' }).click()
      await page.getByRole('heading', { name: 'Sheet to hand on' }).waitFor()
    }
  }
  await page.getByText('There is none.').waitFor()
  await page.getByLabel('Show').selectOption('not_handed_on')
  await page.getByText('It names somebody or a place').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await darkFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  if (shots) await page.screenshot({ path: join(shots, 'messages.png'), fullPage: true })
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByText('We light a lantern for you.').isVisible()).toBe(true)
  expect(await page.getByText('Meet my cousin').isVisible()).toBe(false)
  for (const word of ['supporter.example', 'Free those who defend us', 'Events and groups', 'Lock'])
    expect(await page.getByText(word).filter({ visible: true }).count(), word).toBe(0)
  if (shots) await page.screenshot({ path: join(shots, 'messages-print.png'), fullPage: true })
  expect(complaints).toEqual([])
  await leave()
})
