/** What the public page of an ask shows before it is public: what its desk knows stands for what is not there yet. */
import type { AskBody } from '#campaigns/core/ask.ts'
import { askState, takesLateNames } from '#campaigns/core/ask_state.ts'
import type { AskView } from '#campaigns/core/ask_view.ts'
import type { CampaignBody } from '#campaigns/core/campaign.ts'
import type { CampaignGround } from '#campaigns/core/desk_ground.ts'

type Given = {
  /** Null: its campaign is not public yet. */
  readonly campaign: Pick<CampaignBody, 'title' | 'lang'> | null
  readonly publication: CampaignGround['publications'][number] | null
  readonly bodies: AskView['bodies']
  readonly deskName: string
  readonly now: Date
  readonly origin: string
}

/** Their page is known; what they hold is not, before it is public. */
const linkedIn = ({ targets }: AskBody, bodies: AskView['bodies']): AskView['linked'] =>
  Object.fromEntries(
    targets.flatMap((one) => {
      const seat = one.kind === 'named' ? one.seat : undefined
      const body = bodies.find(({ slug }) => slug === seat?.body)
      return one.kind === 'named' && seat && body
        ? [[one.id, { ...seat, bodyName: body.name, bodyLang: body.lang, positions: [] }]]
        : []
    }),
  )

export const askViewOf = (ask: AskBody, given: Given): AskView => {
  const { campaign, publication, bodies, deskName, now, origin } = given
  const named = new Set(
    ask.targets.flatMap((one) =>
      one.kind === 'body' ? [one.body] : one.kind === 'by_place' ? one.bodies : [],
    ),
  )
  return {
    ask,
    state: askState(ask, now),
    takesLate: takesLateNames(ask, now),
    campaign: {
      slug: ask.campaign,
      title: campaign?.title ?? { [ask.lang]: ask.campaign },
      lang: campaign?.lang ?? ask.lang,
    },
    deskName,
    releasedOn: now.toISOString().slice(0, 10),
    about: publication && {
      path: `/cases/${publication.ref}`,
      title: { [ask.lang]: publication.title },
      lang: ask.lang,
    },
    previous: null,
    next: null,
    bodies: bodies.filter(({ slug }) => named.has(slug)),
    linked: linkedIn(ask, bodies),
    outcomes: [],
    beside: [],
    reported: null,
    numbers: null,
    mayCome: false,
    seats: null,
    address: `${origin}/campaigns/${ask.campaign}/${ask.slug}`,
  }
}
