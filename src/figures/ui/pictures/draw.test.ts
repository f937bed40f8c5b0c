/** Whatever is told, words stay apart from each other and inside the picture, in both directions and widths. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawWorld } from '#cases/server/world_map.ts'
import { atLeast, exactly, nothingTold, type Picture, type PictureNumber } from '#figures/core/picture.ts'
import { countries } from '#kernel/core/vocabulary/countries.ts'
import { countryName } from '#languages/formats.ts'
import { translator } from '#languages/translate.ts'
import { drawPicture, notesOf, SLIM, WIDE } from './draw.ts'
import { accent } from './ink.ts'
import { extentOf, type Box, type Mark, type Scene, type Words } from './scene.ts'

const world = drawWorld()
const frame = (lang: string) => ({
  id: 'test',
  lang,
  title: lang === 'ar' ? 'المدافعون الذين قُتلوا، حسب البلد' : 'Defenders killed, by country',
  unit: lang === 'ar' ? 'أشخاص' : 'persons',
  scale: 'count' as const,
  period: '1995–2024',
  area: lang === 'ar' ? 'جميع البلدان' : 'all countries',
  source: 'Amparo',
  notes: [],
  address: 'https://example.org/figures/explore?unit=persons&by=country&from=1995&to=2024&level=VER',
})

const number: fc.Arbitrary<PictureNumber> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(nothingTold) },
  { weight: 4, arbitrary: fc.nat(2_000_000).map(exactly) },
  { weight: 4, arbitrary: fc.nat(900).map(atLeast) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(400), fc.nat(400))
      .map(([value, more]) => ({ value, max: value + more, least: true })),
  },
)
const apart = fc.option(number)
const names = (lang: string) =>
  fc.oneof(
    fc.constantFrom(...countries).map(({ code }) => countryName(code, lang)),
    fc.constant('Saint Vincent and the Grenadines, with a name that nobody would believe to be so long'),
    fc.constant('Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch'),
    fc.constant('جمهورية الكونغو الديمقراطية وجمهورية أفريقيا الوسطى وجزر سليمان'),
    fc.constant('W'),
  )
const points = fc
  .uniqueArray(fc.record({ year: fc.integer({ min: 1990, max: 2026 }), number }), {
    selector: ({ year }) => year,
    maxLength: 37,
  })
  .map((list) => list.toSorted((a, b) => a.year - b.year))

const pictures = fc.constantFrom('en', 'ar').chain((lang): fc.Arbitrary<Picture> => {
  const base = frame(lang)
  const row = fc.record({
    code: fc.constantFrom(...countries.map(({ code }) => code), 'unknown'),
    name: names(lang),
    number,
  })
  const series = fc.record({ code: fc.string(), name: names(lang), points })
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  const event = day.map((date) => {
    const iso = date.toISOString().slice(0, 10)
    return { code: iso, label: 'Arrested at her home', date: iso, earliest: iso, latest: iso }
  })
  const picture = (given: object) => ({ ...base, ...given }) as unknown as Picture
  return fc.oneof(
    fc
      .record({ rows: fc.array(row, { maxLength: 40 }), apart })
      .map((own) => picture({ kind: 'bars', rowsAre: 'Country', ...own })),
    fc.record({ points, apart }).map((own) => picture({ kind: 'columns', ...own })),
    fc
      .record({ series: fc.array(series, { maxLength: 8 }), apart })
      .map((own) => picture({ kind: 'lines', ...own })),
    fc
      .record({ panels: fc.array(series, { maxLength: 12 }), apart })
      .map((own) => picture({ kind: 'multiples', rowsAre: 'Country', ...own })),
    fc
      .record({ rows: fc.array(row, { maxLength: 30 }), apart })
      .map((own) => picture({ kind: 'map', world, ...own })),
    fc.tuple(fc.nat(9), fc.array(names(lang), { maxLength: 6 })).chain(([parts, rows]) =>
      fc
        .array(
          fc.record({
            counts: fc.array(fc.nat(300), { minLength: parts, maxLength: parts }),
            unknown: fc.nat(40),
          }),
          { minLength: rows.length, maxLength: rows.length },
        )
        .map((counts) =>
          picture({
            kind: 'stacked',
            rowsAre: 'Country',
            parts: Array.from({ length: parts }, (_, place) => ({
              code: `p${place}`,
              name: `Part of the whole, number ${place}`,
            })),
            rows: rows.map((name, place) => ({ code: name, name, ...counts[place] })),
          }),
        ),
    ),
    fc
      .record({
        before: names(lang),
        number: fc.constantFrom('', '312', '1,234,567–2,345,678'),
        after: names(lang),
      })
      .map((own) => picture({ kind: 'number', ...own })),
    fc.array(event, { maxLength: 45 }).map((events) => picture({ kind: 'timeline', events })),
  )
})

const wordsOf = ({ marks }: Scene): readonly Words[] => marks.filter((mark) => mark.kind === 'words')
const boxesOf = (marks: readonly Mark[]): readonly Box[] => marks.filter((mark) => mark.kind === 'box')
const draw = (picture: Picture, width: number = WIDE, framed = true): Scene =>
  drawPicture(picture, { width, framed, t: translator(picture.lang) })

test('no word and no shape leaves the picture', () => {
  fc.assert(
    fc.property(pictures, fc.constantFrom(WIDE, SLIM), fc.boolean(), (picture, width, framed) => {
      const scene = draw(picture, width, framed)
      for (const mark of wordsOf(scene)) {
        const { left, right, top, bottom } = extentOf(mark)
        const inside = left >= -0.5 && right <= width + 0.5 && top >= -0.5 && bottom <= scene.height + 0.5
        expect(inside, `${picture.kind} ${width}: ${mark.text}`).toBe(true)
      }
      for (const { x, y, width: wide, height } of boxesOf(scene.marks)) {
        expect(wide >= 0 && height >= 0 && [x, y, wide, height].every(Number.isFinite)).toBe(true)
        expect(x >= -0.5 && x + wide <= width + 0.5 && y >= -0.5 && y + height <= scene.height + 0.5).toBe(
          true,
        )
      }
    }),
    { numRuns: 300 },
  )
})

test('no two words lie on each other', () => {
  fc.assert(
    fc.property(pictures, fc.constantFrom(WIDE, SLIM), (picture, width) => {
      const all = wordsOf(draw(picture, width)).map((mark) => ({ ...extentOf(mark), text: mark.text }))
      for (const [place, a] of all.entries()) {
        for (const b of all.slice(place + 1)) {
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
          expect(across > 1 && down > 2, `${picture.kind} ${width}: "${a.text}" on "${b.text}"`).toBe(false)
        }
      }
    }),
    { numRuns: 300 },
  )
})

const landOf = (lang: string) =>
  draw({ ...frame(lang), kind: 'map', world, apart: null, rows: [] }, WIDE, false).marks.filter(
    (mark) => mark.kind === 'path',
  )

test('a picture from right to left is the mirror image, with the map as it is', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 10 }), (numbers) => {
      const rows = numbers.map((one, place) => ({ code: String(place), name: '٣', number: one }))
      const own = { kind: 'bars' as const, rowsAre: '', rows, apart: null }
      const scene = draw({ ...frame('ar'), ...own }, WIDE, false)
      const labels = wordsOf(scene).filter(({ text }) => text === '٣')
      expect(labels.every(({ anchor, x }) => anchor === 'start' && x > WIDE / 2)).toBe(true)
      for (const { x, width } of boxesOf(scene.marks).filter(({ fill }) => fill === accent)) {
        expect(Math.abs(x + width - (labels[0]?.x ?? 0))).toBeLessThan(20)
      }
    }),
  )
  expect(landOf('ar')).toEqual(landOf('en'))
})

test('bars are as long as their numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 25 }), (values) => {
      const rows = values.map((value, place) => ({
        code: `c${place}`,
        name: `Country ${place}`,
        number: exactly(value),
      }))
      const scene = draw({ ...frame('en'), kind: 'bars', rowsAre: '', rows, apart: null })
      const lengths = boxesOf(scene.marks).map(({ width }) => width)
      const sorted = values.toSorted((a, b) => b - a)
      const longest = lengths[0] ?? 0
      for (const [place, value] of sorted.entries()) {
        expect(lengths[place]).toBeCloseTo((longest * value) / Math.max(1, sorted[0] ?? 1), 3)
      }
    }),
  )
})

test('columns are as high as their numbers, and their ticks stand inside', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 30 }), (values) => {
      const told = values.map((value, place) => ({ year: 1995 + place, number: exactly(value) }))
      const scene = draw({ ...frame('en'), kind: 'columns', points: told, apart: null })
      const columns = boxesOf(scene.marks)
      const most = Math.max(...values)
      const highest = Math.max(...columns.map(({ height }) => height))
      for (const [place, value] of values.entries()) {
        expect(columns[place]?.height).toBeCloseTo((highest * value) / Math.max(1, most), 3)
      }
      const lines = scene.marks.filter((mark) => mark.kind === 'line')
      const [top, bottom] = [Math.min(...lines.map(({ y1 }) => y1)), Math.max(...lines.map(({ y1 }) => y1))]
      expect(columns.every(({ y, height }) => y >= top - 0.1 && y + height <= bottom + 0.1)).toBe(true)
    }),
  )
})

test('a year of which nothing is told has no column, its line breaks, and the picture says so', () => {
  const told = [
    { year: 2019, number: exactly(4) },
    { year: 2020, number: nothingTold },
    { year: 2022, number: exactly(0) },
  ]
  const columns: Picture = { ...frame('en'), kind: 'columns', points: told, apart: null }
  expect(boxesOf(draw(columns).marks)).toHaveLength(2)
  expect(notesOf(columns, translator('en')).join()).toContain('not zero')
  const lines: Picture = {
    ...frame('en'),
    kind: 'lines',
    series: [{ code: 'a', name: 'A', points: told }],
    apart: null,
  }
  const path = draw(lines).marks.find((mark) => mark.kind === 'path' && mark.fill === 'none')
  expect(path?.kind === 'path' && path.d.match(/M/g)).toHaveLength(2)
  const whole: Picture = { ...columns, points: told.filter(({ year }) => year === 2019) }
  expect(notesOf(whole, translator('en'))).toEqual([])
})

const panel = (code: string, value: number) => ({
  code,
  name: code,
  points: [{ year: 2020, number: exactly(value) }],
})

test('small multiples share one scale and say so', () => {
  const scene = draw({
    ...frame('en'),
    kind: 'multiples',
    rowsAre: 'Country',
    panels: [panel('A', 100), panel('B', 25)],
    apart: null,
  })
  const [a, b] = boxesOf(scene.marks).map(({ height }) => height)
  expect(a).toBeCloseTo(4 * (b ?? 0), 5)
  expect(wordsOf(scene).some(({ text }) => text.includes('same scale, from 0 to 100'))).toBe(true)
})

test('a range is drawn up to its higher end, and apart from what is certain', () => {
  const rows = [{ code: 'CO', name: 'Colombia', number: { value: 30, max: 60, least: false } }]
  const scene = draw({ ...frame('en'), kind: 'bars', rowsAre: '', rows, apart: null })
  const [sure, maybe] = boxesOf(scene.marks)
  expect(sure?.width).toBeCloseTo(maybe?.width ?? 0, 5)
  expect(sure?.fill).not.toEqual(maybe?.fill)
  expect(wordsOf(scene).map(({ text }) => text)).toContain('30–60')
})

test('what is not told apart is said in every picture that has no place for it', () => {
  const told = [{ year: 2020, number: exactly(4) }]
  for (const kind of ['columns', 'lines', 'multiples'] as const) {
    const series = [{ code: 'a', name: 'A', points: told }]
    const own = { kind, points: told, series, panels: series, rowsAre: '', apart: atLeast(25) }
    const picture = { ...frame('en'), ...own } as Picture
    expect(notesOf(picture, translator('en'))).toContain('Not told apart: at least 25')
  }
})

test('a picture of nothing says that nothing is told', () => {
  const empty: readonly Picture[] = [
    { ...frame('en'), kind: 'bars', rowsAre: '', rows: [], apart: null },
    { ...frame('en'), kind: 'columns', points: [], apart: null },
    { ...frame('en'), kind: 'lines', series: [], apart: null },
    { ...frame('en'), kind: 'stacked', rowsAre: '', parts: [], rows: [] },
    { ...frame('en'), kind: 'map', world, rows: [], apart: null },
    { ...frame('en'), kind: 'multiples', rowsAre: '', panels: [], apart: null },
    { ...frame('en'), kind: 'timeline', events: [] },
  ]
  for (const picture of empty) {
    const said = wordsOf(draw(picture, SLIM)).map(({ text }) => text)
    expect(said, picture.kind).toContain('Nothing is told here yet.')
  }
})
