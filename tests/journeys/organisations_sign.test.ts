/**
 * Organisations sign a letter without script, one from its own domain and one by a second person; the secretary pastes
 * the 158 names of 2015, freezes the list, and everybody reads the letter on pages and paper, in English and Arabic.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { value } from '../support/app.ts'
import { accessibilityFaults, useBrowser } from '../support/browser.ts'
import { askOf, campaignOf, releaseKind } from '../support/campaigns.ts'
import { enterDesk, isTooWide, type JourneyDesk, startJourneyDesk } from '../support/desk.ts'
import { pngOf } from '../support/logos.ts'
import { until } from '../support/faulty_server.ts'
import { pdfText } from '../support/pdfs.ts'
import { expectFits, expectLight } from '../support/public_page.ts'

const PAGE = '/campaigns/lanterns/joint-letter'
const visit = useBrowser()
const shots = process.env.AMPARO_SHOTS
let desk: JourneyDesk
let ask: string
let team: {
  readonly desk: string
  readonly writer: ReturnType<JourneyDesk['of']>
  readonly second: ReturnType<JourneyDesk['of']>
}
let body: ReturnType<typeof askOf>

beforeAll(async () => {
  desk = await startJourneyDesk({ vera: 'writer' })
  team = { desk: desk.desk, writer: desk.of('vera'), second: desk.of('ben') }
  const { inbox } = value(await desk.of('ana').desk({ desk: desk.desk }))
  await releaseKind(team, 'campaign', campaignOf())
  body = askOf({
    form: 'sign_on',
    slug: 'joint-letter',
    title: { en: 'Joint letter to all States', ar: 'رسالة مشتركة إلى جميع الدول' },
    letter: {
      en: 'Excellency,\n\nWe, the undersigned organisations, ask your State to support the draft resolution on human rights defenders.',
      ar: 'صاحب السعادة،\n\nنحن المنظمات الموقّعة أدناه نطلب من دولتكم أن تدعم مشروع القرار بشأن المدافعين عن حقوق الإنسان.',
    },
    receivers: askOf().receivers.map((one) => ({ ...one, recipient: inbox })),
    signOn: {
      persons: true,
      embargo: null,
      commentsUntil: { day: '2099-01-01', time: '12:00' },
      late: true,
      secretary: 'secretary@watch.example',
    },
  })
  ask = (await releaseKind(team, 'ask', body)).id
}, 180_000)
afterAll(() => desk.server.stop())

const shoot = async (page: Page, name: string): Promise<void> => {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

const linkTo = async (address: string, wanted: RegExp): Promise<string> => {
  const folder = join(desk.server.dataFolder, 'outbox')
  const read = async () => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : []
    const all = await Promise.all(names.map((name) => PostalMime.parse(readFileSync(join(folder, name)))))
    const texts = all.filter(({ to }) => to?.some((one) => one.address === address))
    return texts.flatMap(({ text }) => wanted.exec(text ?? '')?.[0] ?? [])[0]
  }
  await until(async () => (await read()) !== undefined, 20_000)
  return (await read()) ?? ''
}

const signs = async (fields: Readonly<Record<string, string>>): Promise<void> => {
  const { page, complaints, leave } = await visit({ origin: desk.server.origin, scripts: false, width: 390 })
  await page.goto(`${PAGE}/sign-on`)
  await shoot(page, 'form-390')
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByRole('heading', { name: /mend/ }).or(page.locator('.notice')).first().waitFor()
  await page.getByLabel('Our logo may stand beside our name').check()
  for (const [label, text] of Object.entries(fields)) await page.locator(`[name="${label}"]`).fill(text)
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.waitForURL('**/campaigns/thanks')
  await page.goto(await linkTo(fields.mail ?? '', /http\S+confirm\?k=\S+/))
  await page.getByRole('button', { name: 'Yes, confirm' }).click()
  await page.getByText(/It counts/).waitFor()
  // The form that had something to mend was answered 400.
  expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
  await leave()
}

test(
  'signed from the own domain and by a second person, pasted, frozen, read and printed',
  { timeout: 240_000 },
  async () => {
    await expectFits(visit, { origin: desk.server.origin, path: `${PAGE}/sign-on`, lang: 'ar', width: 390 })
    await expectLight(`${desk.server.origin}${PAGE}/sign-on`)
    await signs({ name: 'Watch', site: 'https://www.watch.org', contact: 'Ana', mail: 'ana@watch.org' })
    await signs({ name: 'Small Watch', contact: 'Sam', mail: 'sam@gmail.com', second_mail: 'sue@gmail.com' })
    const sue = await visit({ origin: desk.server.origin })
    await sue.page.goto(await linkTo('sue@gmail.com', /http\S+signatory\?k=\S+/))
    await shoot(sue.page, 'second')
    await sue.page.getByRole('button', { name: 'Yes, we sign' }).click()
    await sue.page.getByText(/It is shown that you may sign/).waitFor()
    expect(await accessibilityFaults(sue.page)).toEqual([])
    await sue.leave()

    const { page, complaints, leave } = await visit({ origin: desk.server.origin })
    await enterDesk(page, 'vera', `/desk/campaigns/letters/${ask}`)
    await page.getByRole('button', { name: 'Choose all that are shown' }).click()
    await page.getByRole('button', { name: 'Accept', exact: true }).click()
    await page.getByText('2 organisations accepted').waitFor()
    await showsLogo(page)
    await answersComment(page)
    await page
      .getByLabel('Names', { exact: true })
      .fill(readFileSync('examples/campaigns/joint-letter-2015-signatories.csv', 'utf8'))
    await page.getByRole('button', { name: 'Look at it first' }).click()
    await page.getByText(/like Center for Civil Liberties in this list/).waitFor()
    await page.getByRole('button', { name: 'Add 158 names' }).click()
    await page.getByText('160 organisations accepted').waitFor()
    await page.getByText('The Norwegian Human Rights Fund').last().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    await shoot(page, 'desk')

    await closeEarly()
    await page.reload()
    await enterDesk(page, 'vera', `/desk/campaigns/letters/${ask}`)
    await page.getByRole('button', { name: 'Freeze the final list' }).click()
    await page.getByText(/Frozen on .* with 160 names/).waitFor()
    await page.getByRole('button', { name: 'Fill in the 193 Member States' }).click()
    await page.getByRole('button', { name: 'Keep these addressees' }).click()
    await page.getByText('193 addressees').waitFor()
    await shoot(page, 'desk-frozen')
    expect(complaints).toEqual([])
    await leave()
    await readByEverybody()
    await signLate()
  },
)

/** Drawn small in this browser, written anew by the server, beside the name for everybody. */
const showsLogo = async (page: Page): Promise<void> => {
  const buffer = pngOf({ width: 480, height: 120, text: 'drawn at home' })
  await page
    .getByLabel('Logo of Small Watch')
    .setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
  await page.getByText('This file cannot be read as a picture.').waitFor()
  await page
    .getByLabel('Logo of Watch', { exact: true })
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: 'Take off the logo of Watch' }).waitFor()
  const { page: open, complaints, leave } = await visit({ origin: desk.server.origin })
  await open.goto(`${PAGE}/letter`)
  const logo = open.getByRole('img', { name: 'Logo of Watch' })
  await logo.scrollIntoViewIfNeeded()
  const drawn = () => logo.evaluate((one: HTMLImageElement) => [one.naturalWidth, one.naturalHeight])
  await until(async () => (await drawn())[0] !== 0, 10_000)
  expect(await drawn()).toEqual([160, 40])
  expect(await accessibilityFaults(open)).toEqual([])
  const answer = await fetch(new URL((await logo.getAttribute('src')) ?? '', desk.server.origin))
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(await answer.text()).not.toContain('drawn at home')
  await shoot(open, 'logo')
  expect(complaints).toEqual([])
  await leave()
  const pdf = await (await fetch(`${desk.server.origin}${PAGE}/letter.pdf`)).arrayBuffer()
  expect(Buffer.from(pdf).toString('latin1')).toMatch(/\/Subtype\s*\/Image/)
}

/** By the link of the commenter's mail, who is told by another mail. */
const answersComment = async (page: Page): Promise<void> => {
  const own = await visit({ origin: desk.server.origin, width: 390 })
  await own.page.goto(await linkTo('ana@watch.org', /http\S+signatory\?k=\S+/))
  await own.page.getByLabel('Your comment').fill('Please say "at once".')
  await own.page.getByRole('button', { name: 'Send the comment' }).click()
  await own.page.getByText('The desk has not answered it yet').waitFor()
  await page.getByRole('button', { name: 'Open them on this device' }).click()
  await page.getByLabel('Answer to Watch').fill('It says so now.\nThank you.')
  await page.getByLabel('The text is changed because of this comment').check()
  await shoot(page, 'answering')
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await page.getByText('The answer is there, and a mail says so.').waitFor()
  await page.getByText('Led to a change of the text').waitFor()
  await own.page.goto(
    await linkTo('ana@watch.org', /answered[\s\S]*?http\S+signatory\?k=\S+/).then(
      (text) => /http\S+/.exec(text)?.[0] ?? '',
    ),
  )
  await own.page.getByText('It says so now.').waitFor()
  await own.page.getByText('The text was changed because of it.').waitFor()
  expect(await accessibilityFaults(own.page)).toEqual([])
  expect(await isTooWide(own.page)).toBe(false)
  await shoot(own.page, 'own-390')
  await own.leave()
}

const seen = ({ versions }: { versions: readonly { version: number; revision: number }[] }) => ({
  version: versions.at(-1)!.version,
  revision: versions.at(-1)!.revision,
})

/** After the freeze, on the page: in a second list, and no byte of the first one is another. */
const signLate = async (): Promise<void> => {
  const { origin } = desk.server
  const published = async () => (await fetch(`${origin}${PAGE}/signatories.json`)).text()
  const before = await published()
  await expectFits(visit, { origin, path: `${PAGE}/sign-on`, lang: 'ar', width: 390 })
  const stranger = await visit({ origin, scripts: false, width: 390 })
  await stranger.page.goto(PAGE)
  await stranger.page.getByRole('link', { name: 'Sign for the second list' }).click()
  await stranger.page.getByText(/its list is not changed any more/).waitFor()
  await shoot(stranger.page, 'late-390')
  await stranger.leave()
  await signs({ name: 'Belated Watch', site: 'belated.org', contact: 'Bea', mail: 'bea@belated.org' })
  const { page, leave } = await visit({ origin })
  await enterDesk(page, 'vera', `/desk/campaigns/letters/${ask}`)
  await page.getByLabel('Choose Belated Watch').check()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await page.getByText('161 organisations accepted').waitFor()
  await leave()
  const letter = await (await fetch(`${origin}${PAGE}/letter`)).text()
  expect(letter.indexOf('Belated Watch')).toBeGreaterThan(letter.indexOf('Signed after the close'))
  expect(await published()).toBe(before)
  expect(await textOfPdf(`${origin}${PAGE}/letter.pdf`)).toContain('BelatedWatch')
}

/** Without blanks, which lines of type are full of. */
const textOfPdf = async (address: string): Promise<string> => {
  const data = new Uint8Array(await (await fetch(address)).arrayBuffer())
  if (shots) writeFileSync(join(shots, `${new URL(address).pathname.replaceAll('/', '-')}`), data)
  return (await pdfText(data)).replaceAll(/\s+/g, '')
}

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

/** Two persons release a text that closed yesterday. */
const closeEarly = async (): Promise<void> => {
  const { writer, second } = team
  const given = { desk: team.desk, document: ask }
  const there = value(await writer.document(given))
  const closed = { ...body, to: { day: yesterday(), time: '00:00' } }
  const drafted = value(await writer.saveDocument({ ...given, kind: 'ask', body: closed, seen: seen(there) }))
  const proposed = value(await writer.actOnDocument({ ...given, act: { kind: 'propose', ...seen(drafted) } }))
  value(await second.actOnDocument({ ...given, act: { kind: 'release', ...seen(proposed) } }))
}

const readByEverybody = async (): Promise<void> => {
  const { origin } = desk.server
  for (const path of [`${PAGE}/letter`, `${PAGE}/signatories`]) {
    await expectLight(`${origin}${path}`)
    await expectFits(visit, { origin, path, lang: 'en', width: 390 })
    await expectFits(visit, { origin, path, lang: 'ar', width: 1280 })
  }
  for (const [name, path, width] of [
    ['letter-en', `${PAGE}/letter`, 1280],
    ['letter-ar-390', `/ar${PAGE}/letter`, 390],
    ['ask-en', PAGE, 1280],
  ] as const) {
    const { page, leave } = await visit({ origin, width })
    await page.goto(path)
    await shoot(page, name)
    await leave()
  }
  const published = (await (await fetch(`${origin}${PAGE}/signatories.json`)).json()) as {
    readonly sha256: string
    readonly names: readonly unknown[]
  }
  expect(published.names).toHaveLength(160)
  expect(await (await fetch(`${origin}${PAGE}/signatories.csv`)).text()).toContain('Karapatan Alliance')
  for (const lang of ['', '/ar']) {
    const text = await textOfPdf(`${origin}${lang}${PAGE}/letter.pdf`)
    for (const name of ['Zimbabwe Lawyers for Human Rights', 'Small Watch', published.sha256])
      expect(text).toContain(name.replaceAll(' ', ''))
  }
}
