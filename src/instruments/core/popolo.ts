/** Popolo in and out: a file as it is, the members of its bodies, and its votes. Pure. */
import { daysInMonth, isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type Body,
  type BodyKind,
  bodyKinds,
  type Group,
  type Member,
  type Membership,
  type Roll,
} from './bodies.ts'
import { type FileRefusal, tooLarge } from './file_refusal.ts'
import { type Popolo, popolo, popoloKinds, type PopoloVoteEvent, references } from './popolo_schema.ts'
import { emptyNamed } from './roll_call.ts'
import { type Cast, casts, type Named } from './votes.ts'

export const readPopolo = (text: string): Result<Popolo, FileRefusal> => {
  const large = tooLarge(text)
  if (large) return err(large)
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return err({ kind: 'malformed', at: 'JSON' })
  }
  const parsed = popolo.safeParse(given)
  if (!parsed.success)
    return err({ kind: 'value_wrong', at: parsed.error.issues[0]?.path.join('.') || 'JSON' })
  const refusal = twice(parsed.data) ?? leadingNowhere(parsed.data)
  return refusal ? err(refusal) : ok(parsed.data)
}

/** Empty lists are left out. */
export const writePopolo = (given: Popolo): string => {
  const full = Object.entries(given).filter(([, list]) => !(Array.isArray(list) && list.length === 0))
  return `${JSON.stringify(Object.fromEntries(full), null, 2)}\n`
}

const twice = (given: Popolo): FileRefusal | null => {
  for (const kind of popoloKinds) {
    const seen = new Set<string>()
    for (const [place, { id }] of given[kind].entries()) {
      if (id == null) continue
      if (seen.has(id)) return { kind: 'named_twice', at: `${kind}.${place}.id` }
      seen.add(id)
    }
  }
  return null
}

const leadingNowhere = (given: Popolo): FileRefusal | null => {
  const ids = new Map(popoloKinds.map((kind) => [kind, new Set(given[kind].map(({ id }) => id))]))
  for (const kind of popoloKinds)
    for (const [field, to] of Object.entries(references[kind] ?? {}))
      for (const [place, one] of given[kind].entries()) {
        const id = (one as Readonly<Record<string, unknown>>)[field]
        if (typeof id === 'string' && !ids.get(to)?.has(id))
          return { kind: 'unknown_member', at: `${kind}.${place}.${field}` }
      }
  return null
}

const WITHOUT_VOTE = 'non-voting member'
const STATE = 'state'

/** The bodies of a file with their members; who is named nowhere as a member stays out. */
export const popoloToRoll = (given: Popolo): Result<Roll, FileRefusal> => {
  const memberships: Membership[] = []
  for (const [place, one] of given.memberships.entries()) {
    const read = membershipOf(given, one)
    if (typeof read === 'string') return err({ kind: 'value_wrong', at: `memberships.${place}.${read}` })
    if (read) memberships.push(read)
  }
  const people = given.persons.flatMap(
    ({ id, name, given_name, family_name, identifiers = [] }): Member[] => {
      const called = name ?? ([given_name, family_name].filter(Boolean).join(' ') || id)
      return id == null || called == null
        ? []
        : [{ id, kind: 'person', name: called, identifiers: plain(identifiers) }]
    },
  )
  const states = given.organizations.flatMap(({ id, name, classification, identifiers = [] }): Member[] =>
    id != null && classification === STATE
      ? [{ id, kind: 'state', name: name ?? id, identifiers: plain(identifiers) }]
      : [],
  )
  const bodyIds = new Set(memberships.map(({ body }) => body))
  return ok({
    bodies: given.organizations.flatMap(({ id, name, classification, parent_id }): Body[] =>
      id != null && (bodyIds.has(id) || bodyKinds.some((kind) => kind === classification))
        ? [{ id, kind: bodyKind(classification), name: name ?? id, parent: parent_id ?? null }]
        : [],
    ),
    groups: groupsOf(given),
    members: [...people, ...states],
    memberships,
  })
}

const plain = (all: readonly { identifier: string; scheme?: string | null | undefined }[]) =>
  all.map(({ identifier, scheme }) => ({ scheme: scheme ?? '', identifier }))

const bodyKind = (classification: string | null | undefined): BodyKind =>
  bodyKinds.find((kind) => kind === classification) ?? 'chamber'

/** Ids in a file are of one space; ours are of each kind. */
const own = (kind: 'party' | 'group' | 'region', id: string): string =>
  id.startsWith(`${kind}/`) ? id.slice(kind.length + 1) : id

const groupsOf = ({ organizations, areas }: Popolo): readonly Group[] => [
  ...organizations.flatMap(({ id, name, classification }): Group[] => {
    const kind = groupKind(classification)
    return id != null && kind ? [{ id: own(kind, id), kind, name: name ?? id }] : []
  }),
  ...areas.flatMap(({ id, name, classification }): Group[] =>
    id != null && classification === 'region'
      ? [{ id: own('region', id), kind: 'region', name: name ?? id }]
      : [],
  ),
]

const groupKind = (classification: string | null | undefined): 'party' | 'group' | null =>
  classification === 'party'
    ? 'party'
    : classification === 'group' || classification === 'parliamentary group'
      ? 'group'
      : null

/** A field that is wrong by its name; null: a membership that is none of a body. */
const membershipOf = (given: Popolo, one: Popolo['memberships'][number]): Membership | string | null => {
  const member = one.person_id ?? one.member?.id
  if (member == null || one.organization_id == null) return null
  const period = given.events.find(({ id }) => id != null && id === one.legislative_period_id)
  const from = dayOf(one.start_date ?? period?.start_date, 'first')
  const to = dayOf(one.end_date ?? period?.end_date, 'last')
  if (from === undefined) return 'start_date'
  if (to === undefined || (from !== null && to !== null && to < from)) return 'end_date'
  const group = given.organizations.find(({ id }) => id != null && id === one.on_behalf_of_id)
  const kind = groupKind(group?.classification)
  const place = given.areas.find(({ id }) => id != null && id === one.area_id)
  const around = given.areas.find(({ id }) => id != null && id === place?.parent_id)
  const region = [place, around].find((area) => area?.classification === 'region')?.id
  return {
    member,
    body: one.organization_id,
    groups: {
      ...(region == null ? {} : { region: own('region', region) }),
      ...(group?.id != null && kind ? { [kind]: own(kind, group.id) } : {}),
    },
    area: place?.id == null || place.classification === 'region' ? null : areaName(place.name, place.id),
    votes: one.role !== WITHOUT_VOTE,
    from,
    to,
  }
}

const areaName = (name: string | null | undefined, id: string): string => name || id.replace(/^area\//, '')

/** Of a year or month the first or last day it may mean; undefined: no day at all. */
const dayOf = (text: string | null | undefined, end: 'first' | 'last'): string | null | undefined => {
  if (text == null) return null
  const [year = '', month, day] = text.slice(0, 10).split('-')
  const inMonth = month ?? (end === 'first' ? '01' : '12')
  const last = String(daysInMonth(Number(year), Number(inMonth))).padStart(2, '0')
  const whole = `${year}-${inMonth}-${day ?? (end === 'first' ? '01' : last)}`
  return isIsoDay(whole) ? whole : undefined
}

export const rollToPopolo = ({ bodies, groups, members, memberships }: Roll): Popolo => {
  const named = members.map(({ id, name, identifiers }) => ({
    id,
    name,
    ...(identifiers.length === 0 ? {} : { identifiers: identifiers.map((one) => ({ ...one })) }),
  }))
  const isState = new Set(members.filter(({ kind }) => kind === 'state').map(({ id }) => id))
  const areas = new Map(
    memberships.flatMap(({ area, groups: of }) =>
      area === null ? [] : [[areaId(area, of.region), { area, of }] as const],
    ),
  )
  return {
    persons: named.filter(({ id }) => !isState.has(id)),
    organizations: [
      ...bodies.map(({ id, kind, name, parent }) => ({ id, name, classification: kind, parent_id: parent })),
      ...groups
        .filter(({ kind }) => kind !== 'region')
        .map(({ id, kind, name }) => ({ id: `${kind}/${id}`, name, classification: kind })),
      ...named.filter(({ id }) => isState.has(id)).map((one) => ({ ...one, classification: STATE })),
    ],
    memberships: memberships.map(({ member, body, groups: of, area, votes, from, to }) => ({
      ...(isState.has(member) ? { member: { id: member } } : { person_id: member }),
      organization_id: body,
      role: votes ? 'member' : WITHOUT_VOTE,
      // Popolo knows one; whoever has both stands for the group.
      ...(of.group !== undefined
        ? { on_behalf_of_id: `group/${of.group}` }
        : of.party !== undefined
          ? { on_behalf_of_id: `party/${of.party}` }
          : {}),
      ...(area !== null
        ? { area_id: areaId(area, of.region) }
        : of.region !== undefined
          ? { area_id: `region/${of.region}` }
          : {}),
      start_date: from,
      end_date: to,
    })),
    posts: [],
    areas: [
      ...groups
        .filter(({ kind }) => kind === 'region')
        .map(({ id, name }) => ({ id: `region/${id}`, name, classification: 'region' })),
      ...[...areas].map(([id, { area, of }]) => ({
        id,
        name: area,
        ...(of.region === undefined ? {} : { parent_id: `region/${of.region}` }),
      })),
    ],
    events: [],
    motions: [],
    vote_events: [],
  }
}

/** Two regions may have areas of one name. */
const areaId = (area: string, region: string | undefined): string =>
  region === undefined ? `area/${area}` : `area/${region}/${area}`

/** As Popolo writes options. What is not known is written as such and read back as such, never as yes. */
const optionOf = (cast: Cast): string => cast.replaceAll('_', ' ')

type Voted = {
  readonly id: string
  readonly body: string
  readonly on: string
  readonly outcome: 'adopted' | 'rejected'
  readonly named: Named
}

export const voteToPopolo = ({ id, body, on, outcome, named }: Voted): PopoloVoteEvent => ({
  id,
  organization_id: body,
  // The schema takes instants alone; of the vote the day is known.
  start_date: `${on}T00:00:00Z`,
  result: outcome === 'adopted' ? 'pass' : 'fail',
  counts: casts
    .map((cast) => ({ option: optionOf(cast), value: named[cast]?.length ?? 0 }))
    .filter(({ value }) => value > 0),
  votes: casts.flatMap((cast) =>
    (named[cast] ?? []).map((voter) => ({ voter_id: voter, option: optionOf(cast) })),
  ),
})

/** Counts of the whole body that differ from its votes are refused; counts of groups are left to the file. */
export const votesOfPopolo = (event: PopoloVoteEvent): Result<Named, FileRefusal> => {
  const named = emptyNamed()
  const seen = new Set<string>()
  for (const [place, { voter_id, option }] of (event.votes ?? []).entries()) {
    const cast = casts.find((one) => optionOf(one) === option)
    if (voter_id == null) return err({ kind: 'value_wrong', at: `votes.${place}.voter_id` })
    if (cast === undefined) return err({ kind: 'value_wrong', at: `votes.${place}.option` })
    if (seen.has(voter_id)) return err({ kind: 'named_twice', at: `votes.${place}.voter_id` })
    seen.add(voter_id)
    named[cast].push(voter_id)
  }
  for (const [place, { option, value, ...rest }] of (event.counts ?? []).entries()) {
    const cast = casts.find((one) => optionOf(one) === option)
    if (rest.group_id != null || rest.group != null || cast === undefined) continue
    if (named[cast].length !== value) return err({ kind: 'value_wrong', at: `counts.${place}.value` })
  }
  return ok(named)
}
