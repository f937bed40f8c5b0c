/** A theme with what it names that is still public. One that was withdrawn or never was answers alike. */
import { error } from '@sveltejs/kit'
import { lineOf } from '#cases/core/public_case.ts'
import { figuresOfDocuments } from '#figures/core/released_figure.ts'
import { figuresOfTheme, releasedThemes } from '#figures/core/released_theme.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import { openLinesFor } from '../../../ask_pages.ts'
import { neededInstruments, neededServices } from '../../../public_services.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ platform, params, setHeaders }) => {
  const { documents, publications, origin } = neededServices(platform)
  const theme = releasedThemes(await documents.all('theme')).find(({ body }) => body.slug === params.slug)
  if (!theme) return error(404)
  const { slug, cases, figures, instruments } = theme.body
  const [released, named, texts, asks] = await Promise.all([
    figures.length === 0 ? [] : documents.all('figure'),
    Promise.all(cases.map((ref) => publications.findPublication(ref))),
    instruments.some((one) => one.slug) ? neededInstruments(platform).instruments.all() : [],
    openLinesFor(platform, setHeaders, { theme: slug }),
  ])
  return {
    theme,
    asks,
    figures: figuresOfTheme(theme.body, figuresOfDocuments(released)),
    texts: texts.map((one) => one.slug),
    cases: named.flatMap((one) => (one ? [lineOf(one)] : [])),
    address: origin + pathInLanguage(`/themes/${slug}`, params.lang ?? SOURCE_LANGUAGE),
  }
}
