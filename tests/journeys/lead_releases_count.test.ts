/** A writer freezes a number that is counted here; a lead sees it beside today's; another desk's theme takes it up. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { themeOf } from '../support/documents.ts'
import { count, publish, release } from '../support/open_rows.ts'
import { aFigure } from '../../src/figures/core/testing.ts'

const visit = useBrowser()
let desk: JourneyDesk
let ref: string
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const { database } = desk.server
  for (const name of ['Ana', 'Ben']) {
    ref = await publish(database, { name, country: 'CO', events: ['arrest 2020'] })
    await count(database, { name, events: [{ type: 'arrest', country: 'CO' }] })
  }
  await release(database, {
    kind: 'figure',
    name: 'theirs',
    body: aFigure({ statement: { en: 'What others counted' } }),
  })
}, 180_000)
afterAll(() => desk.server.stop())

test(
  'a count is frozen, looked at as its page, and released beside what is counted now',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/figures/new')
    await page.locator('#field-statement-en').fill('Events counted here')
    await page.getByText('counted here', { exact: true }).click()
    await page.getByRole('button', { name: 'Count now' }).click()
    await page.getByRole('button', { name: 'Freeze this number' }).click()
    await page.getByText(/^Frozen:/).waitFor()
    await page.getByRole('button', { name: 'Save and propose' }).click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    await page.getByRole('heading', { name: 'Use this figure' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)

    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben', new URL(page.url()).pathname)
    await ben.page.getByText('That is the same.').waitFor()
    expect(await accessibilityFaults(ben.page)).toEqual([])
    await ben.page.getByRole('button', { name: 'Release', exact: true }).click()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test(
  'a theme takes up the public figure of another desk, and its preview shows it with the cases it names',
  { timeout: 90_000 },
  async () => {
    const body = { ...themeOf('Exile', 'exile'), cases: [ref] }
    const draft = value(
      await desk
        .of('vera')
        .saveDocument({ desk: desk.desk, document: null, kind: 'theme', body, seen: null }),
    )
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', `/desk/themes/${draft.id}`)
    const live = page.getByRole('complementary', { name: 'Preview' })
    await live.getByRole('link', { name: 'Ben' }).waitFor()
    const theirs = page.locator('#figure-next option', {
      hasText: /^What others counted .*\(public, of Desk\)$/,
    })
    await page.locator('#figure-next').selectOption((await theirs.getAttribute('value')) ?? '')
    await page.getByRole('button', { name: 'Add this figure' }).click()
    await live.getByText('What others counted').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)
