/** A list of signatories that the secretary pastes: one name a line, or CSV with a heading. Shown before it is kept. */
import { readCsvRows } from '#instruments/core/csv_rows.ts'
import { type FileRefusal, tooLarge } from '#instruments/core/file_refusal.ts'
import { countries, type countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type SignatoryKind, signatoryKinds } from './sign_on.ts'
import { likelyAmong, type Likeness, nameDoubtOf, type NameDoubt } from './sign_on_names.ts'

/** Characters: ten thousand names with room to spare. */
const LONGEST_LIST = 1_000_000
export const MOST_LINES = 5000

type CountryCode = (typeof countryCodes)[number]

export type ListLine = {
  readonly line: number
  readonly name: string
  readonly localName: string | null
  readonly localLanguage: string | null
  readonly country: CountryCode | null
  readonly kind: SignatoryKind
  readonly doubts: readonly NameDoubt[]
}
export type ListRefusal = FileRefusal | { readonly kind: 'too_many_lines'; readonly at: string }

/** Headings that name a column, folded; what else a table has is not read. */
const headings: Readonly<Record<string, 'name' | 'country' | 'localName' | 'localLanguage' | 'kind'>> = {
  organisation: 'name',
  organization: 'name',
  name: 'name',
  signatory: 'name',
  country: 'country',
  local_name: 'localName',
  language: 'localLanguage',
  kind: 'kind',
}

export const readSignatoryList = (given: string): Result<readonly ListLine[], ListRefusal> => {
  const large = tooLarge(given, LONGEST_LIST)
  if (large) return err(large)
  const text = given.replace(/^\uFEFF/, '').normalize('NFC')
  const [first = ''] = text.split(/\r?\n/, 1)
  const parted = first.includes('\t') ? tabsToCsv(text) : text
  const isTable = headingOf(parted).includes('name')
  const lines = isTable ? readTable(parted) : ok(readLines(text))
  if (!lines.ok) return lines
  return lines.value.length > MOST_LINES
    ? err({ kind: 'too_many_lines', at: `line ${lines.value[MOST_LINES]?.line ?? MOST_LINES}` })
    : lines
}

/** As a spreadsheet puts cells on the clipboard. */
const tabsToCsv = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) =>
      line
        .split('\t')
        .map((cell) => (/^".*"$/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`))
        .join(','),
    )
    .join('\n')

const columnOf = (heading: string) =>
  headings[heading.trim().replace(/^"|"$/g, '').toLowerCase().replaceAll(' ', '_')]

const headingOf = (text: string) => (text.split(/\r?\n/, 1)[0] ?? '').split(',').map(columnOf)

const readTable = (text: string): Result<readonly ListLine[], ListRefusal> => {
  const rows = readCsvRows(text)
  if (!rows.ok) return rows
  return ok(
    rows.value.map(({ line, cells }) => {
      const cell = (wanted: string) =>
        Object.entries(cells).find(([heading]) => columnOf(heading) === wanted)?.[1] ?? ''
      const country = cell('country')
      const code = countryOf(country)
      const kind = signatoryKinds.find((one) => one === cell('kind')) ?? 'organisation'
      return lineOf({
        line,
        name: cell('name'),
        localName: tidied(cell('localName')) || null,
        localLanguage: /^[a-z]{2,3}$/.test(cell('localLanguage')) ? cell('localLanguage') : null,
        country: code,
        kind,
        more: country !== '' && code === null ? ['country_unknown'] : [],
      })
    }),
  )
}

const readLines = (text: string): readonly ListLine[] =>
  text.split(/\r?\n/).flatMap((line, place) => {
    // Numbers and bullets that a list brings along are no part of a name.
    const name = line.replace(/^\s*(?:[•*‣–—-]|\d{1,4}[.)])\s+/u, '')
    return name.trim() === ''
      ? []
      : [
          lineOf({
            line: place + 1,
            name,
            localName: null,
            localLanguage: null,
            country: null,
            kind: 'organisation',
            more: [],
          }),
        ]
  })

const lineOf = ({
  more,
  ...line
}: Omit<ListLine, 'doubts'> & { readonly more: readonly NameDoubt[] }): ListLine => {
  const name = tidied(line.name)
  const doubts = [nameDoubtOf(name), line.localName === null ? null : nameDoubtOf(line.localName)]
  return { ...line, name, doubts: [...doubts.flatMap((one) => one ?? []), ...more] }
}

const tidied = (text: string): string => text.replace(/\s+/g, ' ').trim()

const countryOf = (text: string): CountryCode | null =>
  countries.find(({ code, iso3 }) => code === text.toUpperCase() || iso3 === text.toUpperCase())?.code ?? null

/** Doubts that keep a line out until it is mended; the others are for the secretary to look at. */
export const mayKeep = ({ doubts }: ListLine): boolean =>
  doubts.every((doubt) => doubt === 'looks_like_two' || doubt === 'country_unknown')

export type PreviewLine = ListLine & {
  /** Of the list itself, or of those who signed before. */
  readonly like: readonly {
    readonly name: string
    readonly because: Likeness
    readonly where: 'list' | 'signed'
  }[]
}

/** What the secretary reads before anything is kept. */
export const previewList = (
  lines: readonly ListLine[],
  signed: readonly {
    readonly name: string
    readonly localName: string | null
    readonly country: string | null
  }[],
): readonly PreviewLine[] =>
  lines.map((line, place) => ({
    ...line,
    like: [
      ...likelyAmong(line, signed).map(({ at, because }) => ({
        name: signed[at]?.name ?? '',
        because,
        where: 'signed' as const,
      })),
      ...likelyAmong(line, lines.slice(0, place)).map(({ at, because }) => ({
        name: lines[at]?.name ?? '',
        because,
        where: 'list' as const,
      })),
    ],
  }))
