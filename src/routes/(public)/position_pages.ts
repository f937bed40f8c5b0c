/** What pages of positions look up: of one instrument in one body, as the address asks. */
import { error } from '@sveltejs/kit'
import { groupKinds } from '#instruments/core/bodies.ts'
import { majorities } from '#instruments/core/majority.ts'
import {
  bodiesOfGround,
  countingDay,
  familyOf,
  openFacts,
  type OpenGround,
  subjectOfKey,
  subjectsOf,
} from '#instruments/core/whip_ground.ts'
import { groupKindsOf, viewWhip } from '#instruments/core/whip_view.ts'
import type { BodyLine } from '#instruments/core/released_body.ts'
import type { Services } from '#platform/server/services.ts'

type Platform = Readonly<App.Platform> | undefined

/** Of each body the facts that are open; a body without any is not offered. */
const countedBodies = async (
  positions: NonNullable<Services['positions']>,
  ground: OpenGround,
  lines: readonly BodyLine[],
) => {
  const found = await Promise.all(bodiesOfGround(ground, lines).map((slug) => positions.body(slug)))
  return found.flatMap((body) => {
    if (!body) return []
    const { facts, unmatched } = openFacts(ground, body, familyOf(body, lines))
    return facts.length === 0 ? [] : [{ body, facts, unmatched }]
  })
}

/** Whether there is a page of its positions. */
export const hasPositions = async (platform: Platform, slug: string): Promise<boolean> => {
  const positions = platform?.req?.services?.positions
  const ground = await positions?.of(slug)
  if (!positions || !ground) return false
  return (await countedBodies(positions, ground, await positions.bodies())).length > 0
}

/** Without a position that is open the page does not exist. */
export const positionsOf = async (platform: Platform, slug: string, asked: URLSearchParams) => {
  const services = platform?.req?.services
  if (!services?.positions) return error(503)
  const { positions, clock } = services
  const ground = await positions.of(slug)
  if (!ground) return error(404)
  const counted = await countedBodies(positions, ground, await positions.bodies())
  const wanted = asked.get('body')
  const chosen = wanted === null ? counted[0] : counted.find(({ body }) => body.slug === wanted)
  if (!chosen) return error(404)
  const { body, facts, unmatched } = chosen
  const amendments = ground.amendments.map(({ body: { slug: own, symbols, lang, name } }) => ({
    slug: own,
    symbols,
    lang,
    name,
  }))
  const lines = subjectsOf({ slug, amendments }, facts)
  const key = asked.get('of')
  // Where nobody said anything of the text itself, what is known of its amendments comes first.
  const first = lines.find(({ facts: n }) => n > 0) ?? lines[0]
  const of = key === null ? first : subjectOfKey(lines, key)
  if (!of) return error(404)
  const today = clock().toISOString().slice(0, 10)
  const asOf = countingDay(ground.instrument?.body.history ?? [], { body, facts, today })
  const rule = majorities.find((one) => one === asked.get('rule')) ?? body.rule
  const by = groupKinds.find((one) => one === asked.get('by') && groupKindsOf(body).includes(one)) ?? null
  return {
    slug,
    title: titleOf(ground),
    body,
    bodies: counted.map(({ body: { slug: own, name, lang } }) => ({ slug: own, name, lang })),
    subjects: lines.filter((one) => one.facts > 0 || one === of),
    amendments,
    of: { kind: of.kind, id: of.id },
    rule,
    asOf,
    view: viewWhip({ body, facts, of, rule, asOf, by }),
    unmatched: unmatched
      .filter((one) => one.of.kind === of.kind && one.of.id === of.id)
      .map(({ name }) => name),
    voted: ground.votes.length > 0,
  }
}

const titleOf = ({ instrument, amendments, votes, slug }: OpenGround) => {
  const [amended, voted] = [amendments[0]?.body, votes[0]?.body]
  if (instrument) return { title: instrument.body.title, lang: instrument.body.lang }
  if (amended) return { title: amended.draft.title, lang: amended.lang }
  return voted ? { title: voted.title, lang: voted.lang } : { title: { en: slug }, lang: 'en' }
}
