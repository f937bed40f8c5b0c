/** The form of the explore page: what is offered for the chosen unit, what was typed, what is wrong with it. Pure. */
import {
  breakdowns,
  datings,
  FIRST_YEAR,
  isTrait,
  LAST_YEAR,
  levels,
  measures,
  type QueryField,
  type QueryRefusal,
  type Unit,
  units,
  whatTerms,
} from '#figures/core/query.ts'
import { countryCodes } from '#kernel/core/vocabulary/countries.ts'
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { whatWord } from '../query_words.ts'

export type FormChoice = { readonly value: string; readonly label: string }
export type FormField = {
  readonly name: QueryField
  readonly label: string
  readonly typed: string
  readonly error: string | null
} & (
  | { readonly kind: 'choice'; readonly choices: readonly FormChoice[] }
  | { readonly kind: 'year'; readonly hint: string | null }
)
export type ExploreForm = {
  readonly fields: readonly FormField[]
  /** Of the address, not of one field. */
  readonly errors: readonly string[]
}

export type Asked = readonly (readonly [string, string])[]

/** `refusals` are those of the same address. */
export const exploreForm = (t: Translate, asked: Asked, refusals: readonly QueryRefusal[]): ExploreForm => {
  const typed = new Map(asked)
  const unit = units.find((one) => one === typed.get('unit')) ?? 'events'
  const field = (name: QueryField) => ({
    name,
    typed: typed.get(name) ?? defaults[name] ?? '',
    error: errorOf(t, { name, typed: typed.get(name) ?? '', unit }, refusals),
  })
  const choice = (name: QueryField, label: string, choices: readonly FormChoice[]): FormField => ({
    ...field(name),
    kind: 'choice',
    label,
    choices,
  })
  const year = (name: 'from' | 'to'): FormField => ({
    ...field(name),
    kind: 'year',
    label: t(`explore.${name}`),
    hint: name === 'from' ? t('explore.years') : null,
  })
  return {
    fields: [
      choice(
        'unit',
        t('explore.unit'),
        units.map((value) => ({ value, label: t(`explore.unit.${value}`) })),
      ),
      choice('measure', t('explore.measure'), measureChoices(t, unit)),
      choice('by', t('explore.by'), breakdownChoices(t, unit)),
      choice('what', t(`explore.what.${unit}`), whatChoices(t, unit)),
      choice('country', t('explore.country'), countryChoices(t)),
      year('from'),
      year('to'),
      choice(
        'level',
        t('explore.level'),
        levels.map((value) => ({ value, label: t(`vocabulary.verification.${value}`) })),
      ),
      choice(
        'dating',
        t('explore.dating'),
        datings.map((value) => ({ value, label: t(`explore.dating.${value}`) })),
      ),
      ...(hasAttempts(unit) || typed.get('attempts') === 'yes'
        ? [choice('attempts', t('explore.attempts'), attemptChoices(t))]
        : []),
    ],
    errors: refusals.some(({ kind }) => kind === 'field_unknown') ? [t('explore.refusal.field_unknown')] : [],
  }
}

/** What is wrong with a question, as text: a line that says that it is, then one for each thing. */
export const refusalLines = (
  t: Translate,
  asked: Asked,
  refusals: readonly QueryRefusal[],
): readonly string[] => {
  const { fields, errors } = exploreForm(t, asked, refusals)
  return [
    t('explore.refused'),
    ...errors,
    ...fields.flatMap(({ label, error }) => (error === null ? [] : [`${label}: ${error}`])),
  ]
}

/** What a choice stands at that nobody made. */
const defaults: Partial<Record<QueryField, string>> = {
  unit: 'events',
  measure: 'count',
  level: 'VER',
  dating: 'incident',
  attempts: 'no',
}

const hasAttempts = (unit: Unit): boolean => unit === 'acts' || unit === 'victims'

const measureChoices = (t: Translate, unit: Unit): readonly FormChoice[] =>
  measures
    .filter((measure) => measure !== 'impunity' || unit === 'events' || unit === 'persons')
    .map((value) => ({ value, label: t(`explore.measure.${value}`) }))

const breakdownChoices = (t: Translate, unit: Unit): readonly FormChoice[] => [
  { value: '', label: t('explore.by.none') },
  ...breakdowns
    .filter((by) => !isTrait(by) || unit === 'persons')
    .map((value) => ({
      value,
      label: value === 'what' ? t(`explore.what.${unit}`) : t(`explore.by.${value}`),
    })),
]

const whatChoices = (t: Translate, unit: Unit): readonly FormChoice[] => [
  { value: '', label: t('explore.anyWhat') },
  ...inOrder(
    t,
    whatTerms[unit].map((value) => ({ value, label: whatWord(t, unit, value) })),
  ),
]

/** All of them: which countries have a number is told by the answer, not by the form. */
const countryChoices = (t: Translate): readonly FormChoice[] => [
  { value: '', label: t('explore.allCountries') },
  ...inOrder(
    t,
    countryCodes.map((value) => ({ value, label: countryName(value, t.lang) })),
  ),
]

const attemptChoices = (t: Translate): readonly FormChoice[] => [
  { value: 'no', label: t('explore.attempts.no') },
  { value: 'yes', label: t('explore.attempts.yes') },
]

const inOrder = (t: Translate, choices: readonly FormChoice[]): readonly FormChoice[] =>
  choices.toSorted((a, b) => a.label.localeCompare(b.label, t.lang))

type Given = { readonly name: QueryField; readonly typed: string; readonly unit: Unit }

/** The first that is wrong with a field. */
const errorOf = (t: Translate, given: Given, refusals: readonly QueryRefusal[]): string | null => {
  const found = refusals.find((one) => one.kind !== 'field_unknown' && one.field === given.name)
  if (!found) return null
  switch (found.kind) {
    case 'field_unknown':
      return null
    case 'given_twice':
      return t('explore.refusal.given_twice')
    case 'not_a_value':
      return notAValue(t, given)
    case 'contradicts':
      return t.find(`explore.refusal.${found.field}.${found.with}`) ?? t('explore.refusal.not_a_value')
  }
}

const notAValue = (t: Translate, { name, typed }: Given): string => {
  if (name === 'from' || name === 'to')
    return t('explore.refusal.not_a_year', { first: String(FIRST_YEAR), last: String(LAST_YEAR) })
  const of = name === 'what' ? units.find((unit) => whatTerms[unit].includes(typed)) : undefined
  return of === undefined
    ? t('explore.refusal.not_a_value')
    : t('explore.refusal.otherUnit', { what: whatWord(t, of, typed) })
}
