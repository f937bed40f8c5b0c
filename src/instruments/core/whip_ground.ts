/**
 * What is open of the positions on an instrument: facts that desks entered and confirmed, votes, and who tabled it and
 * its amendments. Of which bodies it can be counted, and on which day. Pure.
 */
import { parseEdtf } from '#kernel/core/edtf.ts'
import { UN_ASSEMBLY, UN_THIRD_COMMITTEE } from './bodies.ts'
import { factsOfAmendment, factsOfSponsorship, factsOfVote, noFacts } from './facts_of_documents.ts'
import type { Stage } from './instrument.ts'
import type { PositionFact, Subject } from './positions.ts'
import type { ReleasedAmendment } from './released_amendment.ts'
import { type BodyLine, isNamedBody, type ReleasedBody, seatsOfBody } from './released_body.ts'
import type { ReleasedInstrument } from './released_instrument.ts'
import type { ReleasedVote } from './released_vote.ts'
import { seatsOfVote } from './votes.ts'

/** A fact that a desk entered, open by now, with the body of which its member was. */
export type OpenFact = { readonly instrument: string; readonly body: string; readonly fact: PositionFact }

export type OpenGround = {
  readonly slug: string
  /** Null: its text is not here, but amendments to it are, or votes. */
  readonly instrument: ReleasedInstrument | null
  /** Of this instrument alone. */
  readonly votes: readonly ReleasedVote[]
  readonly amendments: readonly ReleasedAmendment[]
  readonly entered: readonly OpenFact[]
}

export const isGround = ({ instrument, votes, amendments }: OpenGround): boolean =>
  instrument !== null || votes.length > 0 || amendments.length > 0

/** Bodies whose members are the same persons or States: a body, the one it is of, its committees and theirs. */
export const familyOf = (
  body: Pick<BodyLine, 'slug' | 'parent'>,
  all: readonly Pick<BodyLine, 'slug' | 'parent'>[],
): readonly string[] => {
  const root = body.parent ?? body.slug
  return [
    ...new Set([
      body.slug,
      root,
      ...all.filter(({ slug, parent }) => slug === root || parent === root).map(({ slug }) => slug),
    ]),
  ]
}

export type OpenFacts = {
  readonly facts: readonly PositionFact[]
  /** Sponsors of whom no member of the body bears the name, or without a day. */
  readonly unmatched: readonly { readonly of: Subject; readonly name: string }[]
}

/** Facts as the whip count of a body folds them; names that mean none of its members are told apart. */
export const openFacts = (
  { slug, instrument, votes, amendments, entered }: OpenGround,
  body: ReleasedBody,
  family: readonly string[],
): OpenFacts => {
  const named = [
    {
      id: slug,
      kind: 'instrument' as const,
      ...(instrument ? factsOfSponsorship(instrument, body) : noFacts),
    },
    ...amendments.map((one) => ({
      id: one.body.slug,
      kind: 'amendment' as const,
      ...factsOfAmendment(one, body),
    })),
  ]
  return {
    facts: [
      ...entered.filter((one) => family.includes(one.body)).map(({ fact }) => fact),
      ...votes.flatMap((vote) => ofBody(factsOfVote(vote, amendments), vote, { body, family })),
      ...named.flatMap(({ facts }) => facts),
    ],
    unmatched: named.flatMap(({ kind, id, unmatched }) =>
      unmatched.map((name) => ({ of: { kind, id }, name })),
    ),
  }
}

/** Votes that list their members name no body: whoever has the same code and name here is the same member. */
const ofBody = (
  facts: readonly PositionFact[],
  { body: vote }: ReleasedVote,
  { body, family }: { readonly body: ReleasedBody; readonly family: readonly string[] },
): readonly PositionFact[] => {
  if (typeof vote.members === 'string') return family.includes(vote.members) ? facts : []
  const here = new Map(body.roll.members.map(({ id, name }) => [id, name]))
  const listed = new Map(seatsOfVote(vote).map(({ member }) => [member.id, member.name]))
  return facts.filter(({ member }) => here.has(member) && here.get(member) === listed.get(member))
}

/** Bodies that these facts speak of, the likeliest first: where facts were entered, where it was voted, who adopts. */
export const bodiesOfGround = (
  { instrument, votes, amendments, entered }: OpenGround,
  all: readonly BodyLine[],
): readonly string[] => {
  const counted = Map.groupBy(entered, ({ body }) => body)
  const most = [...counted].toSorted(([a, one], [b, two]) => two.length - one.length || (a < b ? -1 : 1))
  const voted = votes
    .toReversed()
    .flatMap(({ body: { members } }) => (typeof members === 'string' ? [members] : []))
  const written = instrument
    ? [instrument.body.body, ...instrument.body.history.map((one) => one.body)].flatMap((name) =>
        name === null ? [] : all.filter((one) => isNamedBody(one, name)).map(({ slug }) => slug),
      )
    : []
  const symbols = [instrument?.body.symbol, ...amendments.map(({ body }) => body.draft.symbol)]
  const known = new Set(all.map(({ slug }) => slug))
  return [
    ...new Set([...most.map(([body]) => body), ...voted, ...written, ...symbols.flatMap(bodiesOfSymbol)]),
  ].filter((slug) => known.has(slug))
}

/** Symbols of the United Nations name the organ; a committee's draft goes to the plenary next. */
const bodiesOfSymbol = (symbol: string | null | undefined): readonly string[] =>
  symbol?.startsWith('A/C.3/')
    ? [UN_THIRD_COMMITTEE, UN_ASSEMBLY]
    : symbol?.startsWith('A/RES/')
      ? [UN_ASSEMBLY]
      : []

/** After these nobody is asked any more. */
const final: readonly Stage[] = [
  'adopted_in_plenary',
  'rejected',
  'withdrawn',
  'passed',
  'enacted',
  'published',
  'in_force',
  'lapsed',
  'repealed',
]

/** Today, or the day on which the way of the instrument ended, or the last day of which the body's members are known here. */
export const countingDay = (
  history: readonly { readonly stage: Stage; readonly on: string | null }[],
  { body, facts, today }: Counting,
): string => {
  const ends = history.flatMap(({ stage, on }) => {
    const date = on !== null && final.includes(stage) ? parseEdtf(on) : null
    return date?.ok && date.value.latest !== null ? [date.value.latest] : []
  })
  const ended = ends.toSorted().at(-1)
  if (ended !== undefined && ended <= today) return ended
  if (seatsOfBody(body, today).length > 0) return today
  const told = facts.map(({ on }) => on).filter((on) => on <= today)
  return told.toSorted().findLast((on) => seatsOfBody(body, on).length > 0) ?? today
}

type Counting = {
  readonly body: Pick<ReleasedBody, 'roll' | 'slug'>
  readonly facts: readonly PositionFact[]
  readonly today: string
}

export type SubjectLine = Subject & { readonly facts: number }

/** What there are positions on: the instrument first, then amendments and motions. */
export const subjectsOf = (
  { slug, amendments }: { readonly slug: string; readonly amendments: readonly { readonly slug: string }[] },
  facts: readonly PositionFact[],
): readonly SubjectLine[] => {
  const counted = Map.groupBy(facts, ({ of }) => subjectKey(of))
  const known: readonly Subject[] = [
    { kind: 'instrument', id: slug },
    ...amendments.map((one) => ({ kind: 'amendment' as const, id: one.slug })),
    ...[...counted.values()]
      .map(([first]) => first!.of)
      .filter(({ kind, id }) => kind !== 'instrument' || id === slug),
  ]
  const once = new Map(known.map((of) => [subjectKey(of), of]))
  return [...once].map(([key, { kind, id }]) => ({
    kind,
    id,
    facts: counted.get(key)?.length ?? 0,
  }))
}

/** As it stands in addresses: `amendment.l-51`. */
export const subjectKey = ({ kind, id }: Subject): string => `${kind}.${id}`

/** Null: names no subject of these. */
export const subjectOfKey = <S extends Subject>(lines: readonly S[], key: string): S | null =>
  lines.find((one) => subjectKey(one) === key) ?? null
