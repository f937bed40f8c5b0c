/** The page of a paragraph lists what cites it: public cases that show it, figures, texts that name its text. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { aFigure } from '../../src/figures/core/testing.ts'
import { flatten } from '../../src/instruments/core/instrument.ts'
import { useBrowser } from '../support/browser.ts'
import { publish, release, takeBack, withdraw } from '../support/open_rows.ts'
import { expectFits, expectLight } from '../support/public_page.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let declaration: string
let figure: string
const visit = useBrowser()
const bodies = exampleInstruments()
const SLUG = 'declaration-on-human-rights-defenders'
const provisions = flatten(bodies.find(({ slug }) => slug === SLUG)!.versions[0]!.provisions)
const idOf = (number: string) => provisions.find(({ provision }) => provision.number === number)!.provision.id
const cite = (number: string) => ({
  instrument: SLUG,
  provision: idOf(number),
  words: `${number} · The text`,
})
const PAGE = `/instruments/${SLUG}/gist`

beforeAll(async () => {
  server = await startTestServer()
  for (const body of bodies) {
    const id = await release(server.database, { kind: 'instrument', name: body.slug, body })
    if (body.slug === SLUG) declaration = id
  }
  const named = aFigure({ statement: { en: 'Figure that cites' }, cites: [cite('12.2')] })
  figure = await release(server.database, { kind: 'figure', name: 'cites', body: named })
  for (let n = 0; n < 12; n++)
    await publish(server.database, { name: `Shown ${n}`, open: { norms: [cite('12.2'), cite('9.1')] } })
  await publish(server.database, { name: 'Silent' })
}, 180_000)
afterAll(() => server.stop())

const ask = async (path: string) => {
  const answer = await fetch(server.origin + path)
  return { status: answer.status, body: await answer.text() }
}
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')
const read = async (path: string) => wordsOf((await ask(path)).body)

test('a paragraph lists public cases, figures and texts that name its text, each with its page', async () => {
  const { body } = await ask(`${PAGE}/12.2`)
  const page = wordsOf(body)
  expect(body.match(/href="\/cases\/[\w-]{22}"/g)).toHaveLength(10)
  expect(page).toContain('All 12 public cases that cite it')
  expect(page).not.toContain('Silent')
  expect(body).toContain(`href="/figures/${figure}"`)
  expect(page).toContain('Paragraphs of other texts that name A/RES/53/144, annex')
  expect(body).toContain('href="/instruments/a-hrc-31-l-28/l.28/pp3"')
  const all = await read(`/cases?norm=${encodeURIComponent(`${SLUG}/${idOf('12.2')}`)}`)
  expect(all).toContain('norm: 12.2 · Declaration on human rights defenders')
  expect(all).not.toContain('Silent')
})

test('one that nothing cites says so', async () => {
  expect(await read('/instruments/duties-of-missions/gist/e01')).toContain(
    'Nothing public cites this paragraph yet.',
  )
})

test('a case and a figure lead to what they cite', async () => {
  const [ref] = (await ask(`${PAGE}/9.1`)).body.match(/\/cases\/[\w-]{22}/) ?? []
  for (const path of [ref!, `/figures/${figure}`])
    expect((await ask(path)).body).toContain(`href="${PAGE}/12.2"`)
  expect((await ask(`/ar${ref}`)).body).toContain(`href="/ar${PAGE}/12.2"`)
})

test('what is withdrawn is in no list at once', async () => {
  const ref = await publish(server.database, { name: 'Brief', open: { norms: [cite('14.1')] } })
  expect(await read(`${PAGE}/14.1`)).toContain('Brief')
  await withdraw(server.database, ref)
  expect(await read(`${PAGE}/14.1`)).not.toContain('Brief')
})

test.each([`${PAGE}/12.2`, '/instruments/duties-of-missions/gist/e01'])(
  '%s is light, without script, and fits in both languages',
  async (path) => {
    const { origin } = server
    await expectLight(origin + path)
    for (const lang of ['en', 'ar'] as const)
      for (const width of [320, 1280]) await expectFits(visit, { origin, path, lang, width })
  },
)

test('when the text is taken back its citations stand in plain words', async () => {
  await takeBack(server.database, declaration)
  expect((await ask(`${PAGE}/12.2`)).status).toBe(404)
  const { body } = await ask(`/figures/${figure}`)
  expect(wordsOf(body)).toContain('12.2 · The text')
  expect(body).not.toContain(PAGE)
})
