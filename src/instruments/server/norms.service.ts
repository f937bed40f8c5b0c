/** Norms in use, read in the role of the public: what can be cited, where citations lead, and what cites a provision. */
import type { PublicLine } from '#cases/core/public_case.ts'
import { citableTexts, type CitableText, type NormLine, normLines } from '#instruments/core/citable.ts'
import { type Naming, namingsOf } from '#instruments/core/named_by.ts'
import { instrumentBody } from '#instruments/core/instrument_body.ts'
import { figuresOfDocuments, type ReleasedFigure } from '#figures/core/released_figure.ts'
import { type Citation, citationKey, type SaidCitation } from '#kernel/core/citation.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { shareReads } from '#platform/server/shared_read.ts'
import type { OpenDocuments } from '#releases/server/documents.service.ts'
import { findReleasedBodies } from './norms.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly norms?: Norms
  }
}

/** A provision that names the text, with the title of its own. */
export type NamedBy = { readonly line: NormLine }

export type Citing = {
  /** Public cases that show the citation: the newest few, and how many there are. */
  readonly cases: readonly PublicLine[]
  readonly caseCount: number
  readonly figures: readonly ReleasedFigure[]
  /** Provisions of other texts that name this text. */
  readonly namings: readonly NormLine[]
}

export type Norms = {
  readonly citable: () => Promise<readonly CitableText[]>
  readonly lines: (
    citations: readonly (Citation & Partial<SaidCitation>)[],
    lang: string,
  ) => Promise<readonly NormLine[]>
  /** Of cases, what is published and nothing else. */
  readonly citing: (citation: Citation, lang: string) => Promise<Citing>
}

export type NormsDeps = {
  readonly database: Database
  readonly documents: Pick<OpenDocuments, 'all'>
  readonly publications: {
    /** The number of what is open: what was read under another one is stale. */
    readonly version: () => Promise<number>
    readonly listPublications: (filter: {
      readonly norm: string
    }) => Promise<{ readonly lines: readonly PublicLine[]; readonly count: number }>
  }
}

type Read = {
  readonly version: number
  readonly texts: readonly CitableText[]
  readonly namings: ReadonlyMap<string, readonly Naming[]>
  readonly figures: ReadonlyMap<string, readonly ReleasedFigure[]>
}

/** Of public cases on the page of a provision; the list has the rest. */
const SHOWN_CASES = 10

export const openNorms = ({ database, documents, publications }: NormsDeps): Norms => {
  let kept: Read | undefined
  const read = shareReads(async (): Promise<Read> => {
    const version = await publications.version()
    if (kept?.version === version) return kept
    const [bodies, figures] = await Promise.all([
      inTransaction(database, { role: 'public' }, findReleasedBodies),
      documents.all('figure'),
    ])
    const texts = bodies.flatMap((body) => {
      const parsed = instrumentBody.safeParse(body)
      return parsed.success ? [parsed.data] : []
    })
    kept = {
      version,
      texts: citableTexts(texts),
      namings: namingsOf(texts),
      figures: figuresByCitation(figuresOfDocuments(figures)),
    }
    return kept
  })
  return {
    citable: async () => (await read()).texts,
    lines: async (citations, lang) =>
      citations.length === 0 ? [] : normLines(citations, { texts: (await read()).texts, lang }),
    citing: async (citation, lang) => {
      const key = citationKey(citation)
      const [{ texts, namings, figures }, cases] = await Promise.all([
        read(),
        publications.listPublications({ norm: key }),
      ])
      return {
        cases: cases.lines.slice(0, SHOWN_CASES),
        caseCount: cases.count,
        figures: figures.get(key) ?? [],
        namings: namingLines(namings.get(citation.instrument) ?? [], { texts, lang }),
      }
    },
  }
}

const figuresByCitation = (
  figures: readonly ReleasedFigure[],
): ReadonlyMap<string, readonly ReleasedFigure[]> => {
  const byKey = new Map<string, ReleasedFigure[]>()
  for (const figure of figures)
    for (const citation of figure.body.cites ?? []) {
      const key = citationKey(citation)
      byKey.set(key, [...(byKey.get(key) ?? []), figure])
    }
  return byKey
}

const namingLines = (
  namings: readonly Naming[],
  given: { readonly texts: readonly CitableText[]; readonly lang: string },
): readonly NormLine[] => {
  const citations = namings.flatMap(({ slug, number }) => {
    const provision = given.texts
      .find((one) => one.slug === slug)
      ?.provisions.find((one) => one.number === number && !one.gone)
    return provision ? [{ instrument: slug, provision: provision.id }] : []
  })
  return normLines(citations, given)
}
