/** Columns of lists by their headings, as spreadsheets have them; a language stands behind: `name (ar)`. Pure. */
import { foldLetters } from './fold_text.ts'

/** `lang` null: the language of the list. */
export type ListColumn<F extends string> = { readonly field: F; readonly lang: string | null }
export type ListColumns<F extends string> = readonly (ListColumn<F> | null)[]

/** By field the headings that mean it, parted by `|`; a field's own name always does. */
export type Headings<F extends string> = Readonly<Record<F, string>>

export const plainWords = (text: string): string =>
  foldLetters(text.replaceAll(/([a-z])([A-Z])/g, '$1 $2'))
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim()

/** The first column of a field and language takes it; others are left out. `plain`: in what headings may differ. */
export const findListColumns = <F extends string>(
  headings: Headings<F>,
  translated: readonly F[],
  plain: (text: string) => string = plainWords,
) => {
  const byHeading = new Map(
    (Object.keys(headings) as F[]).flatMap((field) =>
      [field, ...headings[field].split('|')].map((heading) => [plain(heading), field] as const),
    ),
  )
  return (titles: readonly string[]): ListColumns<F> => {
    const taken = new Set<string>()
    return titles.map((title) => {
      const [, bare = title, lang = null] = /^(.*?)(?<!\s)\s*\(([a-z]{2,3})\)\s*$/.exec(title) ?? []
      const field = byHeading.get(plain(bare))
      if (field === undefined || (lang !== null && !translated.includes(field))) return null
      const key = `${field} ${lang ?? ''}`
      if (taken.has(key)) return null
      taken.add(key)
      return { field, lang }
    })
  }
}

/** What stands in the column of a field, trimmed; empty where there is no such column. */
export const cellsOf =
  <F extends string>(cells: readonly string[], columns: ListColumns<F>) =>
  (wanted: F): { readonly place: number; readonly text: string } => {
    const place = columns.findIndex((column) => column?.field === wanted)
    return { place, text: place < 0 ? '' : (cells[place] ?? '').trim().normalize('NFC') }
  }

/** Several in one cell. */
export const partsOf = (cell: string, by: RegExp = /[;\n]+/): readonly string[] =>
  cell
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== '')
