/** Themes as anybody meets them: whole without script, small, and without what was withdrawn from the next request on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { exampleFigures, exampleThemes } from '../../src/cli/example_themes.ts'
import { useBrowser } from '../support/browser.ts'
import { expectFits, expectLight } from '../support/public_page.ts'
import { openId, publish, release, takeBack, withdraw } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let ref: string
const visit = useBrowser()
const themes = exampleThemes()

beforeAll(async () => {
  server = await startTestServer()
  ref = await publish(server.database, { name: 'Ana', country: 'SG' })
  for (const { code, body } of exampleFigures().rows)
    await release(server.database, { kind: 'figure', name: code ?? '', body })
  for (const theme of themes) {
    const figures = theme.figures.filter((code) => code.startsWith('F')).map((code) => openId(code))
    const body = { ...theme, figures, cases: [ref] }
    await release(server.database, { kind: 'theme', name: theme.slug, body })
  }
}, 180_000)
afterAll(() => server.stop())

const ask = async (path: string) => {
  const answer = await fetch(server.origin + path)
  return { status: answer.status, body: await answer.text() }
}
/** What a person reads: without marks of the page and of direction. */
const words = (html: string): string =>
  html
    .replaceAll('<br/>', ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')

test('the list names all themes, and the home page leads to them', async () => {
  for (const path of ['/themes', '/', '/ar/themes']) {
    const { body } = await ask(path)
    for (const { slug } of themes) expect(body, path).toContain(`/themes/${slug}"`)
  }
})

test('a theme says what there is to know, each with its source, and both publishers where they differ', async () => {
  const { body } = await ask('/themes/human-rights-defenders')
  const read = words(body)
  expect(read).toContain('312 persons Human rights defenders killed in one year')
  expect(read).toContain(
    '2017 · worldwide, in 27 countries Front Line Defenders, Press release on S.Res.407, 2018',
  )
  expect(read).toContain('more than 312 persons')
  expect(read).toContain('Amnesty International USA, Lobbying brief, 2018')
  expect(read).toContain('Two sources on the same thing')
  expect(read).toContain('counted among them: not stated; not known of: not stated')
  expect(body).toContain(`href="/figures/${openId('F01')}"`)
  expect(read).toContain('Released on 1 November 2026 by the desk Desk')
})

test('all thirty figures stand on the pages of the themes', async () => {
  const pages = await Promise.all(themes.map(({ slug }) => ask(`/themes/${slug}`)))
  const all = pages.map(({ body }) => body).join('')
  for (const { code } of exampleFigures().rows) expect(all).toContain(`/figures/${openId(code ?? '')}"`)
})

test('a theme without figures says so', async () => {
  expect(words((await ask('/themes/gun-violence')).body)).toContain('No figures yet.')
})

test('a figure and a case that are withdrawn are gone from the theme with the next request', async () => {
  const path = '/themes/refugees'
  const before = (await ask(path)).body
  expect(before).toContain(`/figures/${openId('F12')}"`)
  expect(before).toContain(`/cases/${ref}"`)
  await takeBack(server.database, openId('F12'))
  await withdraw(server.database, ref)
  const after = (await ask(path)).body
  expect(after).not.toContain(openId('F12'))
  expect(after).not.toContain(ref)
})

test('a theme that is withdrawn answers like one that never was', async () => {
  const body = { ...themes[0]!, slug: 'brief', figures: [], cases: [] }
  const id = await release(server.database, { kind: 'theme', name: 'brief', body })
  expect((await ask('/themes/brief')).status).toBe(200)
  await takeBack(server.database, id)
  expect(await ask('/themes/brief')).toEqual(await ask('/themes/never-was'))
  expect((await ask('/themes')).body).not.toContain('/themes/brief')
})

test('words that are not translated are shown in their own language, which is named', async () => {
  const { en } = themes[1]!.words
  const body = { ...themes[1]!, slug: 'english-only', words: { en }, figures: [], cases: [] }
  await release(server.database, { kind: 'theme', name: 'english-only', body })
  const page = (await ask('/ar/themes/english-only')).body
  expect(page).toMatch(/<h1[^>]*><bdi lang="en" dir="ltr"/)
  expect(words(page)).toContain('ولم يُترجم بعد')
})

const pages = ['/themes', ...themes.map(({ slug }) => `/themes/${slug}`)]

describe.each(pages)('%s', (path) => {
  test('has no script, no style attribute and at most 25 KB with its styles', async () => {
    await expectLight(server.origin + path)
  })

  test.each([
    ['en', 1280, 'light'],
    ['ar', 320, 'dark'],
  ] as const)('in %s at %i pixels fits, and axe finds nothing', async (lang, width, colors) => {
    await expectFits(visit, { origin: server.origin, path, lang, width, colors })
  })
})

test('printed, the fullest theme is two pages in both languages', async () => {
  for (const prefix of ['', '/ar']) {
    const { page, leave } = await visit({ origin: server.origin, width: 1280 })
    await page.goto(`${prefix}/themes/human-rights-defenders`)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
    await leave()
  }
})
