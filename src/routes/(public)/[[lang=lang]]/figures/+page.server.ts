/** The home of figures: those that are cited or frozen, by theme, and what is counted here today. */
import { redirect } from '@sveltejs/kit'
import { emptyQuery } from '#figures/core/query.ts'
import { figuresOfDocuments, themesOfDocuments } from '#figures/core/released_figure.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { neededServices } from '../../public_services.ts'
import type { PageServerLoad } from './$types'

/** Of a theme; all of them stand on its page. */
const SHOWN_FIGURES = 4
const breakdowns = ['country', 'year', 'what'] as const

export const load: PageServerLoad = async ({ platform, params, url }) => {
  const lang = params.lang ?? SOURCE_LANGUAGE
  const country = url.searchParams.get('country') ?? ''
  // The address of a country's figures before there was a page to explore them.
  if (isCountryCode(country)) redirect(308, pathInLanguage(`/figures/explore?country=${country}`, lang))
  const { documents, figures, today, origin } = neededServices(platform)
  const [themes, all, answers] = await Promise.all([
    documents.all('theme'),
    documents.all('figure'),
    Promise.all(breakdowns.map(async (by) => ({ by, answer: await figures.answer({ ...emptyQuery, by }) }))),
  ])
  const released = figuresOfDocuments(all)
  const figureById = new Map(released.map((figure) => [figure.id, figure]))
  const named = themesOfDocuments(themes, lang).map((theme) => ({
    ...theme,
    figures: theme.figures.flatMap((id) => figureById.get(id) ?? []),
  }))
  const inThemes = new Set(named.flatMap((theme) => theme.figures.map(({ id }) => id)))
  return {
    themes: named
      .filter((theme) => theme.figures.length > 0)
      .map((theme) => ({
        ...theme,
        count: theme.figures.length,
        figures: theme.figures.slice(0, SHOWN_FIGURES),
      })),
    others: released.filter(({ id }) => !inThemes.has(id)),
    answers: answers.filter(({ answer }) => answer.rows.length > 0),
    today,
    origin,
  }
}
