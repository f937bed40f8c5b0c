/**
 * The whip count: who carries a text, who is missing, whom to ask next. Only members with a vote count. Nobody is
 * counted as yes of whom nothing is known, and a yes that is only reported is likely, not sure. Pure.
 */
import { compareText } from '#kernel/core/compare_text.ts'
import type { GroupKind, Seat } from './bodies.ts'
import { type Majority, neededYes } from './majority.ts'
import { currentPositions, type Position, type PositionFact, type Subject } from './positions.ts'

/** What a position lets expect of the vote. */
export const leanings = ['sure', 'likely', 'undecided', 'unknown', 'away', 'unlikely', 'against'] as const
export type Leaning = (typeof leanings)[number]

export const leaningOf = (position: Position | undefined): Leaning => {
  if (!position?.by || position.stance === null) return 'unknown'
  const reported = position.by.confidence === 'reported'
  switch (position.stance) {
    case 'sponsor':
    case 'cosponsor':
    case 'votes_yes':
    case 'supports':
      return reported ? 'likely' : 'sure'
    case 'leans_for':
      return 'likely'
    case 'undecided':
      return 'undecided'
    case 'votes_abstain':
    case 'votes_absent':
    case 'votes_not_voting':
      return 'away'
    case 'leans_against':
      return 'unlikely'
    case 'opposes':
    case 'votes_no':
      return reported ? 'unlikely' : 'against'
  }
}

export type Tally = { readonly [One in Leaning]: number }

export type WhipCount = {
  readonly seats: number
  /** Enough even if everybody who is not known to stay away votes, and votes no. */
  readonly needed: number
  readonly tally: Tally
  /** Yes votes that are not sure yet, and those that are not even likely. Never below nought. */
  readonly missing: number
  readonly missingAfterLikely: number
  /** In the order in which to ask: who is nearest first. */
  readonly ask: readonly Asking[]
}

export type Asking = {
  readonly member: string
  readonly leaning: Leaning
  /** Of their group, those with a known leaning who are for it, from 0 to 1; null: none is known. */
  readonly groupFor: number | null
}

type Asked = {
  readonly seats: readonly Seat[]
  readonly facts: readonly PositionFact[]
  readonly of: Subject
  readonly rule: Majority
  readonly asOf: string
  readonly by: GroupKind
}

export const countWhip = (asked: Asked): WhipCount => {
  const leaningByMember = leaningsOf(asked)
  const tally = tallyOf([...leaningByMember.values()])
  const seats = leaningByMember.size
  const needed = neededYes(asked.rule, { voting: seats - tally.away, seats })
  return {
    seats,
    needed,
    tally,
    missing: Math.max(0, needed - tally.sure),
    missingAfterLikely: Math.max(0, needed - tally.sure - tally.likely),
    ask: whomToAsk(asked, leaningByMember),
  }
}

export type GroupTally = { readonly group: string | null; readonly seats: number; readonly tally: Tally }

/** By region, party or group; null: members of none. */
export const countWhipByGroup = (asked: Asked): readonly GroupTally[] => {
  const leaningByMember = leaningsOf(asked)
  const groups = groupByMember(asked)
  const all = [...new Set(groups.values())].toSorted((a, b) => compareText(a ?? '\uffff', b ?? '\uffff'))
  return all.map((group) => {
    const own = [...leaningByMember].filter(([member]) => groups.get(member) === group)
    return { group, seats: own.length, tally: tallyOf(own.map(([, leaning]) => leaning)) }
  })
}

const voting = ({ seats }: Asked): readonly Seat[] => seats.filter(({ membership }) => membership.votes)

const leaningsOf = (asked: Asked): ReadonlyMap<string, Leaning> => {
  const positions = currentPositions(asked.facts, asked)
  return new Map(voting(asked).map(({ member }) => [member.id, leaningOf(positions.get(member.id))]))
}

const groupByMember = (asked: Asked): ReadonlyMap<string, string | null> =>
  new Map(voting(asked).map(({ member, membership }) => [member.id, membership.groups[asked.by] ?? null]))

const tallyOf = (all: readonly Leaning[]): Tally => {
  const tally: { [One in Leaning]: number } = {
    sure: 0,
    likely: 0,
    undecided: 0,
    unknown: 0,
    away: 0,
    unlikely: 0,
    against: 0,
  }
  for (const leaning of all) tally[leaning] += 1
  return tally
}

/** Likely ones are to be made sure; who is against is not asked. */
const order: readonly Leaning[] = ['likely', 'undecided', 'unknown', 'away', 'unlikely']

const whomToAsk = (asked: Asked, leaningByMember: ReadonlyMap<string, Leaning>): readonly Asking[] => {
  const groups = groupByMember(asked)
  const shareByGroup = new Map(
    countWhipByGroup(asked).map(({ group, tally }) => {
      const inFavour = tally.sure + tally.likely
      const known = inFavour + tally.unlikely + tally.against + tally.away + tally.undecided
      /** One of one is less to build on than ten of ten: among equals, by how much of the whole group that is. */
      const whole = known + tally.unknown
      return [
        group,
        { known: known === 0 ? null : inFavour / known, whole: whole === 0 ? 0 : inFavour / whole },
      ]
    }),
  )
  const wholeOf = (member: string): number => shareByGroup.get(groups.get(member) ?? null)?.whole ?? 0
  return [...leaningByMember]
    .filter(([, leaning]) => order.includes(leaning))
    .map(([member, leaning]) => ({
      member,
      leaning,
      groupFor: shareByGroup.get(groups.get(member) ?? null)?.known ?? null,
    }))
    .toSorted(
      (a, b) =>
        order.indexOf(a.leaning) - order.indexOf(b.leaning) ||
        (b.groupFor ?? -1) - (a.groupFor ?? -1) ||
        wholeOf(b.member) - wholeOf(a.member) ||
        compareText(a.member, b.member),
    )
}
