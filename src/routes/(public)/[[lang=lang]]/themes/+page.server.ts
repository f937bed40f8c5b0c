/** The themes in their order, each with its lead and how many of its figures are released. */
import { figuresOfDocuments } from '#figures/core/released_figure.ts'
import { figuresOfTheme, releasedThemes } from '#figures/core/released_theme.ts'
import { themeWordsIn } from '#figures/core/theme.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { neededServices } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params }) => {
  const { documents } = neededServices(platform)
  const [themes, figures] = await Promise.all([documents.all('theme'), documents.all('figure')])
  const released = figuresOfDocuments(figures)
  return {
    themes: releasedThemes(themes).map(({ body }) => {
      const { lang, words } = themeWordsIn(body, params.lang ?? SOURCE_LANGUAGE)
      const { title, lead } = words
      return { slug: body.slug, lang, title, lead, figures: figuresOfTheme(body, released).length }
    }),
  }
}
