/** Members of the US Congress from the lists of unitedstates/congress-legislators: JSON of one day, or CSV. Pure. */
import { z } from 'zod'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Body, Member, Membership, Roll } from './bodies.ts'
import { readCsvRows } from './csv_rows.ts'
import { type FileRefusal, tooLarge } from './file_refusal.ts'
import { usStateName } from './us_states.ts'

export const SENATE = 'us-senate'
export const HOUSE = 'us-house'

const bodies: readonly Body[] = [
  { id: SENATE, kind: 'chamber', name: 'United States Senate', parent: null },
  { id: HOUSE, kind: 'chamber', name: 'United States House of Representatives', parent: null },
]

/** Their delegates and the resident commissioner sit in the House without a vote on the floor. */
const territories: readonly string[] = ['AS', 'DC', 'GU', 'MP', 'PR', 'VI']

const bioguide = z.string().regex(/^[A-Z]\d{6}$/)
const state = z.string().regex(/^[A-Z]{2}$/)
const name = z.string().trim().min(1).max(200)

const person = z.object({
  bioguide,
  lis: z.string().nullish(),
  first: name,
  last: name,
  official_full: z.string().nullish(),
  chamber: z.enum(['senate', 'house']),
  state,
  district: z.union([z.int(), z.string()]).nullish(),
  party: name,
  start: z.string().refine(isIsoDay),
  end: z.string().refine(isIsoDay),
})
type Person = z.infer<typeof person>

/** Each line or entry is one seat. */
export const readLegislatorsJson = (text: string): Result<Roll, FileRefusal> => {
  const large = tooLarge(text)
  if (large) return err(large)
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return err({ kind: 'malformed', at: 'JSON' })
  }
  if (!Array.isArray(given)) return err({ kind: 'not_this_format', at: 'JSON' })
  const people: Person[] = []
  for (const [place, one] of given.entries()) {
    const parsed = person.safeParse(one)
    if (!parsed.success)
      return err({ kind: 'value_wrong', at: `${place}.${parsed.error.issues[0]?.path.join('.') ?? ''}` })
    people.push(parsed.data)
  }
  return rollOf(people.map((one, place) => ({ at: String(place), ...seatOf(one, one.start, one.end) })))
}

const columns = [
  'bioguide_id',
  'full_name',
  'first_name',
  'last_name',
  'type',
  'state',
  'district',
  'party',
] as const

/** The CSV holds no days: its members sat on the day of the list, and no more is known. */
export const readLegislatorsCsv = (text: string, asOf: string): Result<Roll, FileRefusal> => {
  const rows = readCsvRows(text)
  if (!rows.ok) return rows
  const [first] = rows.value
  const missing = columns.find((column) => first?.cells[column] === undefined)
  if (missing !== undefined) return err({ kind: 'column_missing', at: missing })
  const seats: Seated[] = []
  for (const { line, cells } of rows.value) {
    const parsed = person.safeParse({
      bioguide: cells.bioguide_id,
      lis: cells.lis_id || null,
      first: cells.first_name,
      last: cells.last_name,
      official_full: cells.full_name || null,
      chamber: cells.type === 'sen' ? 'senate' : cells.type === 'rep' ? 'house' : cells.type,
      state: cells.state,
      district: cells.district || null,
      party: cells.party,
      start: asOf,
      end: asOf,
    })
    if (!parsed.success)
      return err({ kind: 'value_wrong', at: `line ${line}, ${parsed.error.issues[0]?.path.join('.') ?? ''}` })
    seats.push({ at: `line ${line}`, ...seatOf(parsed.data, asOf, asOf) })
  }
  return rollOf(seats)
}

type Seated = { readonly at: string; readonly member: Member; readonly membership: Membership }

const seatOf = (one: Person, from: string, to: string): Omit<Seated, 'at'> => ({
  member: {
    id: one.bioguide,
    kind: 'person',
    name: one.official_full || `${one.first} ${one.last}`,
    identifiers: [
      { scheme: 'bioguide', identifier: one.bioguide },
      ...(one.lis ? [{ scheme: 'lis', identifier: one.lis }] : []),
    ],
  },
  membership: {
    member: one.bioguide,
    body: one.chamber === 'senate' ? SENATE : HOUSE,
    groups: { party: one.party, region: one.state },
    area:
      one.chamber === 'senate' || one.district == null || Number(one.district) === 0
        ? one.state
        : `${one.state}-${one.district}`,
    votes: one.chamber === 'senate' || !territories.includes(one.state),
    from,
    to,
  },
})

const rollOf = (seats: readonly Seated[]): Result<Roll, FileRefusal> => {
  const members = new Map<string, Member>()
  for (const { at, member } of seats) {
    if (members.has(member.id)) return err({ kind: 'named_twice', at: `${at}, ${member.id}` })
    members.set(member.id, member)
  }
  const named = (kind: 'party' | 'region') =>
    [...new Set(seats.flatMap(({ membership }) => membership.groups[kind] ?? []))].toSorted()
  return ok({
    bodies,
    groups: [
      ...named('party').map((id) => ({ id, kind: 'party' as const, name: id })),
      ...named('region').map((id) => ({ id, kind: 'region' as const, name: usStateName(id) ?? id })),
    ],
    members: [...members.values()],
    memberships: seats.map(({ membership }) => membership),
  })
}
