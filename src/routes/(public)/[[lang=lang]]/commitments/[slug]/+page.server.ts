/** One commitment. */
import { error } from '@sveltejs/kit'
import { neededMissions, provisionLine } from '../../../mission_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { missions } = neededMissions(platform)
  const found = (await missions.findCommitment(params.slug)) ?? error(404)
  return {
    commitment: found.body,
    deskName: found.deskName,
    provision: await provisionLine(platform, found.body.provision, params.lang),
    changes: await missions.changes('commitment', found.id),
  }
}
