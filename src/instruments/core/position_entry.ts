/**
 * Which facts are taken and who decides on them: a position is of a member who sat there that day, of a text that is
 * open, and is public only once somebody else than who entered it has confirmed it. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Seat } from './bodies.ts'
import type { EnteredFact } from './position_wire.ts'
import type { Stance } from './positions.ts'
import { isRollWhole, type ReleasedBody, seatsOfBody } from './released_body.ts'

/** The mends stand in the messages `positions.refusal.<kind>`. */
export const entryRefusals = [
  'member_unknown',
  'not_member_then',
  'member_without_vote',
  'day_ahead',
  'amendment_unknown',
  'other_instrument',
  'id_twice',
  'id_taken',
] as const
/** `at`: the place among the facts, parted by a dot from the field: `12.member`. */
export type EntryRefusal = { readonly at: string; readonly code: (typeof entryRefusals)[number] }

export type EntryGround = {
  readonly instrument: string
  readonly body: ReleasedBody
  /** Slugs of released amendments of the instrument. */
  readonly amendments: readonly string[]
  /** ISO day. */
  readonly today: string
}

const votes: readonly Stance[] = [
  'votes_yes',
  'votes_no',
  'votes_abstain',
  'votes_absent',
  'votes_not_voting',
]

/** Everything that is wrong, each with its place; none: all are taken. */
export const entryRefusalsOf = (
  facts: readonly EnteredFact[],
  ground: EntryGround,
): readonly EntryRefusal[] => {
  const seat = seatFinder(ground.body)
  const seen = new Set<string>()
  return facts.flatMap((fact, place) => {
    const refusals: EntryRefusal[] = []
    const refuse = (field: string, code: EntryRefusal['code']) =>
      refusals.push({ at: `${place}.${field}`, code })
    if (seen.has(fact.id)) refuse('id', 'id_twice')
    seen.add(fact.id)
    if (fact.on > ground.today) refuse('on', 'day_ahead')
    const { kind, id } = fact.of
    if (kind === 'instrument' && id !== ground.instrument) refuse('of.id', 'other_instrument')
    if (kind === 'amendment' && !ground.amendments.includes(id)) refuse('of.id', 'amendment_unknown')
    const code = refusalOfMember(fact, seat(fact), ground.body)
    if (code !== null) refuse(code === 'member_without_vote' ? 'stance' : 'member', code)
    return refusals
  })
}

const seatFinder = (body: ReleasedBody): ((fact: EnteredFact) => Seat | undefined) => {
  const seatsByDay = new Map<string, ReadonlyMap<string, Seat>>()
  return ({ member, on }) => {
    const seats =
      seatsByDay.get(on) ?? new Map(seatsOfBody(body, on).map((one) => [one.member.id, one] as const))
    seatsByDay.set(on, seats)
    return seats.get(member)
  }
}

const refusalOfMember = (
  { member, stance, on }: EnteredFact,
  seat: Seat | undefined,
  body: ReleasedBody,
): EntryRefusal['code'] | null => {
  if (!body.roll.members.some(({ id }) => id === member)) return 'member_unknown'
  // Where the roll does not name everybody, somebody who is not named may have sat there all the same.
  if (!seat) return isRollWhole(body, on) ? 'not_member_then' : null
  return !seat.membership.votes && votes.includes(stance) ? 'member_without_vote' : null
}

/** What became of a fact: enough to decide on it. */
export type KeptFact = {
  readonly id: string
  readonly enteredBy: string
  readonly confirmedBy: string | null
  readonly struckBy: string | null
}

/** `at`: the place among the ids that were sent. */
export type DecisionRefusal =
  | { readonly kind: 'position_unknown'; readonly at: number }
  | { readonly kind: 'own_confirmation'; readonly at: number }
  | { readonly kind: 'struck_already'; readonly at: number }

/** Ids that are to be confirmed now: those that are confirmed already stay so. All or none. */
export const decideConfirmation = (
  ids: readonly string[],
  { kept, account }: { readonly kept: readonly KeptFact[]; readonly account: string },
): Result<readonly string[], DecisionRefusal> => {
  const byId = new Map(kept.map((one) => [one.id, one]))
  const open: string[] = []
  for (const [at, id] of ids.entries()) {
    const one = byId.get(id)
    if (!one) return err({ kind: 'position_unknown', at })
    if (one.struckBy !== null) return err({ kind: 'struck_already', at })
    if (one.confirmedBy !== null) continue
    if (one.enteredBy === account) return err({ kind: 'own_confirmation', at })
    open.push(id)
  }
  return ok([...new Set(open)])
}

/** Anybody who writes may strike, at once and for good; what is struck already stays as it is. */
export const decideStriking = (
  ids: readonly string[],
  kept: readonly KeptFact[],
): Result<readonly string[], DecisionRefusal> => {
  const byId = new Map(kept.map((one) => [one.id, one]))
  const missing = ids.findIndex((id) => !byId.has(id))
  if (missing !== -1) return err({ kind: 'position_unknown', at: missing })
  return ok([...new Set(ids)].filter((id) => byId.get(id)?.struckBy === null))
}
