/**
 * What of the released texts can be cited, small enough to be handed to a device whole: nobody learns from a request
 * which paragraph is of interest. And where a citation leads today. Pure.
 */
import { z } from 'zod'
import { inLanguages, language, slug } from '#figures/core/figure.ts'
import { type Citation, citationKey, type SaidCitation } from '#kernel/core/citation.ts'
import { instrumentKinds, flatten } from './instrument.ts'
import type { InstrumentBody } from './instrument_body.ts'
import { numberToPath } from './provision_number.ts'
import { titleIn } from './released_instrument.ts'

/** Characters of a paragraph by which a person knows it again. */
const FIRST_WORDS = 90

const provision = z.object({
  id: z.string(),
  number: z.string(),
  /** The newest version that has it. */
  version: z.string(),
  /** Its first words. */
  text: z.string(),
  /** No longer in the newest version: it may stay cited and is not offered. */
  gone: z.boolean(),
})
const text = z.object({
  slug,
  kind: z.enum(instrumentKinds),
  lang: language,
  title: inLanguages(500),
  symbol: z.string().nullable(),
  provisions: z.array(provision),
})
export const citableAnswer = z.object({ texts: z.array(text) })
export type CitableText = Readonly<z.infer<typeof text>>
export type CitableProvision = Readonly<z.infer<typeof provision>>

/** Declarations first: they are what is cited most. The rest in the order given. */
export const citableTexts = (bodies: readonly InstrumentBody[]): readonly CitableText[] => {
  const texts = bodies.map(citableOf)
  const isFirst = ({ kind }: CitableText): boolean => kind === 'declaration'
  return [...texts.filter(isFirst), ...texts.filter((one) => !isFirst(one))]
}

const citableOf = ({ slug: of, kind, lang, title, symbol, versions }: InstrumentBody): CitableText => {
  const provisions = new Map<string, CitableProvision>()
  for (const [back, version] of versions.toReversed().entries())
    for (const { provision: one } of flatten(version.provisions)) {
      if (provisions.has(one.id)) continue
      const { id, number } = one
      provisions.set(id, { id, number, version: version.id, text: firstWords(one.text), gone: back > 0 })
    }
  return { slug: of, kind, lang, title, symbol, provisions: [...provisions.values()] }
}

const firstWords = (words: string): string => {
  if (words.length <= FIRST_WORDS) return words
  const cut = words.slice(0, FIRST_WORDS)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), FIRST_WORDS / 2)).trimEnd()}…`
}

/** A citation as a page shows it. */
export type NormLine = {
  readonly key: string
  /** As printed; null: not known. Apart from the words: it runs from left to right in every language. */
  readonly number: string | null
  /** The title of the text, or what else is known of it. */
  readonly words: string
  /** Of the words, BCP 47; null: not known. */
  readonly lang: string | null
  /** Where its page is, without a language; null: its text is not open. */
  readonly path: string | null
  /** The first words of the paragraph. */
  readonly text: string | null
}

/** A line as plain text, where it is kept as words. */
export const plainLine = ({ number, words }: Pick<NormLine, 'number' | 'words'>): string =>
  number === null ? words : `${number} · ${words}`

/** Each citation with its place; without one in the words of its publication, or in its bare address. */
export const normLines = (
  citations: readonly (Citation & Partial<SaidCitation>)[],
  { texts, lang }: { readonly texts: readonly CitableText[]; readonly lang: string },
): readonly NormLine[] =>
  citations.map((citation) => {
    const key = citationKey(citation)
    const of = texts.find((one) => one.slug === citation.instrument)
    const found = of?.provisions.find(({ id }) => id === citation.provision)
    const at = found && numberToPath(found.number)
    if (!of || !found || !at)
      return {
        key,
        number: null,
        words: citation.words ?? plainWords(citation),
        lang: null,
        path: null,
        text: null,
      }
    return {
      key,
      number: found.number,
      ...titleIn(of, lang),
      path: `/instruments/${of.slug}/${found.version}/${at}`,
      text: found.text,
    }
  })

const plainWords = ({ instrument, provision: id }: Citation): string => `${instrument}, ${id}`
