/** Pictures of a whip count: a map where States sit, else the seats of a chamber. What they say stands in the table. Pure. */
import type { WorldMap } from '#cases/core/world.ts'
import type { CategoryPicture, HemicyclePicture } from '#figures/core/picture.ts'
import type { Leaning } from '#instruments/core/whip.ts'
import type { MemberView } from '#instruments/core/whip_view.ts'
import { formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { memberName } from '../votes/vote_words.ts'
import type { MembersOfGroup } from './position_words.ts'

/** Six looks can be told apart; their order gives yes and no the looks that they have in pictures of votes. */
const classes = ['sure', 'opposed', 'away', 'undecided', 'unknown', 'likely'] as const
type Class = (typeof classes)[number]

const classOf: Readonly<Record<Leaning, Class>> = {
  sure: 'sure',
  likely: 'likely',
  undecided: 'undecided',
  unknown: 'unknown',
  away: 'away',
  unlikely: 'opposed',
  against: 'opposed',
}

type Given = {
  readonly title: string
  readonly body: string
  readonly asOf: string
  readonly source: string
  readonly groupsAre: string
  readonly groups: readonly MembersOfGroup[]
}

const frame = (t: Translate, { title, body, asOf, source }: Given) => ({
  id: 'positions',
  lang: t.lang,
  title,
  unit: t('positions.picture.unit'),
  scale: 'count' as const,
  period: formatDay(asOf, t.lang),
  area: body,
  source,
  notes: [t('positions.picture.note')],
  address: null,
  categories: classes.map((code) => ({ code, name: t(`positions.class.${code}`) })),
})

const voting = (members: readonly MemberView[]): readonly MemberView[] =>
  members.filter(({ seat }) => seat.membership.votes)

export const positionsMap = (
  t: Translate,
  given: Given & { readonly world: WorldMap },
): CategoryPicture | null => {
  const rows = given.groups.flatMap(({ members }) =>
    voting(members).flatMap(({ seat: { member }, leaning }) =>
      member.kind === 'state'
        ? [{ code: member.id, name: memberName(t, member), category: classOf[leaning] }]
        : [],
    ),
  )
  if (rows.length === 0) return null
  return {
    ...frame(t, given),
    kind: 'categories',
    world: given.world,
    rowsAre: t('votes.member'),
    categoriesAre: t('positions.position'),
    besides: t('votes.map.besides'),
    rows,
  }
}

export const positionsHemicycle = (t: Translate, given: Given): HemicyclePicture | null => {
  const groups = given.groups
    .map(({ name, members }) => ({ name, seats: voting(members).map(({ leaning }) => classOf[leaning]) }))
    .filter(({ seats }) => seats.length > 0)
  if (groups.length === 0) return null
  return { ...frame(t, given), kind: 'hemicycle', groupsAre: given.groupsAre, groups }
}
