/** A writer and her leads: an issue is written, translated, looked at, let out by a second person, and taken out by one. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, darkFaults, useBrowser } from '../support/browser.ts'
import { drawn, enterDesk, follow, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { figureOf, releaseDocument, seenOf, themeOf } from '../support/documents.ts'

const visit = useBrowser()
let desk: JourneyDesk
beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer', rosa: 'reader' })
}, 180_000)
afterAll(() => desk.server.stop())

const publicPage = (path: string): Promise<Response> => fetch(`${desk.server.origin}${path}`)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const writeTheme = async (page: Page): Promise<void> => {
  await page.getByLabel('Title', { exact: true }).fill('Impunity')
  await page.getByLabel('In one sentence').fill('Who kills a defender is rarely judged.')
  await page.getByLabel('Text', { exact: true }).fill('First paragraph.\n\nSecond paragraph.')
  await button(page, 'Add a reason').click()
  await page.getByLabel('In few words').fill('Fear spreads')
  await page.getByLabel('The reason').fill('Others fall silent.')
  await page.getByRole('tab', { name: /missing/ }).click()
  await page.getByRole('button', { name: /^Translate into/ }).click()
  await page.getByLabel('Title', { exact: true }).fill('الإفلات من العقاب')
  await page.getByLabel('In one sentence').fill('من يقتل مدافعًا قلما يُحاكم.')
}

test(
  'a writer writes and translates, sees it as everybody will, proposes; a second lead releases; she withdraws',
  { timeout: 120_000 },
  async () => {
    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera')
    await page.getByRole('link', { name: 'Issues' }).click()
    await page.getByText('This desk has not written about an issue yet.').waitFor()
    await page.getByRole('link', { name: 'New issue' }).click()
    await writeTheme(page)
    // Beside the fields, in the language that is written in.
    const live = page.getByRole('complementary', { name: 'Preview' })
    await live.getByRole('heading', { name: 'الإفلات من العقاب' }).waitFor()
    await button(page, 'Save and propose').click()
    // What is missing is said beside its field.
    await page.locator('#field-slug-error').waitFor()
    await page.getByLabel('Address', { exact: true }).fill('impunity')
    await button(page, 'Save and propose').click()
    await page.getByText('Proposed. It waits for another lead.').waitFor()
    const address = new URL(page.url()).pathname
    expect((await publicPage('/themes/impunity')).status).toBe(404)
    expect(await button(page, 'Release').count()).toBe(0)

    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben')
    await ben.page.getByRole('link', { name: 'Impunity' }).click()
    await button(ben.page, 'Release').click()
    await ben.page.getByText('Released.', { exact: true }).waitFor()
    const open = await publicPage('/themes/impunity')
    expect(open.status).toBe(200)
    expect(await open.text()).toContain('Others fall silent.')
    expect(await (await publicPage('/ar/themes/impunity')).text()).toContain('الإفلات من العقاب')

    await follow(page, '/desk/themes')
    await follow(page, address)
    await button(page, 'Withdraw …').click()
    await button(page, 'Withdraw now').click()
    await page.getByText('it is gone from the public pages').waitFor()
    expect((await publicPage('/themes/impunity')).status).toBe(404)
    expect([...complaints, ...ben.complaints]).toEqual([])
    await ben.leave()
    await leave()
  },
)

test(
  'a lead’s own text is refused her in words, and another lead compares and sends it back',
  { timeout: 90_000 },
  async () => {
    const team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
    const theme = await releaseDocument(team, themeOf('Exile', 'exile'))
    const next = value(
      await desk.of('ana').saveDocument({
        desk: desk.desk,
        document: theme.id,
        kind: 'theme',
        body: themeOf('Life in exile', 'exile'),
        seen: seenOf(theme),
      }),
    )
    const act = { kind: 'propose', ...seenOf(next) } as const
    value(await desk.of('ana').actOnDocument({ desk: desk.desk, document: theme.id, act }))
    const { page, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ana', `/desk/themes/${theme.id}`)
    await button(page, 'Release').click()
    await page.getByText('a lead other than you must release it').waitFor()
    expect(await (await publicPage('/themes/exile')).text()).not.toContain('Life in exile')
    const ben = await visit({ origin: desk.server.origin })
    await enterDesk(ben.page, 'ben', `/desk/themes/${theme.id}`)
    await ben.page.getByRole('tab', { name: 'Compare' }).click()
    await ben.page.getByText('Life in exile').last().waitFor()
    expect(await ben.page.locator('del').allTextContents()).toEqual(['Exile'])
    await button(ben.page, 'Send back …').click()
    await ben.page.getByLabel('What is to be done').fill('Keep the old title.')
    await button(ben.page, 'Send back with this note').click()
    await ben.page.getByText('Sent back with your note.').waitFor()
    await follow(page, '/desk/themes')
    await follow(page, `/desk/themes/${theme.id}`)
    await page.getByText('Keep the old title.').waitFor()
    await ben.leave()
    await leave()
  },
)

test(
  'two write at once: both texts are shown, and what was typed outlives a reload',
  { timeout: 90_000 },
  async () => {
    const vera = desk.of('vera')
    const figure = value(
      await vera.saveDocument({
        desk: desk.desk,
        document: null,
        kind: 'figure',
        body: figureOf('312 were killed.'),
        seen: null,
      }),
    )
    const { page, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'ben', `/desk/figures/${figure.id}`)
    await page.getByLabel('Publisher', { exact: true }).fill('Another publisher')
    await page.waitForTimeout(1300)
    value(
      await vera.saveDocument({
        desk: desk.desk,
        document: figure.id,
        kind: 'figure',
        body: figureOf('312 defenders were killed.'),
        seen: seenOf(figure),
      }),
    )
    await button(page, 'Save draft').click()
    await page.getByText('Somebody saved another text meanwhile').first().waitFor()
    await page.getByText('312 defenders were killed.').first().waitFor()
    await page.getByText('Another publisher').first().waitFor()
    await page.reload()
    await page.locator('#passphrase').waitFor()
    await enterDesk(page, 'ben', `/desk/figures/${figure.id}`)
    await page.getByText('What was typed here before').waitFor()
    expect(await page.getByLabel('Publisher', { exact: true }).inputValue()).toBe('Another publisher')
    await button(page, 'Go on with mine').click()
    await button(page, 'Save draft').click()
    await page.getByText('The draft is saved for the desk.').waitFor()
    await leave()
  },
)

test('a figure that is counted here takes what the server answers', { timeout: 90_000 }, async () => {
  const { page, leave, complaints } = await visit({ origin: desk.server.origin })
  await enterDesk(page, 'vera', '/desk/figures/new')
  await page.getByLabel('Statement in English').fill('Events told here.')
  await page.getByLabel('counted here').check()
  await button(page, 'Count now').click()
  await page.getByText(/^Counted now: 0\./).waitFor()
  await button(page, 'Freeze this number').click()
  await page.getByText(/^Frozen: 0, counted on/).waitFor()
  await button(page, 'Save and propose').click()
  await page.getByText('Proposed. It waits for another lead.').waitFor()
  expect(complaints).toEqual([])
  await leave()
})

const pages = ['/desk/themes', '/desk/themes/new', '/desk/figures', '/desk/figures/new', '/desk/releases']
test.each([
  ['en', 1280],
  ['en', 390],
  ['ar', 1280],
  ['ar', 390],
  ['en', 320],
] as const)(
  'every page of releases can be read in %s at %i px',
  { timeout: 120_000 },
  async (lang, width) => {
    const asked = {
      desk: desk.desk,
      body: { scope: 'desk', cases: 12, reason: 'To move the desk to another server' },
    } as const
    value(await desk.of('ana').proposeExport(asked))
    const { documents } = value(await desk.of('vera').documents({ desk: desk.desk }))
    const { page, complaints, leave } = await visit({ origin: desk.server.origin, width, lang })
    await enterDesk(page, 'ben', '/desk')
    const faults: string[] = []
    const own = documents
      .filter(({ kind }) => kind !== 'export')
      .map(({ kind, id }) => `/desk/${kind}s/${id}`)
    for (const path of [...pages, ...own]) {
      await follow(page, path)
      await drawn(page)
      if (await isTooWide(page)) faults.push(`${path}: too wide`)
      faults.push(
        ...[...(await accessibilityFaults(page)), ...(await darkFaults(page))].map((one) => `${path} ${one}`),
      )
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/${lang}-${width}-${path.slice(6).replaceAll('/', '-')}.png`,
          fullPage: true,
        })
    }
    expect(faults).toEqual([])
    expect(complaints).toEqual([])
    await leave()
  },
)
