/** Names that Akoma Ntoso 3.0 and its naming convention give: namespaces, addresses, languages. */
import { parseEdtf } from '#kernel/core/edtf.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import type { AmendmentBody } from './amendment_body.ts'
import type { InstrumentBody, InstrumentVersion } from './instrument_body.ts'

export const AKN = 'http://docs.oasis-open.org/legaldocml/ns/akn/3.0'
/** Of what Akoma Ntoso has no word for. A name, not an address: it is the same wherever Amparo runs. */
export const OWN = 'https://amparo.example/ns/akn/1'
/** Stands for an author whom a document does not name. */
export const NOT_STATED = 'not stated'
export const AKN_MEDIA_TYPE = 'application/akn+xml'

/** Stages after which a law is one. */
const MADE = ['enacted', 'published', 'in_force', 'repealed'] as const

export type DocumentType = 'statement' | 'doc' | 'act' | 'bill'

export const documentType = (
  { kind }: Pick<InstrumentBody, 'kind'>,
  { stage }: Pick<InstrumentVersion, 'stage'>,
): DocumentType => {
  switch (kind) {
    case 'resolution':
    case 'declaration':
      return 'statement'
    case 'guideline':
    case 'protection_mechanism':
    case 'letter':
      return 'doc'
    case 'law':
      return MADE.some((one) => one === stage) ? 'act' : 'bill'
  }
}

/** By the form of its symbol; `zz`, which ISO 3166 gives to nobody: it does not tell. */
export const countryOf = (symbol: string | null): string => {
  if (symbol === null) return 'zz'
  if (/^(?:A|E|S|ST|HRI|CERD|CCPR|CEDAW|CRC|CAT|CMW|CRPD|CED|OPCAT)\//.test(symbol)) return 'un'
  return /^(?:[SH]\. ?(?:(?:J|Con)\. ?)?Res\. ?\d|H\.R\. ?\d|S\. ?\d)/.test(symbol) ? 'us' : 'zz'
}

/** The day on which it came to be is part of a work's address: the earliest that is known, or its year. */
const dateOfWork = ({ versions, history }: Pick<InstrumentBody, 'versions' | 'history'>): string | null => {
  const known = [...versions.map(({ on }) => on), ...history.map(({ on }) => on)].filter((on) => on !== null)
  const [first] = known.toSorted((a, b) => firstDay(a).localeCompare(firstDay(b)))
  return first === undefined ? null : isWholeDay(first) ? first : firstDay(first).slice(0, 4) || null
}

const firstDay = (on: string): string => {
  const parsed = parseEdtf(on)
  return (parsed.ok ? parsed.value.earliest : null) ?? ''
}

/** XSD has no year zero. */
export const isWholeDay = (on: string): boolean => isIsoDay(on) && !on.startsWith('0000')

/** `/akn/un/statement/resolution/2015-11-18/human-rights-defenders-2015` */
export const workAddress = (instrument: InstrumentBody, version: InstrumentVersion): string =>
  ['/akn', countryOf(instrument.symbol ?? version.symbol), documentType(instrument, version), instrument.kind]
    .concat(dateOfWork(instrument) ?? [], instrument.slug)
    .join('/')

export const expressionAddress = (instrument: InstrumentBody, version: InstrumentVersion): string =>
  `${workAddress(instrument, version)}/${aknLanguage(version.language)}@${version.id}`

/** `/akn/un/amendment/amendment/2023-11-09/a-c-3-78-l-67` */
export const amendmentAddress = ({ symbols, draft, kind, tabledOn, slug }: AmendmentBody): string => {
  const date = tabledOn === null ? [] : [isWholeDay(tabledOn) ? tabledOn : firstDay(tabledOn).slice(0, 4)]
  return ['/akn', countryOf(symbols[0] ?? draft.symbol), 'amendment', kind]
    .concat(date, slug)
    .filter((one) => one !== '')
    .join('/')
}

export const amendmentExpression = (body: AmendmentBody): string =>
  `${amendmentAddress(body)}/${aknLanguage(body.content.kind === 'text' ? body.content.language : body.lang)}@`

/** A day that is true of a date known in part: not before it. Null: open, unknown or not a date. */
export const notBefore = (on: string | null): { readonly date: string; readonly whole: boolean } | null => {
  if (on === null) return null
  const date = firstDay(on)
  return isWholeDay(date) ? { date, whole: date === on } : null
}

/** ISO 639-2, as the naming convention asks for it, by ISO 639-1. Of others the tag stands as it is. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ar: 'ara',
  az: 'aze',
  be: 'bel',
  bg: 'bul',
  bn: 'ben',
  cs: 'ces',
  da: 'dan',
  de: 'deu',
  el: 'ell',
  en: 'eng',
  es: 'spa',
  et: 'est',
  fa: 'fas',
  fi: 'fin',
  fr: 'fra',
  he: 'heb',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  hy: 'hye',
  id: 'ind',
  it: 'ita',
  ja: 'jpn',
  ka: 'kat',
  kk: 'kaz',
  ko: 'kor',
  ky: 'kir',
  lt: 'lit',
  lv: 'lav',
  nl: 'nld',
  no: 'nor',
  pl: 'pol',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sk: 'slk',
  sl: 'slv',
  sq: 'sqi',
  sr: 'srp',
  sv: 'swe',
  sw: 'swa',
  tg: 'tgk',
  th: 'tha',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
  uz: 'uzb',
  vi: 'vie',
  zh: 'zho',
}

export const aknLanguage = (tag: string): string => LANGUAGES[tag.split('-')[0] ?? tag] ?? tag

export const languageOfAkn = (code: string): string | null => {
  const short = Object.keys(LANGUAGES).find((one) => LANGUAGES[one] === code.toLowerCase())
  if (short !== undefined) return short
  return /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(code) ? code : null
}
