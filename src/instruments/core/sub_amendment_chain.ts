/** What a sub-amendment stands on: the amendment whose words it changes, and what that one changes in turn. Pure. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type AmendmentBody, toAmendment } from './amendment_body.ts'
import type { Amendment } from './amendment.ts'

export type ChainRefusal =
  | { readonly kind: 'no_such_amendment' }
  | { readonly kind: 'amends_itself' }
  /** The amendment is known by a description alone: there are no words to change. */
  | { readonly kind: 'amendment_without_text' }

type Standing = Pick<AmendmentBody, 'instrument' | 'slug' | 'to'>

/** The amendment to the version first, the one that is changed last; empty for one that changes a version. */
export const chainBelow = (
  { instrument, slug, to }: Standing,
  all: readonly AmendmentBody[],
): Result<readonly Amendment[], ChainRefusal> => {
  const below: Amendment[] = []
  const seen = new Set([slug])
  for (let at = to; at !== undefined;) {
    if (seen.has(at)) return err({ kind: 'amends_itself' })
    seen.add(at)
    const next: AmendmentBody | undefined = all.find(
      (one) => one.instrument === instrument && one.slug === at,
    )
    if (!next) return err({ kind: 'no_such_amendment' })
    const amendment = toAmendment(next)
    if (!amendment) return err({ kind: 'amendment_without_text' })
    below.unshift(amendment)
    at = next.to
  }
  return ok(below)
}

/** The sub-amendments to one amendment, in the order given. */
export const subAmendmentsOf = <T extends { readonly body: Standing }>(
  { instrument, slug }: Standing,
  all: readonly T[],
): readonly T[] => all.filter(({ body }) => body.instrument === instrument && body.to === slug)
