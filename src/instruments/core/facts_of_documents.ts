/**
 * What released documents say of positions: who tabled an instrument or an amendment, and what each member cast in a
 * vote. Ids are made of the document and the member, so that the same document gives the same facts. Pure.
 */
import { parseEdtf } from '#kernel/core/edtf.ts'
import { type Roll, type Seat, seatsOn } from './bodies.ts'
import type { InstrumentSource } from './instrument_body.ts'
import { memberOfName } from './member_names.ts'
import type { PositionFact, Stance, Subject } from './positions.ts'
import type { ReleasedAmendment } from './released_amendment.ts'
import type { ReleasedInstrument } from './released_instrument.ts'
import type { ReleasedVote } from './released_vote.ts'
import { type Cast, castByMember } from './votes.ts'

/** Of whose members the names are looked for. */
export type NamedBody = { readonly slug: string; readonly roll: Roll }

/** Names that mean nobody of this body, or that bear no day: said, and never counted. */
export type FactsOfNames = { readonly facts: readonly PositionFact[]; readonly unmatched: readonly string[] }

export const noFacts: FactsOfNames = { facts: [], unmatched: [] }

const stanceByCast = {
  yes: 'votes_yes',
  no: 'votes_no',
  abstain: 'votes_abstain',
  absent: 'votes_absent',
  not_voting: 'votes_not_voting',
  // May have voted yes or not at all: unknown stays unknown.
  yes_or_not_voting: null,
} as const satisfies Readonly<Record<Cast, Stance | null>>

/** `amendments` tells which amendment a symbol means; without it the vote itself names what was voted on. */
export const factsOfVote = (
  { body: vote, releasedOn, deskName }: ReleasedVote,
  amendments: readonly ReleasedAmendment[] = [],
): readonly PositionFact[] => {
  const of = subjectOfVote(vote, amendments)
  return [...castByMember(vote.votes)].flatMap(([member, cast]) => {
    const stance = stanceByCast[cast]
    if (stance === null) return []
    const id = `vote:${vote.instrument}:${vote.slug}:${member}`
    return [
      {
        ...record({ releasedOn, deskName }),
        id,
        member,
        of,
        stance,
        on: vote.on,
        source: cited(vote.sources[0]),
      },
    ]
  })
}

const subjectOfVote = (
  { instrument, slug, subject: { kind, symbol } }: ReleasedVote['body'],
  amendments: readonly ReleasedAmendment[],
): Subject => {
  if (kind === 'instrument') return { kind, id: instrument }
  const known = amendments.find(
    ({ body }) =>
      kind === 'amendment' &&
      body.instrument === instrument &&
      symbol !== null &&
      body.symbols.some((one) => plainSymbol(one) === plainSymbol(symbol)),
  )
  return { kind, id: known?.body.slug ?? slug }
}

const plainSymbol = (symbol: string): string => symbol.replaceAll(/\s/g, '').toUpperCase()

/** Who tabled it and who joined at once. */
export const factsOfSponsorship = (
  { body: instrument, releasedOn, deskName }: ReleasedInstrument,
  body: NamedBody,
): FactsOfNames => {
  const { sponsorship, slug } = instrument
  if (!sponsorship) return noFacts
  const named = [
    ...sponsorship.sponsors.map((who) => ({ who, stance: 'sponsor' as const })),
    ...sponsorship.cosponsors.map((who) => ({ who, stance: 'cosponsor' as const })),
  ].map((one) => ({ ...one, on: sponsorship.on }))
  return factsOfNamed(named, {
    body,
    id: `sponsorship:${slug}`,
    of: { kind: 'instrument', id: slug },
    source: cited(sponsorship.source),
    told: { releasedOn, deskName },
  })
}

/** Who tabled it, who joined, and who left again. */
export const factsOfAmendment = (
  { body: amendment, releasedOn, deskName }: ReleasedAmendment,
  body: NamedBody,
): FactsOfNames => {
  const { sponsors, tabledOn, slug, instrument } = amendment
  const named = sponsors.flatMap(({ who, since, withdrawnOn }) => [
    { who, stance: 'sponsor' as const, on: since ?? tabledOn },
    ...(withdrawnOn === null ? [] : [{ who, stance: 'withdrew' as const, on: withdrawnOn }]),
  ])
  return factsOfNamed(named, {
    body,
    id: `amendment:${instrument}:${slug}`,
    of: { kind: 'amendment', id: slug },
    source: cited(amendment.sources[0]),
    told: { releasedOn, deskName },
  })
}

type Told = { readonly releasedOn: string; readonly deskName: string }
type NamedFact = { readonly who: string; readonly stance: Stance; readonly on: string | null }
type Given = {
  readonly body: NamedBody
  readonly id: string
  readonly of: Subject
  readonly source: string
  readonly told: Told
}

const factsOfNamed = (named: readonly NamedFact[], { body, id, of, source, told }: Given): FactsOfNames => {
  const seatsByDay = new Map<string, readonly Seat[]>()
  const seats = (day: string): readonly Seat[] => {
    const known = seatsByDay.get(day) ?? seatsOn(body.roll, body.slug, day)
    seatsByDay.set(day, known)
    return known
  }
  const facts: PositionFact[] = []
  const unmatched = new Set<string>()
  for (const { who, stance, on: edtf } of named) {
    const on = edtf === null ? null : certainBy(edtf)
    const member = on === null ? null : memberOfName(seats(on), who)
    if (on === null || member === null) unmatched.add(who)
    else facts.push({ ...record(told), id: `${id}:${stance}:${member}`, member, of, stance, on, source })
  }
  return { facts, unmatched: [...unmatched] }
}

/** Of a day that is known less exactly, the last one that it can be: by then it was so. */
const certainBy = (edtf: string): string | null => {
  const date = parseEdtf(edtf)
  return date.ok ? date.value.latest : null
}

const record = ({ releasedOn, deskName }: Told) => ({
  enteredAt: `${releasedOn}T00:00:00Z`,
  enteredBy: deskName,
  confidence: 'record' as const,
  explanation: null,
  confidential: false,
})

const cited = (source: Pick<InstrumentSource, 'publisher' | 'title' | 'address'> | undefined): string =>
  source
    ? [`${source.publisher}: ${source.title}`, source.address].filter((part) => part !== null).join(', ')
    : ''
