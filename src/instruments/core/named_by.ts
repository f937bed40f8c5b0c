/**
 * Which texts name which: by symbol (A/RES/53/144), or by the number of a resolution whose body is said (General
 * Assembly resolution 53/144, or its resolution 53/144 in a text of the Assembly). Two bodies number alike, so a number
 * whose body is not certain names nothing. Symbols are found in every language, numbers in English. Pure.
 */
import { flatten } from './instrument.ts'
import type { InstrumentBody } from './instrument_body.ts'
import { latestVersion } from './released_instrument.ts'

/** A provision that names another text. */
export type Naming = {
  readonly slug: string
  readonly version: string
  readonly number: string
}

/** By the slug of the text that is named, in the order of the texts that name it. */
export const namingsOf = (texts: readonly InstrumentBody[]): ReadonlyMap<string, readonly Naming[]> => {
  const slugsByName = Map.groupBy(
    texts.flatMap((text) => namesOf(text).map((name) => ({ name, slug: text.slug }))),
    ({ name }) => name,
  )
  const namings = new Map<string, Naming[]>()
  for (const text of texts) {
    const version = latestVersion(text)
    const own = seriesOf(version.symbol ?? text.symbol ?? '')
    for (const { provision } of flatten(version.provisions)) {
      const said = [...symbolsIn(provision.text), ...numbersIn(provision.text, own)]
      const named = new Set(said.flatMap((name) => slugsByName.get(name)?.map(({ slug }) => slug) ?? []))
      named.delete(text.slug)
      for (const slug of named) {
        const list = namings.get(slug) ?? []
        list.push({ slug: text.slug, version: version.id, number: provision.number })
        namings.set(slug, list)
      }
    }
  }
  return namings
}

/** Symbols of the text and of its versions, and the numbers that resolutions among them have. */
const namesOf = ({ symbol, versions }: InstrumentBody): readonly string[] => {
  const symbols = [symbol, ...versions.map((one) => one.symbol)].flatMap((one) =>
    // What is annexed to a document is named with it: A/RES/53/144, annex.
    one === null ? [] : [(one.split(',', 1)[0] ?? '').trim()],
  )
  return [...new Set(symbols.flatMap((one) => [one, ...numberOf(one)]))]
}

const numberOf = (symbol: string): readonly string[] => {
  const found = /^(?<series>A|A\/HRC|E|S)\/RES\/(?<number>\S+)$/.exec(symbol)?.groups
  return found ? [`${found['series']} ${found['number']}`] : []
}

/** Whose own resolutions a text speaks of when it says no body. */
const seriesOf = (symbol: string): string | null => /^(?:A\/HRC(?=\/)|[AES](?=\/))/.exec(symbol)?.[0] ?? null

const symbolsIn = (text: string): readonly string[] =>
  text.split(/[\s,;:()[\]“”"«»]+/u).map((word) => word.replace(/(?<![.’'])[.’']+$/u, ''))

const seriesByBody: Readonly<Record<string, string>> = {
  'general assembly': 'A',
  assembly: 'A',
  'human rights council': 'A/HRC',
  'economic and social council': 'E',
  'security council': 'S',
}
const RESOLUTIONS =
  /(?:(?<![\p{L}-])(?<before>[\p{L}-]+(?: [\p{L}-]+){0,5}) )?\bresolutions? (?<list>\S+\/\d+(?:(?: of \d{1,2} \p{L}+ \d{4})?(?:, and |, | and )\d+\/\d+)*)/giu

const numbersIn = (text: string, own: string | null): readonly string[] =>
  [...text.matchAll(RESOLUTIONS)].flatMap(({ groups }) => {
    const series = seriesBefore(groups?.['before'] ?? '', own)
    if (series === null) return []
    return [...(groups?.['list'] ?? '').matchAll(/(?<![\d/])(?:S-)?\d+\/\d+(?![\d/])/g)].map(
      ([number]) => `${series} ${number}`,
    )
  })

/** The body in the words before: named there, or the text's own where nobody else is. */
const seriesBefore = (before: string, own: string | null): string | null => {
  const words = before.toLowerCase().replace(/ in its$/, '')
  const named = Object.keys(seriesByBody)
    .toSorted((a, b) => b.length - a.length)
    .find((body) => words === body || words.endsWith(` ${body}`))
  if (named !== undefined) return seriesByBody[named] ?? null
  // "the Council", "Commission on Human Rights", "the Committee in its": somebody, and it is not certain who.
  return /\b(?:council|commission|committee|conference|sub-?commission|congress|parliament|senate)\b/.test(
    words,
  )
    ? null
    : own
}
