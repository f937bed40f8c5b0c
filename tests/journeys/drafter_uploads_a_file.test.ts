/** Somebody has the text as a file: it is read on the device, corrected, kept; what cannot be read is refused in words. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { draftDocx } from '../support/docx.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
}, 180_000)
afterAll(() => desk.server.stop())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const choose = (page: Page, name: string, content: Uint8Array | string) =>
  page
    .locator('#field-versions-0-file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
const numbers = (page: Page): Promise<string[]> =>
  page
    .locator('.rows-found .number')
    .evaluateAll((list) => list.map((one) => (one as HTMLInputElement).value))
test(
  'a Word document is chosen, its structure shown with its doubts, one number mended, and kept',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/text/new')
    await page.getByLabel('Title in English').fill('Protecting defenders')
    // What it is shows in its bytes: its name says nothing.
    await choose(page, 'draft.txt', await draftDocx())
    await page.getByText('Read as a Word document').waitFor()
    expect(await numbers(page)).toEqual([
      'PP1',
      'PP2',
      'OP1',
      'OP2',
      'OP2(a)',
      'OP2(b)',
      'OP2(b)(i)',
      'OP2(b)(ii)',
      'OP3',
    ])
    await page.getByText('Tracked changes were read as if accepted').waitFor()
    await page.getByText('Is this agreed language?').waitFor()
    await shot(page, 'docx')
    await page.getByLabel('Number of OP3').fill('OP4')
    await page.keyboard.press('Tab')
    expect((await numbers(page)).at(-1)).toBe('OP4')
    await page.getByLabel('Symbol', { exact: false }).first().fill('A/C.3/81/L.1')
    for (const at of ['sources-0', 'versions-0-sources-0']) {
      await page.locator(`#field-${at}-publisher`).fill('United Nations')
      await page.locator(`#field-${at}-title`).fill('A/C.3/81/L.1')
    }
    await button(page, 'Say who tabled it').click()
    await page.getByLabel('Sponsors', { exact: true }).fill('Norway')
    await page.getByLabel('Original cosponsors').fill('Fiji\nGhana')
    await page.getByLabel('On this day').fill('2026-11-01')
    await page.locator('#field-sponsorship-source-publisher').fill('United Nations')
    await page.locator('#field-sponsorship-source-title').fill('A/C.3/81/L.1')
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const { versions } = await written()
    expect(JSON.stringify(versions.at(-1)?.body)).toContain('OP4')
    expect(versions.at(-1)?.body).toMatchObject({
      sponsorship: { sponsors: ['Norway'], cosponsors: ['Fiji', 'Ghana'], laterKnown: false },
      versions: [{ footnotes: [{ number: '1', text: 'See resolution 53/144, annex.', provision: 'PP1' }] }],
    })
    expect(complaints).toEqual([])
    await leave()
  },
)

/** As the desk has it: the list of documents tells no words of texts. */
const written = async () => {
  const list = await desk.of('vera').documents({ desk: desk.desk })
  const id = list.ok ? list.value.documents[0]?.id : undefined
  const whole = await desk.of('vera').document({ desk: desk.desk, document: id ?? '' })
  if (!whole.ok) throw new Error(whole.error.kind)
  return whole.value
}

test(
  'a file that cannot be read is refused in words, and what stood there stays',
  { timeout: 90_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/text/new')
    await choose(page, 'page.html', '<p>The General Assembly,</p><ol><li>Decides to act;</ol>')
    await page.getByLabel('Words of OP1').fill('Decides to act at once;')
    const alert = page.getByRole('alert')
    await choose(page, 'draft.docx', '%PDF-1.7')
    await alert.getByText('“draft.docx” is a PDF').waitFor()
    await choose(page, 'large.txt', new Uint8Array(50_000_000))
    await alert.getByText('“large.txt” is too large').waitFor()
    await choose(page, 'half.docx', (await draftDocx()).subarray(0, 3000))
    await alert.getByText('“half.docx” is damaged').waitFor()
    await shot(page, 'refused-file')
    expect(await page.getByLabel('Words of OP1').inputValue()).toBe('Decides to act at once;')
    // Another text takes its place only when that is said.
    await choose(page, 'text.txt', 'The General Assembly,\n\n1. Condemns it;\n\n2. Decides to go on.\n')
    await page.getByText('Read as plain text').waitFor()
    expect(await numbers(page)).toEqual(['OP1'])
    await button(page, 'Put it in place of the text').click()
    expect(await numbers(page)).toEqual(['OP1', 'OP2'])
    expect(complaints).toEqual([])
    await leave()
  },
)

test(
  'a text of fifty pages is there within seconds, and the page answers meanwhile',
  { timeout: 90_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', '/desk/instruments/text/new')
    // The longest time in which the page could do nothing.
    await page.evaluate(() => {
      const seen = { longest: 0, last: performance.now() }
      Object.assign(window, { seen })
      const tick = () => {
        const now = performance.now()
        seen.longest = Math.max(seen.longest, now - seen.last)
        seen.last = now
        setTimeout(tick, 0)
      }
      tick()
    })
    const long = await draftDocx({ more: 400 })
    const begun = performance.now()
    await choose(page, 'long.docx', long)
    await page.getByText('Read as a Word document').waitFor({ timeout: 30_000 })
    await page.getByLabel('Words of OP402').waitFor()
    const took = performance.now() - begun
    const longest = await page.evaluate(
      () => (window as unknown as { seen: { longest: number } }).seen.longest,
    )
    if (process.env.SHOTS)
      console.log(`fifty pages: ${Math.round(took)} ms, longest pause ${Math.round(longest)} ms`)
    expect(took).toBeLessThan(15_000)
    expect(longest).toBeLessThan(4000)
    expect(complaints).toEqual([])
    await leave()
  },
)

test.each([
  ['en', 1280],
  ['ar', 390],
] as const)('the form with a file can be used in %s at %i px', { timeout: 90_000 }, async (lang, width) => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
  await enterDesk(page, 'ana', '/desk/instruments/text/new')
  const faults: string[] = []
  const look = async (name: string) => {
    if (await isTooWide(page)) faults.push(`${name}: too wide`)
    faults.push(
      ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${name} ${one}`),
    )
    await shot(page, `${lang}-${width}-${name}`)
  }
  await choose(page, 'draft.pdf', '%PDF-1.7')
  await page.locator('#field-versions-0-file-error').waitFor()
  await look('refused')
  await choose(page, 'draft.docx', await draftDocx())
  await page.locator('.rows-found textarea').first().waitFor()
  await page.locator('#field-sponsorship button').click()
  await look('read')
  expect(faults).toEqual([])
  expect(complaints).toEqual([])
  await leave()
})
