/** Themes and figures as documents: how their bodies are read, and what one has to leave to the others. */
import type { DocumentKind } from '#releases/core/kind.ts'
import { figureBody } from './figure.ts'
import { themeBody } from './theme.ts'

export const figureKind: DocumentKind = { kind: 'figure', body: figureBody }

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
