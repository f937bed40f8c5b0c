/** A released document of the kind figure, as pages, feeds and files read it. Pure. */
import type { ReleasedDocument } from '#releases/core/kind.ts'
import { type FigureBody, figureBody } from './figure.ts'
import { releasedThemes } from './released_theme.ts'
import { themeWordsIn } from './theme.ts'

export type ReleasedFigure = {
  readonly id: string
  readonly version: number
  /** ISO day. */
  readonly releasedOn: string
  /** Instant. */
  readonly updatedAt: string
  readonly deskName: string
  readonly body: FigureBody
}

/** Those that are figures by the schema of today; a document that is none is shown nowhere. */
export const figuresOfDocuments = (documents: readonly ReleasedDocument[]): readonly ReleasedFigure[] =>
  documents.flatMap(({ id, version, releasedOn, updatedAt, deskName, body }) => {
    const parsed = figureBody.safeParse(body)
    return parsed.success
      ? [{ id, version, releasedOn, updatedAt, deskName, body: openBody(parsed.data) }]
      : []
  })

/** The stamp of a number is between the server and the desk. */
const openBody = (body: FigureBody): FigureBody => {
  if (body.source.kind === 'citation') return body
  const { stamp: _stamp, ...frozen } = body.source.frozen
  return { ...body, source: { ...body.source, frozen } }
}

/** A theme as a figure's page names it. */
export type NamedTheme = {
  readonly slug: string
  readonly title: string
  /** The language of its title. */
  readonly lang: string
  readonly figures: readonly string[]
}

/** Themes in their order. */
export const themesOfDocuments = (
  documents: readonly ReleasedDocument[],
  lang: string,
): readonly NamedTheme[] =>
  releasedThemes(documents).map(({ body }) => {
    const shown = themeWordsIn(body, lang)
    return { slug: body.slug, title: shown.words.title, lang: shown.lang, figures: body.figures }
  })

/** Others' figures about the same thing. They stand side by side and are never made into one. */
export const sameThing = (
  figure: ReleasedFigure,
  all: readonly ReleasedFigure[],
): readonly ReleasedFigure[] =>
  figure.body.about === null
    ? []
    : all.filter((other) => other.id !== figure.id && other.body.about === figure.body.about)
