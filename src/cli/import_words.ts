/** What an import says in the terminal: the mapping, the preview, what is wrong and how to mend it. */
import type { Column, ColumnMap, MapRefusal } from '#cases/core/import_columns.ts'
import { importFields } from '#cases/core/import_columns.ts'
import type { CellProblem, CellWhy, RowEntry } from '#cases/core/import_row.ts'
import type { DateQuestion } from '#kernel/core/free_date.ts'

export const tellMapping = (columns: readonly Column[], map: ColumnMap): readonly string[] => {
  const widest = Math.max(...columns.map(({ heading }) => heading.length), 6)
  return columns.map(({ heading, cells }, place) => {
    const example = cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
    const field = map[place] ?? '(left out)'
    return `  ${heading.padEnd(widest)}  →  ${field.padEnd(11)}  ${shorten(example)}`
  })
}

export const tellRow = (line: number, entries: readonly RowEntry[]): string => {
  const identity = entries.find(({ kind }) => kind === 'identity')
  const words = (identity?.words ?? {}) as { names?: readonly { text: string }[]; reference?: string }
  const coded = (identity?.coded ?? {}) as { country?: string }
  const who = words.names?.map(({ text }) => text).join(' / ') ?? words.reference ?? ''
  const events = entries
    .filter(({ kind }) => kind === 'event')
    .map((entry) => {
      const { type } = entry.coded as { type: string }
      return `${type} ${(entry.words as { date?: string }).date ?? '(no date)'}`
    })
  const notes = entries.filter(({ kind }) => kind === 'note').length
  const rest = [coded.country, ...events, notes > 0 ? `${notes} to be read` : undefined].filter(Boolean)
  return `  line ${line}: ${[shorten(who), ...rest].join(' · ')}`
}

export const shorten = (text: string): string => {
  const characters = [...text.replaceAll(/\s+/g, ' ')]
  return characters.length <= 40 ? characters.join('') : `${characters.slice(0, 39).join('')}…`
}

export type LineProblem = {
  readonly line: number
  readonly column: string
  readonly value: string
  readonly mend: string
}

export const toLineProblem = (
  line: number,
  columns: readonly Column[],
  problem: CellProblem,
): LineProblem => ({
  line,
  column: columns[problem.place]?.heading ?? '',
  value: problem.value,
  mend: mendOf(problem.why),
})

export const tellProblem = ({ line, column, value, mend }: LineProblem): string =>
  `  line ${line}, column "${column}", value "${shorten(value)}": ${mend}`

const mendOf = (why: CellWhy): string => {
  switch (why.kind) {
    case 'unknown_country':
      return 'no country of this name. Write its name or its two letters (TJ).'
    case 'unknown_sector':
      return 'no such sector. Write a code (JUST) or its label, several parted by ";", or map the column to "work".'
    case 'unknown_gender':
      return 'no such gender. Write W, M, X, or leave it empty.'
    case 'unknown_event':
      return 'no such kind of event. Write its label (Arrest), or map the column to "narrative".'
    case 'event_without_type':
      return 'a date of what? Map the column to "arrested", "released", "died" …, or add a column of events.'
    case 'bad_date':
      return mendOfDate(why.question)
    case 'date_in_future':
      return 'lies in the future. Write when it happened.'
    case 'bad_length':
      return 'not a length. Write "25", "3 years 6 months", "life" or "death".'
    case 'bad_url':
      return 'not a web address. Write it with https://.'
    case 'too_long':
      return `longer than ${why.most} characters. Shorten it, or map the column to "narrative" or "note".`
    case 'nobody_named':
      return 'the row names nobody. Fill in a name, an alias or a reference.'
    case 'does_not_fit':
      return `the row does not fit the form of a case (${why.fields.join(', ')}).`
  }
}

export const mendOfDate = (question: DateQuestion): string => {
  switch (question.kind) {
    case 'which_order': {
      const readings = question.choices.map(
        ({ edtf, options }) => `${edtf} with --dates ${options.order ?? ''}`,
      )
      return `day or month first? ${readings.join(', ')}.`
    }
    case 'which_hemisphere':
      return 'a season of which half of the world? Write the months instead.'
    case 'day_or_year':
      return 'a day or a year after the month? Write four digits for the year.'
    case 'unlikely_year':
      return `is ${question.text} of another calendar? Write the year of the common calendar.`
    case 'no_year':
      return 'the year is missing.'
    case 'no_such_day':
      return 'there is no such day.'
    case 'ends_before_start':
      return 'ends before it begins.'
    case 'no_date':
    case 'not_understood':
      return 'not understood as a date. Write it as 2024-03-14, 2024-03 or 2024.'
  }
}

export const explainMap = (refusal: MapRefusal): string => {
  switch (refusal.kind) {
    case 'no_such_column':
      return `--map: there is no column "${refusal.column}".`
    case 'no_such_field':
      return `--map: there is no field "${refusal.field}". Fields: ${importFields.join(', ')}.`
    case 'field_twice':
      return `"${refusal.field}" can be one column only, not ${refusal.columns.join(' and ')}. Leave one out with --map "${refusal.columns[1] ?? ''}=".`
    case 'nobody_named':
      return 'No column says who it is about. Name one with --map "COLUMN=name" (or alias, or reference).'
  }
}
