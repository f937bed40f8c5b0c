/** A released figure. */
import { loadFigure } from '../../../figure_pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ platform, params }) => loadFigure({ platform, params })
