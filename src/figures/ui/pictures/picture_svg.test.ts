/** A picture as a file and as a part of a page: words stay words, nothing needs a style, everybody is told the same. */
import { gzipSync } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import * as fc from 'fast-check'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { drawWorld } from '#cases/server/world_map.ts'
import { atLeast, exactly, nothingTold, type Picture } from '#figures/core/picture.ts'
import { pictureFiles } from './files.ts'
import PictureOnPage from './Picture.svelte'
import { pictureSvg } from './picture_svg.ts'

const frame = {
  id: 'killed',
  lang: 'en',
  title: 'Defenders killed',
  unit: 'persons',
  scale: 'count' as const,
  period: '2017',
  area: 'all countries',
  source: 'Amparo, 16 November 2026',
  notes: ['Every number is a lower bound.'],
  address: 'https://example.org/figures/killed',
}
const rows = [
  { code: 'CO', name: 'Colombia', number: atLeast(126), href: '/cases?country=CO' },
  { code: 'SG', name: 'Singapore', number: exactly(2) },
  { code: 'BR', name: 'Brazil', number: nothingTold },
]
const points = [
  { year: 2016, number: exactly(3) },
  { year: 2018, number: atLeast(5) },
]
const series = [{ code: 'CO', name: 'Colombia', points }]
const kinds: readonly Picture[] = [
  { ...frame, kind: 'bars', rowsAre: 'Country', rows, apart: atLeast(25) },
  { ...frame, kind: 'columns', points, apart: null },
  { ...frame, kind: 'lines', series, apart: null },
  { ...frame, kind: 'multiples', rowsAre: 'Country', panels: series, apart: null },
  { ...frame, kind: 'map', world: drawWorld(), rows, apart: null },
  {
    ...frame,
    kind: 'stacked',
    rowsAre: 'Country',
    parts: [
      { code: 'a', name: 'Killing' },
      { code: 'b', name: 'Torture' },
    ],
    rows: [{ code: 'CO', name: 'Colombia', counts: [3, 1], unknown: 4 }],
  },
  {
    ...frame,
    kind: 'timeline',
    events: [{ code: 'e', label: 'Arrested', date: '2017-03', earliest: '2017-03-01', latest: '2017-03-31' }],
  },
]
const bars = kinds[0] as Extract<Picture, { kind: 'bars' }>
const pageOf = (picture: Picture, props: object = {}): string =>
  render(PictureOnPage, { props: { picture, ...props } }).body.replaceAll(/<!--.*?-->/g, '')

/** Whether it is well-formed XML and a picture: the parser throws where not. */
const read = (svg: string) => new Resvg(svg, { font: { loadSystemFonts: false } })

for (const picture of kinds) {
  for (const lang of ['en', 'ar']) {
    test(`${picture.kind} in ${lang}: drawn by attributes alone, and readable as XML`, () => {
      const svg = pictureSvg({ ...picture, lang })
      expect(svg).not.toMatch(/\sstyle=|<style|<script|\sclass=|\son\w+=|<foreignObject|<image/)
      expect(svg).not.toMatch(/NaN|undefined|Infinity/)
      expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"')
      expect(read(svg).width).toBe(720)
    })
  }

  test(`${picture.kind}: has a name, a description and its source`, () => {
    const svg = pictureSvg(picture)
    expect(svg).toContain('role="img"')
    const [, labels = ''] = /aria-labelledby="([^"]*)"/.exec(svg) ?? []
    for (const id of labels.split(' ')) expect(svg).toContain(`id="${id}"`)
    expect(svg).toContain('>Defenders killed</title>')
    expect(svg).toContain('Source: Amparo, 16 November 2026')
    expect(svg).toContain('https://example.org/figures/killed')
  })

  test(`${picture.kind}: no id stands twice on a page, and every texture is there`, () => {
    const page = pageOf(picture, { files: pictureFiles('/figures/killed') })
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of page.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id)
    expect(page).not.toMatch(/\sstyle=|<style|<script/)
  })
}

test('the world is on a page once, although the picture is there in two widths', () => {
  const page = pageOf(kinds.find(({ kind }) => kind === 'map') ?? bars)
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
  const borrowed = [...page.matchAll(/<use href="#([^"]*)"/g)].map(([, id]) => id)
  expect(borrowed).toContain('killed-w-land')
  for (const id of borrowed) expect(ids).toContain(id)
  expect(gzipSync(page).length).toBeLessThan(14 * 1024)
})

const dangerous = '</text><script>alert(1)</script><a href="javascript:1">&amp;"\'x\u0000\u0008\uFFFF'

test('markup in words stays words, wherever it stands', () => {
  const picture: Picture = {
    ...bars,
    title: dangerous,
    unit: dangerous,
    source: dangerous,
    notes: [dangerous],
    rowsAre: dangerous,
    rows: [{ code: 'CO', name: dangerous, number: exactly(1) }],
  }
  for (const text of [pictureSvg(picture), pageOf(picture)]) {
    expect(text).not.toMatch(/<script|<a href="javascript/)
    expect(text).toContain('&lt;script')
  }
  expect(() => read(pictureSvg(picture))).not.toThrow()
})

test('the end of a character section in words leaves the file whole, as SVG and as PNG', () => {
  const svg = pictureSvg({ ...bars, title: 'one ]]> two', source: ']]>' })
  expect(svg).not.toContain(']]>')
  expect(() => new Resvg(svg)).not.toThrow()
})

test('any words make a file that can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const picture: Picture = { ...bars, title: text, rows: [{ code: 'x', name: text, number: exactly(1) }] }
      expect(() => read(pictureSvg(picture))).not.toThrow()
    }),
    { numRuns: 60 },
  )
})

test('in Arabic words are marked as right to left and begin at the right', () => {
  const svg = pictureSvg({ ...bars, lang: 'ar', title: 'المدافعون' })
  expect(svg).toMatch(/x="704" [^>]*text-anchor="end"[^>]*>\u2067المدافعون\u2069<\/text>/)
  expect(svg).toContain('direction="ltr"')
  expect(pictureSvg(bars)).not.toContain('\u2067')
})

test('the page shows every number of the picture in a table, with ways to the cases and the files', () => {
  const page = pageOf(bars, { files: pictureFiles('/figures/explore?unit=persons') }).replaceAll(/\s+/g, ' ')
  expect(page).toContain('<details>')
  expect(page).toMatch(
    /<th scope="row"[^>]*><a href="\/cases\?country=CO">Colombia<\/a><\/th> ?<td[^>]*>at least 126/,
  )
  expect(page).toMatch(/Brazil<\/th> ?<td[^>]*>nothing told/)
  expect(page).toMatch(/Not told apart<\/th> ?<td[^>]*>at least 25/)
  for (const file of ['svg', 'png', 'csv', 'json'])
    expect(page).toContain(`href="/figures/explore.${file}?unit=persons"`)
  expect(page).toContain('href="https://example.org/figures/killed"')
})

test('a year between others of which nothing is told has its line in the table', () => {
  const page = pageOf({ ...frame, kind: 'columns', points, apart: null })
  expect(page.replaceAll(/\s+/g, ' ')).toMatch(/2017<\/th> ?<td[^>]*>nothing told/)
})

test('shares are told with their counts, the unknown and the whole', () => {
  const page = pageOf(kinds.find(({ kind }) => kind === 'stacked') ?? bars).replaceAll(/\s+/g, ' ')
  expect(page).toMatch(/3 \(37\.5 %\).*1 \(12\.5 %\).*4 \(50 %\).*>8</)
})
