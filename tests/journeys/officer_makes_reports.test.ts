/** An officer makes reports on their own device: by consent, edited, exported as files that open, and logged. */
import mammoth from 'mammoth'
import type { Download, Page } from 'playwright-core'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { readTextFile } from '../../src/instruments/client/read_text_file.ts'
import type { EngagementForm } from '../../src/missions/client/views.ts'
import { PASSPHRASE, value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, shot, useBrowser } from '../support/browser.ts'
import { enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { pdfText } from '../support/pdfs.ts'

const visit = useBrowser()
let desk: JourneyDesk
let agreed: string
let silent: string

const caseOf = (names: readonly string[], purposes: Record<string, 'yes' | 'no'>) =>
  desk.open([
    { kind: 'opened', coded: { dark: false, country: 'TJ' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
      words: {
        names: names.map((text) => ({ text, kind: 'full' })),
        occupation: 'lawyer',
        work: 'She defends villages.',
      },
    },
    {
      kind: 'event',
      coded: { type: 'arrest', date: '2024-03', country: 'TJ', acts: [], verification: 'VER' },
      words: { date: '2024-03-14', place: 'Khujand', narrative: `${names[0]} was taken from court.` },
    },
    {
      kind: 'event',
      coded: { type: 'threat', date: '2024-04', country: 'TJ', acts: [], verification: 'VER' },
      words: { date: '2024-04-02', place: 'Khujand', narrative: 'Her brother Daler was warned.' },
    },
    {
      kind: 'consent',
      coded: { purposes, capacity: 'self', way: 'written', date: '2024-04', risksExplained: true },
      words: { exclusions: 'her family' },
    },
  ])

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  agreed = await caseOf(['Nodira Saidova', 'نادرة سعيدوفا'], { C3: 'yes', C4: 'yes', C5: 'yes', C8: 'yes' })
  silent = await caseOf(['Bahrom Karimov'], { C3: 'no' })
}, 180_000)
afterAll(() => desk.server.stop())

/** What was proved in any session by now counts no more. */
const minutesPass = (): Promise<unknown> =>
  asSuperuser(desk.server.database, (client) =>
    client.query(`update amparo.session set proved_at = proved_at - interval '5 minutes'`),
  )

const faultsOn = async (page: Page): Promise<readonly string[]> => [
  ...(await accessibilityFaults(page)),
  ...(await darkFaults(page)),
  ...((await isTooWide(page)) ? ['too wide'] : []),
]

/** Every file that follows from one press of the button, by its ending. */
const exportAll = async (
  page: Page,
  formats: readonly string[],
  asked: () => Promise<void> = async () => undefined,
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const files: Download[] = []
  page.on('download', (file) => files.push(file))
  for (const one of ['docx', 'pdf', 'html'])
    await page.locator(`#report-formats input[value=${one}]`).setChecked(formats.includes(one))
  await page.locator('#report-export').click()
  await asked()
  await page.locator('#report-exported').waitFor({ timeout: 90_000 })
  await expect.poll(() => files.length).toBe(formats.length)
  const read = await Promise.all(
    files.map(
      async (file) =>
        [file.suggestedFilename().split('.').at(-1) ?? '', readFileSync(await file.path())] as const,
    ),
  )
  return new Map(read.map(([ending, bytes]) => [ending, new Uint8Array(bytes)]))
}

const pdfLine = async (bytes: Uint8Array) => (await pdfText(bytes)).replaceAll(/\s+/g, ' ')

test.each([
  ['en', 1280],
  ['ar', 390],
])(
  'a motion keeps to 500 words and to who agreed, and leaves as three files that open, in %s at %i px',
  { timeout: 180_000 },
  async (lang, width) => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
    await enterDesk(page, 'ana', '/desk/missions/reports')
    await page.locator('a[href="/desk/missions/reports/urgency"]').click()
    await page.locator('.report-cases input').first().waitFor()
    await page.locator('#report-subject').fill('Nodira & others')
    for (const id of [agreed, silent]) await page.locator(`#report-case-${id}`).check()
    expect(await faultsOn(page)).toEqual([])
    await page.locator('#report-make').click()
    await page.locator('.word-count').waitFor()
    const title = page.locator('#report-title')
    await title.waitFor()
    const recital = page.locator('.report-blocks textarea').nth(1)
    expect(await recital.inputValue()).toContain('Nodira Saidova')
    expect(await page.locator('.report-blocks').textContent()).not.toContain('Bahrom')
    expect(await faultsOn(page)).toEqual([])
    await shot(page, `urgency-${lang}-${width}`)

    // The counter follows the keys, and says so when the limit is passed.
    const before = await recital.inputValue()
    await recital.fill(`${before}\n${'word '.repeat(500)}`)
    await page.locator('.word-count[data-over=true]').waitFor()
    const paragraphs = page.locator('.report-blocks textarea').nth(2)
    const asked = await paragraphs.inputValue()
    await recital.fill('It was so.')
    await paragraphs.fill('Asks for more.')
    await page.locator('#report-lost').waitFor()
    await paragraphs.fill(asked)
    // A name of whoever did not agree is found before anything leaves.
    await recital.fill(`${before}\nwhereas BAHROM KARIMOV is held;`)
    await page.locator('.word-count[data-over=false]').waitFor()
    await page.locator('#report-export').click()
    await page.locator('#report-refused').getByText('Bahrom Karimov').waitFor()
    await recital.fill(before)
    // Whoever came upon the open desk does not know the passphrase; what is on the page waits for whoever does.
    await minutesPass()
    const files = await exportAll(page, ['docx', 'pdf', 'html'], async () => {
      const typed = page.locator('#again-passphrase')
      await typed.waitFor({ timeout: 90_000 })
      await typed.fill('not what it is at all, sorry')
      await page.keyboard.press('Enter')
      await page.locator('#again-passphrase-error').waitFor({ timeout: 30_000 })
      expect(await faultsOn(page)).toEqual([])
      await shot(page, `again-${lang}-${width}`)
      await typed.fill(PASSPHRASE)
      await page.locator('dialog[open] button[type=submit]').click()
      await typed.waitFor({ state: 'detached', timeout: 30_000 })
    })
    await shot(page, `urgency-exported-${lang}-${width}`)

    const html = new TextDecoder().decode(files.get('html'))
    expect(html).toContain(`dir="${lang === 'ar' ? 'rtl' : 'ltr'}"`)
    expect(html).not.toMatch(/<script|Bahrom/)
    const docx = files.get('docx')!
    const said = await mammoth.extractRawText({ buffer: Buffer.from(docx) })
    const own = await readTextFile(docx, { newId: () => 'p' })
    for (const text of [html, said.value, JSON.stringify(own), await pdfLine(files.get('pdf')!)]) {
      expect(text).toContain('Nodira Saidova')
      expect(text).not.toContain('Bahrom')
    }
    expect(new TextDecoder('latin1').decode(files.get('pdf')).startsWith('%PDF')).toBe(true)
    expect(complaints).toEqual([])
    await leave()
  },
)

test(
  'a report on several cases waits for another lead; a submission is not made without consent',
  { timeout: 180_000 },
  async () => {
    const second = await caseOf(['Zarina Nazarova'], { C3: 'yes' })
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width: 1280 })
    await enterDesk(page, 'ana', '/desk/missions/reports/brief')
    for (const id of [agreed, second, silent]) await page.locator(`#report-case-${id}`).check()
    await page.locator('#report-make').click()
    await page.locator('#report-title').waitFor()
    expect(await page.locator('.report-blocks').textContent()).toContain('Zarina Nazarova')
    await page.locator('#report-export').click()
    await page.locator('#report-reason').fill('The minister travels on Monday.')
    await page.locator('#report-propose').click()
    await page.locator('#report-proposed').waitFor()
    const ben = desk.of('ben')
    const waiting = value(await ben.documents({ desk: desk.desk })).documents.find(
      ({ kind }) => kind === 'export',
    )!
    const { version, revision } = waiting.versions.at(-1)!
    value(
      await ben.actOnDocument({
        desk: desk.desk,
        document: waiting.id,
        act: { kind: 'release', version, revision },
      }),
    )
    const files = await exportAll(page, ['docx'])
    expect([...files.keys()]).toEqual(['docx'])
    const log = value(await desk.of('ana').deskAccess({ desk: desk.desk, days: 1 }))
    expect(JSON.stringify(log)).toContain('"cases":2')

    await follow(page, `/desk/cases/${agreed}/reports/wgad`)
    await page.locator('#report-make').click()
    await page.locator('#report-missing').waitFor()
    expect(await faultsOn(page)).toEqual([])
    await shot(page, 'wgad')
    // What she excluded is told beside the text, with what was left out for it, and stands in no file.
    await page.locator('#report-limits').getByText('her family').waitFor()
    await page.locator('#report-limits li').first().waitFor()
    const first = page.locator('.report-blocks textarea').first()
    await first.fill('Nodira Saidova and her sister.')
    await page.locator('#report-excluded').getByText('and her sister').waitFor()
    // What was written waits here, sealed.
    await first.fill('Nodira Saidova, known here.')
    await page.locator('#report-excluded').waitFor({ state: 'detached' })
    const sent = await exportAll(page, ['docx', 'pdf', 'html'])
    for (const text of [
      new TextDecoder().decode(sent.get('html')),
      (await mammoth.extractRawText({ buffer: Buffer.from(sent.get('docx')!) })).value,
      await pdfLine(sent.get('pdf')!),
    ]) {
      expect(text).toContain('Nodira Saidova, known here.')
      expect(text).not.toMatch(/Daler|brother|her family/)
    }
    await follow(page, `/desk/cases/${silent}/reports/communication`)
    await page.locator('#report-make').click()
    await page.locator('#report-refused').waitFor()
    expect(await page.locator('.report-blocks').count()).toBe(0)
    await follow(page, `/desk/cases/${agreed}/reports/wgad`)
    await page.locator('.report-blocks textarea').first().waitFor()
    expect(await page.locator('.report-blocks textarea').first().inputValue()).toBe(
      'Nodira Saidova, known here.',
    )
    const day = new Date().toISOString().slice(0, 10)
    const month = day.slice(0, 7)
    const coded: EngagementForm = {
      type: 'meeting',
      duties: ['E05'],
      role: 'ambassador',
      date: month,
      result: 'done',
      requestedBy: 'family',
      confidentiality: 'internal',
    }
    const words = { date: day, reply: 'They will look into it.' }
    value(await desk.of('ana').logEngagement({ desk: desk.desk, case: second, coded, words }))
    await follow(page, '/desk/missions/reports/periodic')
    await page.locator('#report-from').fill(month)
    await page.locator('#report-to').fill(month)
    await page.locator('#report-make').click()
    await page.locator('.report-blocks table').waitFor()
    expect(await faultsOn(page)).toEqual([])
    await page.locator('.report-blocks td').getByText(/^E05/).waitFor()
    await page.getByRole('heading', { name: 'Zarina Nazarova' }).waitFor()
    await shot(page, 'periodic')
    expect(complaints).toEqual([])
    await leave()
  },
)
