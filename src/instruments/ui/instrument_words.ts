/** What versions, numbers and titles are called in a page's language, and where they stand. Pure. */
import type { InstrumentBody, InstrumentVersion } from '#instruments/core/instrument_body.ts'
import { numberToPath } from '#instruments/core/provision_number.ts'
import { titleIn } from '#instruments/core/released_instrument.ts'
import { pathInLanguage } from '#languages/address.ts'
import { formatEdtf, formatList } from '#languages/formats.ts'
import { type Direction, direction, type Translate } from '#languages/translate.ts'

/** "revised, 18 November 2015" */
export const stagedWords = (t: Translate, { stage, on }: Pick<InstrumentVersion, 'stage' | 'on'>): string => {
  const words = t(`instruments.stage.${stage}`)
  return on === null ? words : t('instruments.version.staged', { stage: words, date: formatEdtf(on, t.lang) })
}

/** "A/C.3/70/L.46/Rev.1 (revised, 18 November 2015)"; without a symbol the title stands for it. */
export const versionWords = (
  t: Translate,
  instrument: Pick<InstrumentBody, 'title' | 'lang' | 'symbol'>,
  version: Pick<InstrumentVersion, 'stage' | 'on' | 'symbol'>,
): string =>
  t('instruments.version.named', {
    name: version.symbol ?? instrument.symbol ?? titleIn(instrument, t.lang).words,
    stage: stagedWords(t, version),
  })

export const instrumentPath = (t: Translate, slug: string, version?: string): string =>
  pathInLanguage(`/instruments/${slug}${version === undefined ? '' : `/${version}`}`, t.lang)

/** The anchor of a provision in the page of its version. */
export const anchorOf = (number: string): string => numberToPath(number)?.toLowerCase() ?? number

/** `lang` and `dir` of words that are not in the language of the page. */
export const theirs = (t: Translate, lang: string): { readonly lang?: string; readonly dir?: Direction } =>
  lang === t.lang ? {} : { lang, dir: direction(lang) }

/** "OP3 to OP9, OP12 and PP1": three and more in a row are told by their ends. */
export const numbersWords = (t: Translate, numbers: readonly string[]): string => {
  const runs: string[][] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run && follows(run.at(-1) ?? '', number)) run.push(number)
    else runs.push([number])
  }
  const words = runs.flatMap((run) => {
    const [from = '', to = ''] = [run[0], run.at(-1)]
    return run.length < 3 ? run.map(isolated) : [t('instruments.compare.range', { from, to })]
  })
  return formatList(words, t.lang)
}

/** A number is a word of its own in a sentence of either direction. */
const isolated = (number: string): string => `\u2068${number}\u2069`

/** `OP8` after `OP7`, `OP10(c)` after `OP10(b)`. */
const follows = (before: string, number: string): boolean => {
  const [a, b] = [before, number].map((one) => /^(.*?)((?<!\d)\d+|(?<=\()[a-z])(\)?)$/.exec(one))
  if (!a || !b || a[1] !== b[1] || a[3] !== b[3]) return false
  return placeOf(a[2] ?? '') + 1 === placeOf(b[2] ?? '')
}

const placeOf = (mark: string): number => (/^\d/.test(mark) ? Number(mark) : mark.charCodeAt(0))
