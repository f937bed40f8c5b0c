import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultsOf, readSchemas } from '../../../tests/support/draft_03.ts'
import { type Roll, seatsOn, unRoll } from './bodies.ts'
import { readLegislatorsJson } from './legislators.ts'
import { popoloToRoll, readPopolo, rollToPopolo, voteToPopolo, votesOfPopolo, writePopolo } from './popolo.ts'
import { popoloKinds, type Popolo } from './popolo_schema.ts'
import { voteBody } from './votes.ts'

const folder = new URL('../../../examples/votes/', import.meta.url)
const example = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const schemas = readSchemas(new URL('popolo/schemas/', folder))
const value = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const schemaOf = {
  persons: 'person',
  organizations: 'organization',
  memberships: 'membership',
  posts: 'post',
  areas: 'area',
  events: 'event',
  motions: 'motion',
  vote_events: 'vote_event',
} as const

/** By the schemas as they were published. */
const faults = (given: Partial<Popolo>): readonly string[] =>
  popoloKinds.flatMap((kind) =>
    (given[kind] ?? []).flatMap((one, place) =>
      faultsOf(
        schemas,
        `http://www.popoloproject.com/schemas/${schemaOf[kind]}.json#`,
        one,
        `${kind}/${place}`,
      ),
    ),
  )

const zimbabwe = example('popolo/zimbabwe-senate-ep-popolo-v1.0.json')
const votes = (['third-committee', 'plenary'] as const).map((name) =>
  voteBody.parse(JSON.parse(example(`a-res-70-161-${name}.json`))),
)

test('a parliament in Popolo form is read, keeps every field, and is written as its schemas ask', () => {
  const read = value(readPopolo(zimbabwe))
  const written = JSON.parse(writePopolo(read)) as Partial<Popolo>
  const given = JSON.parse(zimbabwe) as Record<string, unknown>
  // An empty list says nothing.
  delete given.posts
  expect(written).toEqual(given)
  expect(faults(written)).toEqual([])
  const roll = value(popoloToRoll(read))
  const senate = roll.bodies.find(({ name }) => name === 'Senate')
  expect(seatsOn(roll, senate?.id ?? '', '2015-01-01')).toHaveLength(67)
  expect(seatsOn(roll, senate?.id ?? '', '2012-01-01')).toHaveLength(0)
  expect(roll.groups.map(({ id }) => id)).toContain('mdc-t')
})

const congress = value(readLegislatorsJson(example('us-congress/legislators-2018-02-23.slim.json')))

test.each([
  ['the United Nations', unRoll],
  ['Congress', congress],
])('%s goes out by the schemas and comes back the same', (_, roll) => {
  const out = rollToPopolo(roll)
  expect(faults(out)).toEqual([])
  expect(back(roll)).toEqual(ordered(roll))
})

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1)
const ordered = (roll: Roll): Roll => ({
  bodies: roll.bodies.toSorted(byId),
  groups: roll.groups.toSorted((a, b) => (`${a.kind}${a.id}` < `${b.kind}${b.id}` ? -1 : 1)),
  members: roll.members.toSorted(byId),
  memberships: roll.memberships,
})
const back = (roll: Roll): Roll =>
  ordered(value(popoloToRoll(value(readPopolo(writePopolo(rollToPopolo(roll)))))))

const anyRoll: fc.Arbitrary<Roll> = fc
  .record({
    seats: fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[A-Z]\d{1,3}$/),
        kind: fc.constantFrom('person' as const, 'state' as const),
        party: fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
        region: fc.option(fc.constantFrom('r1', 'r2'), { nil: undefined }),
        inArea: fc.boolean(),
        votes: fc.boolean(),
        from: fc.option(fc.constantFrom('2015-01-01', '2016-02-29'), { nil: null }),
        to: fc.option(fc.constantFrom('2016-02-29', '2018-12-31'), { nil: null }),
      }),
      { selector: ({ id }) => id, maxLength: 8 },
    ),
  })
  .map(({ seats }) => ({
    bodies: [{ id: 'body', kind: 'chamber' as const, name: 'Body', parent: null }],
    groups: [
      ...['p1', 'p2'].map((id) => ({ id, kind: 'party' as const, name: id.toUpperCase() })),
      ...['r1', 'r2'].map((id) => ({ id, kind: 'region' as const, name: id.toUpperCase() })),
    ],
    members: seats.map(({ id, kind }) => ({
      id,
      kind,
      name: `Name ${id}`,
      identifiers: [{ scheme: 's', identifier: id }],
    })),
    memberships: seats.map(({ id, party, region, inArea, votes: vote, from, to }) => ({
      member: id,
      body: 'body',
      groups: { ...(region && { region }), ...(party && { party }) },
      area: inArea ? `${region ?? 'none'}-${id}` : null,
      votes: vote,
      from,
      to,
    })),
  }))

test('any roll goes out by the schemas and comes back the same', () => {
  fc.assert(
    fc.property(anyRoll, (roll) => {
      expect(faults(rollToPopolo(roll))).toEqual([])
      expect(back(roll)).toEqual(ordered(roll))
    }),
  )
})

test('votes go out by the schemas and come back, and who may not have voted is no yes', () => {
  for (const { votes: named, on, outcome, slug } of votes) {
    const event = voteToPopolo({ id: slug, body: 'un-ga', on, outcome, named })
    expect(faults({ vote_events: [event] })).toEqual([])
    expect(value(votesOfPopolo(event))).toEqual(named)
    if (slug === 'third-committee') expect(JSON.stringify(event)).not.toContain('"option":"yes"')
  }
})

const changed = (path: string, to: unknown): string => {
  const given = JSON.parse(zimbabwe) as Record<string, Record<string, unknown>[]>
  const [kind = '', place = '', field = ''] = path.split('.')
  given[kind]![Number(place)]![field] = to
  return JSON.stringify(given)
}

test.each([
  ['persons.0.birth_date', '1 May 1950', 'value_wrong'],
  ['persons.0.name', 7, 'value_wrong'],
  ['persons.1.image', 'no address', 'value_wrong'],
  ['memberships.3.start_date', '2013-9', 'value_wrong'],
  ['memberships.3.person_id', 'nobody', 'unknown_member'],
  ['memberships.3.area_id', 'nowhere', 'unknown_member'],
  ['persons.1.id', 'bc8a1be7-b0f5-4a8a-a3b2-f89b09f77bfd', 'named_twice'],
])('%s as %j is refused with its place, as the schema does where it speaks of it', (path, to, kind) => {
  expect(readPopolo(changed(path, to))).toEqual({ ok: false, error: { kind, at: path } })
  if (kind === 'value_wrong') expect(faults(JSON.parse(changed(path, to)) as Popolo)).toHaveLength(1)
})

test('what is no JSON or too large is refused, and so is a day that does not exist', () => {
  expect(readPopolo('{')).toMatchObject({ error: { kind: 'malformed' } })
  expect(readPopolo('[]')).toMatchObject({ error: { kind: 'value_wrong', at: 'JSON' } })
  expect(readPopolo(' '.repeat(50_000_000))).toMatchObject({ error: { kind: 'too_large' } })
  const read = value(readPopolo(changed('memberships.2.start_date', '2013-02-30')))
  expect(popoloToRoll(read)).toMatchObject({ error: { kind: 'value_wrong', at: 'memberships.2.start_date' } })
})

test('counts that differ from the votes, and a voter named twice, are refused', () => {
  const event = voteToPopolo({
    id: 'v',
    body: 'b',
    on: '2015-12-17',
    outcome: 'adopted',
    named: { yes: ['A', 'B'] },
  })
  expect(votesOfPopolo({ ...event, counts: [{ option: 'yes', value: 3 }] })).toMatchObject({
    error: { kind: 'value_wrong', at: 'counts.0.value' },
  })
  expect(
    votesOfPopolo({ ...event, votes: [...(event.votes ?? []), { voter_id: 'A', option: 'no' }] }),
  ).toMatchObject({
    error: { kind: 'named_twice', at: 'votes.2.voter_id' },
  })
  expect(votesOfPopolo({ ...event, votes: [{ voter_id: 'A', option: 'perhaps' }] })).toMatchObject({
    error: { kind: 'value_wrong', at: 'votes.0.option' },
  })
})
