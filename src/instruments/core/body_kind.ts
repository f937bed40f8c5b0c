/** Bodies as documents: how they are read, how large they may be, what one has to leave to the others. */
import type { DocumentKind } from '#releases/core/kind.ts'
import { BODY_LIMIT, type BodyDocument, bodyDocument } from './body_document.ts'
import { findBuiltIn } from './released_body.ts'

export const bodyKind: DocumentKind = {
  kind: 'body',
  body: bodyDocument,
  limit: BODY_LIMIT,
  listed: (body) => {
    const { slug, lang, name, kind } = body as Readonly<Record<string, unknown>>
    return { slug, lang, name, kind }
  },
  checks: (body, others) => {
    const { slug, parent } = body as BodyDocument
    const taken = others.map((one) => slugOf(one.body))
    return [
      ...(findBuiltIn(slug) ? [{ at: 'slug', code: 'slug_built_in' }] : []),
      ...(taken.includes(slug) ? [{ at: 'slug', code: 'slug_taken' }] : []),
      ...(parent === null || findBuiltIn(parent) || taken.includes(parent)
        ? []
        : [{ at: 'parent', code: 'parent_unknown' }]),
    ]
  },
}

/** Of a body that was read before; without reading its roll again. */
const slugOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'slug' in body && typeof body.slug === 'string'
    ? body.slug
    : null
