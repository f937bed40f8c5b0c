/**
 * What released documents tell of a member of a body: its votes, and what it tabled. A name in a document is linked to a
 * member only where it can mean nobody else who sat there that day. Pure.
 */
import { z } from 'zod'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { type Seat, stateOfName, UN_ASSEMBLY } from './bodies.ts'
import type { Sponsorship } from './instrument_body.ts'
import { memberOfName, seatsOfName } from './member_names.ts'
import type { ReleasedAmendment } from './released_amendment.ts'
import { type BodyLine, isNamedBody, isRollWhole, type ReleasedBody, seatsOfBody } from './released_body.ts'
import type { ReleasedVote } from './released_vote.ts'
import { type Cast, castByMember, seatsOfVote, type VoteBody } from './votes.ts'

const tabled = z.object({
  slug: z.string(),
  lang: z.string(),
  title: z.record(z.string(), z.string()),
  symbol: z.string().nullable(),
  body: z.string().nullable(),
  sponsorship: z.object({ sponsors: z.array(z.string()), cosponsors: z.array(z.string()), on: z.string() }),
})
export type TabledInstrument = Readonly<z.infer<typeof tabled>>

/** Null: nobody is known to have tabled it. */
export const readTabled = (head: unknown): TabledInstrument | null => tabled.safeParse(head).data ?? null

/** `family`: the bodies whose members are the same persons or States. */
export type Whose = {
  readonly body: ReleasedBody
  readonly member: string
  readonly family: readonly string[]
}

export type MemberVote = { readonly vote: VoteBody; readonly cast: Cast }

/** The latest first. Where a vote lists its members and names no body, the same code and name is the same member. */
export const votesOfMember = (
  votes: readonly ReleasedVote[],
  { body, member, family }: Whose,
): readonly MemberVote[] => {
  const name = body.roll.members.find(({ id }) => id === member)?.name
  return votes
    .flatMap(({ body: vote }) => {
      const own =
        typeof vote.members === 'string'
          ? family.includes(vote.members)
          : (vote.body === null || family.includes(vote.body)) &&
            seatsOfVote(vote).some((seat) => seat.member.id === member && seat.member.name === name)
      const cast = own ? castByMember(vote.votes).get(member) : undefined
      return cast === undefined ? [] : [{ vote, cast }]
    })
    .toSorted((a, b) => (a.vote.on < b.vote.on ? 1 : -1))
}

export type MemberSponsorship = {
  readonly instrument: string
  /** Null: of the instrument itself. */
  readonly amendment: string | null
  readonly lang: string
  readonly title: Readonly<Record<string, string>>
  readonly symbol: string | null
  readonly as: 'sponsor' | 'cosponsor'
  readonly on: string | null
  readonly withdrawnOn: string | null
}

type Text = {
  readonly body: string | null
  readonly sponsorship: Pick<Sponsorship, 'sponsors' | 'cosponsors'> | null
}

/** Of which body its sponsors are members: the one that the text names, or where most of them are States, the Assembly. */
export const sponsoringBody = ({ body, sponsorship }: Text, all: readonly BodyLine[]): string | null => {
  const named = body === null ? undefined : all.find((one) => isNamedBody(one, body))
  if (named || !sponsorship) return named?.slug ?? null
  const names = [...sponsorship.sponsors, ...sponsorship.cosponsors]
  const states = names.filter((name) => stateOfName(name) !== null)
  return states.length * 2 > names.length ? UN_ASSEMBLY : null
}

/** Those who sat there that day; of a day that is not known, whoever ever did. */
const seatsThen = (body: ReleasedBody, on: string | null): readonly Seat[] => {
  if (on !== null && isIsoDay(on)) return seatsOfBody(body, on)
  const byId = new Map(body.roll.members.map((one) => [one.id, one]))
  return body.roll.memberships.flatMap((membership) => {
    const member = byId.get(membership.member)
    return member ? [{ member, membership }] : []
  })
}

type Names = { readonly names: readonly string[]; readonly on: string | null }

/** By the name as it is written. */
export const membersOfNames = (body: ReleasedBody, { names, on }: Names): ReadonlyMap<string, string> => {
  const seats = seatsThen(body, on)
  return new Map(
    names.flatMap((name) => {
      const member = memberOfName(seats, name)
      return member === null ? [] : [[name, member] as const]
    }),
  )
}

export const sponsorshipsOfMember = (
  given: {
    readonly tabled: readonly TabledInstrument[]
    readonly amendments: readonly ReleasedAmendment[]
    readonly bodies: readonly BodyLine[]
  },
  { body, member, family }: Whose,
): readonly MemberSponsorship[] => {
  const own = given.tabled.filter((one) => family.includes(sponsoringBody(one, given.bodies) ?? ''))
  const ofStates = body.roll.members.some(({ id, kind }) => id === member && kind === 'state')
  const slugs = new Set(own.map(({ slug }) => slug))
  return [
    ...own.flatMap((one) => ofInstrument(body, member, one)),
    ...given.amendments
      // Of a text that is not here only States are known by their names alone.
      .filter(({ body: { instrument } }) => ofStates || slugs.has(instrument))
      .flatMap((one) => ofAmendment(body, member, one)),
  ].toSorted((a, b) => ((a.on ?? '') < (b.on ?? '') ? 1 : -1))
}

const ofInstrument = (
  body: ReleasedBody,
  member: string,
  { slug, lang, title, symbol, sponsorship }: TabledInstrument,
): readonly MemberSponsorship[] => {
  const { on } = sponsorship
  const seats = seatsThen(body, on)
  const lists = [
    { as: 'sponsor', names: sponsorship.sponsors },
    { as: 'cosponsor', names: sponsorship.cosponsors },
  ] as const
  return lists.flatMap(({ as, names }) =>
    names.some((name) => memberOfName(seats, name) === member)
      ? [{ instrument: slug, amendment: null, lang, title, symbol, as, on, withdrawnOn: null }]
      : [],
  )
}

const ofAmendment = (
  body: ReleasedBody,
  member: string,
  { body: { slug, instrument, lang, draft, symbols, sponsors, tabledOn } }: ReleasedAmendment,
): readonly MemberSponsorship[] =>
  sponsors.flatMap(({ who, since, withdrawnOn }) => {
    const on = since ?? tabledOn
    if (memberOfName(seatsThen(body, on), who) !== member) return []
    const [symbol = null] = symbols
    return [{ instrument, amendment: slug, lang, title: draft.title, symbol, as: 'sponsor', on, withdrawnOn }]
  })

/**
 * Places of sponsors who were no members that day, where the roll names everybody. A State that is named in a way that
 * is not known here may be one: it is left alone.
 */
export const sponsorsWhoAreNone = (
  { sponsors, cosponsors, on }: Pick<Sponsorship, 'sponsors' | 'cosponsors' | 'on'>,
  body: ReleasedBody,
): readonly string[] => {
  if (!isIsoDay(on) || !isRollWhole(body, on)) return []
  const seats = seatsOfBody(body, on)
  const ofStates = seats.some(({ member }) => member.kind === 'state')
  const lists = { sponsors, cosponsors }
  return (['sponsors', 'cosponsors'] as const).flatMap((list) =>
    lists[list].flatMap((name, at) =>
      seatsOfName(seats, name).length > 0 || (ofStates && stateOfName(name) === null)
        ? []
        : [`${list}.${at}`],
    ),
  )
}
