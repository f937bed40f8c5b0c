/** Words of lists to codes of vocabularies: codes, labels in every language that is given, and names of countries. */
import { countries, type CountryCode } from '#kernel/core/vocabulary/countries.ts'
import { type EventType, eventTypeCodes } from '#kernel/core/vocabulary/events.ts'
import { type GenderCode, genderCodes, type SectorCode, sectorCodes } from '#kernel/core/vocabulary/people.ts'
import { foldLetters } from '#kernel/core/fold_text.ts'

/** Each answers null where it does not know the word. */
export type ImportTerms = {
  readonly country: (text: string) => CountryCode | null
  readonly sector: (text: string) => SectorCode | null
  readonly gender: (text: string) => GenderCode | null
  readonly event: (text: string) => EventType | null
}

/** A label of a code in some language. */
export type LabelOf = (vocabulary: 'sector' | 'gender' | 'eventType', code: string) => readonly string[]

const plain = (text: string): string =>
  foldLetters(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const lookup = <C extends string>(pairs: Iterable<readonly [string, C]>): ((text: string) => C | null) => {
  const codes = new Map<string, C>()
  for (const [word, code] of pairs) if (!codes.has(plain(word))) codes.set(plain(word), code)
  return (text) => codes.get(plain(text)) ?? null
}

const nameLanguages = ['en', 'ar', 'fr', 'es', 'ru'] as const

/** How lists call countries where neither code nor standard name fits. */
const countryAliases: readonly (readonly [string, CountryCode])[] = [
  ['UK', 'GB'],
  ['USA', 'US'],
  ['United States of America', 'US'],
  ['DRC', 'CD'],
  ['DR Congo', 'CD'],
  ['Democratic Republic of the Congo', 'CD'],
  ['Burma', 'MM'],
  ['Ivory Coast', 'CI'],
  ['Turkey', 'TR'],
  ['Swaziland', 'SZ'],
  ['Czech Republic', 'CZ'],
  ['Palestine', 'PS'],
  ['Occupied Palestinian Territory', 'PS'],
  ['Viet Nam', 'VN'],
  ['Russian Federation', 'RU'],
  ['Syrian Arab Republic', 'SY'],
  ['Iran (Islamic Republic of)', 'IR'],
]

const genderWords: Readonly<Partial<Record<GenderCode, string>>> = {
  W: 'female|woman|f|féminin|femme|mujer|femenino|женский|женщина|ж|أنثى|امرأة',
  M: 'male|man|masculin|homme|hombre|masculino|мужской|мужчина|м|ذكر|رجل',
  X: 'non-binary|nonbinary|other',
  U: 'unknown|not known',
}

/** The commonest words of lists; what has two meanings is left out, so that it is asked. */
const eventWords: Readonly<Partial<Record<EventType, string>>> = {
  arrest: 'arrested|detention|detained|arrestation|detención|detenido|арест|задержание|اعتقال|توقيف',
  death: 'killed|killing|murder|murdered|assassination|assassinat|asesinato|убийство|قتل|اغتيال',
  threat: 'threats|threatened|menace|amenaza|угроза|تهديد',
  attack: 'attacked|assault|beating|agression|agresión|нападение|اعتداء',
  disappearance_reported:
    'disappearance|disappeared|enforced disappearance|disparition|desaparición|исчезновение|اختفاء قسري',
  abduction: 'abducted|kidnapping|kidnapped|enlèvement|secuestro|похищение|اختطاف',
  search: 'raid|search|perquisition|allanamiento|обыск|تفتيش|مداهمة',
  sentence: 'sentenced|condamnation|condena|приговор|حكم',
  summons: 'summoned|convocation|citación|повестка|استدعاء',
  travel_ban: 'interdiction de voyager|запрет на выезд|منع من السفر',
}

export const importTerms = (labelOf: LabelOf): ImportTerms => ({
  country: lookup(countryPairs()),
  sector: lookup(pairsOf(sectorCodes, 'sector', labelOf, {})),
  gender: lookup(pairsOf(genderCodes, 'gender', labelOf, genderWords)),
  event: lookup(pairsOf(eventTypeCodes, 'eventType', labelOf, eventWords)),
})

function* countryPairs(): Generator<readonly [string, CountryCode]> {
  for (const { code, iso3 } of countries) {
    yield [code, code]
    yield [iso3, code]
  }
  for (const lang of nameLanguages) {
    const names = new Intl.DisplayNames([lang], { type: 'region' })
    for (const { code } of countries) yield [names.of(code) ?? code, code]
  }
  yield* countryAliases
}

function* pairsOf<C extends string>(
  codes: readonly C[],
  vocabulary: 'sector' | 'gender' | 'eventType',
  labelOf: LabelOf,
  words: Readonly<Partial<Record<C, string>>>,
): Generator<readonly [string, C]> {
  for (const code of codes) yield [code, code]
  for (const code of codes) for (const label of labelOf(vocabulary, code)) yield [label, code]
  for (const code of codes)
    for (const word of (words[code] ?? '').split('|')) if (word !== '') yield [word, code]
}
