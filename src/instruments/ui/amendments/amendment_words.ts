/** What an amendment, its operations, its findings and what stands in its way are called. Pure. */
import type { AmendmentBody, AmendmentFinding } from '#instruments/core/amendment_body.ts'
import type { Operation, Place } from '#instruments/core/amendment.ts'
import type { Conflict } from '#instruments/core/apply.ts'
import { pathInLanguage } from '#languages/address.ts'
import { formatEdtf, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { numbersWords } from '../instrument_words.ts'

type Named = Pick<AmendmentBody, 'symbols' | 'name' | 'lang'>

/** The symbol; of several known together the first and the last; else its name. */
export const amendmentName = (t: Translate, { symbols, name, lang }: Named): string => {
  const [first, last] = [symbols[0], symbols.at(-1)]
  if (first === undefined || last === undefined) return name?.[t.lang] ?? name?.[lang] ?? ''
  if (symbols.length === 1) return first
  return t('amendments.name.several', { n: symbols.length, from: first, to: last })
}

export const amendmentPath = (
  t: Translate,
  { instrument, slug }: Pick<AmendmentBody, 'instrument' | 'slug'>,
): string => pathInLanguage(`/instruments/${instrument}/amendments/${slug}`, t.lang)

export const amendmentsPath = (t: Translate, instrument: string): string =>
  pathInLanguage(`/instruments/${instrument}/amendments`, t.lang)

/** Who left is named with the day. */
export const sponsorWords = (
  t: Translate,
  { who, withdrawnOn }: Pick<AmendmentBody['sponsors'][number], 'who' | 'withdrawnOn'>,
): string =>
  withdrawnOn === null
    ? isolated(who)
    : t('amendments.facts.left', { who, date: formatEdtf(withdrawnOn, t.lang) })

/** A name of another direction keeps its own inside a list of the page's language. */
const isolated = (name: string): string => `\u2068${name}\u2069`

/** In a list the first of them; all of them stand on the amendment's own page. */
const SHOWN_SPONSORS = 5
export const sponsorsWords = (t: Translate, { sponsors }: Pick<AmendmentBody, 'sponsors'>): string => {
  const names = sponsors.map(({ who }) => isolated(who))
  const more = names.length - SHOWN_SPONSORS
  if (more <= 0) return formatList(names, t.lang)
  const first = new Intl.ListFormat(t.lang, { type: 'unit', style: 'short' })
  return t('amendments.list.more', { names: first.format(names.slice(0, SHOWN_SPONSORS)), n: more })
}

export const stateWords = (
  t: Translate,
  { state, stateOn }: Pick<AmendmentBody, 'state' | 'stateOn'>,
): string => {
  const words = t(`amendments.state.${state}`)
  return stateOn === null
    ? words
    : t('amendments.state.on', { state: words, date: formatEdtf(stateOn, t.lang) })
}

export const verdictWords = (t: Translate, { content }: Pick<AmendmentBody, 'content'>): string =>
  t(`amendments.verdict.${content.kind === 'text' ? content.review.verdict : 'none'}`)

/** Of a sub-amendment words need no paragraph: they are those that an amendment brings in. */
export const operationWords = (t: Translate, operation: Operation): string => {
  if ('targets' in operation && operation.targets.length === 0) return inAmendment(t, operation)
  const numbers = 'targets' in operation ? numbersWords(t, operation.targets) : ''
  switch (operation.op) {
    case 'replace':
    case 'delete':
      return t(`amendments.op.${operation.op}`, { numbers })
    case 'insert':
      return t('amendments.op.insert', { place: placeWords(t, operation.place) })
    case 'move':
      return t('amendments.op.move', { numbers, place: placeWords(t, operation.place) })
    case 'replace_words': {
      const { old, new: words, each } = operation
      return everywhere(t, each, t('amendments.op.replace_words', { numbers, old, words }))
    }
    case 'delete_words':
      return everywhere(t, operation.each, t('amendments.op.delete_words', { numbers, old: operation.old }))
    case 'insert_words': {
      const { place, new: words } = operation
      const at = 'words' in place ? place.words : ''
      return t(`amendments.op.insert_words.${place.where}`, { numbers, words, at })
    }
  }
}

const inAmendment = (t: Translate, operation: Operation): string => {
  switch (operation.op) {
    case 'replace_words': {
      const { old, new: words, each } = operation
      return everywhere(t, each, t('amendments.op.sub.replace_words', { old, words }))
    }
    case 'delete_words':
      return everywhere(t, operation.each, t('amendments.op.sub.delete_words', { old: operation.old }))
    case 'insert_words': {
      const { place, new: words } = operation
      const at = 'words' in place ? place.words : ''
      return t(`amendments.op.sub.insert_words.${place.where}`, { words, at })
    }
    default:
      return t('amendments.op.sub.other')
  }
}

const everywhere = (t: Translate, each: boolean, what: string): string =>
  each ? t('amendments.op.each', { what }) : what

const placeWords = (t: Translate, place: Place): string => {
  if (place.where !== 'end') return t(`amendments.place.${place.where}`, { number: place.number })
  return typeof place.of === 'object'
    ? t('amendments.place.end', { number: place.of.number })
    : t(`amendments.place.${place.of}`)
}

type Found = Pick<AmendmentFinding, 'kind' | 'side' | 'line' | 'words' | 'against'>

export const findingWords = (t: Translate, { kind, side, line, words, against }: Found): string => {
  const what = t(`amendments.finding.${kind}`)
  if (against !== null) return t('amendments.found.instead', { what, words, against })
  // Of a whole paragraph the words say nothing that its name does not.
  if (line === null && kind !== 'commitment') return what
  return t(`amendments.found.${side}`, { what, words })
}

export const placeOfFinding = (
  t: Translate,
  { number, added }: Pick<AmendmentFinding, 'number' | 'added'>,
): string => t(added ? 'amendments.found.place.added' : 'amendments.found.place', { number })

/** `nameOf` an amendment by its id. */
export const conflictWords = (
  t: Translate,
  { number, obstacle }: Conflict,
  nameOf: (id: string) => string,
): string => {
  const by = 'by' in obstacle ? nameOf(obstacle.by) : ''
  const quote = 'quote' in obstacle ? obstacle.quote : ''
  const at = 'number' in obstacle ? obstacle.number : (number ?? '')
  if (quote !== '' && at === '') return t('amendments.conflict.sub.quote', { quote })
  return t(`amendments.conflict.${obstacle.kind}`, { number: at, by, quote })
}
