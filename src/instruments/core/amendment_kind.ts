/** Amendments as documents: how their bodies are read, and what they have to fit: the version that they amend. */
import type { BodyProblem, DocumentKind } from '#releases/core/kind.ts'
import { type AmendmentBody, amendmentBody, toAmendment } from './amendment_body.ts'
import { changeOf, findingKey } from './amendment_reading.ts'
import type { InstrumentBody } from './instrument_body.ts'
import { chainBelow } from './sub_amendment_chain.ts'

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
      ...problemsWith(
        amendment,
        read as InstrumentBody | null,
        amendment.to === undefined ? [] : bodiesOf(others),
      ),
    ]
  },
})

/** Those that are amendments by the schema of today. */
const bodiesOf = (documents: readonly { readonly body: unknown }[]): readonly AmendmentBody[] =>
  documents.flatMap(({ body }) => {
    const parsed = amendmentBody.safeParse(body)
    return parsed.success ? [parsed.data] : []
  })

const fieldOf = (body: unknown, field: 'slug' | 'instrument'): string | null => {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : null
  return typeof value === 'string' ? value : null
}

/** Null: no text is open under the slug. */
export const problemsWith = (
  amendment: AmendmentBody,
  instrument: Pick<InstrumentBody, 'slug' | 'versions'> | null,
  others: readonly AmendmentBody[] = [],
): readonly BodyProblem[] => {
  const below = chainBelow(amendment, others)
  // Of an amendment without text a sub-amendment can be described as well.
  const isDescribed = amendment.content.kind === 'described'
  if (!below.ok && !(isDescribed && below.error.kind === 'amendment_without_text'))
    return [{ at: 'to', code: below.error.kind }]
  if (amendment.version === null) return []
  if (instrument?.slug !== amendment.instrument) return [{ at: 'instrument', code: 'instrument_unknown' }]
  const version = instrument.versions.find(({ id }) => id === amendment.version)
  if (!version) return [{ at: 'version', code: 'version_unknown' }]
  const applied = toAmendment(amendment)
  if (applied === null || amendment.content.kind === 'described') return []
  if (version.wording === 'summary') return [{ at: 'version', code: 'version_is_summary' }]
  const stands = below.ok ? below.value : []
  const parent = others.find(
    ({ instrument: of, slug }) => of === amendment.instrument && slug === amendment.to,
  )
  if (parent && parent.version !== amendment.version) return [{ at: 'version', code: 'version_of_other' }]
  const { conflicts, findings, verdict } = changeOf(version, stands, applied)
  if (conflicts.some((one) => one.amendment !== applied.id))
    return [{ at: 'to', code: 'amendment_not_fitting' }]
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
