/** Released documents of the kind instrument, as their pages and the list read them. Pure. */
import { z } from 'zod'
import { inLanguages, language, slug } from '#figures/core/figure.ts'
import { type InstrumentBody, instrumentBody, type InstrumentVersion, wordings } from './instrument_body.ts'
import { instrumentKinds, stages } from './instrument.ts'

export type ReleasedInstrument = {
  readonly body: InstrumentBody
  readonly deskName: string
  /** The day of its release, UTC. */
  readonly releasedOn: string
}

export const instrumentLine = z.object({
  slug,
  kind: z.enum(instrumentKinds),
  lang: language,
  title: inLanguages(500),
  symbol: z.string().nullable(),
  body: z.string().nullable(),
  session: z.string().nullable(),
  /** How many there are; the rest is said of the last one. */
  versions: z.int(),
  last: z.string(),
  lastSymbol: z.string().nullable(),
  language,
  stage: z.enum(stages),
  on: z.string().nullable(),
  complete: z.boolean(),
  wording: z.enum(wordings),
})
export type InstrumentLine = Readonly<z.infer<typeof instrumentLine>>

/** By kind in the order of kinds, then the latest first; what is none by the schema of today is shown nowhere. */
export const instrumentLines = (heads: readonly unknown[]): readonly InstrumentLine[] =>
  heads
    .flatMap((head) => {
      const parsed = instrumentLine.safeParse(head)
      return parsed.success ? [parsed.data] : []
    })
    .toSorted(
      (a, b) =>
        instrumentKinds.indexOf(a.kind) - instrumentKinds.indexOf(b.kind) ||
        (b.on ?? '').localeCompare(a.on ?? '') ||
        a.slug.localeCompare(b.slug),
    )

/** Null for a body that is none by the schema of today, or has another address by now. */
export const readInstrument = (body: unknown, address: string): InstrumentBody | null => {
  const parsed = instrumentBody.safeParse(body)
  return parsed.success && parsed.data.slug === address ? parsed.data : null
}

export const latestVersion = ({ versions }: InstrumentBody): InstrumentVersion => {
  const last = versions.at(-1)
  if (!last) throw new Error('an InstrumentBody has a version')
  return last
}

export const findVersion = ({ versions }: InstrumentBody, id: string): InstrumentVersion | null =>
  versions.find((one) => one.id === id) ?? null

/** The title in a language, or in the one it was written in. */
export const titleIn = (
  { title, lang }: Pick<InstrumentBody, 'title' | 'lang'>,
  wanted: string,
): { readonly lang: string; readonly words: string } => {
  const own = title[wanted]
  return own === undefined ? { lang, words: title[lang] ?? '' } : { lang: wanted, words: own }
}
