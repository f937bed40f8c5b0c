/**
 * What a form of an entry is made of: fields, each with its control and with the one place where its value goes. The
 * forms of all kinds are tables of these; form.ts turns what was typed into the parts of an entry and back.
 */
import type { EntryKind } from '#cases/core/entry.ts'
import type { VocabularyName } from '#kernel/core/vocabulary/vocabularies.ts'
import type { MessageKey } from '#languages/translate.ts'

/** As typed: plain values that a draft can keep. A group is a list of rows, each of them values again. */
export type FieldValue = string | boolean | readonly string[] | readonly FormValues[] | FormValues
export type FormValues = { readonly [name: string]: FieldValue }

export type LabelName = MessageKey extends infer K
  ? K extends `cases.field.${infer Name}`
    ? Name
    : never
  : never
export type HintName = MessageKey extends infer K
  ? K extends `cases.hint.${infer Name}`
    ? Name
    : never
  : never
type StatusVocabulary = MessageKey extends infer K
  ? K extends `cases_status.${infer Name}.${string}`
    ? `cases_status.${Name}`
    : never
  : never
export type TermLabels = VocabularyName | StatusVocabulary

export type Control =
  | { readonly kind: 'text' | 'long' | 'url' | 'currency' | 'flag' }
  /** One item per line. */
  | { readonly kind: 'lines' }
  | { readonly kind: 'integer'; readonly least: number; readonly most: number }
  | { readonly kind: 'term' | 'terms'; readonly labels: TermLabels; readonly codes: readonly string[] }
  /** One day, a month, a date of any precision: all written as people write dates. */
  | { readonly kind: 'day' | 'month' | 'date' }
  | { readonly kind: 'country' | 'countries' | 'region' | 'language' | 'languages' }
  /** Entries of this case; null: of any kind. */
  | { readonly kind: 'entry' | 'entries'; readonly of: readonly EntryKind[] | null }
  | { readonly kind: 'member' | 'case' }
  | { readonly kind: 'group'; readonly fields: readonly FormField[]; readonly most: number }
  | { readonly kind: 'acts' | 'answers' | 'purposes' }
  /** Paragraphs of public texts, by their keys. */
  | { readonly kind: 'citations' }
  /** Found out by a device and never typed. */
  | { readonly kind: 'hash' }

/** `both`: the server reads the coarse value, the exact one is sealed when it differs. */
export type Placement =
  | { readonly kind: 'coded'; readonly path: string }
  | { readonly kind: 'words'; readonly path: string }
  | {
      readonly kind: 'both'
      readonly path: string
      /** Where the coarse value stands when it has another name. */
      readonly codedPath?: string
      readonly coarse: (value: string, values: FormValues) => string | null
    }

export type FormField = {
  readonly name: string
  readonly label: LabelName
  readonly hint?: HintName
  readonly control: Control
  readonly to: Placement
  readonly required?: true
  /** Stands under "more": needed seldom. */
  readonly more?: true
  readonly shown?: (values: FormValues) => boolean
  readonly preset?: FieldValue
}

export type EntryForm = {
  readonly kind: EntryKind
  readonly fields: readonly FormField[]
  /** What nobody types and everybody may read: a device found it out. */
  readonly told?: readonly FormField[]
}

/** The two parts of an entry as they are built up. */
export type Parts = { readonly coded: Record<string, unknown>; readonly words: Record<string, unknown> }

export type FieldProblem =
  | { readonly kind: 'missing' | 'not_a_number' | 'no_date' | 'not_one_day' | 'not_a_link' | 'not_fitting' }
  | { readonly kind: 'out_of_range'; readonly least: number; readonly most: number }
  /** The text may mean several dates; each is offered. */
  | { readonly kind: 'which_date'; readonly choices: readonly string[] }
export type FormProblem = FieldProblem & { readonly field: string }

type Options = Partial<Pick<FormField, 'hint' | 'required' | 'more' | 'shown' | 'preset'>>

/** A field the server can read. */
export const coded = (
  path: string,
  label: LabelName,
  control: Control,
  options: Options = {},
): FormField => ({
  name: path,
  label,
  control,
  to: { kind: 'coded', path },
  ...options,
})

/** A field only members can read. */
export const sealed = (
  path: string,
  label: LabelName,
  control: Control,
  options: Options = {},
): FormField => ({
  name: `words.${path}`,
  label,
  control,
  to: { kind: 'words', path },
  ...options,
})

/** A field of which the server reads a coarse value only. */
export const split = (
  path: string,
  label: LabelName,
  control: Control,
  options: Options & { readonly coarse?: (value: string, values: FormValues) => string | null } = {},
): FormField => {
  const { coarse = (value) => value, ...rest } = options
  return { name: path, label, control, to: { kind: 'both', path, coarse }, ...rest }
}

export const oneLine: Control = { kind: 'text' }
export const long: Control = { kind: 'long' }
export const lines: Control = { kind: 'lines' }
export const flag: Control = { kind: 'flag' }
export const day: Control = { kind: 'day' }
export const month: Control = { kind: 'month' }
export const date: Control = { kind: 'date' }
export const country: Control = { kind: 'country' }
export const region: Control = { kind: 'region' }
export const language: Control = { kind: 'language' }
export const oneTerm = (labels: TermLabels, codes: readonly string[]): Control => ({
  kind: 'term',
  labels,
  codes,
})
export const manyTerms = (labels: TermLabels, codes: readonly string[]): Control => ({
  kind: 'terms',
  labels,
  codes,
})
export const entryOf = (...of: readonly EntryKind[]): Control => ({ kind: 'entry', of })
export const entriesOf = (...of: readonly EntryKind[]): Control => ({ kind: 'entries', of })
export const integer = (least: number, most: number): Control => ({ kind: 'integer', least, most })
export const citations: Control = { kind: 'citations' }
export const group = (fields: readonly FormField[], most: number): Control => ({
  kind: 'group',
  fields,
  most,
})

/** A text value, empty when there is none. */
export const textOf = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '')

/** A list of terms or ids, empty when there is none. */
export const listOf = (value: FieldValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** The rows of a group. */
export const rowsOf = (value: FieldValue | undefined): readonly FormValues[] =>
  Array.isArray(value) ? value.filter((one): one is FormValues => typeof one === 'object') : []
