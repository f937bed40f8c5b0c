/** A released document of the kind theme, as its page and the lists read it. Pure. */
import type { ReleasedDocument } from '#releases/core/kind.ts'
import type { ReleasedFigure } from './released_figure.ts'
import { type ThemeBody, themeBody } from './theme.ts'

export type ReleasedTheme = Pick<ReleasedDocument, 'id' | 'version' | 'releasedOn' | 'deskName'> & {
  readonly body: ThemeBody
}

/** In the order of the list; a document that is no theme by the schema of today is shown nowhere. */
export const releasedThemes = (documents: readonly ReleasedDocument[]): readonly ReleasedTheme[] =>
  documents
    .flatMap(({ id, version, releasedOn, deskName, body }) => {
      const parsed = themeBody.safeParse(body)
      return parsed.success ? [{ id, version, releasedOn, deskName, body: parsed.data }] : []
    })
    .toSorted((a, b) => a.body.order - b.body.order || (a.body.slug < b.body.slug ? -1 : 1))

/** Its figures in its order; what is not released any more is left out. */
export const figuresOfTheme = (
  { figures }: ThemeBody,
  released: readonly ReleasedFigure[],
): readonly ReleasedFigure[] => {
  const byId = new Map(released.map((figure) => [figure.id, figure]))
  return figures.flatMap((id) => byId.get(id) ?? [])
}
