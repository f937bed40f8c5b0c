import { readFileSync } from 'node:fs'
import { array, assert, constantFrom, property, record, stringMatching } from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf, readSchemas } from '../../../tests/support/draft_03.ts'
import { bodyDocument, overlapping } from './body_document.ts'
import { type FoundBody, readBodyFile } from './body_file.ts'
import { bodyPopolo } from './body_popolo.ts'
import { smallBody } from './body_testing.ts'
import { membersCsv } from './member_csv.ts'
import { plainSlug } from './plain_ids.ts'
import { type Popolo, popoloKinds } from './popolo_schema.ts'
import { builtInBodies, findBuiltIn, type ReleasedBody, rollOfBody } from './released_body.ts'

const folder = new URL('../../../examples/votes/', import.meta.url)
const example = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const schemas = readSchemas(new URL('popolo/schemas/', folder))
const asOf = '2018-02-23'

const read = (text: string): readonly FoundBody[] => {
  const found = readBodyFile(text, { asOf })
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value.bodies
}
const zimbabwe = () => read(example('popolo/zimbabwe-senate-ep-popolo-v1.0.json'))[0]!

const released = ({ roll }: Pick<FoundBody, 'roll'>): ReleasedBody => {
  const document = { ...smallBody, roll }
  return { ...document, roll: rollOfBody(document), deskName: 'North', releasedOn: '2026-01-01' }
}

test('a parliament in Popolo form becomes a body that fits, and each thing left out is a doubt', () => {
  const senate = zimbabwe()
  expect(senate).toMatchObject({ name: 'Senate', kind: 'chamber', groupKind: 'party' })
  expect(senate.roll.members).toHaveLength(67)
  expect(senate.roll.memberships).toHaveLength(67)
  expect(senate.roll.memberships[0]).toMatchObject({ area: 'Mashonaland East', from: '2013-09-17' })
  expect(senate.doubts).toEqual([
    { kind: 'twice', what: expect.stringContaining('South') as string },
    { kind: 'seats_differ', n: 67, seats: 80 },
  ])
  expect(bodyDocument.safeParse({ ...smallBody, roll: senate.roll }).success).toBe(true)
})

test('what Popolo says that is held here goes out as Popolo and comes back the same', () => {
  const senate = zimbabwe()
  const out = bodyPopolo(released(senate), null)
  const [again] = read(out)
  expect(again!.roll).toEqual(senate.roll)
  expect(again!.name).toBe('Senate of North')
})

test.each([
  ['the Third Committee', findBuiltIn('un-ga-c3')!, findBuiltIn('un-ga')],
  ['a released parliament', released(zimbabwe()), null],
])('%s goes out by the schemas of Popolo', (_, body, parent) => {
  const out = JSON.parse(bodyPopolo(body, parent)) as Partial<Popolo>
  const names = { persons: 'person', organizations: 'organization', memberships: 'membership', areas: 'area' }
  const faults = popoloKinds.flatMap((kind) =>
    (out[kind] ?? []).flatMap((one) =>
      faultsOf(
        schemas,
        `http://www.popoloproject.com/schemas/${names[kind as keyof typeof names]}.json#`,
        one,
        kind,
      ),
    ),
  )
  expect(faults).toEqual([])
  expect(read(JSON.stringify(out))[0]!.roll.members).toHaveLength(body.roll.members.length)
})

test('a list of legislators gives both chambers, each with its own members and groups', () => {
  const [senate, house] = read(example('us-congress/legislators-2018-02-23.slim.json'))
  expect([senate!.id, senate!.roll.members.length]).toEqual(['us-senate', 100])
  expect([house!.id, house!.roll.members.length]).toEqual(['us-house', 437])
  expect(house!.roll.memberships.filter(({ votes }) => !votes)).toHaveLength(6)
  expect(senate!.doubts).toEqual([])
  for (const { roll } of [senate!, house!])
    expect(bodyDocument.safeParse({ ...smallBody, roll }).success).toBe(true)
})

test('a list of legislators in CSV has the day that is given with it', () => {
  const found = read(example('us-congress/legislators-current.2026.head.csv'))
  expect(
    found.flatMap(({ roll }) => roll.memberships).every(({ from, to }) => from === asOf && to === asOf),
  ).toBe(true)
})

test('a CSV that names nothing but names, parties and areas is enough', () => {
  const [body] = read('name,party,area\nAna Abel,Greens,Eastham\nبن علي,,\n')
  expect(body!.roll.members.map(({ id, name }) => [id, name])).toEqual([
    ['Ana-Abel', 'Ana Abel'],
    ['m', 'بن علي'],
  ])
  expect(body!.roll.groups).toEqual([{ id: 'Greens', kind: 'party', name: 'Greens' }])
  expect(body!.doubts).toEqual([
    { kind: 'without_group', n: 1 },
    { kind: 'without_first_day', n: 2 },
  ])
})

const word = stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-z ,"'-]{0,12}[a-z]$/)
const row = record({ name: word, party: word, area: word, votes: constantFrom(true, false) })

test('the members of a body go out as CSV and come back the same', () => {
  assert(
    property(array(row, { minLength: 1, maxLength: 12 }), (rows) => {
      const roll = {
        groups: [...new Set(rows.map(({ party }) => party))].map((name, at) => ({
          id: `g${at}`,
          kind: 'party' as const,
          name,
        })),
        members: rows.map(({ name }, at) => ({
          id: `p${at}`,
          kind: 'person' as const,
          name,
          identifiers: [],
        })),
        memberships: rows.map(({ party, area, votes }, at) => ({
          member: `p${at}`,
          groups: { party: `g${[...new Set(rows.map((one) => one.party))].indexOf(party)}` },
          area,
          votes,
          from: '2020-01-01',
          to: null,
        })),
      }
      const csv = membersCsv(roll)
      const [back] = read(csv)
      expect(membersCsv(back!.roll)).toBe(csv)
      expect(back!.roll.members).toEqual(roll.members)
    }),
  )
})

test.each([
  ['a file of fifty megabytes', 'x'.repeat(50_000_000), 'too_large', 'line 1'],
  ['words', 'Dear all, here is the list', 'not_this_format', 'line 1'],
  ['a CSV of something else', 'name,colour\nAna,red', 'not_this_format', 'line 1'],
  ['broken JSON', '{"persons":[', 'malformed', 'JSON'],
  ['Popolo without members', '{"persons":[{"id":"1","name":"Ana"}]}', 'nobody_named', 'line 1'],
  ['a day that is none', 'name,from\nAna,2020-02-30', 'value_wrong', 'line 2, from'],
  ['days in the wrong order', 'name,from,to\nAna,2020-02-02,2020-01-01', 'value_wrong', 'line 2, to'],
  ['a vote that is neither', 'name,votes\nAna,maybe', 'value_wrong', 'line 2, votes'],
  ['a name with an override', 'name,party\nAna\u202E,Red', 'value_wrong', 'line 2, name'],
  ['a line without a name', 'name,party\n,Red', 'value_wrong', 'line 2, name'],
  ['a line with a cell too many', 'name,party\nAna,Red,Blue', 'cells_differ', 'line 2'],
  ['a list that names one twice', legislatorTwice(), 'named_twice', '1, A000001'],
])('%s is refused with its place', (_, text, kind, at) => {
  expect(readBodyFile(text, { asOf })).toEqual({ ok: false, error: { kind, at } })
})

function legislatorTwice(): string {
  const one = {
    bioguide: 'A000001',
    first: 'Ana',
    last: 'Abel',
    chamber: 'senate',
    state: 'OH',
    party: 'Green',
  }
  const days = { start: '2018-01-03', end: '2019-01-03' }
  return JSON.stringify([one, one].map((each) => ({ ...each, ...days })))
}

test('the built-in bodies have no overlapping memberships, and an address is made of a name', () => {
  for (const { roll } of builtInBodies) expect(overlapping(roll.memberships)).toEqual([])
  expect([plainSlug('Sénat de l’Est (2)'), plainSlug('مجلس')]).toEqual(['senat-de-l-est-2', ''])
})
