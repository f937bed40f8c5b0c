/**
 * A vote: what each member cast, and the totals that its source gives. Where names of the yes votes are not known,
 * `yes_or_not_voting` says so and is never read as yes. A vote whose totals differ from its names is not kept.
 */
import { z } from 'zod'
import { language, slug, webAddress, words } from '#figures/core/figure.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { isPlainText } from '#kernel/core/plain_text.ts'
import {
  type GroupKind,
  type Seat,
  seatsOn,
  stateOfCode,
  UN_ASSEMBLY,
  UN_THIRD_COMMITTEE,
  unRoll,
} from './bodies.ts'
import { isCarried, majorities } from './majority.ts'

export const casts = ['yes', 'no', 'abstain', 'absent', 'not_voting', 'yes_or_not_voting'] as const
export type Cast = (typeof casts)[number]

/** Names of members by what they cast. */
export type Named = Readonly<Partial<Record<Cast, readonly string[]>>>

export type Totals = {
  readonly yes: number
  readonly no: number
  readonly abstain: number
  /** Null: its source does not say. */
  readonly absent: number | null
  readonly not_voting: number | null
}

export const voteRefusals = [
  'total_differs',
  'outcome_differs',
  'words_missing',
  'date_unreadable',
  'not_plain',
  'member_unknown',
  'member_without_vote',
  'member_twice',
  'member_missing',
] as const
/** `at`: the field. `what`: the member, or "127 ≠ 126" of totals and names. */
export type VoteRefusal = {
  readonly kind: (typeof voteRefusals)[number]
  readonly at: string
  readonly what: string
}

/** What is certain of one option: so many for sure, and at most so many. */
const certainly = (named: Named, cast: keyof Totals): { readonly least: number; readonly most: number } => {
  const least = named[cast]?.length ?? 0
  const unclear = named.yes_or_not_voting?.length ?? 0
  return { least, most: cast === 'no' || cast === 'abstain' ? least : least + unclear }
}

type Given = {
  readonly totals: Totals
  readonly named: Named
  /** Who had a vote that day, and who else sat there. */
  readonly seats: readonly Seat[]
}

/** Totals and names must agree, and every member with a vote stands in exactly one option. */
export const checkVote = ({ totals, named, seats }: Given): readonly VoteRefusal[] => [
  ...checkMembers(named, seats),
  ...checkTotals(totals, named),
]

const checkMembers = (named: Named, seats: readonly Seat[]): readonly VoteRefusal[] => {
  const seatById = new Map(seats.map((seat) => [seat.member.id, seat]))
  const seen = new Set<string>()
  const refusals: VoteRefusal[] = []
  for (const cast of casts)
    for (const [place, id] of (named[cast] ?? []).entries()) {
      const at = `votes.${cast}.${place}`
      const seat = seatById.get(id)
      if (!seat) refusals.push({ kind: 'member_unknown', at, what: id })
      else if (!seat.membership.votes) refusals.push({ kind: 'member_without_vote', at, what: id })
      if (seen.has(id)) refusals.push({ kind: 'member_twice', at, what: id })
      seen.add(id)
    }
  for (const { member, membership } of seats)
    if (membership.votes && !seen.has(member.id))
      refusals.push({ kind: 'member_missing', at: 'votes', what: member.id })
  return refusals
}

/** Of one option: the total of its source, and what its names allow. */
export type TotalDifference = {
  readonly cast: keyof Totals
  readonly total: number
  readonly least: number
  readonly most: number
}

/** Totals that the names do not allow. */
export const differencesOf = (totals: Totals, named: Named): readonly TotalDifference[] =>
  counted.flatMap((cast) => {
    const total = totals[cast]
    if (total === null) return []
    const { least, most } = certainly(named, cast)
    return total < least || total > most ? [{ cast, total, least, most }] : []
  })

const counted = ['yes', 'no', 'abstain', 'absent', 'not_voting'] as const

const checkTotals = (totals: Totals, named: Named): readonly VoteRefusal[] => {
  const refusals = differencesOf(totals, named).map(({ cast, total, least, most }): VoteRefusal => ({
    kind: 'total_differs',
    at: `totals.${cast}`,
    what: `${total} ≠ ${least === most ? least : `${least}–${most}`}`,
  }))
  const unclear = named.yes_or_not_voting?.length ?? 0
  // Whoever is not among the yes of these names did not vote: the rest has to fit its own total.
  const left = (named.yes?.length ?? 0) + unclear - totals.yes
  const away = totals.not_voting === null ? null : totals.not_voting + (totals.absent ?? 0)
  const namedAway =
    (named.not_voting?.length ?? 0) + (totals.absent === null ? 0 : (named.absent?.length ?? 0))
  if (unclear > 0 && away !== null && refusals.length === 0 && left + namedAway !== away)
    refusals.push({ kind: 'total_differs', at: 'totals.not_voting', what: `${away} ≠ ${left + namedAway}` })
  return refusals
}

export const voteStages = ['committee', 'plenary', 'chamber'] as const
export const voteBodies = [UN_ASSEMBLY, UN_THIRD_COMMITTEE] as const

const isoDay = z.string().refine(isIsoDay, { error: 'date_unreadable' satisfies VoteRefusal['kind'] })
/** Lines may be parted. */
const plainWords = (most: number) =>
  words(most).refine((text) => isPlainText(text.replaceAll('\n', ' ')), {
    error: 'not_plain' satisfies VoteRefusal['kind'],
  })
const inLanguages = (most: number) => z.record(language, plainWords(most))
const memberId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$/)
const names = z.array(memberId).max(2000)
const howMany = z.int().min(0).max(100_000)

export const listedMember = z.strictObject({
  id: memberId,
  name: plainWords(200),
  /** In the words of the body: a party, a parliamentary group. */
  group: plainWords(200).nullable(),
  votes: z.boolean(),
})
export type ListedMember = Readonly<z.infer<typeof listedMember>>

/** When a delegation took the floor: before the vote or after it. */
export const explanationTimes = ['before', 'after'] as const

const explanation = z.strictObject({
  member: memberId,
  when: z.enum(explanationTimes),
  /** Of the words; a summary says so itself. */
  lang: language,
  /** Paragraphs are parted by an empty line. */
  words: plainWords(5000),
  source: plainWords(500),
  address: webAddress.nullable(),
})
export type Explanation = Readonly<z.infer<typeof explanation>>

const shape = z.strictObject({
  /** Of the instrument whose page it belongs to. */
  instrument: slug,
  /** Of this vote among those of the instrument. */
  slug,
  lang: language,
  /** Of the instrument, as the page writes it. */
  title: inLanguages(300),
  /** Where it was voted: "Third Committee". */
  place: inLanguages(200),
  stage: z.enum(voteStages),
  on: isoDay,
  /** What was voted on: the instrument, one of its amendments, or a motion of procedure. */
  subject: z.strictObject({
    kind: z.enum(['instrument', 'amendment', 'motion']),
    symbol: plainWords(80).nullable(),
  }),
  /** A body that is known here with all its members, or the members of another one. */
  members: z.union([z.enum(voteBodies), z.array(listedMember).min(1).max(2000)]),
  /** The address of the body whose members were taken over as a list; null: of none that is here. */
  body: slug.nullable().default(null),
  rule: z.enum(majorities),
  outcome: z.enum(['adopted', 'rejected']),
  totals: z.strictObject({
    yes: howMany,
    no: howMany,
    abstain: howMany,
    absent: howMany.nullable(),
    not_voting: howMany.nullable(),
  }),
  votes: z.strictObject({
    yes: names,
    no: names,
    abstain: names,
    absent: names,
    not_voting: names,
    yes_or_not_voting: names,
  }),
  /** Explanations of vote, in the order in which they were given. */
  explanations: z.array(explanation).max(500).default([]),
  /** An invented one, to show how votes are read. */
  example: z.boolean().default(false),
  /** What a reader must know: which names are not known, and why. */
  note: inLanguages(1000).nullable(),
  sources: z
    .array(
      z.strictObject({
        publisher: plainWords(300),
        title: plainWords(500),
        address: webAddress.nullable(),
        checkedOn: isoDay.nullable(),
      }),
    )
    .min(1)
    .max(10),
})

/** A vote as a document holds it. */
export const voteBody = shape.superRefine((vote, context) => {
  const seats = seatsOfVote(vote)
  for (const { kind, at } of [...checkList(vote), ...checkExplanations(vote, seats)])
    context.addIssue({ code: 'custom', message: kind, path: at.split('.') })
  for (const { kind, at } of checkVote({ totals: vote.totals, named: vote.votes, seats }))
    context.addIssue({ code: 'custom', message: kind, path: at.split('.') })
  const { yes, no } = vote.totals
  const voting = seats.filter(({ membership }) => membership.votes).length
  if (isCarried(vote.rule, { yes, no, seats: voting }) !== (vote.outcome === 'adopted'))
    context.addIssue({ code: 'custom', message: 'outcome_differs', path: ['outcome'] })
  for (const field of ['title', 'place'] as const)
    if (vote[field][vote.lang] === undefined)
      context.addIssue({ code: 'custom', message: 'words_missing', path: [field, vote.lang] })
})
export type VoteBody = z.infer<typeof voteBody>

const checkList = ({ members }: Pick<VoteBody, 'members'>): readonly VoteRefusal[] => {
  const seen = new Set<string>()
  return (typeof members === 'string' ? [] : members).flatMap(({ id }, place) => {
    const twice = seen.has(id)
    seen.add(id)
    return twice ? [{ kind: 'member_twice', at: `members.${place}.id`, what: id }] : []
  })
}

/** Who has no vote may speak as well. */
const checkExplanations = (
  { explanations }: Pick<VoteBody, 'explanations'>,
  seats: readonly Seat[],
): readonly VoteRefusal[] => {
  const ids = new Set(seats.map(({ member }) => member.id))
  return explanations.flatMap(({ member }, place): VoteRefusal[] =>
    ids.has(member) ? [] : [{ kind: 'member_unknown', at: `explanations.${place}.member`, what: member }],
  )
}

/** By what the members of a vote are counted. */
export const groupKindOf = ({ members }: Pick<VoteBody, 'members'>): GroupKind =>
  typeof members === 'string' ? 'region' : 'party'

/** Who sat in the body on the day of the vote. */
export const seatsOfVote = ({ members, on }: Pick<VoteBody, 'members' | 'on'>): readonly Seat[] => {
  if (typeof members === 'string') return seatsOn(unRoll, members, on)
  return members.map(({ id, name, group, votes }) => ({
    member: { id, kind: 'person', name, identifiers: [] },
    membership: {
      member: id,
      body: 'listed',
      groups: group === null ? {} : { party: group },
      area: null,
      votes,
      from: null,
      to: null,
    },
  }))
}

/** What each member cast. */
export const castByMember = (named: Named): ReadonlyMap<string, Cast> =>
  new Map(casts.flatMap((cast) => (named[cast] ?? []).map((id) => [id, cast] as const)))

/** One in the words of the data, once it is certain whom it means. */
export const memberOfCode = (
  { members, on }: Pick<VoteBody, 'members' | 'on'>,
  code: string,
): string | null =>
  typeof members === 'string' ? stateOfCode(code, on) : (members.find(({ id }) => id === code)?.id ?? null)

/** same, moved: both votes are known. moved_unclear: only that it is another one. unknown: it may be the same. */
export const changes = ['moved', 'moved_unclear', 'same', 'unknown'] as const
export type Change = (typeof changes)[number]

const possible = (cast: Cast): readonly Cast[] =>
  cast === 'yes_or_not_voting' ? ['yes', 'not_voting', 'absent'] : [cast]

export const changeBetween = (before: Cast, after: Cast): Change => {
  const [then, now] = [possible(before), possible(after)]
  const known = then.length === 1 && now.length === 1
  if (!then.some((one) => now.includes(one))) return known ? 'moved' : 'moved_unclear'
  return known ? 'same' : 'unknown'
}

export type ComparedMember = {
  readonly member: string
  /** Null: had no seat or no vote in the body. */
  readonly before: Cast | null
  readonly after: Cast | null
  readonly change: Change
}

/** Two votes side by side, the earlier first, whoever sat in either of them. */
export const compareVotes = (before: Named, after: Named): readonly ComparedMember[] => {
  const [then, now] = [castByMember(before), castByMember(after)]
  return [...new Set([...then.keys(), ...now.keys()])].toSorted().map((member) => {
    const [was, is] = [then.get(member) ?? null, now.get(member) ?? null]
    return {
      member,
      before: was,
      after: is,
      change: was === null || is === null ? 'unknown' : changeBetween(was, is),
    }
  })
}

export type Stream = { readonly from: Cast; readonly to: Cast; readonly count: number }

/** How many went from which option to which, in the order of the options. */
export const streamsBetween = (compared: readonly ComparedMember[]): readonly Stream[] =>
  casts.flatMap((from) =>
    casts.flatMap((to) => {
      const count = compared.filter(({ before, after }) => before === from && after === to).length
      return count === 0 ? [] : [{ from, to, count }]
    }),
  )
