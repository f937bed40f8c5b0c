/**
 * One row of a list to the entries of a new case. What a list says is not reviewed: its events come in as received,
 * its charges as notes to be coded. A cell that cannot be read is never guessed; the row says how to mend it.
 */
import type { ProposedEntry } from './entry.ts'
import { checkEntry } from './entry.ts'
import type { Day } from './days.ts'
import type { ColumnMap, ImportField } from './import_columns.ts'
import type { ImportTerms } from './import_terms.ts'
import { coarsen, type EdtfDate } from '#kernel/core/edtf.ts'
import { type DateQuestion, type FreeDateOptions, parseFreeDate } from '#kernel/core/free_date.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { codedGender, codedSector } from '#kernel/core/vocabulary/people.ts'
import type { EventType } from '#kernel/core/vocabulary/events.ts'

/** What is wrong with one cell: its place in the row, and what would mend it. */
export type CellProblem = {
  readonly place: number
  readonly value: string
  readonly why: CellWhy
}
export type CellWhy =
  | { readonly kind: 'unknown_country' }
  | { readonly kind: 'unknown_sector' }
  | { readonly kind: 'unknown_gender' }
  | { readonly kind: 'unknown_event' }
  | { readonly kind: 'event_without_type' }
  | { readonly kind: 'bad_date'; readonly question: DateQuestion }
  | { readonly kind: 'date_in_future' }
  | { readonly kind: 'bad_length' }
  | { readonly kind: 'bad_url' }
  | { readonly kind: 'too_long'; readonly most: number }
  | { readonly kind: 'nobody_named' }
  | { readonly kind: 'does_not_fit'; readonly fields: readonly string[] }

export type RowEntry = ProposedEntry & { readonly id?: string }

export type RowReading = {
  readonly map: ColumnMap
  readonly terms: ImportTerms
  readonly dates: FreeDateOptions
  readonly today: Day
  /** For entries that others of the same row refer to. */
  readonly newId: () => string
}

type Cell = { readonly place: number; readonly text: string }

export const readRow = (
  row: readonly string[],
  reading: RowReading,
): Result<readonly RowEntry[], readonly CellProblem[]> => {
  const reader = readerOf(row, reading)
  const entries = entriesOf(reader, reading)
  if (reader.problems.length > 0) return err(reader.problems.toSorted((a, b) => a.place - b.place))
  for (const entry of entries) {
    const checked = checkEntry(entry)
    if (checked.ok) continue
    const fields = checked.error.kind === 'part_refused' ? checked.error.fields : []
    return err([{ place: 0, value: row[0] ?? '', why: { kind: 'does_not_fit', fields } }])
  }
  return ok(entries)
}

type Reader = ReturnType<typeof readerOf>

/** Reads cells by field and collects what is wrong with them. */
const readerOf = (row: readonly string[], { map, terms, dates, today }: RowReading) => {
  const problems: CellProblem[] = []
  const cells = (field: ImportField): readonly Cell[] =>
    map.flatMap((mapped, place) => {
      const text = (row[place] ?? '').trim().normalize('NFC')
      return mapped === field && !isNothing(text) ? [{ place, text }] : []
    })
  const refuse = ({ place, text }: Cell, why: CellWhy): undefined => {
    problems.push({ place, value: text, why })
    return undefined
  }
  const cut = (cell: Cell, most: number): string | undefined =>
    cell.text.length > most ? refuse(cell, { kind: 'too_long', most }) : cell.text
  const one = (field: ImportField, most = 200): string | undefined => {
    const [cell] = cells(field)
    return cell && cut(cell, most)
  }
  const all = (field: ImportField, most: number): readonly string[] =>
    cells(field).flatMap((cell) => cut(cell, most) ?? [])
  const termOf = <T>(cell: Cell, find: (text: string) => T | null, why: CellWhy): T | undefined =>
    find(cell.text) ?? refuse(cell, why)
  const date = (field: ImportField, past = true): EdtfDate | undefined => {
    const [cell] = cells(field)
    if (!cell) return undefined
    const read = parseFreeDate(cell.text, dates)
    if (!read.ok)
      return read.error.kind === 'no_date'
        ? undefined
        : refuse(cell, { kind: 'bad_date', question: read.error })
    const late = past && (read.value.earliest ?? '') > addDays(today, 1)
    return late ? refuse(cell, { kind: 'date_in_future' }) : read.value
  }
  return { problems, cells, refuse, one, all, termOf, date, terms }
}

/** How lists say that there is nothing to say. */
const isNothing = (text: string): boolean => /^(?:|[-–—.?]+|n\/?a|none|unknown|null|s\/d|н\/д)$/i.test(text)

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list)

/** Without the fields that hold nothing. */
const known = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

const entriesOf = (reader: Reader, reading: RowReading): readonly RowEntry[] => {
  const [countryCell] = reader.cells('country')
  const country = countryCell && reader.termOf(countryCell, reader.terms.country, { kind: 'unknown_country' })
  const source = sourceOf(reader, reading)
  const reference = reader.one('reference', 80)
  const tags = some([...new Set(reader.cells('tags').flatMap(({ text }) => listOf(text)))].slice(0, 20))
  return [
    { kind: 'opened', coded: known({ dark: false, country }), words: known({ reference, tags }) },
    identityOf(reader, { country, reference }),
    ...(source ? [source] : []),
    ...eventsOf(reader, { country, source: source?.id }),
    ...notesOf(reader),
  ]
}

const listOf = (text: string): readonly string[] =>
  text
    .split(/[;,،|]/)
    .map((item) => item.trim().slice(0, 40))
    .filter((item) => item !== '')

const identityOf = (
  reader: Reader,
  given: { readonly country: string | undefined; readonly reference: string | undefined },
): RowEntry => {
  const full = reader.all('name', 200).map((text) => ({ text, kind: 'full' }))
  const aliases = reader.all('alias', 200).map((text) => ({ text, kind: 'alias' }))
  const nobody = full.length + aliases.length === 0 && given.reference === undefined
  if (nobody) reader.refuse({ place: 0, text: '' }, { kind: 'nobody_named' })
  const sectors = reader.cells('sector').flatMap((cell) => sectorsOf(reader, cell))
  const [genderCell] = reader.cells('gender')
  const gender = genderCell && reader.termOf(genderCell, reader.terms.gender, { kind: 'unknown_gender' })
  const coded = [...new Set(sectors.map(codedSector))]
  const place = reader.one('place')
  return {
    kind: 'identity',
    coded: known({
      holder: 'person',
      country: given.country,
      sectors: coded.slice(0, 12),
      gender: gender && codedGender(gender),
    }),
    words: known({
      names: some([...full, ...aliases]),
      born: reader.date('born')?.edtf,
      place,
      occupation: reader.one('occupation'),
      employer: reader.one('employer'),
      work: some(reader.all('work', 20_000))?.join('\n\n'),
      gender,
      sectors: some([...new Set(sectors)]),
      reference: given.reference,
    }),
  }
}

const sectorsOf = (reader: Reader, cell: Cell) => {
  const whole = reader.terms.sector(cell.text)
  if (whole !== null) return [whole]
  return listOf(cell.text).flatMap(
    (text) => reader.termOf({ ...cell, text }, reader.terms.sector, { kind: 'unknown_sector' }) ?? [],
  )
}

/** Nothing is known of a list's sources but what it says: their reliability cannot be judged. */
const sourceOf = (reader: Reader, { newId }: RowReading): (RowEntry & { readonly id: string }) | null => {
  const who = some(reader.all('source', 200))
  const [urlCell] = reader.cells('url')
  const fits = !urlCell || /^https?:\/\/[^\s<>"]{1,1990}$/.test(urlCell.text)
  const url = urlCell && (fits ? urlCell.text : reader.refuse(urlCell, { kind: 'bad_url' }))
  if (!who && !url) return null
  const title = who?.join('; ').slice(0, 200)
  return {
    id: newId(),
    kind: 'source',
    coded: { connection: 'third_party', reliability: 'F' },
    words: known({ title, url }),
  }
}

const datedTypes = [
  ['arrested', 'arrest'],
  ['charged', 'charge'],
  ['sentenced', 'sentence'],
  ['released', 'release_unconditional'],
  ['died', 'death'],
] as const satisfies readonly (readonly [ImportField, EventType])[]

type About = { readonly country: string | undefined; readonly source: string | undefined }

const eventsOf = (reader: Reader, about: About): readonly RowEntry[] => {
  const narrative = some(reader.all('narrative', 20_000))?.join('\n\n')
  const sentence = sentenceOf(reader)
  const happened = happenedOf(reader)
  const events = datedTypes.flatMap(([field, type]): readonly RowEntry[] => {
    const date = reader.date(field)
    const length = type === 'sentence' ? sentence : undefined
    return date || length ? [eventOf(type, date, { ...about, sentence: length })] : []
  })
  const all = happened ? [eventOf(happened.type, happened.date, about), ...events] : events
  const [first, ...rest] = all
  if (narrative === undefined) return all
  // The story of a row belongs to its first event; without one it waits to be coded.
  if (!first) return [{ kind: 'note', coded: { toCode: true }, words: { text: narrative } }]
  return [{ ...first, words: { ...(first.words as object), narrative } }, ...rest]
}

const happenedOf = (
  reader: Reader,
): { readonly type: EventType; readonly date: EdtfDate | undefined } | null => {
  const [eventCell] = reader.cells('event')
  const [dateCell] = reader.cells('date')
  const date = reader.date('date')
  if (!eventCell) {
    if (dateCell) reader.refuse(dateCell, { kind: 'event_without_type' })
    return null
  }
  const type = reader.termOf(eventCell, reader.terms.event, { kind: 'unknown_event' })
  return type ? { type, date } : null
}

type Sentence = { readonly kind: 'prison' | 'life' | 'death'; readonly length?: Record<string, number> }

const eventOf = (
  type: EventType,
  date: EdtfDate | undefined,
  about: About & { readonly sentence?: Sentence | undefined },
): RowEntry => ({
  kind: 'event',
  coded: known({
    type,
    date: date && coarsen(date, 'month'),
    country: about.country,
    acts: [],
    verification: 'UNREV',
    sentence: type === 'sentence' ? about.sentence : undefined,
  }),
  words: known({ date: date?.edtf, sources: about.source === undefined ? undefined : [about.source] }),
})

const units: readonly (readonly [RegExp, 'years' | 'months' | 'days'])[] = [
  [/^(?:y|yrs?|years?|ans?|années?|años?|лет|года?|سنوات|سنة|عام|أعوام)$/iu, 'years'],
  [/^(?:m|mos?|months?|mois|mes|meses|месяц(?:а|ев)?|أشهر|شهر)$/iu, 'months'],
  [/^(?:d|days?|jours?|días?|дн(?:ей|я)|день|أيام|يوم)$/iu, 'days'],
]

/** `25`, `3 years 6 months`, `life`. A bare number is years. */
const sentenceOf = (reader: Reader): Sentence | undefined => {
  const [cell] = reader.cells('sentence')
  if (!cell) return undefined
  if (/^(?:life(?: imprisonment)?|perpétuité|cadena perpetua|пожизненно|مؤبد)$/iu.test(cell.text))
    return { kind: 'life' }
  if (/^(?:death(?: penalty)?|peine de mort|pena de muerte|смертная казнь|إعدام)$/iu.test(cell.text))
    return { kind: 'death' }
  if (/^\d{1,3}$/.test(cell.text)) return { kind: 'prison', length: { years: Number(cell.text) } }
  const parts = [...cell.text.matchAll(/(\d{1,3})\s*(\p{L}+)\.?/gu)]
  const rest = cell.text.replaceAll(/(\d{1,3})\s*(\p{L}+)\.?|[\s,]|and|et|y|и/gu, '')
  const length: Record<string, number> = {}
  for (const [, number, word] of parts) {
    const unit = units.find(([pattern]) => pattern.test(word ?? ''))?.[1]
    if (unit === undefined) return reader.refuse(cell, { kind: 'bad_length' })
    length[unit] = Number(number)
  }
  if (parts.length === 0 || rest !== '') return reader.refuse(cell, { kind: 'bad_length' })
  return { kind: 'prison', length }
}

/** A charge in the words of a list says neither its group nor its gravest penalty: somebody has to code it. */
const notesOf = (reader: Reader): readonly RowEntry[] => [
  ...reader.all('charge', 20_000).map((text) => ({
    kind: 'note',
    coded: { toCode: true },
    words: { title: 'Charge', text },
  })),
  ...reader.all('note', 20_000).map((text) => ({ kind: 'note', coded: { toCode: false }, words: { text } })),
]
