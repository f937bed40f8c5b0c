/** From what was typed to the parts of an entry, and back: every field to its written place. Pure. */
import { checkEntry, type EntryKind } from '#cases/core/entry.ts'
import { coarsen, parseEdtf } from '#kernel/core/edtf.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { readActs, readAnswers, writeActs, writeAnswers } from './acts.ts'
import type {
  EntryForm,
  FieldProblem,
  FieldValue,
  FormField,
  FormProblem,
  FormValues,
  Parts,
} from './field.ts'
import { type DateOptions, emptyValue, readValue, setAt, valueAt, writeValue } from './values.ts'

export const isShown = (field: FormField, values: FormValues): boolean => field.shown?.(values) ?? true

/** The fields of a form as they stand at first: stored values, presets, or nothing. */
export const valuesOf = (
  form: EntryForm,
  stored: { readonly coded: unknown; readonly words: unknown } | null,
  presets: FormValues = {},
): FormValues =>
  Object.fromEntries(
    form.fields.map((field) => [
      field.name,
      stored === null
        ? (presets[field.name] ?? field.preset ?? emptyValue(field.control))
        : storedValue(field, stored),
    ]),
  )

/** What stands in an entry for a field, the exact value where there is one. */
export const storedValue = (
  field: FormField,
  stored: { readonly coded: unknown; readonly words: unknown },
): FieldValue => {
  if (field.control.kind === 'acts') return readActs(stored.coded, stored.words)
  if (field.control.kind === 'answers') return readAnswers(stored.coded, stored.words)
  const { to } = field
  switch (to.kind) {
    case 'coded':
      return writeValue(field.control, valueAt(stored.coded, to.path))
    case 'words':
      return writeValue(field.control, valueAt(stored.words, to.path))
    case 'both':
      return writeValue(
        field.control,
        valueAt(stored.words, to.path) ?? valueAt(stored.coded, to.codedPath ?? to.path),
      )
  }
}

/** The parts of an entry, or all that must be mended. `base` keeps what a correction does not show. */
export const partsOf = (
  form: EntryForm,
  values: FormValues,
  given: DateOptions & { readonly base?: Parts },
): Result<Parts, readonly FormProblem[]> => {
  const parts: Parts = { coded: { ...given.base?.coded }, words: { ...given.base?.words } }
  const problems: FormProblem[] = []
  for (const field of form.fields) {
    const problem = writeField(field, isShown(field, values), values, parts, given)
    if (problem !== null) problems.push({ ...problem, field: field.name })
  }
  if (problems.length > 0) return err(problems)
  fillAlways(form.kind, parts.coded)
  const checked = checkEntry({ kind: form.kind, ...parts })
  if (checked.ok) return ok(parts)
  const paths = checked.error.kind === 'part_refused' ? checked.error.fields : []
  const part = checked.error.kind === 'part_refused' ? checked.error.part : 'coded'
  return err(paths.map((path) => ({ kind: 'not_fitting', field: fieldOf(form, part, path) })))
}

/** Flags and lists that a kind always states, also when they say no or nothing. */
const always: Partial<Record<EntryKind, Readonly<Record<string, unknown>>>> = {
  opened: { dark: false },
  identity: { sectors: [] },
  charge: { groups: [], deathPossible: false },
  note: { toCode: false },
  contact: { safe: false },
  consent: { risksExplained: false },
}

const fillAlways = (kind: EntryKind, coded: Record<string, unknown>): void => {
  for (const [path, value] of Object.entries(always[kind] ?? {})) coded[path] ??= value
  const penalty = valueAt(coded, 'maxPenalty.kind')
  if (kind === 'charge' && penalty === 'death') coded.deathPossible = true
}

const writeField = (
  field: FormField,
  shown: boolean,
  values: FormValues,
  parts: Parts,
  options: DateOptions,
): FieldProblem | null => {
  const typed = shown ? values[field.name] : emptyValue(field.control)
  if (field.control.kind === 'acts' || field.control.kind === 'answers') {
    const write = field.control.kind === 'acts' ? writeActs : writeAnswers
    write(typed, parts)
    const list = valueAt(parts.coded, field.to.path)
    const isNone = Array.isArray(list) && list.length === 0
    return shown && field.required && isNone ? { kind: 'missing' } : null
  }
  const read = readValue(field.control, typed, options)
  if (!read.ok) return read.error
  if (shown && field.required && read.value === undefined) return { kind: 'missing' }
  const { to } = field
  if (to.kind !== 'both') {
    setAt(to.kind === 'coded' ? parts.coded : parts.words, to.path, read.value)
    return null
  }
  const coarse = coarseValue(field, read.value, values)
  setAt(parts.coded, to.codedPath ?? to.path, coarse)
  setAt(parts.words, to.path, sameValue(coarse, read.value) ? undefined : read.value)
  return null
}

/** A date to the month, a sensitive term as its parent. */
const coarseValue = (field: FormField, value: unknown, values: FormValues): unknown => {
  if (value === undefined || field.to.kind !== 'both') return undefined
  const { coarse } = field.to
  if (field.control.kind === 'date') {
    const date = parseEdtf(String(value))
    return date.ok ? coarsen(date.value, 'month') : undefined
  }
  if (!Array.isArray(value)) return coarse(String(value), values) ?? undefined
  return [...new Set(value.flatMap((one) => coarse(String(one), values) ?? []))]
}

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The field a refused path belongs to; the first field when none does, so that the refusal is always shown. */
const fieldOf = (form: EntryForm, part: 'coded' | 'words' | 'open', path: string): string => {
  const within = (place: string) =>
    path === place || path.startsWith(`${place}.`) || place.startsWith(`${path}.`)
  const field = form.fields.find(({ to }) => {
    if (to.kind === 'both') return within(part === 'coded' ? (to.codedPath ?? to.path) : to.path)
    return to.kind === (part === 'coded' ? 'coded' : 'words') && within(to.path)
  })
  return (field ?? form.fields[0])?.name ?? path
}
