/** A released figure as anybody meets it: its page, its files, the feed; and gone at once when it is taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { aFigure } from '../../src/figures/core/testing.ts'
import { useBrowser } from '../support/browser.ts'
import { askAddress, expectFits, expectLight } from '../support/public_page.ts'
import { count, openId, publish, release, takeBack, withdraw } from '../support/open_rows.ts'
import { at, figures, startWithFigures } from '../support/released_figures.ts'
import { type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startWithFigures()
}, 180_000)
afterAll(() => server.stop())

const visit = useBrowser()

const ask = (path: string, headers: Record<string, string> = {}) => askAddress(server.origin + path, headers)
/** The words of a page, without its elements. */
const wordsOf = async (path: string) =>
  (await ask(path)).body
    .replaceAll(/<(style|svg)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ')

describe('a figure that is taken back', () => {
  const places = ['', '.json', '.csv', '.svg', '.png', '/embed']

  test.each(['', '/ar'])('answers under "%s" in every form like one that never was', async (lang) => {
    const body = aFigure({ statement: { en: 'Brief' } })
    const id = await release(server.database, { kind: 'figure', name: `gone${lang}`, body })
    for (const place of places) expect((await ask(`${lang}/figures/${id}${place}`)).status, place).toBe(200)
    expect((await ask(`${lang}/figures/feed.atom`)).body).toContain('Brief')
    expect((await ask(`${lang}/figures`)).body).toContain(id)
    const oembed = `/oembed?url=${encodeURIComponent(`${server.origin}${lang}/figures/${id}`)}`
    expect((await ask(oembed)).status).toBe(200)
    await takeBack(server.database, id)
    for (const place of places) {
      const gone = await ask(`${lang}/figures/${id}${place}`)
      expect(gone.status, place).toBe(404)
      expect(gone.body).not.toContain(id)
      for (const never of [openId('never was'), 'x', 'a%20b', '%F0%9F%8C%B1'])
        expect(await ask(`${lang}/figures/${never}${place}`), place).toEqual(
          never.includes('%') && place === '/embed' ? expect.objectContaining({ status: 404 }) : gone,
        )
    }
    expect((await ask(oembed)).status).toBe(404)
    expect((await ask(`${lang}/figures/feed.atom`)).body).not.toContain('Brief')
    expect((await ask(`${lang}/figures`)).body).not.toContain(id)
  })
})

describe('the page of a figure', () => {
  test('says who says so, where and when, and what its source leaves out', async () => {
    const words = await wordsOf(at('plain'))
    for (const said of [
      '312',
      'persons',
      '2017',
      'worldwide, in 27 countries',
      'Front Line Defenders',
      'Annual report',
    ])
      expect(words).toContain(said)
    expect((await ask(at('plain'))).body).toMatch(
      /<a href="https:\/\/www\.example\.org\/report" rel="noreferrer"/,
    )
    const others = await wordsOf(at('disagreeing'))
    expect(others).toMatch(/Quoted in A lobbying brief Title not stated Year not stated/)
    expect(others).toContain('Compared with the source on not yet')
  })

  test('shows two publishers side by side, each with its own number', async () => {
    const words = await wordsOf(at('plain'))
    expect(words).toContain('more than 312 persons')
    expect(words).toContain('Amnesty & <others>')
    expect((await ask(at('plain'))).body).toContain(`href="${at('disagreeing')}"`)
    expect(await wordsOf(at('words'))).not.toContain('about the same thing')
  })

  test('gives a share with what it is of and what is not known, and draws only what is stated', async () => {
    const without = await ask(at('share'))
    expect(await wordsOf(at('share'))).toMatch(/Counted not stated Of tracked cases Not known not stated/)
    expect(without.body).not.toContain('<figure')
    const drawn = await ask(at('whole'))
    expect(drawn.body).toContain('<figure')
    expect(await wordsOf(at('whole'))).toMatch(/4 of 50 states/)
  })

  test('leaves a quantity in words as words', async () => {
    const words = await wordsOf(at('words'))
    expect(words).toContain('thousands of persons')
    expect(words).toContain('period not stated')
    expect(words).not.toMatch(/1[,.]?000/)
  })

  test('says how one that is counted here was asked, what was told then and what is told now', async () => {
    const words = await wordsOf(at('counted'))
    for (const said of [
      'by country',
      'Verified',
      'Counted on 3 February 2026',
      '7.2026-02-02',
      'The same question today',
    ])
      expect(words).toContain(said)
    expect(words).toContain('Too little is told today to answer it.')
    const { body } = await ask(at('counted'))
    expect(body).toContain('href="/figures/explore?')
    expect(body).not.toContain('/figures/explore/cases')
    expect(words).toContain('Counted from cases that are not public')
  })

  test('opens the public cases behind what is counted here, as long as there are any', async () => {
    const shown = { name: 'Shown', country: 'CO' }
    await count(server.database, { ...shown, events: [{ type: 'arrest', country: 'CO', year: 2020 }] })
    const ref = await publish(server.database, { ...shown, events: ['arrest 2020'] })
    const { body } = await ask(at('counted'))
    expect(body).toContain('href="/figures/explore/cases?by=country"')
    expect(body).toContain('href="/figures/explore/cases?by=country&amp;row=CO"')
    await withdraw(server.database, ref)
    expect((await ask(at('counted'))).body).not.toContain('/figures/explore/cases')
  })

  test('shows every released version with what it changed', async () => {
    const words = await wordsOf(at('changed'))
    expect(words).toContain('Version 2, released on 10 November 2026 current')
    expect(words).toContain('Value: 312 persons; now 313 persons')
    expect(words).toContain('Period: 2016; now 2017')
    expect(words).toContain('Wording (English): Defenders killed in a year; now Defenders killed in one year')
  })

  test('names the themes that show it', async () => {
    expect((await ask(at('plain'))).body).toMatch(/<a href="\/themes\/defenders"[^>]*><bdi[^>]*>Defenders/)
    expect((await ask(at('words'))).body).not.toContain('/themes/defenders')
  })

  test('gives a line to cite, one to embed and its files', async () => {
    const words = await wordsOf(at('plain'))
    expect(words).toContain(
      `Defenders killed in one year: 312 persons; 2017; worldwide, in 27 countries. Front Line Defenders, Annual report, 2018, p. 6. In: Watch & <Sons>, version 1 of 1 November 2026, ${server.origin}${at('plain')}`,
    )
    const { body } = await ask(at('plain'))
    expect(body).toContain(`&lt;iframe src="${server.origin}${at('plain')}/embed"`)
    for (const format of ['svg', 'png', 'csv', 'json'])
      expect(body).toContain(`href="${at('plain')}.${format}"`)
  })

  test('shows a statement that is not translated in its own language and says so', async () => {
    const { body } = await ask(at('words', '/ar'))
    expect(body).toMatch(/<h1[^>]*><bdi lang="en" dir="ltr"[^>]*>Activists detained/)
    expect((await ask(at('plain', '/ar'))).body).toContain('مدافعون قُتلوا في سنة واحدة')
  })

  test('is not sent again while nothing has changed, nor kept without asking', async () => {
    const { headers } = await ask(at('plain'))
    expect(headers['cache-control']).toBe('no-cache')
    expect((await ask(at('plain'), { 'if-none-match': headers.etag ?? '' })).status).toBe(304)
  })
})

describe('the home of figures', () => {
  test('lists figures by theme and those of none, each with its source', async () => {
    const words = await wordsOf('/figures')
    expect(words).toMatch(/Defenders.*312 persons.*Front Line Defenders.*All 2 figures of this issue/)
    expect(words).toMatch(/Other figures.*thousands of persons/)
    const { body } = await ask('/figures')
    for (const way of ['explore', 'data', 'rules', 'sdg-16-10-1', 'feed.atom'])
      expect(body).toContain(`/figures/${way}"`)
    expect(body).toContain('<link rel="alternate" type="application/atom+xml" href="/figures/feed.atom"')
  })

  test('sends the address that a country once had to where it is explored', async () => {
    const { status, headers } = await ask('/ar/figures?country=CO')
    expect([status, headers.location]).toEqual([308, '/ar/figures/explore?country=CO'])
  })
})

describe('the files of a figure', () => {
  test('JSON says the same in codes, with all versions', async () => {
    const { headers, body } = await ask(`${at('changed')}.json`)
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'access-control-allow-origin': '*' })
    expect(JSON.parse(body)).toMatchObject({
      format: 'amparo-figure/1',
      id: openId('changed'),
      address: server.origin + at('changed'),
      version: 2,
      value: { kind: 'number', value: 313 },
      source: { kind: 'citation', publisher: 'Front Line Defenders' },
      now: null,
      versions: [
        { version: 2, changed: ['statement.en', 'value', 'period'] },
        { version: 1, changed: [] },
      ],
    })
    expect(body).not.toContain('writer')
    const counted = JSON.parse((await ask(`${at('counted')}.json`)).body)
    expect(counted).toMatchObject({
      now: { difference: -8 },
      source: { kind: 'query', query: { by: 'country' } },
    })
  })

  test('no page and no file shows the stamp of a number', async () => {
    for (const form of ['', '.json', '.csv', '.svg', '/embed'])
      expect((await ask(`${at('counted')}${form}`)).body).not.toContain('a-stamp-of-the-server')
  })

  test('CSV has a row for each version, and one for each row of a breakdown', async () => {
    const { headers, body } = await ask(`${at('changed')}.csv`)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(body.trim().split('\r\n')).toHaveLength(3)
    expect(body).toContain(`${openId('changed')},2,2026-11-10,,Defenders killed in one year,en,313,`)
    expect((await ask(`${at('counted')}.csv`)).body).toMatch(/,CO,Events counted here,en,3,/)
  })

  test('what is told of no row stands beside the rows, so that they add up to the number', async () => {
    expect((await ask(at('counted'))).body).toContain('Not told apart')
    expect((await ask(`${at('counted')}.csv`)).body).toMatch(/,apart,Events counted here,en,5,/)
    expect(JSON.parse((await ask(`${at('counted')}.json`)).body)).toMatchObject({
      source: { frozen: { value: { value: 8 }, apart: { kind: 'number', value: 5 } } },
    })
  })

  test.each(['plain', 'share', 'whole', 'words', 'counted', 'long'])(
    '%s has a picture as SVG and PNG',
    async (name) => {
      const svg = await ask(`${at(name, '/ar')}.svg`)
      expect(svg.headers['content-type']).toContain('image/svg+xml')
      expect(svg.body).not.toMatch(/<script|\sstyle=|href=/)
      const png = await fetch(`${server.origin}${at(name)}.png`)
      expect(png.headers.get('content-type')).toBe('image/png')
      expect(new Uint8Array(await png.arrayBuffer()).slice(1, 4)).toEqual(new TextEncoder().encode('PNG'))
    },
  )
})

test('the Atom feed has new and changed figures with value and source, valid and with lasting ids', async () => {
  const { page, leave } = await visit({ origin: server.origin })
  await page.goto('/figures/rules')
  const { headers, body } = await ask('/figures/feed.atom')
  expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8')
  const read = await page.evaluate((text) => {
    const xml = new DOMParser().parseFromString(text, 'application/xml')
    return {
      broken: xml.querySelector('parsererror')?.textContent ?? null,
      author: xml.querySelector('feed > author > name')?.textContent,
      entries: [...xml.querySelectorAll('entry')].map((entry) =>
        Object.fromEntries([...entry.children].map((part) => [part.localName, part.textContent])),
      ),
    }
  }, body)
  expect(read.broken).toBeNull()
  expect(read.author).toBe('Watch & <Sons>')
  expect(read.entries[0]).toMatchObject({
    id: server.origin + at('changed'),
    updated: '2026-11-10T10:00:00Z',
    summary: 'Changed: version 2',
    content: expect.stringMatching(/313 persons\n2017 · worldwide, in 27 countries\nFront Line Defenders/),
  })
  expect(read.entries[0]).not.toHaveProperty('published')
  expect(read.entries).toHaveLength(Object.keys(figures).length + 1)
  await leave()
})

const pages = [
  ['the home', () => '/figures'],
  ...[...Object.keys(figures), 'changed'].map((name) => [name, () => at(name)] as const),
] as const

describe.each(pages)('%s', (_, path) => {
  test('has no script, no style attribute and at most 25 KB with its styles', async () => {
    await expectLight(server.origin + path())
  })

  test.each([
    ['en', 1280],
    ['ar', 320],
  ] as const)('in %s at %i pixels fits, and axe finds nothing, light and dark', async (lang, width) => {
    await expectFits(visit, { origin: server.origin, path: path(), lang, width })
  })
})
