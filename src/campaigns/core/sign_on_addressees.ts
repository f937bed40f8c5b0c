/** To whom a letter goes: one line each, pasted as CSV, or the States of a body with their salutation. */
import { z } from 'zod'
import { language, words } from '#figures/core/figure.ts'
import { readCsvRows } from '#instruments/core/csv_rows.ts'
import type { FileRefusal } from '#instruments/core/file_refusal.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { mailAddress } from './target.ts'

export const addressee = z.strictObject({
  name: words(300),
  salutation: words(120),
  /** Of those of the letter, the one they are written to in. */
  language,
  country: z.enum(countryCodes).nullable(),
  mail: mailAddress.nullable(),
})
export type Addressee = z.infer<typeof addressee>

/** Sent: given to their mail server. By hand: somebody carried it there. */
export const deliveryStates = ['waiting', 'queued', 'sent', 'refused', 'bounced', 'by_hand'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export type AddresseeDoubt = { readonly line: number; readonly field: string }

const excellency: Readonly<Record<string, string>> = {
  en: 'Excellency,',
  fr: 'Excellence,',
  es: 'Excelencia:',
  ar: 'صاحب السعادة،',
  ru: 'Ваше Превосходительство!',
}

export const salutationIn = (lang: string): string => excellency[lang] ?? excellency.en ?? ''

/** First of the languages that they read in which there is a letter. */
export const letterLanguage = (reads: string | null, languages: readonly string[], own: string): string =>
  reads !== null && languages.includes(reads) ? reads : own

/**
 * Official languages of States that are written to in another language of the United Nations than English; where a
 * State has several, the one its mission writes in. Source: CIA World Factbook, "Languages" (2023), as far as it names
 * one of Arabic, French, Russian or Spanish as official.
 */
const readsBy: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    ar: 'AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM QA SA SD SY TN YE',
    es: 'AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PY SV UY VE',
    fr: 'BE BF BI BJ CD CF CG CI CM FR GA GN HT LU MC MG ML NE SN TD TG',
    ru: 'BY KG KZ RU TJ',
  }).flatMap(([lang, codes]) => codes.split(' ').map((code) => [code, lang])),
)

export const statesAsAddressees = (
  states: readonly { readonly code: string; readonly name: string }[],
  given: { readonly languages: readonly string[]; readonly own: string },
): readonly Addressee[] =>
  states.map(({ code, name }) => {
    const lang = letterLanguage(readsBy[code] ?? null, given.languages, given.own)
    const country = countryCodes.find((one) => one === code) ?? null
    return { name, salutation: salutationIn(lang), language: lang, country, mail: null }
  })

/** CSV with the columns name, and any of salutation, language, country, mail. All of it or none. */
export const readAddressees = (
  text: string,
  given: { readonly languages: readonly string[]; readonly own: string },
): Result<
  readonly Addressee[],
  FileRefusal | { readonly kind: 'lines_wrong'; readonly lines: readonly AddresseeDoubt[] }
> => {
  const rows = readCsvRows(text.normalize('NFC'))
  if (!rows.ok) return rows
  const wrong: AddresseeDoubt[] = []
  const read = rows.value.flatMap(({ line, cells }) => {
    const lang = letterLanguage(cells.language || null, given.languages, given.own)
    const parsed = addressee.safeParse({
      name: cells.name ?? '',
      salutation: cells.salutation || salutationIn(lang),
      language: lang,
      country: cells.country || null,
      mail: cells.mail || null,
    })
    if (parsed.success) return [parsed.data]
    wrong.push({ line, field: String(parsed.error.issues[0]?.path[0] ?? 'name') })
    return []
  })
  return wrong.length > 0 ? err({ kind: 'lines_wrong', lines: wrong }) : ok(read)
}
