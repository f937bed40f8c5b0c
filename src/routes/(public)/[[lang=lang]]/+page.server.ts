/** The home page's lists: cases published last, and the themes. */
import { themesOfDocuments } from '#figures/core/released_figure.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { publicServices } from '../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { publications, documents } = publicServices(platform)
  const [recent, themes] = await Promise.all([publications?.recent(), documents?.all('theme')])
  return {
    recent: recent ?? [],
    themes: themesOfDocuments(themes ?? [], params.lang ?? SOURCE_LANGUAGE),
  }
}
