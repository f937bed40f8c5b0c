/** The words of a report in the language that it is written in. */
import { countryName, formatDay, formatEdtf, formatList, formatNumber } from '#languages/formats.ts'
import { direction, type MessageKey, translator } from '#languages/translate.ts'
import type { ReportWords } from '#missions/core/reports/words.ts'

/** Marks that keep numbers and names apart on a page would count, and stay in a file, as letters that nobody sees. */
const bare = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '')

export const reportWords = (lang: string): ReportWords => {
  const t = translator(lang)
  return {
    lang,
    dir: direction(lang),
    say: (key, params) => bare(t(key as MessageKey, params)),
    term: (vocabulary, code) =>
      t.find(`vocabulary.${vocabulary}.${code}`) ?? t.find(`cases_status.${vocabulary}.${code}`) ?? code,
    date: (edtf) => bare(/^\d{4}-\d{2}-\d{2}$/.test(edtf) ? formatDay(edtf, lang) : formatEdtf(edtf, lang)),
    country: (code) => countryName(code, lang),
    list: (items) => bare(formatList(items, lang)),
    number: (value) => formatNumber(value, lang),
  }
}
