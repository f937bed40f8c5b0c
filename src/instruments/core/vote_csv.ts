/** All votes of an instrument as CSV: a line for each member and vote. Codes are the same in every language. Pure. */
import { toCsv } from '#figures/core/csv.ts'
import { pairToCompare, type ReleasedVote } from './released_vote.ts'
import { castByMember, compareVotes, groupKindOf, seatsOfVote, type VoteBody } from './votes.ts'

const columns = [
  'instrument',
  'vote',
  'date',
  'body',
  'subject',
  'symbol',
  'member',
  'name',
  'group',
  'cast',
  'change',
  'source',
  'source_address',
] as const

/** `change` stands on lines of the later of two votes that are compared. */
export const votesCsv = (votes: readonly ReleasedVote[]): string => {
  const pair = pairToCompare(votes)
  const changes = new Map(
    pair
      ? compareVotes(pair.before.votes, pair.after.votes).map(({ member, change }) => [member, change])
      : [],
  )
  const changeOf = (vote: VoteBody, member: string) =>
    vote === pair?.after ? changes.get(member) : undefined
  return toCsv([
    [...columns],
    ...votes.flatMap(({ body }) => {
      const cast = castByMember(body.votes)
      const [source] = body.sources
      const of = [
        body.instrument,
        body.slug,
        body.on,
        body.place[body.lang] ?? '',
        body.subject.kind,
        body.subject.symbol,
      ]
      return seatsOfVote(body).flatMap(({ member, membership }) => {
        const own = cast.get(member.id)
        if (own === undefined) return []
        const group = membership.groups[groupKindOf(body)] ?? null
        const change = changeOf(body, member.id) ?? null
        return [
          [
            ...of,
            member.id,
            member.name,
            group,
            own,
            change,
            source ? `${source.publisher}: ${source.title}` : null,
            source?.address ?? null,
          ],
        ]
      })
    }),
  ])
}
