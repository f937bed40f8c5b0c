/**
 * Which facts are taken and who decides on them: a position is of a member who sat there that day, of a text that is
 * open, and is public only once somebody else than who entered it has confirmed it. Pure.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { emptyRoll, type Seat, seatsOn } from './bodies.ts'
import type { EnteredFact } from './position_wire.ts'
import type { Stance } from './positions.ts'
import { isRollWhole, type ReleasedBody } from './released_body.ts'

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
  const places = placesIn(ground.body)
  const amendments = new Set(ground.amendments)
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
    if (kind === 'amendment' && !amendments.has(id)) refuse('of.id', 'amendment_unknown')
    const code = refusalOfMember(fact, places, ground.body)
    if (code !== null) refuse(code === 'member_without_vote' ? 'stance' : 'member', code)
    return refusals
  })
}

type Places = {
  readonly isKnown: (member: string) => boolean
  readonly seatOf: (fact: EnteredFact) => Seat | undefined
}

/** By the memberships of one member: a file may name thousands of days, and each has a list of thousands. */
const placesIn = ({ roll, slug }: ReleasedBody): Places => {
  const memberById = new Map(roll.members.map((one) => [one.id, one]))
  const own = Map.groupBy(roll.memberships, ({ member }) => member)
  return {
    isKnown: (member) => memberById.has(member),
    seatOf: ({ member, on }) => {
      const known = memberById.get(member)
      const of = { ...emptyRoll, members: known ? [known] : [], memberships: own.get(member) ?? [] }
      return seatsOn(of, slug, on)[0]
    },
  }
}

const refusalOfMember = (
  fact: EnteredFact,
  { isKnown, seatOf }: Places,
  body: ReleasedBody,
): EntryRefusal['code'] | null => {
  const { member, stance, on } = fact
  if (!isKnown(member)) return 'member_unknown'
  const seat = seatOf(fact)
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
