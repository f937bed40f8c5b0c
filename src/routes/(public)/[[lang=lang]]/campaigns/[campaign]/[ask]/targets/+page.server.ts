/** Of whom it is asked; whoever sits for a place is found by state and district, which go no further than this page. */
import { contactOf } from '#campaigns/core/chamber_contacts.ts'
import { districtsOf, type Place, type PlaceSeat, seatsFor, statesOf } from '#campaigns/core/places.ts'
import type { FoundSeat } from '#campaigns/ui/public/found_seat.ts'
import { askOf, askViewOf, neededCampaigns, untilNextHour } from '../../../../../ask_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, url, setHeaders }) => {
  const open = await askOf(platform, params)
  const { services, now } = neededCampaigns(platform)
  untilNextHour(setHeaders, [open], now)
  const view = await askViewOf(platform, open, params.lang)
  const slugs = new Set(open.body.targets.flatMap((one) => (one.kind === 'by_place' ? one.bodies : [])))
  if (slugs.size === 0) return { view, places: null, question: '' }
  const found = await Promise.all([...slugs].map((slug) => services.bodies?.find(slug)))
  const of = { bodies: found.flatMap((one) => one ?? []), today: now.toISOString().slice(0, 10) }
  const states = statesOf(of)
  const state = states.find(({ id }) => id === url.searchParams.get('state'))?.id ?? null
  const districts = state === null ? [] : districtsOf(of, state)
  const district = districts.find((one) => one === url.searchParams.get('district')) ?? null
  const asked: Place | null = state === null ? null : { state, district }
  const about = open.body.about.kind === 'instrument' ? open.body.about.slug : null
  const seats = asked === null ? [] : seatsFor(of, asked)
  const question = new URLSearchParams({
    ...(state !== null && { state }),
    ...(district !== null && { district }),
  })
  return {
    view,
    places: {
      states,
      districts,
      asked,
      found: await Promise.all(seats.map((seat) => foundOf(services.positions, seat, about))),
    },
    question: question.toString(),
  }
}

type Positions = ReturnType<typeof neededCampaigns>['services']['positions']

const foundOf = async (
  positions: Positions,
  { body, member, membership, day }: PlaceSeat,
  instrument: string | null,
): Promise<FoundSeat> => {
  const facts = instrument === null ? [] : ((await positions?.ofMember(body.slug, member.id)) ?? [])
  const { party, group } = membership.groups
  const named = body.roll.groups.find(
    ({ kind, id }) => (kind === 'party' && id === party) || (kind === 'group' && id === group),
  )
  return {
    body: body.slug,
    bodyName: body.name,
    bodyLang: body.lang,
    member: member.id,
    name: member.name,
    group: named?.name ?? null,
    area: membership.area ?? '',
    positions: facts
      .filter((one) => one.instrument === instrument && one.fact.of.kind === 'instrument')
      .map(({ fact: { stance, on, source } }) => ({ stance, on, source })),
    contact: contactOf(body.slug, member.name),
    day,
  }
}
