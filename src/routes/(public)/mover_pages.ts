/** Who moved, and who adopted a case, with the pages of the bodies in which they sit. Asked anew for every page. */
import { type AskBody, momentText } from '#campaigns/core/ask.ts'
import type { AskView, LinkedSeat, OutcomeLine } from '#campaigns/core/ask_view.ts'
import { type Adoption, adoptionsIn, bodiesNamed, moverOf } from '#campaigns/core/mover.ts'
import type { OpenAsk, OpenOutcome } from '#campaigns/server/campaigns.service.ts'
import type { ReleasedBody } from '#instruments/core/released_body.ts'
import type { Services } from '#platform/server/services.ts'

const bodiesOf = async ({ bodies }: Services, slugs: readonly string[]): Promise<readonly ReleasedBody[]> =>
  (await Promise.all(slugs.map((slug) => bodies?.find(slug)))).flatMap((one) => one ?? [])

/** Outcomes as pages show them; `asks` are those that they followed. */
export const outcomeLines = async (
  services: Services,
  outcomes: readonly OpenOutcome[],
  asks: readonly OpenAsk[],
): Promise<readonly OutcomeLine[]> => {
  const told = outcomes.map(({ body }) => body)
  const bodies = await bodiesOf(
    services,
    bodiesNamed(
      told,
      asks.map(({ body }) => body),
    ),
  )
  return outcomes.map(({ id, body }) => {
    const ask = asks.find((one) => one.body.slug === body.ask)?.body ?? null
    return { id, body, who: moverOf(body.target, { ask, bodies }) }
  })
}

/** Named targets who are linked to a seat that is public. */
export const linkedOf = async (services: Services, ask: AskBody): Promise<AskView['linked']> => {
  const bodies = await bodiesOf(services, bodiesNamed([], [ask]))
  const instrument = ask.about.kind === 'instrument' ? ask.about.slug : null
  const found = ask.targets.map(async (one): Promise<readonly (readonly [string, LinkedSeat])[]> => {
    const seat = one.kind === 'named' ? moverOf(one.id, { ask, bodies })?.seat : null
    if (one.kind !== 'named' || !seat) return []
    const facts =
      instrument === null ? [] : ((await services.positions?.ofMember(seat.body, seat.member)) ?? [])
    const positions = facts
      .filter((fact) => fact.instrument === instrument && fact.fact.of.kind === 'instrument')
      .map(({ fact: { stance, on, source } }) => ({ stance, on, source }))
    return [[one.id, { ...seat, positions }]]
  })
  return Object.fromEntries((await Promise.all(found)).flat())
}

/** Of a published case: by all asks about it that run or have run, and may be told today. */
export const adoptionsFor = async (
  services: Services,
  publication: string,
): Promise<readonly Adoption<OutcomeLine>[]> => {
  const { campaigns } = services
  if (!campaigns) return []
  const now = services.clock()
  const asks = (await campaigns.asks(now))
    .filter(({ body }) => body.about.kind === 'publication' && body.about.ref === publication)
    .toSorted((a, b) => (momentText(a.body.from) < momentText(b.body.from) ? -1 : 1))
  const slugs = new Set(asks.map(({ body }) => body.slug))
  const of = [...new Set(asks.map(({ body }) => body.campaign))]
  const outcomes = (await Promise.all(of.map((campaign) => campaigns.outcomes(campaign, now)))).flat()
  const own = outcomes.filter(({ body }) => slugs.has(body.ask))
  const inTime = own.toSorted((a, b) => (a.body.on < b.body.on ? -1 : a.body.on > b.body.on ? 1 : 0))
  return adoptionsIn(await outcomeLines(services, inTime, asks))
}
