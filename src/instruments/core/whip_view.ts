/** A whip count as it is shown: of one subject in one body on a day, with who moved in the week before. Pure. */
import { addDays } from '#kernel/core/iso_day.ts'
import { type GroupKind, groupKinds, type Seat } from './bodies.ts'
import type { Majority } from './majority.ts'
import {
  currentPositions,
  type Position,
  type PositionChange,
  positionChanges,
  type PositionFact,
  type Subject,
} from './positions.ts'
import { type ReleasedBody, seatsOfBody } from './released_body.ts'
import {
  countWhip,
  countWhipByGroup,
  type GroupTally,
  type Leaning,
  leaningOf,
  type WhipCount,
} from './whip.ts'

export type WhipAsked = {
  readonly body: Pick<ReleasedBody, 'slug' | 'roll' | 'groupKind'>
  readonly facts: readonly PositionFact[]
  readonly of: Subject
  readonly rule: Majority
  /** ISO day. */
  readonly asOf: string
  /** Null: as the body is counted first. */
  readonly by: GroupKind | null
}

export type MemberView = {
  readonly seat: Seat
  readonly group: string | null
  readonly position: Position | null
  readonly leaning: Leaning
}

export type WhipView = {
  readonly count: WhipCount
  readonly by: GroupKind
  readonly groups: readonly GroupTally[]
  /** Everybody who sits there, those without a vote too. */
  readonly members: readonly MemberView[]
  readonly since: string
  /** Of those from whom something else is to be expected now: a sponsor that votes yes is none of them. */
  readonly changes: readonly PositionChange[]
}

const WEEK = 7

export const viewWhip = ({ body, facts, of, rule, asOf, by: wanted }: WhipAsked): WhipView => {
  const seats = seatsOfBody(body, asOf)
  const by = wanted ?? body.groupKind
  const asked = { seats, facts, of, rule, asOf, by }
  const positions = currentPositions(facts, asked)
  const since = addDays(asOf, -WEEK)
  const here = new Set(seats.map(({ member }) => member.id))
  return {
    count: countWhip(asked),
    by,
    groups: countWhipByGroup(asked),
    members: seats.map((seat) => {
      const position = positions.get(seat.member.id) ?? null
      return {
        seat,
        group: seat.membership.groups[by] ?? null,
        position,
        leaning: leaningOf(position ?? undefined),
      }
    }),
    since,
    changes: positionChanges(facts, { of, asOf, since }).filter(
      ({ member, before, after }) =>
        here.has(member) && leaningOf(before ?? undefined) !== leaningOf(after ?? undefined),
    ),
  }
}

/** By which the members of a body can be counted. */
export const groupKindsOf = (body: Pick<ReleasedBody, 'roll'>): readonly GroupKind[] =>
  groupKinds.filter((kind) => body.roll.memberships.some(({ groups }) => groups[kind] !== undefined))

/** What a fact is told by, with the address of the web in it apart. */
export const sourceParts = (source: string): { readonly words: string; readonly address: string | null } => {
  const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/.exec(source)?.[0] ?? null
  if (address === null) return { words: source, address }
  const words = source
    .replace(address, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/(?<![\s,;:.(])[\s,;:.(]+$/, '')
    .trim()
  return { words: words || address, address }
}
