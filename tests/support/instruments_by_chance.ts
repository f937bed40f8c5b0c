/** Instruments by chance, as long as they are some by the schema: for properties of what is written and read. */
import * as fc from 'fast-check'
import {
  type InstrumentBody,
  type InstrumentVersion,
  parseInstrument,
  wordings,
} from '../../src/instruments/core/instrument_body.ts'
import {
  instrumentKinds,
  parts,
  type Part,
  type Provision,
  stages,
} from '../../src/instruments/core/instrument.ts'
import type { ReleasedInstrument } from '../../src/instruments/core/released_instrument.ts'
import { tidy } from '../../src/instruments/core/words.ts'

/** Signs that XML, spaces and directions could lose. */
const letters = fc.constantFrom(...'ab Zé“”’<>&"\'…—ß日المدافع{}[]()%;:'.split(''), '\u0301', '\u{1F54A}')
const line = (maxLength: number) =>
  fc.string({ unit: letters, minLength: 1, maxLength }).map((words) => tidy(words) || 'x')
const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null })
const dates = fc.constantFrom('2015-11-18', '2015-12', '1998', '2015-11-2X', '2015~', '2011-06-30/2011-07-02')

const source = fc.record({
  publisher: line(20),
  title: line(30),
  address: orNull(fc.constantFrom('https://undocs.org/A/RES/70/161', 'https://a.example/?b=c&d=%20')),
  checkedOn: orNull(dates),
})
const sources = fc.array(source, { minLength: 1, maxLength: 2 })

type Shape = { readonly mark: string; readonly text: string; readonly children: readonly Shape[] }
const marks = 'abcdefghijklmnop'

const shapes = fc.letrec<{ one: Shape }>((tie) => ({
  one: fc.record({
    mark: fc.constantFrom('(', '.', '-'),
    text: fc.oneof({ weight: 6, arbitrary: line(40) }, fc.constant('')),
    children: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'provisions' },
      fc.constant([]),
      fc.array(tie('one'), { maxLength: 3 }),
    ),
  }),
})).one

const tops: Readonly<Record<Part, (n: number) => string>> = {
  preamble: (n) => (n % 5 === 0 ? `PPX${n}` : `PP${n}`),
  operative: (n) => (n % 7 === 0 ? String(n) : `OP${n}`),
  article: (n) => `Article ${n}`,
  duty: (n) => `E0${n}`,
}

type Chosen = { readonly part: Part; readonly shape: Shape; readonly cut: number; readonly foreign: boolean }

/** In an order that no schema of the format foresees, too: a preamble after articles, parts inside others. */
const provisions = fc
  .array(
    fc.record({
      part: fc.constantFrom(...parts),
      shape: shapes,
      cut: fc.nat({ max: 12 }),
      foreign: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((chosen) => {
    let given = 0
    const of = (shape: Shape, number: string, one: Chosen): Provision => ({
      id: `p-${++given}`,
      part: one.foreign && given % 3 === 0 ? 'duty' : one.part,
      number,
      text: shape.text,
      cut: { start: one.cut === 1, end: one.cut === 1 || one.cut === 2 },
      children: shape.children.map((child, at) => of(child, below(number, child, at), one)),
    })
    return chosen.map((one, at) => of(one.shape, tops[one.part](at + 1), one))
  })

const below = (number: string, { mark }: Shape, at: number): string => {
  const bare = number.replace(/^Article /, '')
  return mark === '.' && /^\d+(\.\d+)*$/.test(bare) ? `${bare}.${at + 1}` : `${bare}(${marks[at]})`
}

const versions: fc.Arbitrary<Omit<InstrumentVersion, 'id' | 'language'>> = fc
  .record({
    symbol: orNull(line(12)),
    stage: fc.constantFrom(...stages),
    on: orNull(dates),
    wording: fc.constantFrom(...wordings),
    title: orNull(line(40)),
    opening: orNull(line(30)),
    enacting: orNull(line(30)),
    provisions,
    notes: fc.array(fc.record({ number: line(4), text: line(30), at: fc.nat({ max: 8 }) }), { maxLength: 3 }),
    complete: fc.boolean(),
    sources,
  })
  .map(({ notes, ...version }) => ({
    ...version,
    footnotes: notes.map(({ number, text, at }) => ({
      number,
      text,
      provision: version.provisions[at]?.number ?? null,
    })),
  }))

export const instruments: fc.Arbitrary<InstrumentBody> = fc
  .record({
    kind: fc.constantFrom(...instrumentKinds),
    lang: fc.constantFrom('en', 'fr', 'ar', 'zh-Hant', 'gsw'),
    title: line(40),
    symbol: orNull(fc.constantFrom('A/RES/70/161', 'S.Res.407', 'Law 12')),
    body: orNull(line(20)),
    session: orNull(line(10)),
    sources,
    versions: fc.array(versions, { minLength: 1, maxLength: 3 }),
    stages: fc.array(
      fc.record({
        stage: fc.constantFrom(...stages),
        on: dates,
        body: orNull(line(10)),
        at: fc.nat({ max: 3 }),
        source,
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ stages: history, title, versions: texts, lang, ...one }) => ({
    ...one,
    slug: 'by-chance',
    lang,
    title: { [lang]: title },
    languages: [lang],
    sponsorship: null,
    history: history.map(({ at, ...stage }) => ({
      ...stage,
      version: at < texts.length ? `v${at}` : null,
      note: null,
    })),
    versions: texts.map((text, at) => ({ ...text, id: `v${at}`, language: lang })),
  }))
  .map(parseInstrument)
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value)

export const releasedOf = (body: InstrumentBody): ReleasedInstrument => ({
  body,
  deskName: 'A desk & its “friends”',
  releasedOn: '2026-11-22',
})
