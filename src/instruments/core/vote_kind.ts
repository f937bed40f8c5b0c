/** Votes as documents: each has one place among those of its instrument. */
import type { DocumentKind } from '#releases/core/kind.ts'
import { voteBody } from './votes.ts'

export const voteKind: DocumentKind = {
  kind: 'vote',
  body: voteBody,
  checks: (body, others) => {
    const own = voteBody.safeParse(body)
    const taken = others.some((one) => {
      const other = voteBody.safeParse(one.body)
      return (
        own.success &&
        other.success &&
        other.data.slug === own.data.slug &&
        other.data.instrument === own.data.instrument
      )
    })
    return taken ? [{ at: 'slug', code: 'slug_taken' }] : []
  },
}
