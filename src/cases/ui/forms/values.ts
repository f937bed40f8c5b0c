/** One control's value: as typed, as stored, and back. Pure. */
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { coarsen } from '#kernel/core/edtf.ts'
import { parseFreeDate, type FreeDateOptions } from '#kernel/core/free_date.ts'
import { type Citation, citationKey, keyToCitation } from '#kernel/core/citation.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type Control,
  type FieldProblem,
  type FieldValue,
  type FormField,
  type FormValues,
  listOf,
  rowsOf,
  textOf,
} from './field.ts'

export type Reading = { readonly exact: unknown; readonly coarse?: unknown }
export type DateOptions = Pick<FreeDateOptions, 'lang'>

/** Nothing typed. */
export const emptyValue = (control: Control): FieldValue => {
  switch (control.kind) {
    case 'flag':
      return false
    case 'terms':
    case 'countries':
    case 'languages':
    case 'entries':
    case 'citations':
    case 'group':
    case 'acts':
    case 'answers':
      return []
    case 'purposes':
      return {}
    default:
      return ''
  }
}

/** What was typed, as it is stored: undefined when it is nothing. */
export const readValue = (
  control: Control,
  value: FieldValue | undefined,
  options: DateOptions,
): Result<unknown, FieldProblem> => {
  const text = textOf(value).trim()
  switch (control.kind) {
    case 'flag':
      return ok(value === true ? true : undefined)
    case 'lines':
      return ok(
        some(
          text
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        ),
      )
    case 'integer':
      return readInteger(text, control.least, control.most)
    case 'url':
      if (text === '' || /^https?:\/\/[^\s<>"]+$/.test(text)) return ok(text || undefined)
      return err({ kind: 'not_a_link' })
    case 'currency':
      return ok(text.toUpperCase() || undefined)
    case 'day':
    case 'month':
    case 'date':
      return readDate(control.kind, text, options)
    case 'terms':
    case 'countries':
    case 'languages':
    case 'entries':
      return ok(some(listOf(value)))
    case 'citations':
      return ok(some(listOf(value).flatMap((key) => keyToCitation(key) ?? [])))
    case 'group':
      return readRows(control.fields, rowsOf(value), options)
    case 'purposes':
      return ok(answersGiven(value))
    case 'acts':
    case 'answers':
      throw new Error('acts and answers fill two parts and are read by their own functions')
    default:
      return ok(text || undefined)
  }
}

/** What is stored, as a person would have typed it. */
export const writeValue = (control: Control, stored: unknown): FieldValue => {
  if (stored === undefined || stored === null) return emptyValue(control)
  switch (control.kind) {
    case 'flag':
      return stored === true
    case 'lines':
      return Array.isArray(stored) ? stored.join('\n') : ''
    case 'terms':
    case 'countries':
    case 'languages':
    case 'entries':
      return Array.isArray(stored) ? stored.map(String) : []
    case 'citations':
      return Array.isArray(stored) ? stored.map((one) => citationKey(one as Citation)) : []
    case 'group':
      return Array.isArray(stored) ? stored.map((row) => writeRow(control.fields, row)) : []
    case 'purposes':
      return stored as FormValues
    default:
      return String(stored)
  }
}

/** A date in free text, or the question it leaves. */
export const readDate = (
  kind: 'day' | 'month' | 'date',
  text: string,
  options: DateOptions,
): Result<string | undefined, FieldProblem> => {
  if (text === '') return ok(undefined)
  const parsed = parseFreeDate(text, options)
  if (!parsed.ok) {
    const { error } = parsed
    if ('choices' in error && error.choices.length > 0) {
      return err({ kind: 'which_date', choices: [...new Set(error.choices.map((choice) => choice.edtf))] })
    }
    return err({ kind: 'no_date' })
  }
  const { earliest, latest, edtf } = parsed.value
  if (kind === 'date') return ok(edtf)
  if (kind === 'month') return ok(coarsen(parsed.value, 'month'))
  if (earliest === null || earliest !== latest || !isIsoDay(earliest)) return err({ kind: 'not_one_day' })
  return ok(earliest)
}

/** The value of a path such as `card.hours` or `names.0.text`. */
export const valueAt = (part: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, step) => (isRecord(at) || Array.isArray(at) ? (at as Record<string, unknown>)[step] : undefined),
      part,
    )

/** Sets or, with undefined, removes a path; a record left empty goes too. */
export const setAt = (part: Record<string, unknown>, path: string, value: unknown): void => {
  const [step = '', ...rest] = path.split('.')
  if (rest.length === 0) {
    if (value === undefined) delete part[step]
    else part[step] = value
    return
  }
  const inner = isRecord(part[step]) ? { ...part[step] } : {}
  setAt(inner, rest.join('.'), value)
  if (Object.keys(inner).length === 0) delete part[step]
  else part[step] = inner
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list)

const answersGiven = (value: FieldValue | undefined): unknown => {
  const given = Object.entries((value ?? {}) as FormValues).filter(([, answer]) => answer !== '')
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

/** Digits of any script people type them in. */
const readInteger = (text: string, least: number, most: number): Result<unknown, FieldProblem> => {
  if (text === '') return ok(undefined)
  const plain = text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/[\s,.٬]/g, '')
  if (!/^\d+$/.test(plain)) return err({ kind: 'not_a_number' })
  const number = Number(plain)
  return number < least || number > most ? err({ kind: 'out_of_range', least, most }) : ok(number)
}

/** A row in which nothing but presets stands is no row. */
const readRows = (
  fields: readonly FormField[],
  rows: readonly FormValues[],
  options: DateOptions,
): Result<unknown, FieldProblem> => {
  const read: Record<string, unknown>[] = []
  for (const row of rows) {
    if (isBlank(fields, row)) continue
    const item: Record<string, unknown> = {}
    for (const field of fields) {
      const value = readValue(field.control, row[field.name], options)
      if (!value.ok) return value
      if (field.required && value.value === undefined) return err({ kind: 'missing' })
      setAt(item, field.to.path, value.value)
    }
    read.push(item)
  }
  return ok(some(read))
}

const writeRow = (fields: readonly FormField[], stored: unknown): FormValues =>
  Object.fromEntries(
    fields.map((field) => [field.name, writeValue(field.control, valueAt(stored, field.to.path))]),
  )

const isBlank = (fields: readonly FormField[], row: FormValues): boolean =>
  fields.every((field) => {
    const value = row[field.name]
    return value === undefined || value === '' || value === false || value === field.preset
  })
