/** Bodies that adopt or vote, their members, and who belonged to them on a day: of States and of persons alike. */
import { compareText } from '#kernel/core/compare_text.ts'
import { type UnGroup, unStates } from './un_states.ts'

export const bodyKinds = ['assembly', 'council', 'committee', 'chamber'] as const
export type BodyKind = (typeof bodyKinds)[number]

/** `id` stands in data; a committee names the body that it belongs to. */
export type Body = {
  readonly id: string
  readonly kind: BodyKind
  readonly name: string
  readonly parent: string | null
}

/** Members are counted by these: regions of the UN and states of a federation, parties, groups of a parliament. */
export const groupKinds = ['region', 'party', 'group'] as const
export type GroupKind = (typeof groupKinds)[number]

export type Group = { readonly id: string; readonly kind: GroupKind; readonly name: string }

export type Identifier = { readonly scheme: string; readonly identifier: string }

/** A State by its ISO code, a person by the identifier of their parliament. */
export type Member = {
  readonly id: string
  readonly kind: 'state' | 'person'
  readonly name: string
  readonly identifiers: readonly Identifier[]
}

export type Membership = {
  readonly member: string
  readonly body: string
  readonly groups: Readonly<Partial<Record<GroupKind, string>>>
  /** Whom they sit for: a constituency, a state and district. */
  readonly area: string | null
  /** False: speaks and sponsors, but casts no vote, as delegates of territories. */
  readonly votes: boolean
  /** ISO day of the first and of the last day; null: not known, and then open. */
  readonly from: string | null
  readonly to: string | null
}

export type Roll = {
  readonly bodies: readonly Body[]
  readonly groups: readonly Group[]
  readonly members: readonly Member[]
  readonly memberships: readonly Membership[]
}

export const emptyRoll: Roll = { bodies: [], groups: [], members: [], memberships: [] }

export const isMemberOn = ({ from, to }: Pick<Membership, 'from' | 'to'>, day: string): boolean =>
  (from === null || from <= day) && (to === null || day <= to)

export type Seat = { readonly member: Member; readonly membership: Membership }

/** Everybody who belonged to the body that day, each once; a membership that began later goes before an older one. */
export const seatsOn = (roll: Roll, body: string, day: string): readonly Seat[] => {
  const byId = new Map(roll.members.map((member) => [member.id, member]))
  const seats = new Map<string, Seat>()
  const held = roll.memberships
    .filter((one) => one.body === body && isMemberOn(one, day))
    .toSorted((a, b) => compareText(a.from ?? '', b.from ?? ''))
  for (const membership of held) {
    const member = byId.get(membership.member)
    if (member) seats.set(member.id, { member, membership })
  }
  return [...seats.values()]
}

export const UN_ASSEMBLY = 'un-ga'
export const UN_THIRD_COMMITTEE = 'un-ga-c3'

/** Admissions of this century; older votes than that are refused, so no older day is needed. */
const admissions: Readonly<Record<string, string>> = {
  TV: '2000-09-05',
  RS: '2000-11-01',
  CH: '2002-09-10',
  TL: '2002-09-27',
  ME: '2006-06-28',
  SS: '2011-07-14',
}

/** The General Assembly and its Third Committee, in which every Member State sits. */
export const unRoll: Roll = {
  bodies: [
    { id: UN_ASSEMBLY, kind: 'assembly', name: 'United Nations General Assembly', parent: null },
    {
      id: UN_THIRD_COMMITTEE,
      kind: 'committee',
      name: 'Third Committee of the General Assembly',
      parent: UN_ASSEMBLY,
    },
  ],
  groups: (
    [
      ['african', 'African Group'],
      ['asia_pacific', 'Asia-Pacific Group'],
      ['eastern_european', 'Eastern European Group'],
      ['grulac', 'Latin American and Caribbean Group'],
      ['weog', 'Western European and Others Group'],
    ] as const satisfies readonly (readonly [UnGroup, string])[]
  ).map(([id, name]) => ({ id, kind: 'region', name })),
  members: unStates.map(({ code, name }) => ({ id: code, kind: 'state', name, identifiers: [] })),
  memberships: [UN_ASSEMBLY, UN_THIRD_COMMITTEE].flatMap((body) =>
    unStates.map(({ code, group }) => ({
      member: code,
      body,
      groups: { region: group },
      area: null,
      votes: true,
      from: admissions[code] ?? null,
      to: null,
    })),
  ),
}

/** Codes that data of votes still writes for a State, from the day on which they mean it. */
export const olderCodes: readonly { readonly code: string; readonly state: string; readonly from: string }[] =
  [
    // Admitted as the Federal Republic of Yugoslavia; the Socialist one that sat before was another State.
    { code: 'YU', state: 'RS', from: '2000-11-01' },
    { code: 'CS', state: 'RS', from: '2003-02-04' },
    { code: 'TP', state: 'TL', from: '2002-09-27' },
    { code: 'ZR', state: 'CD', from: '1971-10-27' },
    { code: 'BU', state: 'MM', from: '1948-04-19' },
  ]

/** The Member State that a code means on that day, or null. */
export const stateOfCode = (code: string, day: string): string | null => {
  const sits = (state: string): boolean => {
    const membership = unRoll.memberships.find((one) => one.member === state)
    return membership !== undefined && isMemberOn(membership, day)
  }
  if (sits(code)) return code
  const older = olderCodes.find((one) => one.code === code && one.from <= day)
  return older && sits(older.state) ? older.state : null
}

const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘]/g, "'")
    .replace(/ \[on behalf of [^[]*\]$/, '')
    .replace(/^the /i, '')
    .trim()
    .toLowerCase()

/** As documents shorten or once wrote them. */
const otherNames: Readonly<Record<string, string>> = {
  'united states': 'US',
  'united kingdom': 'GB',
  'netherlands (kingdom of the)': 'NL',
  'kingdom of the netherlands': 'NL',
  'venezuela (bolivarian republic)': 'VE',
  // Press releases of the UN write these short.
  bolivia: 'BO',
  iran: 'IR',
  micronesia: 'FM',
  moldova: 'MD',
  syria: 'SY',
  tanzania: 'TZ',
  venezuela: 'VE',
  brunei: 'BN',
  vietnam: 'VN',
  turkey: 'TR',
  'czech republic': 'CZ',
  'cape verde': 'CV',
  swaziland: 'SZ',
  'former yugoslav republic of macedonia': 'MK',
}

const stateByName = new Map(unStates.map(({ code, name }) => [plainName(name), code]))

/** A State as sponsors are written in UN documents, or null: nothing is guessed. */
export const stateOfName = (name: string): string | null => {
  const plain = plainName(name)
  return stateByName.get(plain) ?? otherNames[plain] ?? null
}
