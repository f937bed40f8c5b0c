/**
 * Positions: dated facts on what a member did or said about an instrument, an amendment or a motion, each with its
 * source and who entered it. The current position is derived and never stored; where no fact speaks it stays unknown.
 */
import { compareText } from '#kernel/core/compare_text.ts'

/** Acts that stand for themselves, leanings that somebody reports, votes that were cast. */
export const stances = [
  'sponsor',
  'cosponsor',
  'withdrew',
  'supports',
  'leans_for',
  'undecided',
  'leans_against',
  'opposes',
  'votes_yes',
  'votes_no',
  'votes_abstain',
  'votes_absent',
  'votes_not_voting',
] as const
export type Stance = (typeof stances)[number]

/** record: a document of the body. said: by the member itself. reported: by somebody who heard it. */
export const confidences = ['reported', 'said', 'record'] as const
export type Confidence = (typeof confidences)[number]

export const subjectKinds = ['instrument', 'amendment', 'motion'] as const
/** What the position is of: an id of its own each, so that a yes to an amendment is no yes to the text. */
export type Subject = { readonly kind: (typeof subjectKinds)[number]; readonly id: string }

export type PositionFact = {
  readonly id: string
  readonly member: string
  readonly of: Subject
  readonly stance: Stance
  /** ISO day on which it was so. */
  readonly on: string
  /** Instant at which it was entered, and by whom. */
  readonly enteredAt: string
  readonly enteredBy: string
  readonly confidence: Confidence
  /** A document, a talk, a letter. */
  readonly source: string
  /** Explanation of vote, or what was said. */
  readonly explanation: string | null
  /** Sealed to the desk: folded in on a device, never in anything public. */
  readonly confidential: boolean
}

export type Position = {
  readonly member: string
  /** Null: nothing is known, or the last thing known is a withdrawal. */
  readonly stance: Exclude<Stance, 'withdrew'> | null
  /** Stands beside what was said later, until it is withdrawn. */
  readonly sponsorship: 'sponsor' | 'cosponsor' | null
  /** The day of a withdrawal after which nothing else was said. */
  readonly withdrewOn: string | null
  /** The fact that decides; null: none. */
  readonly by: PositionFact | null
}

const unknownPosition = (member: string): Position => ({
  member,
  stance: null,
  sponsorship: null,
  withdrewOn: null,
  by: null,
})

/** Later days win; of one day what is better known, then what was entered later. Ids make it one order for all. */
const inOrder = (a: PositionFact, b: PositionFact): number =>
  compareText(a.on, b.on) ||
  confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
  compareText(a.enteredAt, b.enteredAt) ||
  compareText(a.id, b.id)

const isOf = (of: Subject, { kind, id }: Subject): boolean => of.kind === kind && of.id === id

export type Asked = {
  readonly of: Subject
  /** ISO day: what was known of it by then. */
  readonly asOf: string
}

/** By member; who is not in it, nothing is known of. */
export const currentPositions = (
  facts: readonly PositionFact[],
  { of, asOf }: Asked,
): ReadonlyMap<string, Position> => {
  const positions = new Map<string, Position>()
  const once = new Map(facts.map((fact) => [fact.id, fact]))
  const told = [...once.values()].filter((fact) => isOf(of, fact.of) && fact.on <= asOf).toSorted(inOrder)
  for (const fact of told)
    positions.set(fact.member, after(positions.get(fact.member) ?? unknownPosition(fact.member), fact))
  return positions
}

const after = (before: Position, fact: PositionFact): Position => {
  const { member, stance, on } = fact
  switch (stance) {
    case 'withdrew':
      return { ...unknownPosition(member), withdrewOn: on, by: fact }
    case 'sponsor':
    case 'cosponsor':
      return { member, stance, sponsorship: stance, withdrewOn: null, by: fact }
    case 'supports':
    case 'leans_for':
    case 'undecided':
    case 'leans_against':
    case 'opposes':
    case 'votes_yes':
    case 'votes_no':
    case 'votes_abstain':
    case 'votes_absent':
    case 'votes_not_voting':
      return { member, stance, sponsorship: before.sponsorship, withdrewOn: null, by: fact }
  }
}

export type PositionChange = {
  readonly member: string
  readonly before: Position | null
  readonly after: Position | null
}

/** Whose position differs between two days. */
export const positionChanges = (
  facts: readonly PositionFact[],
  { of, since, asOf }: Asked & { readonly since: string },
): readonly PositionChange[] => {
  const [then, now] = [currentPositions(facts, { of, asOf: since }), currentPositions(facts, { of, asOf })]
  return [...now.keys()].toSorted().flatMap((member) => {
    const [before, current] = [then.get(member) ?? null, now.get(member) ?? null]
    const same =
      (before?.stance ?? null) === (current?.stance ?? null) &&
      (before?.sponsorship ?? null) === (current?.sponsorship ?? null)
    return same ? [] : [{ member, before, after: current }]
  })
}
