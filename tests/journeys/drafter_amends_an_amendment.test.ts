/** Somebody writes a sub-amendment to another desk's amendment: chosen, read in place, decided, proposed, released. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleAmendments } from '../../src/cli/example_amendments.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { accessibilityFaults, shot, useBrowser } from '../support/browser.ts'
import { seenOf } from '../support/documents.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { release } from '../support/open_rows.ts'

const visit = useBrowser()
const SLUG = 'a-c-3-78-l-41'
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  const { database } = desk.server
  for (const body of exampleInstruments().filter(({ slug }) => slug === SLUG))
    await release(database, { kind: 'instrument', name: body.slug, body })
  for (const body of exampleAmendments().filter(({ slug }) => slug === `example-4-to-${SLUG}`))
    await release(database, { kind: 'amendment', name: body.slug, body })
}, 180_000)
afterAll(() => desk.server.stop())

test('a sub-amendment is read against what its amendment brings in', { timeout: 90_000 }, async () => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 390 })
  await enterDesk(page, 'vera', '/desk/instruments/amendments/new')
  await page.locator('select#field-instrument').selectOption(SLUG)
  await page.locator('#field-name-en').fill('Ours')
  await page.locator('#field-kind').selectOption('sub_amendment')
  await page.locator('#field-to').selectOption(`example-4-to-${SLUG}`)
  const instruction = page.locator('#field-content-instruction')
  await instruction.fill('Delete “unheard of”.')
  await page.locator('.reading').getByText('do not stand', { exact: false }).first().waitFor()
  await instruction.fill('Replace “release immediately” by “release”.')
  await page.locator('.reading ins, .reading del').first().waitFor()
  for (const one of await page.locator('.review input[value=confirmed]').all()) await one.check()
  const verdict = page.locator('#field-content-review-verdict')
  await verdict.selectOption('weakens')
  await page.locator('#field-sources-0-publisher').fill('A delegation')
  await page.locator('#field-sources-0-title').fill('Handed out in the room')
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await isTooWide(page)).toBe(false)
  await shot(page, 'sub-form-390')
  await page.getByRole('button', { name: 'Save and propose' }).click()
  await page.getByText('Proposed. It waits for another lead.').waitFor({ timeout: 10_000 })

  const ben = desk.of('ben')
  const all = await ben.documents({ desk: desk.desk })
  const document = all.ok ? all.value.documents[0]! : null
  const text = document?.versions.at(-1)
  expect(text).toMatchObject({ state: 'proposed', body: { to: `example-4-to-${SLUG}`, version: 'l.41' } })
  const act = { kind: 'release', ...seenOf(document!) } as const
  expect((await ben.actOnDocument({ desk: desk.desk, document: document!.id, act })).ok).toBe(true)
  const answer = await fetch(`${desk.server.origin}/instruments/${SLUG}/amendments/ours`)
  expect(await answer.text()).toContain(`/instruments/${SLUG}/amendments/example-4-to-${SLUG}"`)
  expect(complaints).toEqual([])
  await leave()
})
