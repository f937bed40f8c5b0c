/** A writer notes what a delegate said in confidence; a lead counts with it and strikes it; nobody else learns of it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { journalOf } from '../../src/members/core/journal.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, pick, startJourneyDesk } from '../support/desk.ts'
import { asSuperuser, release } from '../support/open_rows.ts'

const visit = useBrowser()
const SLUG = 'a-c-3-78-l-41'
const PAGE = `/desk/instruments/positions/${SLUG}?body=un-ga-c3`
const SOURCE = 'A talk in the corridor'
const SAID = 'They wait for their capital.'
let desk: JourneyDesk

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
  for (const body of exampleInstruments().filter(({ slug }) => slug === SLUG))
    await release(desk.server.database, { kind: 'instrument', name: body.slug, body })
  await forgetJournal()
}, 180_000)
afterAll(() => desk.server.stop())

/** As where founding was cut off before its journal was begun. */
const forgetJournal = () =>
  asSuperuser(desk.server.database, async (client) => {
    for (const table of ['key_grant', 'entry', 'access'])
      await client.query(`delete from amparo.${table} where log = $1`, [journalOf(desk.desk)])
    await client.query('delete from amparo.log where id = $1', [journalOf(desk.desk)])
  })
/** A lead's device begins it. */
const openAsLead = async (): Promise<void> => {
  const { page, leave } = await visit({ origin: desk.server.origin })
  await openNotes(page, 'ben')
  await leave()
}
const openNotes = async (page: Page, name: string): Promise<void> => {
  await enterDesk(page, name, PAGE)
  await page.getByRole('tab', { name: 'In confidence' }).click()
  await page.getByRole('heading', { name: 'Sealed notes' }).waitFor()
}
/** Members whose vote is likely, by the count on top of the page. */
const likely = (page: Page): Promise<string> =>
  page
    .locator('dt', { hasText: /^Likely$/ })
    .locator('xpath=following-sibling::dd[1]')
    .first()
    .innerText()

test(
  'a note is sealed, counted by the desk alone, struck with its reason, and is never public',
  { timeout: 150_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await openNotes(page, 'vera')
    expect(await likely(page)).toBe('0')
    await page.getByText('Nothing on this text was noted in confidence yet.').waitFor()
    // What is missing is said beside its field.
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.getByRole('alert').getByText('Choose whose position it is.').waitFor()
    await pick(page, 'Who', 'Norway')
    const form = page.locator('form', { hasText: 'Seal the note' })
    await form.getByLabel('Position on').selectOption('instrument.a-c-3-78-l-41')
    await form.getByLabel('Position', { exact: true }).selectOption('leans_for')
    await form.getByLabel('Source').fill(SOURCE)
    await form.getByLabel('What was said').fill(SAID)
    await page.getByRole('button', { name: 'Seal the note' }).click()
    // A writer begins no journal; what was typed waits for a lead.
    await page.getByText('ask a lead to open this page once').waitFor()
    expect(await form.getByLabel('What was said').inputValue()).toBe(SAID)
    await shot(page, 'not_begun')
    await openAsLead()
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.getByText('The note is sealed and stands in the list.').waitFor()
    await page.getByText(SAID).waitFor()
    expect(await page.locator('.sealed-mark').allInnerTexts()).toEqual(['Sealed'])
    expect(await likely(page)).toBe('1')
    // Whoever reads the list of whom to ask sees what must not be said aloud.
    await page.locator('#ask li', { hasText: 'Norway' }).getByText('rests on a sealed note').waitFor()
    await shot(page, 'noted')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await darkFaults(page)).toEqual([])
    await leave()

    const lead = await visit({ origin: desk.server.origin, width: 390 })
    await openNotes(lead.page, 'ben')
    await lead.page.getByText(SAID).waitFor()
    expect(await likely(lead.page), 'it counts before its tab is open').toBe('1')
    expect(await isTooWide(lead.page)).toBe(false)
    await shot(lead.page, 'narrow')
    await lead.page.getByRole('button', { name: 'Strike', exact: true }).click()
    const dialog = lead.page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('Heard wrongly')
    await dialog.getByRole('button', { name: 'Strike' }).click()
    await lead.page.getByText('Heard wrongly').waitFor()
    expect(await likely(lead.page)).toBe('0')
    await lead.leave()

    // Nothing public is known of it, so there is no public count, and the text says nothing of a note.
    expect((await fetch(`${desk.server.origin}/instruments/${SLUG}/positions`)).status).toBe(404)
    expect(await (await fetch(`${desk.server.origin}/instruments/${SLUG}`)).text()).not.toContain('corridor')
    expect(desk.server.logged.join('\n')).not.toContain('corridor')
    expect([...complaints, ...lead.complaints]).toEqual([])
  },
)

test(
  'what is typed survives a reload, and a lost answer makes no second note',
  { timeout: 90_000 },
  async () => {
    const { page, context, leave } = await visit({ origin: desk.server.origin })
    await openNotes(page, 'vera')
    await pick(page, 'Who', 'Sweden')
    const form = page.locator('form', { hasText: 'Seal the note' })
    await form.getByLabel('Position', { exact: true }).selectOption('undecided')
    await form.getByLabel('Source').fill('A call')
    const said = form.getByLabel('What was said')
    await said.fill('Ask them again on Monday.')
    await page.getByText('Kept on this device, sealed').waitFor()
    const again = async () => {
      await openNotes(page, 'vera')
      await page.getByText('What you typed before and had not sealed is here again.').waitFor()
      await expect.poll(() => said.inputValue()).toBe('Ask them again on Monday.')
    }
    await again()
    // The server takes it, and its answer never comes.
    let lost = 0
    await context.route(/\/journal\/entries$/, async (route) => {
      await route.fetch()
      lost += 1
      await route.abort()
    })
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.getByText('The server cannot be reached. Nothing was lost: try again.').waitFor()
    expect(lost).toBeGreaterThan(0)
    await context.unroute(/\/journal\/entries$/)
    await again()
    await page.getByRole('button', { name: 'Seal the note' }).click()
    await page.getByText('The note is sealed and stands in the list.').waitFor()
    expect(await page.locator('.sealed-notes li', { hasText: 'Ask them again on Monday.' }).count()).toBe(1)
    expect(await said.inputValue()).toBe('')
    await leave()
  },
)

test('a reader reads and has no form', { timeout: 60_000 }, async () => {
  const { page, leave } = await visit({ origin: desk.server.origin, lang: 'ar' })
  await enterDesk(page, 'rosa', PAGE)
  await page.locator('[role=tab]').last().click()
  await page.getByText(SAID).waitFor()
  expect(await page.locator('main form').count()).toBe(0)
  expect(await accessibilityFaults(page)).toEqual([])
  await shot(page, 'arabic')
  await leave()
})
