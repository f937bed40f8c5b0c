/** Pictures of votes: the map of one, the flow between two. What they say stands in the table beside them. Pure. */
import type { WorldMap } from '#cases/core/world.ts'
import type { CategoryPicture, FlowPicture } from '#figures/core/picture.ts'
import {
  casts,
  compareVotes,
  seatsOfVote,
  streamsBetween,
  castByMember,
  type VoteBody,
} from '#instruments/core/votes.ts'
import { formatDay, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { castWord, memberName, wordsIn } from './vote_words.ts'

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
  area: t('votes.world'),
  source: sourceOf(t, [before, after]),
  notes: [t('votes.flow.note')],
  address: null,
  categories: categoriesOf(t),
  before: placeOf(t, before),
  after: placeOf(t, after),
  streams: streamsBetween(compareVotes(before.votes, after.votes)),
})
