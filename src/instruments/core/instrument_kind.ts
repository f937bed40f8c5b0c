/** Instruments as documents: how their bodies are read, how large they may be, what one has to leave to the others. */
import type { DocumentKind } from '#releases/core/kind.ts'
import { INSTRUMENT_LIMIT, type InstrumentBody, instrumentBody } from './instrument_body.ts'
import { sponsorsWhoAreNone } from './member_record.ts'
import type { ReleasedBody } from './released_body.ts'

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

type FindBody = (text: Pick<InstrumentBody, 'body' | 'sponsorship'>) => Promise<ReleasedBody | null>

/** With what the body of a text says of its sponsors; `find` gives it where its roll is here. */
export const instrumentKindOf = (find: FindBody): DocumentKind => ({
  ...instrumentKind,
  reads: (body) => {
    const text = instrumentBody.safeParse(body)
    return text.success && text.data.sponsorship ? find(text.data) : Promise.resolve(null)
  },
  checks: (body, others, read) => {
    const { sponsorship } = body as InstrumentBody
    const none = sponsorship && read !== null ? sponsorsWhoAreNone(sponsorship, read as ReleasedBody) : []
    return [
      ...(instrumentKind.checks?.(body, others, read) ?? []),
      ...none.map((at) => ({ at: `sponsorship.${at}`, code: 'sponsor_not_member' })),
    ]
  },
})

/** Of a body that was read before; without reading all of its versions again. */
const slugOf = (body: unknown): string | null => {
  if (typeof body !== 'object' || body === null || !('slug' in body)) return null
  return typeof body.slug === 'string' ? body.slug : null
}
