/** Released documents of the kind amendment, as the pages of a draft read them. Pure. */
import type { ReleasedDocument } from '#releases/core/kind.ts'
import { type AmendmentBody, amendmentBody } from './amendment_body.ts'

export type ReleasedAmendment = Pick<ReleasedDocument, 'version' | 'releasedOn' | 'deskName'> & {
  readonly body: AmendmentBody
}

/** A draft to which amendments are known, by the slug under which they stand. */
export type AmendedDraft = Pick<AmendmentBody, 'instrument' | 'draft' | 'lang'> & {
  readonly amendments: number
}

export const readAmendments = (documents: readonly ReleasedDocument[]): readonly ReleasedAmendment[] =>
  documents
    .flatMap(({ version, releasedOn, deskName, body }) => {
      const parsed = amendmentBody.safeParse(body)
      return parsed.success ? [{ version, releasedOn, deskName, body: parsed.data }] : []
    })
    .toSorted((a, b) => byNumber.compare(nameKey(a.body), nameKey(b.body)))

/** L.9 before L.10. */
const byNumber = new Intl.Collator('en', { numeric: true })
const nameKey = ({ symbols, slug }: AmendmentBody): string => symbols[0] ?? slug

export const amendmentsOf = (
  amendments: readonly ReleasedAmendment[],
  instrument: string,
): readonly ReleasedAmendment[] => amendments.filter(({ body }) => body.instrument === instrument)

export const amendedDrafts = (amendments: readonly ReleasedAmendment[]): readonly AmendedDraft[] =>
  [...Map.groupBy(amendments, ({ body }) => body.instrument)].flatMap(([instrument, [first, ...others]]) =>
    first
      ? [
          {
            instrument,
            draft: first.body.draft,
            lang: first.body.lang,
            // A sub-amendment stands below the amendment that it changes.
            amendments: [first, ...others].reduce(
              (sum, { body }) => sum + (body.to === undefined ? Math.max(1, body.symbols.length) : 0),
              0,
            ),
          },
        ]
      : [],
  )
