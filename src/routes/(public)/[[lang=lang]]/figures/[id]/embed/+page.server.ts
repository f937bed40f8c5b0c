/** A released figure for a frame. */
import { loadFigure } from '../../../../figure_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { figure, organisation, address } = await loadFigure({ platform, params })
  return { figure, organisation, address }
}
