/** Amendments as documents: how their bodies are read, and what they have to fit: the version that they amend. */
import type { BodyProblem, DocumentKind } from '#releases/core/kind.ts'
import { type AmendmentBody, amendmentBody, toAmendment } from './amendment_body.ts'
import { effectsOf, findingKey } from './amendment_reading.ts'
import type { InstrumentBody } from './instrument_body.ts'

type FindInstrument = (slug: string) => Promise<InstrumentBody | null>

/** `find`: what is open under a slug. */
export const amendmentKind = (find: FindInstrument): DocumentKind => ({
  kind: 'amendment',
  body: amendmentBody,
  reads: async (body) => {
    const slug = fieldOf(body, 'instrument')
    return slug === null ? null : find(slug)
  },
  checks: (body, others, read) => {
    const amendment = amendmentBody.parse(body)
    const taken = others.some((one) => fieldOf(one.body, 'slug') === amendment.slug)
    return [
      ...(taken ? [{ at: 'slug', code: 'slug_taken' }] : []),
      ...problemsWith(amendment, read as InstrumentBody | null),
    ]
  },
})

const fieldOf = (body: unknown, field: 'slug' | 'instrument'): string | null => {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : null
  return typeof value === 'string' ? value : null
}

/** Null: no text is open under the slug. */
export const problemsWith = (
  amendment: AmendmentBody,
  instrument: Pick<InstrumentBody, 'slug' | 'versions'> | null,
): readonly BodyProblem[] => {
  if (amendment.version === null) return []
  if (instrument?.slug !== amendment.instrument) return [{ at: 'instrument', code: 'instrument_unknown' }]
  const version = instrument.versions.find(({ id }) => id === amendment.version)
  if (!version) return [{ at: 'version', code: 'version_unknown' }]
  const applied = toAmendment(amendment)
  if (applied === null || amendment.content.kind === 'described') return []
  if (version.wording === 'summary') return [{ at: 'version', code: 'version_is_summary' }]
  const { conflicts, findings, verdict } = effectsOf(version, [applied])
  if (conflicts.length > 0)
    return conflicts.map(({ operation, obstacle }) => ({
      at: `content.operations.${operation}`,
      code: obstacle.kind,
    }))
  const { review } = amendment.content
  const [proposed, decided] = [findings, review.findings].map((list) =>
    list.map(findingKey).toSorted().join('\n'),
  )
  return proposed === decided && verdict === review.proposed
    ? []
    : [{ at: 'content.review', code: 'findings_differ' }]
}
