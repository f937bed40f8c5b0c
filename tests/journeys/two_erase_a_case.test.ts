/** A writer asks that a case be erased; a lead sees what goes and what stays, and releases it. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'

const visit = useBrowser()
let desk: JourneyDesk
let id: string
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  id = await desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: [] },
      words: { names: [{ text: 'Nadia Karim', kind: 'full' }] },
    },
    { kind: 'note', coded: { toCode: false }, words: { text: 'she asked us to forget her' } },
  ])
}, 180_000)
afterAll(() => desk.server.stop())

test('a case is erased by two, and is gone from the list', { timeout: 120_000 }, async () => {
  const vera = await visit({ origin: desk.server.origin })
  await enterDesk(vera.page, 'vera', `/desk/cases/${id}`)
  await vera.page.getByText('Add something else').click()
  await vera.page.getByRole('link', { name: 'Erasure of the case' }).click()
  await vera.page.getByText('The whole case is erased for ever').waitFor()
  expect(await accessibilityFaults(vera.page)).toEqual([])
  expect(await isTooWide(vera.page)).toBe(false)
  await vera.page.getByLabel('Requested by the person').check()
  await vera.page.getByRole('button', { name: 'Ask that the case be erased' }).click()
  await vera.page.getByText('Erasure waits for release').waitFor()

  const ben = await visit({ origin: desk.server.origin })
  await enterDesk(ben.page, 'ben', '/desk')
  await ben.page.getByRole('link', { name: 'Nadia Karim' }).first().click()
  await ben.page.getByRole('tab', { name: /Entries/ }).click()
  await ben.page.getByRole('link', { name: 'Look and release' }).click()
  await ben.page.getByText('The whole case: all').waitFor()
  expect(await accessibilityFaults(ben.page)).toEqual([])
  await ben.page.getByRole('button', { name: 'Release' }).click()
  await ben.page.getByRole('heading', { name: 'Erased case' }).waitFor()
  await ben.page.getByText('Asked for by vera, released by ben', { exact: false }).waitFor()
  expect(await accessibilityFaults(ben.page)).toEqual([])
  expect(await isTooWide(ben.page)).toBe(false)
  expect(await ben.page.locator('main').innerText()).not.toContain('Nadia')

  await follow(ben.page, '/desk/cases')
  await ben.page.getByRole('button', { name: 'Show the erased case' }).click()
  await ben.page.getByRole('link', { name: /Erased case/ }).waitFor()
  expect(await accessibilityFaults(ben.page)).toEqual([])
  expect(value(await desk.of('ana').openCase({ desk: desk.desk, case: id })).state.erased).not.toBeNull()
  expect([...vera.complaints, ...ben.complaints]).toEqual([])
  await ben.leave()
  await vera.leave()
})
