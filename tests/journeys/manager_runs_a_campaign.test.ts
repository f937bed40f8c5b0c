/** A manager: builds a campaign and an urgent action about a published case, is stopped by its withdrawal, and is told. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { askOf, campaigningConsent, proposeKind, releaseKind, campaignOf } from '../support/campaigns.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { type Published, publishCase } from '../support/published.ts'

const visit = useBrowser()
let desk: JourneyDesk
let published: Published
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  published = await publishCase(team, { name: 'Kestrel', entries: [campaigningConsent()] })
  await releaseKind(team, 'campaign', campaignOf({ slug: 'elsewhere', title: { en: 'Elsewhere' } }))
}, 180_000)
afterAll(() => desk.server.stop())

const open = async (path: string) => {
  const answer = await fetch(`${desk.server.origin}${path}`)
  return { status: answer.status, text: await answer.text() }
}
const address = '/campaigns/lanterns/free-kestrel'

test(
  'written, refused until somebody was asked, released, and gone with its publication',
  { timeout: 180_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390 })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)
    await enterDesk(page, 'vera', '/desk/campaigns')
    await page.getByRole('link', { name: 'New campaign' }).click()
    await page.getByRole('textbox', { name: 'Title (English)' }).fill('Lanterns')
    await page.getByRole('textbox', { name: 'In one sentence (English)' }).fill('They defend us.')
    await page.getByRole('textbox', { name: 'Address' }).fill('lanterns')
    await button('Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben', new URL(page.url()).pathname)
    const release = () => ben.page.getByRole('button', { name: 'Release', exact: true }).click()
    await release()
    await ben.page.getByText('Released.', { exact: true }).waitFor()

    await follow(page, '/desk/campaigns/asks/new')
    await page.getByRole('combobox', { name: /^Campaign/ }).selectOption('lanterns')
    await page.getByRole('textbox', { name: 'Address' }).fill('free-kestrel')
    await page.getByRole('combobox', { name: 'About' }).selectOption('publication')
    await page.getByRole('combobox', { name: /^Published case/ }).selectOption({ label: 'Kestrel' })
    await page.getByText('holds until it is withdrawn').waitFor()
    await page.getByRole('textbox', { name: 'Title (English)' }).fill('Free Kestrel')
    await page.getByRole('textbox', { name: 'Request (English)' }).fill('Release Kestrel at once.')
    await button('Add a demand').click()
    await page.getByRole('textbox', { name: 'Demand (English)' }).fill('Release her.')
    await page.getByRole('textbox', { name: 'Letter (English)' }).fill('I ask you to release her.')
    await button('Add a target').click()
    await page.getByRole('textbox', { name: 'Short name' }).fill('prosecutor')
    await page.getByRole('textbox', { name: 'Office (English)' }).fill('Prosecutor General')
    await fill('Last day', '2099-12-31')
    await button('Save and propose').click()
    await page.getByText('Nobody was asked again within the last 30 days').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    await button('Nobody can be reached …').click()
    await page
      .getByRole('textbox', { name: /^Why nobody can be reached/ })
      .fill('Her phone is off since March.')
    await button('Write it into the case').click()
    await page.getByText('Why stands in the case.').waitFor()
    await button('Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const entries = value(await desk.of('ana').openCase({ desk: desk.desk, case: published.case }))
    expect(JSON.stringify(entries)).toContain('Her phone is off since March.')

    await follow(ben.page, new URL(page.url()).pathname)
    await ben.page.getByRole('tab', { name: 'العربية' }).click()
    await ben.page.getByRole('heading', { name: 'Free Kestrel' }).last().waitFor()
    await release()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    expect((await open(address)).text).toContain('Release Kestrel at once.')
    expect((await open(address)).text).not.toContain('Her phone')
    expect((await open('/campaigns/lanterns')).text).toContain('Free Kestrel')

    const withdrawal = { kind: 'withdrawal', coded: { of: published.publication, reason: 'danger' } } as const
    const begun = performance.now()
    value(await desk.of('vera').append({ desk: desk.desk, case: published.case, entries: [withdrawal] }))
    const never = await open('/campaigns/lanterns/never-was')
    for (const path of ['', '/letter', '/targets', '/report', '/count.json', '/letter.pdf'])
      expect((await open(`${address}${path}`)).status, path).toBe(404)
    const gone = await open(address)
    expect(gone.text.replaceAll('free-kestrel', 'never-was')).toBe(never.text)
    for (const path of ['/campaigns', '/campaigns/lanterns'])
      expect((await open(path)).text, path).not.toContain('Kestrel')
    expect(performance.now() - begun).toBeLessThan(5000)

    await follow(page, '/desk/campaigns')
    await page.getByText('Stopped', { exact: true }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test(
  'what one lead lets out alone stands on top of the desk of the other, who confirms it',
  { timeout: 120_000 },
  async () => {
    const team = { desk: desk.desk, writer: desk.of('ana') }
    const asked = await proposeKind(team, 'ask', askOf({ slug: 'in-haste', campaign: 'elsewhere' }))
    const ana = await visit({ origin: desk.server.origin, width: 390 })
    await enterDesk(ana.page, 'ana', `/desk/campaigns/asks/${asked.id}`)
    await ana.page.getByRole('button', { name: 'Hours count …' }).click()
    await ana.page.getByRole('textbox', { name: /^Why it cannot wait/ }).fill('The hearing begins at noon.')
    expect(await accessibilityFaults(ana.page)).toEqual([])
    await ana.page.getByRole('button', { name: 'Release alone, now' }).click()
    await ana.page.getByText('Released by you alone.').waitFor()
    expect((await open('/campaigns/elsewhere/in-haste')).status).toBe(200)
    await ana.leave()

    const ben = await visit({ origin: desk.server.origin, width: 390, lang: 'ar' })
    await enterDesk(ben.page, 'ben', '/desk/cases')
    await ben.page.getByText('The hearing begins at noon.').waitFor()
    expect(await accessibilityFaults(ben.page)).toEqual([])
    expect(await isTooWide(ben.page)).toBe(false)
    await ben.page.getByRole('button', { name: 'أكّد', exact: true }).click()
    await ben.page.getByText('The hearing begins at noon.').waitFor({ state: 'detached' })
    expect(ben.complaints).toEqual([])
    await ben.leave()
    const { versions } = value(await desk.of('ben').document({ desk: desk.desk, document: asked.id }))
    expect(versions[0]?.urgent).toMatchObject({
      reason: 'The hearing begins at noon.',
      confirmedBy: expect.any(String),
    })
  },
)
