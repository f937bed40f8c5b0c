/** The picture of a chamber: its seats by group. What it says stands in the table beside it. Pure. */
import type { HemicyclePicture } from '#figures/core/picture.ts'
import { groupsOfBody } from '#instruments/core/body_page.ts'
import { bodyNameIn, type ReleasedBody, seatsOfBody } from '#instruments/core/released_body.ts'
import { formatDay, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { groupName } from './body_words.ts'

/** So many looks can be told apart; of more groups only letters tell. */
const TOLD_APART = 5

/** Null: its members are States, or nobody sat there that day. */
export const bodyHemicycle = (t: Translate, body: ReleasedBody, day: string): HemicyclePicture | null => {
  const seats = seatsOfBody(body, day)
  if (seats.length === 0 || seats.some(({ member }) => member.kind === 'state')) return null
  const name = bodyNameIn(body, t.lang).words
  const groups = groupsOfBody(body, seats)
  const told = groups.length <= TOLD_APART
  return {
    kind: 'hemicycle',
    id: 'chamber',
    lang: t.lang,
    title: t('bodies.picture.title', { body: name }),
    unit: t('bodies.picture.unit'),
    scale: 'count',
    period: formatDay(day, t.lang),
    area: name,
    source: formatList([...new Set(body.sources.map(({ publisher }) => publisher))], t.lang),
    notes: [],
    address: null,
    groupsAre: t(`bodies.groupKind.${body.groupKind}`),
    categories: told
      ? groups.map((one, at) => ({ code: `g${at}`, name: groupName(t, one.id, one.name) }))
      : [
          { code: 'votes', name: t('bodies.seatsVoting') },
          { code: 'none', name: t('bodies.noVote') },
        ],
    groups: groups.map(({ id, name: own, seats: all, votes }, place) => ({
      name: groupName(t, id, own),
      seats: Array.from({ length: all }, (_, at) => (told ? `g${place}` : at < votes ? 'votes' : 'none')),
    })),
  }
}
