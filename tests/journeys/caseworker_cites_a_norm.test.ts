/** A caseworker says which norm an event speaks to, by keyboard; a publication shows it, and everybody finds the way back. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { accessibilityFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, pick, startJourneyDesk } from '../support/desk.ts'
import { release } from '../support/open_rows.ts'
import { arrest, opened } from '../support/published.ts'

const visit = useBrowser()
const PARAGRAPH = '/instruments/declaration-on-human-rights-defenders/gist/12.2'
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk()
  for (const body of exampleInstruments().slice(0, 2))
    await release(desk.server.database, { kind: 'instrument', name: body.slug, body })
}, 180_000)
afterAll(() => desk.server.stop())

const publicly = async (path: string) => (await fetch(desk.server.origin + path)).text()

test.each([1280, 390])(
  'at %i px a norm is found by its first words, stands in the timeline, and is published only when it is chosen',
  { timeout: 120_000 },
  async (width) => {
    const log = await desk.open([opened(), arrest()])
    const home = `/desk/cases/${log}`
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width })
    await enterDesk(page, 'ana', `${home}/add/event`)
    await pick(page, 'What happened', 'threat')
    await pick(page, /^Norms that this event speaks to/, 'protect from violence')
    await page.locator('.chips').getByText('12.2').waitFor()
    await pick(page, /^Norms that this event speaks to/, '9.1')
    await page.locator('.chips').getByText('9.1').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, `event-${width}`)
    await page.keyboard.press('Control+Enter')
    await page.getByText('Sealed and added: Event').waitFor()
    await page.locator(`.norms a[href="${PARAGRAPH}"]`).waitFor()
    expect(await isTooWide(page)).toBe(false)
    await shot(page, `timeline-${width}`)

    await page.getByRole('tab', { name: /^Publications/ }).click()
    await page.getByRole('link', { name: 'Propose a publication' }).click()
    await page.locator('#publication-basis').getByRole('radio').nth(1).check()
    await page.locator('#publication-reason').fill('The court has named them.')
    for (const field of ['Name', 'Norms'])
      await page.locator('#publication-fields').getByRole('checkbox', { name: field, exact: true }).check()
    await page.locator('#publication-name').fill(`Shown at ${width}`)
    await page.locator('#publication-norms').getByRole('checkbox', { name: /12\.2/ }).check()
    await page.locator('.preview').getByText('12.2').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await shot(page, `publication-${width}`)
    await page.getByRole('button', { name: 'Propose for release' }).click()
    await page.getByText('Sealed and added: Publication').waitFor()
    expect(await publicly(PARAGRAPH)).not.toContain(`Shown at ${width}`)

    const view = await desk.of('ben').openCase({ desk: desk.desk, case: log })
    const publication = view.ok ? view.value.state.publications[0]!.entry : ''
    await desk.of('ben').append({
      desk: desk.desk,
      case: log,
      entries: [{ kind: 'release', coded: { of: publication } }],
    })
    expect(await publicly(PARAGRAPH)).toContain(`Shown at ${width}`)
    expect(await publicly(PARAGRAPH.replace('12.2', '9.1'))).not.toContain(`Shown at ${width}`)
    expect(complaints).toEqual([])
    await leave()
  },
)
