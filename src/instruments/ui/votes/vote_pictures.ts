/** Pictures of votes: the map of one, or the seats of its chamber; the flow between two. What they say stands in the table beside them. Pure. */
import type { WorldMap } from '#cases/core/world.ts'
import type { CategoryPicture, FlowPicture, HemicyclePicture } from '#figures/core/picture.ts'
import {
  casts,
  compareVotes,
  seatsOfVote,
  streamsBetween,
  castByMember,
  type VoteBody,
} from '#instruments/core/votes.ts'
import type { ReleasedVote } from '#instruments/core/released_vote.ts'
import { formatDay, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { castWord, groupsOfVote, memberName, wordsIn } from './vote_words.ts'

const categoriesOf = (t: Translate) => casts.map((code) => ({ code, name: castWord(t, code) }))

const sourceOf = (t: Translate, votes: readonly VoteBody[]): string =>
  formatList([...new Set(votes.flatMap(({ sources }) => sources.map(({ publisher }) => publisher)))], t.lang)

const placeOf = (t: Translate, { place, lang }: VoteBody): string => wordsIn(place, lang, t.lang).text

/** Null: its members are no States. */
export const voteMap = (t: Translate, vote: VoteBody, world: WorldMap): CategoryPicture | null => {
  const cast = castByMember(vote.votes)
  const rows = seatsOfVote(vote).flatMap(({ member }) => {
    const own = cast.get(member.id)
    return own && member.kind === 'state'
      ? [{ code: member.id, name: memberName(t, member), category: own }]
      : []
  })
  if (rows.length === 0) return null
  return {
    kind: 'categories',
    id: `vote-${vote.slug}`,
    lang: t.lang,
    title: t('votes.map.title', { place: placeOf(t, vote) }),
    unit: t('votes.map.unit'),
    scale: 'count',
    period: formatDay(vote.on, t.lang),
    area: t('votes.world'),
    source: sourceOf(t, [vote]),
    notes: [],
    address: null,
    world,
    rowsAre: t('votes.member'),
    categoriesAre: t('votes.map.vote'),
    besides: t('votes.map.besides'),
    categories: categoriesOf(t),
    rows,
  }
}

/** The vote that pictures show: the last one on the whole text, else the last of all. */
export const pictured = (votes: readonly ReleasedVote[]): VoteBody | null =>
  (votes.findLast(({ body }) => body.subject.kind === 'instrument') ?? votes.at(-1))?.body ?? null

/** Null: its members are States, which a map shows. */
export const voteHemicycle = (t: Translate, vote: VoteBody): HemicyclePicture | null => {
  if (typeof vote.members === 'string') return null
  const cast = castByMember(vote.votes)
  const seats = seatsOfVote(vote).filter(({ membership }) => membership.votes)
  return {
    kind: 'hemicycle',
    id: `vote-${vote.slug}`,
    lang: t.lang,
    title: t('votes.hemicycle.title', { place: placeOf(t, vote) }),
    unit: t('votes.hemicycle.unit'),
    scale: 'count',
    period: formatDay(vote.on, t.lang),
    area: placeOf(t, vote),
    source: sourceOf(t, [vote]),
    notes: [t('votes.hemicycle.note')],
    address: null,
    groupsAre: t('votes.group'),
    categories: categoriesOf(t),
    groups: groupsOfVote(t, vote, seats).map((group) => ({
      name: group.name,
      seats: group.seats.map(({ member }) => cast.get(member.id) ?? 'not_voting'),
    })),
  }
}

export const voteFlow = (
  t: Translate,
  { before, after }: { readonly before: VoteBody; readonly after: VoteBody },
): FlowPicture => ({
  kind: 'flow',
  id: 'vote-flow',
  lang: t.lang,
  title: t('votes.flow.title'),
  unit: t('votes.flow.unit'),
  scale: 'count',
  period: t('votes.period', { from: formatDay(before.on, t.lang), to: formatDay(after.on, t.lang) }),
  area: typeof after.members === 'string' ? t('votes.world') : placeOf(t, after),
  source: sourceOf(t, [before, after]),
  notes: [t('votes.flow.note')],
  address: null,
  categories: categoriesOf(t),
  before: placeOf(t, before),
  after: placeOf(t, after),
  streams: streamsBetween(compareVotes(before.votes, after.votes)),
})
