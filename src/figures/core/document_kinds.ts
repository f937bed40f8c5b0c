/** Themes and figures as documents: how their bodies are read, and what one has to leave to the others. */
import type { DocumentKind } from '#releases/core/kind.ts'
import { figureBody, NOT_COUNTED } from './figure.ts'
import { type StampedParts, stampedPartsOf } from './frozen_figure.ts'
import { themeBody } from './theme.ts'

/** `isOurs`: whether this server counted these parts and stamped them so. */
export const figureKind = (
  isOurs: (parts: StampedParts, stamp: string | undefined) => boolean,
): DocumentKind => ({
  kind: 'figure',
  body: figureBody,
  // Its number, unit and comparison come with the count.
  tell: (problems) =>
    problems.some(({ code }) => code === NOT_COUNTED)
      ? problems.filter(({ at }) => !/^(value|unit|comparison)\b/.test(at))
      : problems,
  checks: (body) => {
    const { source, ...figure } = figureBody.parse(body)
    if (source.kind === 'citation') return []
    return isOurs(stampedPartsOf({ ...figure, source }), source.frozen.stamp)
      ? []
      : [{ at: 'source.frozen', code: 'not_frozen_here' }]
  },
})

/** The address of a theme is its slug: two would hide one another. */
export const themeKind: DocumentKind = {
  kind: 'theme',
  body: themeBody,
  checks: (body, others) => {
    const slugs = others.flatMap((one) => {
      const parsed = themeBody.safeParse(one.body)
      return parsed.success ? [parsed.data.slug] : []
    })
    const own = themeBody.safeParse(body)
    return own.success && slugs.includes(own.data.slug) ? [{ at: 'slug', code: 'slug_taken' }] : []
  },
}
