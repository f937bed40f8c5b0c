import { expect, test } from 'vitest'
import { problemsOf } from '#releases/core/kind.ts'
import { exampleInstruments } from '../../cli/example_instruments.ts'
import { type InstrumentBody, type InstrumentRefusal, parseInstrument } from './instrument_body.ts'
import { instrumentKind } from './instrument_kind.ts'

const whole = exampleInstruments().find(({ slug }) => slug === 'human-rights-defenders-2015')!
type Draft = { -readonly [K in keyof InstrumentBody]: InstrumentBody[K] }
/** What is said of the text after one fault was put into it. */
const refusalsAfter = (fault: (body: Draft) => void): readonly InstrumentRefusal[] => {
  const body = structuredClone(whole)
  fault(body)
  const parsed = parseInstrument(body)
  return parsed.ok ? [] : parsed.error
}
type Mutable = { id: string; number: string; text: string; children: Mutable[] }
const provisionsOf = (body: Draft, version: number) =>
  body.versions[version]!.provisions as unknown as Mutable[]

test('a whole instrument is taken as it is', () => {
  expect(parseInstrument(whole)).toEqual({ ok: true, value: whole })
})

test.each<[string, (body: Draft) => void, InstrumentRefusal]>([
  [
    'a title that is not there in its own language',
    (body) => void (body.title = { ar: 'نص' }),
    { kind: 'title_missing', field: 'title.en' },
  ],
  [
    'an act of a State without words about it',
    (body) => {
      body.history[0]!.stage = 'state_acted'
      body.history[0]!.note = null
    },
    { kind: 'act_untold', field: 'history.0.note.en' },
  ],
  [
    'a version that is an act of a State',
    (body) => void (body.versions[0]!.stage = 'state_acted'),
    { kind: 'act_no_stage', field: 'versions.0.stage' },
  ],
  [
    'two versions of one name',
    (body) => void (body.versions[2]!.id = 'l.46-rev.1'),
    { kind: 'version_named_twice', field: 'versions.2.id' },
  ],
  [
    'a version whose address is that of the comparison',
    (body) => {
      body.versions[2]!.id = 'compare'
      body.history[3]!.version = null
    },
    { kind: 'version_name_reserved', field: 'versions.2.id' },
  ],
  [
    'a number printed twice in one version',
    (body) => void (provisionsOf(body, 0)[3]!.number = 'PP3'),
    { kind: 'number_twice', field: 'versions.0.provisions.3.number' },
  ],
  [
    'a number that makes no address',
    (body) => void (provisionsOf(body, 0)[3]!.number = '§ 3'),
    { kind: 'number_unreadable', field: 'versions.0.provisions.3.number' },
  ],
  [
    'an id given twice in one version',
    (body) => void (provisionsOf(body, 0)[3]!.id = provisionsOf(body, 0)[2]!.id),
    { kind: 'id_twice', field: 'versions.0.provisions.3.id' },
  ],
  [
    'a paragraph that lost its id on the way to the next version',
    (body) => void (provisionsOf(body, 1)[0]!.id = 'new'),
    { kind: 'id_not_carried', field: 'versions.1.provisions' },
  ],
  [
    'text with breaks of its page',
    (body) => void (provisionsOf(body, 0)[5]!.text += '\nUnited Nations'),
    { kind: 'text_not_tidy', field: 'versions.0.provisions.5.text' },
  ],
  [
    'a footnote of a paragraph that is not there',
    (body) => void (body.versions[1]!.footnotes[0]!.provision = 'OP99'),
    { kind: 'footnote_lost', field: 'versions.1.footnotes.0.provision' },
  ],
  [
    'a stage of a version that is not there',
    (body) => void (body.history[0]!.version = 'l.46'),
    { kind: 'version_unknown', field: 'history.0.version' },
  ],
  [
    'a day that is none',
    (body) => void (body.history[0]!.on = '2015-13-40'),
    { kind: 'date_unreadable', field: 'history.0.on' },
  ],
  [
    'a version without a source',
    (body) => void (body.versions[0]!.sources = []),
    { kind: 'sources_missing', field: 'versions.0.sources' },
  ],
  [
    'a version without paragraphs',
    (body) => void (body.versions[0]!.provisions = []),
    { kind: 'provisions_missing', field: 'versions.0.provisions' },
  ],
  [
    'a version in a language that is not listed',
    (body) => void (body.versions[0]!.language = 'de'),
    { kind: 'language_not_listed', field: 'versions.0.language' },
  ],
  [
    'a title with an override of direction',
    (body) => void (body.title = { en: 'Defenders\u202Esredn' }),
    { kind: 'not_plain', field: 'title.en' },
  ],
  [
    'a paragraph with a control character',
    (body) => void (provisionsOf(body, 0)[0]!.text = 'Recalling\u0007 the Declaration,'),
    { kind: 'not_plain', field: 'versions.0.provisions.0.text' },
  ],
  [
    'an address that is none of the web',
    (body) => void (body.sources[0]!.address = 'undocs.org'),
    { kind: 'address_not_web', field: 'sources.0.address' },
  ],
])('%s is refused, and where it stands is said', (_, fault, refusal) => {
  expect(refusalsAfter(fault)).toContainEqual(refusal)
})

test('a second instrument at the same address is refused', () => {
  const others = [
    { kind: 'instrument', id: 'x', version: 1, body: whole, deskName: '', releasedOn: '', updatedAt: '' },
  ]
  expect(problemsOf(instrumentKind, whole, others)).toEqual([{ at: 'slug', code: 'slug_taken' }])
  expect(problemsOf(instrumentKind, { ...whole, slug: 'another' }, others)).toEqual([])
})
