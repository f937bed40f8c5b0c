/**
 * Open data: which columns each file has, with their HXL hashtags, and how a published case or a counted label fills
 * them. One description makes the files, the page and docs/formats/open-data.md. Pure.
 *
 * [Note: Format 1] A snapshot is held to the hash of its bytes, so columns of a released format never change: a new
 * column is a new format, written beside this one. Nothing here depends on a language or on the site's address.
 */
import { toCsv } from './csv.ts'
import { yearOf } from '#cases/core/days.ts'
import type { PublicCase } from '#cases/core/public_case.ts'

export const OPEN_DATA_FORMAT = 1

/** A number of one label. `*` in a place: told, but not to which one of them it belongs. */
export type CountedLabel = {
  readonly unit: string
  readonly verification: string
  readonly dating: 'incident' | 'recorded'
  readonly country: string
  readonly year: string
  readonly what: string
  /** Null: nothing of this kind is public by itself. */
  readonly public: number | null
  readonly told: number
}

export type OpenEvent = { readonly of: PublicCase; readonly at: number }

type Cell = string | number | null
export type OpenColumn<Row> = {
  readonly name: string
  /** A hashtag of HXL 1.1, or one of ours, which begins with `#x_`. */
  readonly hxl: string
  readonly of: (row: Row) => Cell
}

const column = <Row>(name: string, hxl: string, of: (row: Row) => Cell): OpenColumn<Row> => ({
  name,
  hxl,
  of,
})

/** Several published words in one cell, each on a line of its own. */
const lines = (words: readonly string[] | undefined): Cell => words?.join('\n') ?? null

export const caseColumns: readonly OpenColumn<PublicCase>[] = [
  column('ref', '#meta+id', ({ ref }) => ref),
  column('page', '#meta+url', ({ ref }) => `/cases/${ref}`),
  column('released', '#date+released', ({ releasedOn }) => releasedOn),
  column('updated', '#date+updated', ({ updatedAt }) => updatedAt),
  column('language', '#meta+lang', ({ lang }) => lang),
  column('country', '#country+code+v_iso2', ({ country }) => country ?? null),
  column('name', '#x_defender+name', ({ name }) => name ?? null),
  column('name_is_pseudonym', '#x_defender+pseudonym', (one) => (one.isPseudonym ? 'yes' : 'no')),
  column('title', '#description+title', ({ title }) => title ?? null),
  column('summary', '#description+summary', ({ summary }) => summary ?? null),
  column('status_as_of', '#date+status', ({ status }) => status?.asOf ?? null),
  column('custody', '#status+custody', ({ status }) => status?.custody ?? null),
  column('custody_basis', '#status+custody+basis', ({ status }) => status?.custodyBasis ?? null),
  column('proceedings', '#status+proceedings', ({ status }) => status?.proceedings ?? null),
  column('charge_status', '#status+charge', ({ status }) => status?.proceeding ?? null),
  column('safety', '#status+safety', ({ status }) => status?.safety ?? null),
  column('accountability', '#status+accountability', ({ status }) => status?.accountability ?? null),
  column('charges', '#description+charges', ({ charges }) => lines(charges)),
  column('sentence', '#status+sentence', ({ sentence }) => sentence?.kind ?? null),
  column('sentence_years', '#x_sentence+years', ({ sentence }) => sentence?.years ?? null),
  column('sentence_months', '#x_sentence+months', ({ sentence }) => sentence?.months ?? null),
  column('sentence_days', '#x_sentence+days', ({ sentence }) => sentence?.days ?? null),
  column('sentence_words', '#description+sentence', ({ sentence }) => sentence?.text ?? null),
  column('death_possible', '#status+death+possible', ({ deathPossible }) =>
    deathPossible === undefined ? null : deathPossible ? 'yes' : 'no',
  ),
  column('demands', '#description+demands', ({ demands }) => lines(demands)),
  column('sources', '#meta+source', ({ sources }) =>
    lines(sources?.map(({ title, publisher, url }) => [title, publisher, url].filter(Boolean).join(', '))),
  ),
]

const eventOf = ({ of, at }: OpenEvent) => of.timeline?.[at]

export const eventColumns: readonly OpenColumn<OpenEvent>[] = [
  column('ref', '#meta+id', ({ of }) => of.ref),
  column('place_in_timeline', '#meta+order', ({ at }) => at + 1),
  column('country', '#country+code+v_iso2', ({ of }) => of.country ?? null),
  column('date', '#date+occurred', (event) => eventOf(event)?.date ?? null),
  column('year', '#date+year', (event) => yearOf(eventOf(event)?.date)),
  column('type', '#event+type', (event) => eventOf(event)?.type ?? null),
  column('text', '#event+description', (event) => eventOf(event)?.text ?? null),
]

export const countColumns: readonly OpenColumn<CountedLabel>[] = [
  column('unit', '#x_unit+code', ({ unit }) => unit),
  column('verification', '#status+verification', ({ verification }) => verification),
  column('year_of', '#x_year+basis', ({ dating }) => dating),
  column('country', '#country+code+v_iso2', ({ country }) => country),
  column('year', '#date+year', ({ year }) => year),
  column('what', '#event+type', ({ what }) => what),
  column('public', '#indicator+num+public', (label) => label.public),
  column('told', '#indicator+num+told', ({ told }) => told),
  column('at_least', '#indicator+num+min', (label) => (label.public ?? 0) + label.told),
]

export const openTables = { cases: caseColumns, events: eventColumns, counts: countColumns } as const
export type OpenTable = keyof typeof openTables

/** All that the files of one day are made of. */
export type OpenContent = {
  readonly day: string
  readonly vocabulary: string
  readonly cases: readonly PublicCase[]
  readonly counts: readonly CountedLabel[]
}

export const openFileNames = [
  'cases.csv',
  'cases.json',
  'events.csv',
  'events.json',
  'counts.csv',
  'counts.json',
] as const
export type OpenFileName = (typeof openFileNames)[number]
export const isOpenFileName = (text: string): text is OpenFileName =>
  (openFileNames as readonly string[]).includes(text)

export const openFile = (content: OpenContent, name: OpenFileName): string => {
  switch (name) {
    case 'cases.csv':
      return csvOf(caseColumns, inOrder(content.cases))
    case 'cases.json':
      return jsonOf(content, caseColumns, inOrder(content.cases))
    case 'events.csv':
      return csvOf(eventColumns, eventsOf(content))
    case 'events.json':
      return jsonOf(content, eventColumns, eventsOf(content))
    case 'counts.csv':
      return csvOf(countColumns, content.counts)
    case 'counts.json':
      return jsonOf(content, countColumns, content.counts)
  }
}

/** By reference, which says nothing: so the same rows give the same bytes. */
const inOrder = (cases: readonly PublicCase[]): readonly PublicCase[] =>
  cases.toSorted((a, b) => (a.ref < b.ref ? -1 : 1))

const eventsOf = (content: OpenContent): readonly OpenEvent[] =>
  inOrder(content.cases).flatMap((of) => (of.timeline ?? []).map((_, at) => ({ of, at })))

/** The row of names, the row of hashtags, the rows. */
const csvOf = <Row>(columns: readonly OpenColumn<Row>[], rows: readonly Row[]): string =>
  toCsv([
    columns.map(({ name }) => name),
    columns.map(({ hxl }) => hxl),
    ...rows.map((row) => columns.map(({ of }) => of(row))),
  ])

const jsonOf = <Row>(
  { day, vocabulary }: OpenContent,
  columns: readonly OpenColumn<Row>[],
  rows: readonly Row[],
): string =>
  `${JSON.stringify(
    {
      format: OPEN_DATA_FORMAT,
      day,
      vocabulary,
      columns: columns.map(({ name, hxl }) => ({ name, hxl })),
      rows: rows.map((row) => Object.fromEntries(columns.map(({ name, of }) => [name, of(row)]))),
    },
    null,
    1,
  )}\n`
