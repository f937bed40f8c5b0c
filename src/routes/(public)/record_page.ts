/** The public record of one mission and year, a part of it or one act alone. */
import { error } from '@sveltejs/kit'
import type { PublicEngagement } from '#missions/core/mission_record.ts'
import { countryOf, missionLine, namesOf, neededMissions } from './mission_pages.ts'

type Asked = {
  readonly platform: Readonly<App.Platform> | undefined
  readonly params: { readonly country: string; readonly slug: string; readonly year: string }
}

/** Acts on one page. */
export const PART = 40

export const recordPage = async (
  { platform, params }: Asked,
  choose: (all: readonly PublicEngagement[]) => {
    readonly items: readonly PublicEngagement[]
    readonly part: { readonly page: number; readonly pages: number } | null
  },
) => {
  const { missions } = neededMissions(platform)
  const found = (await missions.findMission(countryOf(params.country), params.slug)) ?? error(404)
  const records = await missions.recordsOf(params.slug)
  const record = records.find(({ body }) => String(body.year) === params.year) ?? error(404)
  const inOrder = record.body.engagements.toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
  const { items, part } = choose(inOrder)
  const joint = new Set(items.flatMap(({ jointWith }) => jointWith))
  return {
    mission: missionLine(found.body),
    year: record.body.year,
    lang: record.body.lang,
    deskName: record.deskName,
    engagements: items,
    part,
    partners: (await missions.missions())
      .filter(({ body }) => joint.has(body.slug))
      .map(({ body }) => missionLine(body)),
    names: await namesOf(
      platform,
      items.map(({ about }) => about),
    ),
    changes: await missions.changes('mission_record', record.id),
  }
}
