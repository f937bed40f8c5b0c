/** Amendments as anybody meets them: whole without script, with what a person confirmed, and nothing invented unsaid. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { exampleAmendments } from '../../src/cli/example_amendments.ts'
import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { useBrowser } from '../support/browser.ts'
import { release, takeBack } from '../support/open_rows.ts'
import { askAddress, expectFits, expectLight, pageWords } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const ids = new Map<string, string>()

const L41 = '/instruments/a-c-3-78-l-41/amendments'
const example = (n: number): string => `example-${n}-to-a-c-3-78-l-41`

beforeAll(async () => {
  server = await startTestServer()
  for (const body of exampleInstruments())
    if (['a-c-3-78-l-41', 'human-rights-defenders-2015'].includes(body.slug))
      ids.set(body.slug, await release(server.database, { kind: 'instrument', name: body.slug, body }))
  for (const body of exampleAmendments())
    ids.set(body.slug, await release(server.database, { kind: 'amendment', name: body.slug, body }))
}, 180_000)
afterAll(() => server.stop())

const ask = (at: string) => askAddress(server.origin + at)
const words = (html: string): string => pageWords(html, '')
const read = async (path: string): Promise<string> => words((await ask(path)).body)

test('the list says what each does, what a person holds of it and how it stands', async () => {
  const page = await read(L41)
  expect(page).toContain('4 amendments are known here.')
  expect(page).toContain('In OP13, replace “Urges the Islamic Republic of Iran” by')
  expect(page).toContain('Verdict: weakens the text')
  expect(page).toContain('Verdict: strengthens the text')
  // Four amendments and a sub-amendment to one of them.
  expect(page.match(/invented example/g)).toHaveLength(5)
})

test('the page of the text leads to them', async () => {
  for (const path of ['/instruments/a-c-3-78-l-41', '/instruments/a-c-3-78-l-41/l.41']) {
    const { body } = await ask(path)
    expect(body).toContain(`href="${L41}"`)
    expect(words(body)).toContain('4 amendments to it are known here')
  }
})

test('an amendment has its instruction, its redline and its findings with reason and place', async () => {
  const { body } = await ask(`${L41}/${example(1)}`)
  const page = words(body)
  expect(page).toContain('nobody tabled it')
  expect(page).toContain('In operative paragraph 13, replace “Urges the Islamic Republic of Iran”')
  expect(page).toContain('added: Encourages')
  expect(page).toContain('deleted: Urges')
  expect(page).toContain('Escape clause: “as appropriate” is put in')
  expect(page).toContain('Opening verb of the paragraph: “Encourages” in place of “Urges”')
  expect(page).toContain('Whoever decides what is appropriate decides whether it happens')
  expect(body).toContain('href="/instruments/a-c-3-78-l-41/l.41/op13"')
})

const SUB = example(5)

test('a sub-amendment stands below what it changes, with a page of its own that begins from there', async () => {
  const list = await read(L41)
  expect(list).toContain('4 amendments are known here.')
  expect(list.indexOf('Example 4')).toBeLessThan(list.indexOf('Example 5'))
  expect(await read(`${L41}/${example(4)}`)).toContain('Sub-amendments')
  const { body } = await ask(`${L41}/${SUB}`)
  expect(body).toContain(`href="${L41}/${example(4)}"`)
  const page = words(body)
  expect(page).toContain('From the text as Example 4 would leave it.')
  expect(page).toContain('deleted: release immediately')
  expect(page).toContain('weakens the text')
})

test('the outcome takes a sub-amendment with its amendment, and names one whose amendment was not chosen', async () => {
  const both = await read(`${L41}?with=${example(4)}&with=${SUB}`)
  expect(both).toContain('All of them can be applied together.')
  expect(both).toContain('consider releasing, as appropriate')
  const alone = await read(`${L41}?with=${SUB}`)
  expect(alone).toContain('the amendment that it changes is not here.')
})

test('reasons of the lexicon stand in their own language on Arabic pages', async () => {
  const { body } = await ask(`/ar${L41}/${example(1)}`)
  expect(body).toContain('<span lang="en" dir="ltr">Whoever decides what is appropriate')
  expect(words(body)).toContain('يُضعف النص')
})

test('the 39 amendments of 2015 are told as described, and nothing of each is invented', async () => {
  const page = await read('/instruments/human-rights-defenders-2015/amendments/a-c-3-70-l-69-to-l-107')
  expect(page).toContain('A/C.3/70/L.69 to A/C.3/70/L.107 (39 amendments)')
  expect(page).toContain('what each of them says is not known here')
  expect(page).toContain('African Group, China, Iran (Islamic Republic of)')
  expect(page).toContain('withdrawn in part')
  expect(page).toContain('Which of the 39 those were')
  expect(page).toContain('not reviewed')
  expect(page).toContain('A/C.3/70/L.88')
})

test('amendments to a draft whose text is not here have their pages', async () => {
  const list = await read('/instruments/a-c-3-78-l-51/amendments')
  expect(list).toContain('The text of this draft is not here')
  expect(list).toContain('Afghanistan, Algeria, Bahrain, Bangladesh, Belarus and 45 more · rejected')
  const one = await read('/instruments/a-c-3-78-l-7/amendments/a-c-3-78-l-58')
  expect(one).toContain('adopted')
  expect(one).toContain('Votes not known here')
})

test('a sponsor leads to the member that it names, where the roll knows who that is', async () => {
  const { body } = await ask('/instruments/a-c-3-78-l-51/amendments/a-c-3-78-l-68')
  const page = body.replaceAll(/[\u2066-\u2069]/g, '')
  expect(page).toMatch(/<a href="\/bodies\/un-ga[a-z0-9-]*\/BD">Bangladesh<\/a>/)
  expect((await ask(/\/bodies\/[^"]+\/BD/.exec(page)?.[0] ?? '')).status).toBe(200)
  const sub = (await ask(`${L41}/${SUB}`)).body
  expect(sub).not.toContain('href="/bodies/')
})

test('the outcome of a chosen set is the text with all of them, and nothing stands in the way', async () => {
  const page = await read(`${L41}?with=${example(1)}&with=${example(4)}`)
  expect(page).toContain('The outcome of Example 1 and Example 4')
  expect(page).toContain('All of them can be applied together.')
  expect(page).toContain('1 paragraph was added: OP13.')
  expect(page).toContain('1 paragraph changed its words: OP14.')
})

test('amendments that cannot both have their way are named with the reason', async () => {
  const page = await read(`${L41}?with=${example(2)}&with=${example(3)}`)
  expect(page).toContain('Example 3: Example 2 already changes words of OP14.')
})

test('whoever chooses nothing, something unknown or a description gets the list', async () => {
  for (const query of ['', '?with=', '?with=never-was', '?all=1']) {
    const { status, body } = await ask(L41 + query)
    expect(status).toBe(200)
    expect(words(body)).not.toContain('The outcome of')
  }
})

test('an amendment that is withdrawn is gone with the next request, from outcomes too', async () => {
  const path = `${L41}/${example(4)}`
  const outcome = `${L41}?with=${example(4)}`
  expect((await ask(path)).status).toBe(200)
  expect(await read(outcome)).toContain('The outcome of')
  await takeBack(server.database, ids.get(example(4)) ?? '')
  expect(await ask(path)).toEqual(await ask(`${L41}/never-was`))
  expect(await read(outcome)).not.toContain('Example 4')
  expect((await ask('/instruments/never-was/amendments')).status).toBe(404)
})

const pages = [
  L41,
  `${L41}?with=${example(1)}&with=${example(2)}&with=${example(3)}&all=1`,
  `${L41}/${example(2)}`,
  '/instruments/human-rights-defenders-2015/amendments/a-c-3-70-l-69-to-l-107',
  '/instruments/a-c-3-78-l-51/amendments',
  '/instruments/a-c-3-78-l-51/amendments/a-c-3-78-l-67',
]

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

test('printed, an amendment keeps its redline and leaves out the ways around it', async () => {
  const { page, leave } = await visit({ origin: server.origin, width: 1280 })
  await page.goto(`${L41}/${example(2)}`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.redline del').first().isVisible()).toBe(true)
  expect(await page.locator('.back').first().isVisible()).toBe(false)
  await page.goto(L41)
  expect(await page.locator('.outcome-form').first().isVisible()).toBe(false)
  await leave()
})
