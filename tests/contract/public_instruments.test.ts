/** Instruments as anybody meets them: whole without script, each paragraph with its address, changes told in words. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { exampleInstruments } from '../../src/cli/example_instruments.ts'
import { exampleThemes } from '../../src/cli/example_themes.ts'
import type { InstrumentBody } from '../../src/instruments/core/instrument_body.ts'
import { useBrowser } from '../support/browser.ts'
import { expectFits, expectLight } from '../support/public_page.ts'
import { openId, release, takeBack } from '../support/open_rows.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
const visit = useBrowser()
const examples = exampleInstruments()
const draft = examples.find(({ slug }) => slug === 'a-c-3-78-l-41')!

/** Four changes made for this test, each of another kind, in the text of a real draft. */
const amended = (): InstrumentBody => {
  const body = structuredClone(draft) as InstrumentBody
  const now = structuredClone(body.versions[0]!)
  const at = (number: string) => now.provisions.findIndex((one) => one.number === number)
  const take = (number: string) => now.provisions.splice(at(number), 1)[0]!
  const write = (number: string, was: string, is: string) => {
    const old = now.provisions[at(number)]!
    now.provisions[at(number)] = { ...old, text: old.text.replace(was, is) }
  }
  write('OP2', 'Welcomes the continuing efforts', 'Notes the efforts')
  take('OP33')
  const moved = take('OP31')
  const text = moved.text.replace('Also calls', 'Calling').replace(/\.$|;$/, ',')
  now.provisions.splice(3, 0, { ...moved, part: 'preamble', text })
  now.provisions.push({
    id: 'fresh',
    part: 'operative',
    number: 'OP99',
    text: 'Decides to return to this question.',
    cut: { start: false, end: false },
    children: [],
  })
  const counts = { preamble: 0, operative: 0, article: 0, duty: 0 }
  now.provisions = now.provisions.map((one) => {
    const number = `${one.part === 'preamble' ? 'PP' : 'OP'}${++counts[one.part]}`
    const children = one.children.map((child) => ({
      ...child,
      number: child.number.replace(/^OP\d+/, number),
    }))
    return { ...one, number, children }
  })
  now.footnotes = []
  return {
    ...body,
    slug: 'for-this-test',
    versions: [...body.versions, { ...now, id: 'for-this-test', symbol: 'For this test', stage: 'amended' }],
  }
}

beforeAll(async () => {
  server = await startTestServer()
  for (const body of [...examples, amended()])
    await release(server.database, { kind: 'instrument', name: body.slug, body })
}, 180_000)
afterAll(() => server.stop())

const ask = async (path: string) => {
  const answer = await fetch(server.origin + path)
  return { status: answer.status, body: (await answer.text()).replaceAll(/<!--.*?-->/g, '') }
}
/** What a person reads: without marks of the page and of direction. */
const words = (html: string): string =>
  html
    .replaceAll('<br/>', ' ')
    .replaceAll(/<(?:li|p|h\d|div|section)[^>]*>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/[\u2068\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')

test('the list names every text by its kind, and says which are summaries and fragments', async () => {
  const { body } = await ask('/instruments')
  for (const { slug } of examples) expect(body).toContain(`href="/instruments/${slug}"`)
  const read = words(body)
  expect(read.indexOf('Resolutions')).toBeLessThan(read.indexOf('Declarations'))
  expect(read).toContain('adopted in plenary, 9 December 1998 · 1 version · Summary')
  expect(read).toContain('introduced, 15 February 2018')
  expect(read).toContain('Fragment')
})

test('every other public page leads to the texts', async () => {
  expect((await ask('/cases')).body).toContain('href="/instruments"')
  expect((await ask('/ar/cases')).body).toContain('href="/ar/instruments"')
})

test('the Declaration shows its 36 paragraphs with their numbers and says that they are summaries', async () => {
  const { body } = await ask('/instruments/declaration-on-human-rights-defenders')
  expect(body.match(/class="cite"/g)).toHaveLength(36)
  for (const anchor of ['article-1', '9.3-c', '12.2', 'article-20'])
    expect(body).toContain(`<li id="${anchor}"`)
  expect(words(body)).toContain('These are summaries in our own words, not the text.')
})

test('a fragment says where words and paragraphs are missing and who joined later is not known', async () => {
  const read = words((await ask('/instruments/human-rights-defenders-2015')).body)
  expect(read).toContain('Only part of this text is known here.')
  expect(read).toContain('Paragraphs whose number has an X')
  expect(read.match(/\[…\] paragraphs not known here/g)).toHaveLength(5)
  expect(read).toContain('117 for, 14 against, 40 abstaining')
  const house = words((await ask('/instruments/h-res-750-115')).body)
  expect(house).toMatch(/1 sponsor on 26 February 2018: Mr. Hultgren 7 original cosponsors: Mr. McGovern,/)
  expect(house).toContain('Later cosponsors are not known here')
})

test('every paragraph of every version has an address of its own, where it says how to cite it', async () => {
  for (const { slug, versions } of examples)
    for (const { id } of versions) {
      const { status, body } = await ask(`/instruments/${slug}/${id}`)
      expect(status, `${slug}/${id}`).toBe(200)
      const cites = [...body.matchAll(/class="cite" href="([^"]+)"/g)].map(([, href]) => href ?? '')
      expect(cites.length).toBeGreaterThan(0)
      for (const href of cites) expect(body).toContain(`id="${href.split('/').at(-1)}"`)
    }
  const { body } = await ask('/instruments/human-rights-defenders-2015/a-res-70-161/op8')
  expect(words(body)).toContain(
    'A/RES/70/161, Recognizing the role of human rights defenders and the need for their protection, OP8',
  )
  expect(body).toContain(`${server.origin}/instruments/human-rights-defenders-2015/a-res-70-161/op8`)
  expect(body).toContain('href="/instruments/human-rights-defenders-2015/a-res-70-161#op8"')
  const other = await ask('/instruments/human-rights-defenders-2015/l.46-rev.1/pp1')
  expect(other.body).toContain('/l.46-rev.1-orally-revised#pp1"')
})

test.each([
  '/instruments/none',
  '/instruments/a-c-3-78-l-41/none',
  '/instruments/a-c-3-78-l-41/l.41/op99',
  '/instruments/a-c-3-78-l-41/l.41/OP8',
  '/instruments/a-c-3-78-l-41/compare?from=none&to=l.41',
  '/instruments/a-c-3-78-l-41/compare?from=none/l.41&to=l.41',
])('%s is not there', async (path) => {
  expect((await ask(path)).status).toBe(404)
})

const compare = '/instruments/for-this-test/compare'

test('a comparison says in sentences what changed, and marks words for the ear as well', async () => {
  const { body } = await ask(compare)
  const read = words(body)
  expect(read).toContain(
    'From A/C.3/78/L.41 (tabled, 1 November 2023) to For this test (amended, 1 November 2023): ' +
      '1 paragraph was added: OP34. 1 paragraph was deleted: OP33. 1 paragraph changed its words: OP2. ' +
      'OP31 moved between the preamble and the operative part, is now PP4, and changed its words.',
  )
  expect(read).toContain('PP4, was OP31 moved and changed, from “Operative part” to “Preamble”')
  expect(body).toMatch(/<del><span class="hidden">deleted: <\/span>Welcomes</)
  expect(body).toMatch(/<ins><span class="hidden">added: <\/span>Notes</)
  expect(read).toContain('OP3 to OP30, OP30(a) to OP30(g) and OP31: unchanged')
  const all = (await ask(`${compare}?all=1`)).body
  expect(words(all)).toContain('OP3 unchanged')
  const columns = (await ask(`${compare}?view=columns`)).body
  expect(columns.match(/class="sides"/g)).toHaveLength(4)
})

test('of fragments the ends are not compared, and the page says so', async () => {
  const { body } = await ask(
    '/instruments/human-rights-defenders-2015/compare?from=l.46-rev.1&to=l.46-rev.1-orally-revised',
  )
  const read = words(body)
  expect(read).toContain('Nothing changed in the paragraphs that both hold.')
  expect(read).toContain('Not compared, because the other text is known in part only: PP4 to PP6.')
  expect(read).toContain('Where a text breaks off, its end is not compared.')
  expect(body.match(/<ins>|<del>/g)).toHaveLength(2)
})

test('the version of one text is compared with that of another', async () => {
  const { body } = await ask(
    '/instruments/a-hrc-31-l-28/compare?from=human-rights-defenders-2015%2Fl.46-rev.1&to=l.28',
  )
  expect(words(body)).toContain('What changed between two texts')
  expect(body).toMatch(/<ins><span class="hidden">added: <\/span>full and effective</)
})

test('of one version alone there is nothing to compare, and the page says so', async () => {
  expect(words((await ask('/instruments/a-c-3-78-l-41/compare')).body)).toContain(
    'Only one version of this text is known here',
  )
})

test('an instrument that is withdrawn is gone with the next request from every page', async () => {
  const body = { ...draft, slug: 'brief' }
  const id = await release(server.database, { kind: 'instrument', name: 'brief', body })
  const pages = ['', '/l.41', '/l.41/op8', '/compare']
  for (const page of pages) expect((await ask(`/instruments/brief${page}`)).status, page).toBe(200)
  expect((await ask('/instruments')).body).toContain('/instruments/brief"')
  await takeBack(server.database, id)
  for (const page of pages)
    expect(await ask(`/instruments/brief${page}`), page).toEqual(await ask(`/instruments/never-was${page}`))
  expect((await ask('/instruments')).body).not.toContain('/instruments/brief"')
  expect((await ask('/instruments/a-hrc-31-l-28/compare')).body).not.toContain('brief/')
})

test('a released version that was replaced is read no more, its address follows the new text', async () => {
  const body = { ...draft, slug: 'first-address' }
  await release(server.database, { kind: 'instrument', name: 'moving', body })
  expect((await ask('/instruments/first-address')).status).toBe(200)
  const next = { ...body, slug: 'second-address' }
  await release(server.database, { kind: 'instrument', name: 'moving', body: next, version: 2 })
  expect((await ask('/instruments/first-address')).status).toBe(404)
  expect((await ask('/instruments/second-address')).status).toBe(200)
})

test('a theme leads to the text here while it is released, and to its own address afterwards', async () => {
  const theme = exampleThemes().find(({ slug }) => slug === 'human-rights-defenders')!
  const own = theme.instruments.filter((one) => one.slug)
  expect(own.map((one) => one.slug)).toEqual([
    'declaration-on-human-rights-defenders',
    'human-rights-defenders-2015',
  ])
  const body = { ...theme, figures: [], cases: [] }
  await release(server.database, { kind: 'theme', name: 'theme', body })
  const path = '/themes/human-rights-defenders'
  const before = (await ask(path)).body
  for (const { slug } of own) expect(before).toContain(`href="/instruments/${slug}"`)
  await takeBack(server.database, openId('human-rights-defenders-2015'))
  const after = (await ask(path)).body
  expect(after).not.toContain('/instruments/human-rights-defenders-2015')
  expect(after).toContain('href="https://undocs.org/A/RES/70/161"')
  const again = { kind: 'instrument', name: 'human-rights-defenders-2015', version: 2 } as const
  await release(server.database, { ...again, body: examples.find(({ slug }) => slug === again.name) })
})

test('the form holds the two that are compared, also a version that is not the last of its text', async () => {
  const { body } = await ask(
    '/instruments/a-hrc-31-l-28/compare?from=human-rights-defenders-2015%2Fl.46-rev.1&to=l.28',
  )
  expect(body).toContain('<option value="human-rights-defenders-2015/l.46-rev.1" selected')
  expect(body).toContain('<option value="l.28" selected')
})

test('printed, a redline stands in two columns and without its form', async () => {
  const { page, leave } = await visit({ origin: server.origin, width: 794 })
  await page.goto(`${compare}?view=columns`)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.compare form').isVisible()).toBe(false)
  const [old, now] = await page.locator('#op2 .sides > div').all()
  const [left, right] = [await old!.boundingBox(), await now!.boundingBox()]
  expect(right!.x).toBeGreaterThan(left!.x + left!.width)
  const del = page.locator('#op2 del').first()
  expect(await del.evaluate((one) => getComputedStyle(one).textDecorationLine)).toBe('line-through')
  await leave()
})

/** Bytes that travel; the draft of 2023 has 38 paragraphs and 4,400 words and is the longest. */
const pages = [
  ['/instruments', 25],
  ['/instruments/declaration-on-human-rights-defenders', 25],
  ['/instruments/human-rights-defenders-2015', 25],
  ['/instruments/a-c-3-78-l-41', 25],
  ['/instruments/a-c-3-78-l-41/l.41/op30', 25],
  ['/instruments/human-rights-defenders-2015/compare', 25],
  [compare, 25],
  [`${compare}?view=columns`, 25],
  [`${compare}?view=columns&all=1`, 30],
] as const

describe.each(pages)('%s', (path, most) => {
  test(`has no script, no style attribute and at most ${most} KB with its styles`, async () => {
    await expectLight(server.origin + path, most)
  })

  test.each([
    ['en', 1280, 'light'],
    ['ar', 320, 'dark'],
  ] as const)('in %s at %i pixels fits, and axe finds nothing', async (lang, width, colors) => {
    await expectFits(visit, { origin: server.origin, path, lang, width, colors })
  })
})
