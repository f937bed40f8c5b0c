import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readLegislatorsJson, SENATE } from './legislators.ts'
import {
  factsOfBill,
  factsOfRecord,
  factsOfTable,
  type FileGiven,
  notKept,
  recordsOf,
} from './position_files.ts'
import { findBuiltIn } from './released_body.ts'

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/votes/${name}`, import.meta.url), 'utf8')
const value = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const congress = value(readLegislatorsJson(example('us-congress/legislators-2018-02-23.slim.json')))
const senate = {
  slug: SENATE,
  roll: { ...congress, memberships: congress.memberships.filter(({ body }) => body === SENATE) },
  known: { from: '2018-02-23', to: '2018-02-23' },
}
const given: FileGiven = {
  body: senate,
  source: 'Congress.gov',
  confidence: 'record',
  on: '2018-02-23',
  today: '2026-11-22',
}
const assembly: FileGiven = { ...given, body: findBuiltIn('un-ga')!, source: '', on: '2023-11-15' }

const billOf = (cosponsors: string) => `<billStatus><version>3.0.0</version><bill>
<number>407</number><type>SRES</type><congress>115</congress><title>A resolution</title>
<introducedDate>2018-02-15</introducedDate>
<sponsors><item><bioguideId>C001088</bioguideId><fullName>Sen. Coons, Christopher A.</fullName></item></sponsors>
<cosponsors>${cosponsors}</cosponsors></bill></billStatus>`
const cosponsor = (id: string, since: string, withdrawn = '') => `
<item><bioguideId>${id}</bioguideId><fullName>Sen. ${id}</fullName><sponsorshipDate>${since}</sponsorshipDate>
${withdrawn && `<sponsorshipWithdrawnDate>${withdrawn}</sponsorshipWithdrawnDate>`}</item>`

test('the status of a bill gives who tabled it, who joined and who left, each with its day and line', () => {
  const read = value(
    factsOfBill(
      billOf(cosponsor('T000476', '2018-02-15') + cosponsor('R000595', '2018-02-16', '2018-02-20')),
      given,
    ),
  )
  expect(read.refused).toEqual([])
  expect(read.facts.map(({ at, member, stance, on }) => [at, member, stance, on])).toEqual([
    ['line 4', 'C001088', 'sponsor', '2018-02-15'],
    ['line 6', 'T000476', 'cosponsor', '2018-02-15'],
    ['line 8', 'R000595', 'cosponsor', '2018-02-16'],
    ['line 8', 'R000595', 'withdrew', '2018-02-20'],
  ])
  expect(read.facts[0]).toMatchObject({
    source: 'Congress.gov',
    confidence: 'record',
    name: 'Sen. Coons, Christopher A.',
  })
})

test('a cosponsor who is no member of the body, or was none that day, is refused with the line', () => {
  const { facts, refused } = value(
    factsOfBill(billOf(cosponsor('H001059', '2018-02-15') + cosponsor('S001203', '2018-02-23')), {
      ...given,
      body: {
        ...senate,
        roll: {
          ...senate.roll,
          members: senate.roll.members.filter(({ id }) => id !== 'H001059'),
          memberships: senate.roll.memberships.map((one) =>
            one.member === 'S001203' ? { ...one, from: '2018-02-24' } : one,
          ),
        },
      },
    }),
  )
  expect(facts).toHaveLength(1)
  expect(refused).toEqual([
    { kind: 'unknown_member', at: 'line 6, Sen. H001059' },
    { kind: 'not_member_then', at: 'line 8, Sen. S001203, 2018-02-23' },
  ])
})

test('real bills of 2015 are read against the senators who are known', () => {
  const { title, facts, refused } = value(
    factsOfBill(example('us-congress/BILLSTATUS-114sres105.xml'), { ...given, source: '' }),
  )
  expect(title).toMatch(/^SRES 105: /)
  expect(facts.length + refused.length).toBe(29)
  expect(facts.length).toBeGreaterThan(15)
  expect(refused.every(({ kind }) => kind === 'unknown_member')).toBe(true)
  expect(facts[0]?.source).toBe('BILLSTATUS SRES 105, 114')
})

const record = (notes: string) => `<collection><record>
<datafield tag="191"><subfield code="a">A/C.3/78/L.51</subfield></datafield>
<datafield tag="245"><subfield code="a">A draft resolution</subfield></datafield>
<datafield tag="269"><subfield code="a">2023-11-01</subfield></datafield>
<datafield tag="710"><subfield code="a">Norway</subfield></datafield>
<datafield tag="710"><subfield code="a">Côte d'Ivoire</subfield></datafield>
<datafield tag="710"><subfield code="a">Atlantis</subfield></datafield>
<datafield tag="515"><subfield code="a">${notes}</subfield></datafield>
</record></collection>`

test('of a record of documents: printed sponsors on its day, later ones on the day that is given', () => {
  const text = record(
    'Additional sponsors: Chile and Mexico (A/78/481). - Norway was removed from the list of sponsors of the draft resolution (A/78/481).',
  )
  expect(value(recordsOf(text))).toEqual([
    { symbol: 'A/C.3/78/L.51', title: 'A draft resolution', on: '2023-11-01' },
  ])
  const { facts, refused } = value(factsOfRecord(text, { ...assembly, symbol: 'A/C.3/78/L.51' }))
  expect(facts.map(({ member, stance, on }) => [member, stance, on])).toEqual([
    ['NO', 'sponsor', '2023-11-01'],
    ['CI', 'sponsor', '2023-11-01'],
    ['CL', 'cosponsor', '2023-11-15'],
    ['MX', 'cosponsor', '2023-11-15'],
    ['NO', 'withdrew', '2023-11-15'],
  ])
  expect(refused).toEqual([{ kind: 'unknown_member', at: 'A/C.3/78/L.51, Atlantis' }])
  expect(factsOfRecord(text, { ...assembly, symbol: 'A/C.3/78/L.52' })).toMatchObject({
    error: { kind: 'value_wrong' },
  })
})

test('a table: codes or names, what a line leaves out is what was given for all', () => {
  const { facts, refused } = value(
    factsOfTable(
      'member,stance,day,source,confidence,explanation\nNO,supports,,,,\nChile,votes yes,2023-11-14,Board,record,"Because"\n',
      { ...assembly, source: 'Notes', confidence: 'reported' },
    ),
  )
  expect(refused).toEqual([])
  expect(facts).toEqual([
    {
      at: 'line 2',
      name: 'NO',
      member: 'NO',
      stance: 'supports',
      on: '2023-11-15',
      source: 'Notes',
      confidence: 'reported',
      explanation: null,
    },
    {
      at: 'line 3',
      name: 'Chile',
      member: 'CL',
      stance: 'votes_yes',
      on: '2023-11-14',
      source: 'Board',
      confidence: 'record',
      explanation: 'Because',
    },
  ])
})

test.each([
  ['NO,maybe,,,,', 'value_wrong', 'line 2, stance'],
  ['NO,supports,tomorrow,,,', 'value_wrong', 'line 2, day'],
  ['NO,supports,,,certain,', 'value_wrong', 'line 2, confidence'],
  ['NO,supports,,a\u202Eb,,', 'value_wrong', 'line 2, source'],
  ['NO,supports,,,,a\u2066b', 'value_wrong', 'line 2, explanation'],
  ['Atlantis,supports,,,,', 'unknown_member', 'line 2, Atlantis'],
  ['SS,supports,2010-01-01,,,', 'not_member_then', 'line 2, SS, 2010-01-01'],
  ['NO,supports,2999-01-01,,,', 'day_ahead', 'line 2, NO, 2999-01-01'],
  ['NO,supports,,,,\nNorway,supports,,,,', 'named_twice', 'line 3, Norway'],
])('a line of a table that cannot be right is refused with its place: %s', (line, kind, at) => {
  const text = `member,stance,day,source,confidence,explanation\n${line}\n`
  expect(value(factsOfTable(text, { ...assembly, source: 'Notes' })).refused).toEqual([{ kind, at }])
})

test.each([
  ['', 'no_heading', 'line 1'],
  ['member,day\nNO,2023-11-01\n', 'column_missing', 'stance'],
  ['stance\nsupports\n', 'column_missing', 'member'],
])('a table that is none is refused whole', (text, kind, at) => {
  expect(factsOfTable(text, assembly)).toEqual({ ok: false, error: { kind, at } })
})

test('what the desk has already is not entered twice', () => {
  const { facts } = value(
    factsOfTable('member,stance\nNO,supports\nCL,supports\n', { ...assembly, source: 'Notes' }),
  )
  expect(
    notKept(facts, [{ member: 'NO', stance: 'supports', on: '2023-11-15', source: 'Notes' }]),
  ).toHaveLength(1)
  expect(
    notKept(facts, [{ member: 'NO', stance: 'supports', on: '2023-11-14', source: 'Notes' }]),
  ).toHaveLength(2)
})
