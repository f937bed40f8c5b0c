import { createHash } from 'node:crypto'

import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { PublicCase } from '#cases/core/public_case.ts'
import { withPublic } from './open_counts.ts'
import { type OpenContent, openFile, openFileNames, openTables } from './open_data.ts'

const whole: PublicCase = {
  ref: 'AAAAAAAAAAAAAAAAAAAAAA',
  lang: 'ar',
  dir: 'rtl',
  releasedOn: '2026-11-01',
  updatedAt: '2026-11-01T10:00:00Z',
  name: 'أمل',
  isPseudonym: true,
  country: 'EG',
  title: 'Organiser, "the voice"',
  summary: '=HYPERLINK("http://x")\nTaken at night.',
  status: {
    custody: 'held',
    custodyBasis: 'pretrial',
    proceedings: 'open',
    proceeding: 'on_trial',
    safety: 'at_risk',
    accountability: 'not_defined',
    asOf: '2026-10-05',
  },
  timeline: [{ date: '2020-03', type: 'arrest', text: '@work' }, { type: 'threat' }],
  charges: ['Membership of a group', 'Other'],
  sentence: { kind: 'prison', years: 25, months: 6 },
  deathPossible: false,
  demands: ['Release'],
  sources: [{ title: 'Statement', publisher: 'UN', url: 'https://example.org/?a=1&b=2' }],
}
const bare: PublicCase = {
  ref: 'BBBBBBBBBBBBBBBBBBBBBB',
  lang: 'en',
  dir: null,
  releasedOn: '2026-11-01',
  updatedAt: '2026-11-01T10:00:00Z',
  isPseudonym: false,
}
const content: OpenContent = {
  day: '2026-11-02',
  vocabulary: '2026.1',
  cases: [bare, whole],
  counts: withPublic(
    [
      {
        unit: 'events',
        verification: 'VER',
        dating: 'incident',
        country: 'EG',
        year: '2020',
        what: 'arrest',
        public: 0,
        told: 5,
      },
      {
        unit: 'acts',
        verification: 'VER',
        dating: 'incident',
        country: 'EG',
        year: '*',
        what: '*',
        public: null,
        told: 10,
      },
    ],
    [
      { codes: ['VER', 'EG', '2020', 'arrest'], times: 1 },
      { codes: ['VER', 'unknown', 'unknown', 'threat'], times: 1 },
    ],
  ),
}

/** Format 1 as it was released. These hashes never change: a snapshot would no longer fit its own. */
const frozen: Readonly<Record<string, string>> = {
  'cases.csv': '69e3b3664e154ca99a7360bbc442bebecc868b2a380ddfefc7607d2e26424da6',
  'cases.json': '71c2a1323a79c971d2cb9695860a25d42c5ad393bf9b6ac3090b62fd803bd738',
  'events.csv': '8bc288a42048a5a082bce2111ede713a1d26d6d1685487f4143256590855b43f',
  'events.json': '8c63ba9fc3f5fa5dd991d3eb4663df985f989bdfba939a8c4fc62365c4b78881',
  'counts.csv': 'daee03e7470eeec40091abbbb276fbedc61198fafbe56430e245c6339d602b3f',
  'counts.json': '5057aba46aee6c6360a947729d31d26802767183480fbce0f031d013d570daf7',
}

test.each(openFileNames)('%s of format 1 has the bytes it always had', (name) => {
  expect(createHash('sha256').update(openFile(content, name)).digest('hex')).toBe(frozen[name])
})

test('a row of names, a row of HXL hashtags, then a row for each case', () => {
  const [names, tags, ...rows] = parse(openFile(content, 'cases.csv'), { record_delimiter: '\r\n' })
  expect(names?.slice(0, 2)).toEqual(['ref', 'page'])
  expect(tags?.[5]).toBe('#country+code+v_iso2')
  expect(rows.map(([ref]) => ref)).toEqual([whole.ref, bare.ref])
})

test('published words run in no spreadsheet', () => {
  expect(openFile(content, 'cases.csv')).toContain(`"'=HYPERLINK(""http://x"")`)
  expect(openFile(content, 'events.csv')).toContain(`'@work`)
})

test('public and told stand beside each other, and a label that is not told apart has a star', () => {
  expect(openFile(content, 'counts.csv').split('\r\n').slice(2, -1)).toEqual([
    'acts,VER,incident,EG,*,*,,10,10',
    'events,VER,incident,EG,2020,arrest,1,5,6',
    'events,VER,incident,unknown,unknown,threat,1,0,1',
  ])
})

test('every hashtag is of the form of HXL, and no column has the name of another', () => {
  for (const columns of Object.values(openTables)) {
    for (const { hxl } of columns) expect(hxl).toMatch(/^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$/)
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length)
    expect(new Set(columns.map(({ hxl }) => hxl)).size).toBe(columns.length)
  }
})

test('the order in which cases come from the database changes no byte', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([whole, bare], { minLength: 2 }), (cases) => {
      for (const name of openFileNames)
        expect(openFile({ ...content, cases }, name)).toBe(openFile(content, name))
    }),
  )
})

test('JSON and CSV say the same', () => {
  for (const name of ['cases', 'events', 'counts'] as const) {
    const json = JSON.parse(openFile(content, `${name}.json`)) as {
      rows: Record<string, string | number | null>[]
    }
    const [names, , ...rows] = parse(openFile(content, `${name}.csv`), { record_delimiter: '\r\n' })
    expect(json.rows.length).toBe(rows.length)
    for (const [at, row] of rows.entries())
      for (const [place, of] of names!.entries())
        expect(row[place]?.replace(/^'(?=[=@])/, '')).toBe(String(json.rows[at]![of] ?? ''))
  }
})
