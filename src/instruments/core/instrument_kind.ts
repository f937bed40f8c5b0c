/** Instruments as documents: how their bodies are read, how large they may be, what one has to leave to the others. */
import type { DocumentKind } from '#releases/core/kind.ts'
import { INSTRUMENT_LIMIT, instrumentBody } from './instrument_body.ts'

/** The address of an instrument is its slug: two would hide one another. */
export const instrumentKind: DocumentKind = {
  kind: 'instrument',
  body: instrumentBody,
  limit: INSTRUMENT_LIMIT,
  listed: (body) => {
    const { slug, lang, title, symbol } = body as Readonly<Record<string, unknown>>
    return { slug, lang, title, symbol }
  },
  checks: (body, others) => {
    const own = slugOf(body)
    const taken = own !== null && others.some((one) => slugOf(one.body) === own)
    return taken ? [{ at: 'slug', code: 'slug_taken' }] : []
  },
}

/** Of a body that was read before; without reading all of its versions again. */
const slugOf = (body: unknown): string | null => {
  if (typeof body !== 'object' || body === null || !('slug' in body)) return null
  return typeof body.slug === 'string' ? body.slug : null
}
