/** Released figures as public pages, files and frames read them. */
import { error } from '@sveltejs/kit'
import { type FigureView, figureView } from '#figures/core/figure_view.ts'
import { figuresOfDocuments, themesOfDocuments } from '#figures/core/released_figure.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import { neededServices, publicServices } from './public_services.ts'

type Asked = {
  readonly platform: Readonly<App.Platform> | undefined
  readonly params: { readonly lang?: string | undefined; readonly id: string }
}

export type LoadedFigure = FigureView & {
  readonly lang: string
  readonly organisation: string | null
  readonly licence: string | null
  /** Of its page in this language, with scheme and host. */
  readonly address: string
}

/** A figure that is withdrawn, deleted, never was or cannot be answers alike. */
export const loadFigure = async (asked: Asked): Promise<LoadedFigure> =>
  (await findFigure(asked)) ?? error(404)

/** Null where a page would answer 404. */
export const findFigure = async ({ platform, params }: Asked): Promise<LoadedFigure | null> => {
  const { documents, figures, origin, licence } = neededServices(platform)
  const lang = params.lang ?? SOURCE_LANGUAGE
  const released = figuresOfDocuments(await documents.versions('figure', params.id))
  const newest = released.toSorted((a, b) => b.version - a.version)[0]
  if (!newest) return null
  const { source, about } = newest.body
  const [themes, all, answer, organisation] = await Promise.all([
    documents.all('theme'),
    about === null ? [] : documents.all('figure'),
    source.kind === 'query' ? figures.answer(source.query) : null,
    publicServices(platform).organisation?.name(),
  ])
  const view = figureView({
    released,
    all: figuresOfDocuments(all),
    themes: themesOfDocuments(themes, lang),
    answer,
  })
  if (!view) return null
  return {
    ...view,
    lang,
    organisation: organisation ?? null,
    licence,
    address: origin + pathInLanguage(`/figures/${newest.id}`, lang),
  }
}
