import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BillStatus, checkSponsors, readBillStatus } from './billstatus.ts'
import { seatsOn } from './bodies.ts'
import { HOUSE, readLegislatorsCsv, readLegislatorsJson, SENATE } from './legislators.ts'
import { readMarcXml, repairText } from './marcxml.ts'
import { readXml, textOf } from './xml.ts'

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/votes/${name}`, import.meta.url), 'utf8')
const value = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const bill = (name: string): BillStatus => value(readBillStatus(example(`us-congress/${name}`)))

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

test('whatever is written as text or attribute is read again', () => {
  const text = fc
    .string({ unit: 'grapheme' })
    .map((all) => [...all].filter((sign) => sign >= ' ' && sign !== '\uFFFE' && sign !== '\uFFFF').join(''))
  fc.assert(
    fc.property(text, text, (inside, attribute) => {
      const read = value(
        readXml(`<?xml version="1.0"?><!-- x --><a b="${escaped(attribute)}">${escaped(inside)}<c/></a>`),
      )
      expect(read.attributes).toEqual({ b: attribute })
      expect(read.children.filter((one) => typeof one === 'string').join('')).toBe(inside)
    }),
  )
})

test('CDATA, comments, character references and prefixes are read', () => {
  const read = value(readXml('<m:a xmlns:m="x">1<!-- no --><![CDATA[<2>&]]>&#51;&#x34;</m:a>'))
  expect(textOf(read)).toBe('1<2>&34')
})

test.each([
  ['', 'malformed', 'line 1, column 0'],
  ['<a>\n <b></a>', 'malformed', 'line 2, column 8'],
  ['<a b=1/>', 'malformed', 'line 1, column 6'],
  ['<a b="1" b="2"/>', 'malformed', 'line 1, column 16'],
  ['<a>\n&nbsp;</a>', 'malformed', 'line 2, column 6'],
  ['<a>&#0;</a>', 'malformed', 'line 1, column 7'],
  ['<a/><b/>', 'malformed', 'line 1, column 7'],
  ['<a>', 'malformed', 'line 1, column 3'],
  ['<a>\u0001</a>', 'malformed', 'line 1, column 4'],
  [`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, 'malformed', 'line 1, column 306'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document_type', 'line 1, column 30'],
])('XML that is none is refused with its place: %s', (text, kind, at) => {
  expect(readXml(text)).toEqual({ ok: false, error: { kind, at } })
})

test('a text of 50 MB is refused before it is read', () => {
  const text = `<a>${'x'.repeat(50_000_000)}</a>`
  for (const read of [readXml, readMarcXml, readBillStatus, readLegislatorsJson])
    expect(read(text)).toEqual({ ok: false, error: { kind: 'too_large', at: 'line 1' } })
})

test('both old forms of a bill status are read, with everybody who cosponsored', () => {
  const house = bill('BILLSTATUS-114hres348.xml')
  expect(house).toMatchObject({ format: 'none', congress: 114, type: 'HRES', number: 348, chamber: HOUSE })
  expect(house.cosponsors).toHaveLength(45)
  expect(house.introducedOn).toBe('2015-07-07')
  const senate = bill('BILLSTATUS-114sres105.xml')
  expect(senate).toMatchObject({ format: 'none', type: 'SRES', number: 105, chamber: SENATE })
  expect(senate.cosponsors).toHaveLength(28)
  expect(bill('BILLSTATUS-117sconres7.format-1.0.xml')).toMatchObject({
    format: '1',
    type: 'SCONRES',
    number: 7,
    sponsors: [{ member: 'K000367' }],
  })
})

const inFormat3 = (cosponsors: string) => `<billStatus><version>3.0.0</version><bill>
<number>407</number><type>SRES</type><congress>115</congress><title>A resolution</title>
<introducedDate>2018-02-15</introducedDate>
<sponsors><item><bioguideId>C001088</bioguideId><fullName>Sen. Coons</fullName></item></sponsors>
<cosponsors>${cosponsors}</cosponsors></bill></billStatus>`
const cosponsor = (id: string, since: string, withdrawn = '') =>
  `<item><bioguideId>${id}</bioguideId><fullName>Sen. ${id}</fullName><sponsorshipDate>${since}</sponsorshipDate>
<isOriginalCosponsor>False</isOriginalCosponsor><sponsorshipWithdrawnDate>${withdrawn}</sponsorshipWithdrawnDate></item>`

test('format 3.0 names type and number otherwise, and a cosponsor who withdrew keeps both days', () => {
  const read = value(
    readBillStatus(
      inFormat3(cosponsor('T000476', '2018-02-15', '2018-03-01') + cosponsor('T000476', '2018-04-01')),
    ),
  )
  expect(read).toMatchObject({ format: '3', type: 'SRES', number: 407 })
  expect(read.cosponsors.map(({ since, withdrawnOn }) => [since, withdrawnOn])).toEqual([
    ['2018-02-15', '2018-03-01'],
    ['2018-04-01', null],
  ])
})

test.each([
  [inFormat3(cosponsor('T000476', '2018-02-30')), 'value_wrong', 'line 5, sponsorshipDate'],
  [
    inFormat3(cosponsor('T000476', '2018-02-15', '2018-01-01')),
    'value_wrong',
    'line 5, sponsorshipWithdrawnDate',
  ],
  [inFormat3(cosponsor('T000476', '2018-02-15').repeat(2)), 'named_twice', 'line 6, T000476'],
  [inFormat3('').replace('407', 'x'), 'value_wrong', 'line 1, number'],
  [inFormat3('').replace('3.0.0', '9.0'), 'not_this_format', 'version 9.0'],
  ['<a/>', 'not_this_format', 'line 1'],
])('a bill status that cannot be right is refused with its place', (text, kind, at) => {
  expect(readBillStatus(text)).toEqual({ ok: false, error: { kind, at } })
})

const roll = value(readLegislatorsJson(example('us-congress/legislators-2018-02-23.slim.json')))

test('Congress of 23 February 2018: 100 senators, 431 representatives with a vote, 6 without', () => {
  const [senate, house] = [seatsOn(roll, SENATE, '2018-02-23'), seatsOn(roll, HOUSE, '2018-02-23')]
  expect(senate).toHaveLength(100)
  expect(house).toHaveLength(437)
  expect(house.filter(({ membership }) => !membership.votes)).toHaveLength(6)
})

const checked = (cosponsors: string) => checkSponsors(value(readBillStatus(inFormat3(cosponsors))), roll)

test('a cosponsor who is no member of that chamber on that day is named', () => {
  expect(checked(cosponsor('T000476', '2018-02-15'))).toEqual([])
  expect(checked(cosponsor('H001059', '2018-02-15'))).toEqual([
    { kind: 'not_member_then', at: 'cosponsors.0, H001059, 2018-02-15' },
  ])
  expect(checked(cosponsor('T000476', '2012-02-15'))).toMatchObject([{ kind: 'not_member_then' }])
  expect(checked(cosponsor('X000000', '2018-02-15'))).toMatchObject([{ kind: 'unknown_member' }])
})

test('the CSV tells who sits on its day and nothing of any other', () => {
  const csv = example('us-congress/legislators-current.2026.head.csv')
  const read = value(readLegislatorsCsv(csv, '2026-11-01'))
  expect(read.members).toHaveLength(40)
  expect(seatsOn(read, SENATE, '2026-11-01').length + seatsOn(read, HOUSE, '2026-11-01').length).toBe(40)
  expect(seatsOn(read, SENATE, '2025-11-01')).toEqual([])
  expect(readLegislatorsCsv('a,b\n1,2\n', '2026-11-01')).toMatchObject({ error: { kind: 'column_missing' } })
  const wrong = csv.replace('C000127', 'nobody')
  expect(readLegislatorsCsv(wrong, '2026-11-01')).toMatchObject({
    error: { kind: 'value_wrong', at: 'line 2, bioguide' },
  })
})

test('a list that is no list, or names somebody twice, is refused', () => {
  expect(readLegislatorsJson('{')).toMatchObject({ error: { kind: 'malformed' } })
  expect(readLegislatorsJson('{}')).toMatchObject({ error: { kind: 'not_this_format' } })
  expect(readLegislatorsJson('[{"bioguide":"C1"}]')).toMatchObject({
    error: { kind: 'value_wrong', at: '0.bioguide' },
  })
  const [first] = JSON.parse(example('us-congress/legislators-2018-02-23.slim.json')) as unknown[]
  expect(readLegislatorsJson(JSON.stringify([first, first]))).toMatchObject({
    error: { kind: 'named_twice' },
  })
})

const records = value(readMarcXml(example('marcxml/hrd-78-L.30-and-amendments.marcxml.xml')))

test('records of the library: drafts, sponsors, amendments and what they lead to', () => {
  expect(records).toHaveLength(8)
  const draft = records.find(({ symbol }) => symbol === 'A/C.3/78/L.30/Rev.1')
  expect(draft?.sponsors.map(({ state }) => state)).toContain('NO')
  expect(draft?.sponsors.map(({ state }) => state)).toContain('CI')
  expect(draft?.additionalSponsors).toHaveLength(37)
  expect(draft?.linked).toContain('A/RES/78/216')
  const amendment = records.find(({ symbol }) => symbol === 'A/C.3/78/L.67')
  expect(amendment).toMatchObject({ on: '2023-11-09', amends: 'A/C.3/78/L.51' })
  expect(amendment?.additionalSponsors.map(({ state }) => state)).toEqual(['BI', 'TZ', 'ZW'])
  expect(JSON.stringify(records)).not.toContain('Ã')
})

test('every sponsor of these records is known as a State', () => {
  const all = records.flatMap(({ sponsors, additionalSponsors }) => [...sponsors, ...additionalSponsors])
  expect(all.filter(({ state }) => state === null).map(({ name }) => name)).toEqual([])
})

const record = (
  note: string,
) => `<record><datafield tag="191"><subfield code="a">A/C.3/78/L.1</subfield></datafield>
<datafield tag="245"><subfield code="a">A draft</subfield></datafield>
<datafield tag="515"><subfield code="a">${note}</subfield></datafield></record>`

test('names that hold an "and" stay whole, and a State that was taken off the list is told apart', () => {
  const [read] = value(
    readMarcXml(
      record(
        'Additional sponsors: Antigua and Barbuda, Bolivia (Plurinational State of), Saint Vincent and the Grenadines and Chad (A/78/475). - Sudan was removed from the list of sponsors of the draft resolution (A/78/475).',
      ),
    ),
  )
  expect(read?.additionalSponsors.map(({ state }) => state)).toEqual(['AG', 'BO', 'VC', 'TD'])
  expect(read?.withdrawnSponsors.map(({ state }) => state)).toEqual(['SD'])
})

test('a record without a symbol, one that is there twice, or no record at all is refused', () => {
  expect(readMarcXml('<record/>')).toMatchObject({ error: { kind: 'value_wrong', at: 'line 1, 191 a' } })
  expect(readMarcXml(`<collection>${record('x')}${record('x')}</collection>`)).toMatchObject({
    error: { kind: 'named_twice' },
  })
  expect(readMarcXml('<html/>')).toMatchObject({ error: { kind: 'not_this_format' } })
})

test('text that was encoded twice is repaired, by either table, and other text stays as it is', () => {
  expect(['CÃ´te', 'â\u0080\u0093', 'â€“', 'TÃ¼rkiye'].map(repairText)).toEqual(['Côte', '–', '–', 'Türkiye'])
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      if (!text.isWellFormed()) return
      const twice = unescape(encodeURIComponent(text))
      expect(repairText(twice)).toBe(text)
    }),
  )
  expect(['Côte d’Ivoire', 'Türkiye', 'É'].map(repairText)).toEqual(['Côte d’Ivoire', 'Türkiye', 'É'])
})
