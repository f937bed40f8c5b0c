/**
 * A file of members, of whichever kind it is: Popolo JSON, the lists of US legislators, or a CSV of our own form. What
 * reading had to leave out or does not find is a doubt; a person looks at each before the roll is kept. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type BodyKind, type GroupKind, groupKinds, type Roll } from './bodies.ts'
import { type BodyRoll, overlapping } from './body_document.ts'
import { type FileRefusal, tooLarge } from './file_refusal.ts'
import { readLegislatorsCsv, readLegislatorsJson } from './legislators.ts'
import { isMembersCsv, readMembersCsv } from './member_csv.ts'
import { plainId, takenIds } from './plain_ids.ts'
import { popoloToRoll, readPopolo } from './popolo.ts'

export const bodyFormats = ['popolo', 'legislators_json', 'legislators_csv', 'members_csv'] as const
export type BodyFormat = (typeof bodyFormats)[number]

/** twice: a second membership of the same days was left out, `what` says whose and where. The others count. */
export type BodyDoubt =
  | { readonly kind: 'twice'; readonly what: string }
  | { readonly kind: 'without_group' | 'without_first_day'; readonly n: number }
  /** The file says how many seats there are. */
  | { readonly kind: 'seats_differ'; readonly n: number; readonly seats: number }

export type FoundBody = {
  readonly id: string
  readonly name: string
  readonly kind: BodyKind
  /** By which most of its members are told apart. */
  readonly groupKind: GroupKind
  readonly roll: BodyRoll
  readonly doubts: readonly BodyDoubt[]
}
export type FoundBodies = { readonly format: BodyFormat; readonly bodies: readonly FoundBody[] }

/** `asOf`: the day of a list that holds no days of its own. */
export const readBodyFile = (
  text: string,
  { asOf }: { readonly asOf: string },
): Result<FoundBodies, FileRefusal> => {
  const large = tooLarge(text)
  if (large) return err(large)
  const format = formatOf(text)
  if (format === null) return err({ kind: 'not_this_format', at: 'line 1' })
  const found = bodiesOf(text, format, asOf)
  if (!found.ok) return found
  const full = found.value.filter(({ roll }) => roll.memberships.length > 0)
  return full.length === 0 ? err({ kind: 'nobody_named', at: 'line 1' }) : ok({ format, bodies: full })
}

const formatOf = (text: string): BodyFormat | null => {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start.startsWith('{')) return 'popolo'
  if (start.startsWith('[')) return 'legislators_json'
  const head = start.split('\n', 1)[0] ?? ''
  if (/\bbioguide_id\b/.test(head)) return 'legislators_csv'
  return isMembersCsv(head) ? 'members_csv' : null
}

const bodiesOf = (
  text: string,
  format: BodyFormat,
  asOf: string,
): Result<readonly FoundBody[], FileRefusal> => {
  switch (format) {
    case 'popolo':
      return popoloBodies(text)
    case 'legislators_json':
      return rolled(readLegislatorsJson(text))
    case 'legislators_csv':
      return rolled(readLegislatorsCsv(text, asOf))
    case 'members_csv': {
      const read = readMembersCsv(text)
      return read.ok ? ok([foundBody({ id: '', name: '', kind: 'chamber', roll: read.value })]) : read
    }
  }
}

const rolled = (read: Result<Roll, FileRefusal>): Result<readonly FoundBody[], FileRefusal> =>
  read.ok
    ? ok(
        read.value.bodies.map(({ id, name, kind }) =>
          foundBody({ id, name, kind, roll: ownRoll(read.value, id) }),
        ),
      )
    : read

const popoloBodies = (text: string): Result<readonly FoundBody[], FileRefusal> => {
  const read = readPopolo(text)
  if (!read.ok) return read
  const bodies = rolled(popoloToRoll(read.value))
  if (!bodies.ok) return bodies
  const seatsById = new Map(read.value.organizations.map((one) => [one.id, one.seats]))
  return ok(
    bodies.value.map((body) => {
      const [seats, n] = [seatsById.get(body.id), body.roll.members.length]
      return typeof seats === 'number' && seats !== n
        ? { ...body, doubts: [...body.doubts, { kind: 'seats_differ', n, seats }] }
        : body
    }),
  )
}

/** Of one body of several, its members and groups alone, under ids that can stand in an address. */
const ownRoll = ({ members, groups, memberships }: Roll, body: string): BodyRoll => {
  const own = memberships.filter((one) => one.body === body)
  const named = new Set(own.map(({ member }) => member))
  const taken = takenIds()
  const idOf = new Map(
    members
      .filter(({ id }) => named.has(id))
      .map(({ id }) => [id, taken.give(plainId(id.replace(/^(person|organization)\//, ''), 'm'))]),
  )
  const used = new Set(own.flatMap((one) => groupKinds.map((kind) => `${kind} ${one.groups[kind] ?? ''}`)))
  const takenByKind = { region: takenIds(), party: takenIds(), group: takenIds() }
  const groupIds = new Map(
    groups
      .filter(({ kind, id }) => used.has(`${kind} ${id}`))
      .map(({ kind, id }) => [`${kind} ${id}`, takenByKind[kind].give(plainId(id, kind))]),
  )
  return {
    groups: groups.flatMap((one) => {
      const id = groupIds.get(`${one.kind} ${one.id}`)
      return id === undefined ? [] : [{ ...one, id }]
    }),
    members: members.flatMap(({ identifiers, ...one }) => {
      const id = idOf.get(one.id)
      return id === undefined ? [] : [{ ...one, id, identifiers: [...identifiers] }]
    }),
    memberships: own.flatMap(({ body: _body, groups: of, ...one }) => {
      const member = idOf.get(one.member)
      // A membership of somebody whom the file does not name as a person.
      if (member === undefined) return []
      const known = groupKinds.flatMap((kind) => {
        const id = groupIds.get(`${kind} ${of[kind] ?? ''}`)
        return id === undefined ? [] : [[kind, id] as const]
      })
      return [{ ...one, member, groups: Object.fromEntries(known) }]
    }),
  }
}

const foundBody = ({ roll, ...body }: Omit<FoundBody, 'doubts' | 'groupKind'>): FoundBody => {
  const left = overlapping(roll.memberships)
  const memberships = roll.memberships.filter((_, at) => !left.includes(at))
  const nameById = new Map(roll.members.map(({ id, name }) => [id, name]))
  const groupKind = usualGroups(memberships)
  const groupless = memberships.filter((one) => one.groups[groupKind] === undefined).length
  const dayless = memberships.filter(({ from }) => from === null).length
  return {
    ...body,
    groupKind,
    roll: { ...roll, memberships },
    doubts: [
      ...left.flatMap((at) => {
        const one = roll.memberships[at]
        if (!one) return []
        const days = one.from === null && one.to === null ? null : `${one.from ?? ''}/${one.to ?? ''}`
        const what = [nameById.get(one.member) ?? one.member, one.area, days]
        return [{ kind: 'twice' as const, what: what.filter((part) => part !== null).join(', ') }]
      }),
      ...(groupless > 0 ? [{ kind: 'without_group' as const, n: groupless }] : []),
      ...(dayless > 0 ? [{ kind: 'without_first_day' as const, n: dayless }] : []),
    ],
  }
}

/** A group of a parliament before a party, a party before a region, where most have one. */
const usualGroups = (memberships: BodyRoll['memberships']): GroupKind =>
  (['group', 'party', 'region'] as const).find(
    (kind) => memberships.filter(({ groups }) => groups[kind] !== undefined).length * 2 > memberships.length,
  ) ?? 'party'
