/** A released figure. */
import { loadFigure } from '../../../figure_pages.ts'
import { neededServices } from '../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const loaded = await loadFigure({ platform, params })
  const { norms } = neededServices(platform)
  return { ...loaded, norms: await norms.lines(loaded.figure.body.cites ?? [], loaded.lang) }
}
