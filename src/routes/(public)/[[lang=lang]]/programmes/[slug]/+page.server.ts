/** One programme. */
import { error } from '@sveltejs/kit'
import { isOld } from '#missions/core/programme_list.ts'
import { neededMissions } from '../../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { missions, today } = neededMissions(platform)
  const found = (await missions.findProgramme(params.slug)) ?? error(404)
  return {
    programme: found.body,
    old: isOld(found.body.checkedOn, today),
    deskName: found.deskName,
    changes: await missions.changes('programme', found.id),
  }
}
