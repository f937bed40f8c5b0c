/** One mission, with the years of its public record. */
import { error } from '@sveltejs/kit'
import { countryOf, dutyParagraphs, dutyTexts, neededMissions } from '../../../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { missions, today } = neededMissions(platform)
  const found = (await missions.findMission(countryOf(params.country), params.slug)) ?? error(404)
  const [records, changes, paragraphs, texts] = await Promise.all([
    missions.recordsOf(params.slug),
    missions.changes('mission', found.id),
    dutyParagraphs(platform, params.lang),
    dutyTexts(platform, found.body.guidelines, params.lang),
  ])
  return {
    mission: found.body,
    deskName: found.deskName,
    years: records.map(({ body: { year, engagements } }) => ({
      year,
      done: engagements.filter(({ result }) => result === 'done').length,
      notDone: engagements.filter(({ result }) => result !== 'done' && result !== 'pending').length,
    })),
    paragraphs,
    texts,
    changes,
    today,
  }
}
