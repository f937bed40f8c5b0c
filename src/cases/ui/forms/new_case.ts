/** The one screen that opens a case: the opening, whom it is about, and what happened first, if known. Pure. */
import type { NewEntry } from '#cases/client/views.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { coded, type EntryForm, flag, type FormProblem, type FormValues, textOf } from './field.ts'
import { eventForm } from './event.ts'
import { isShown, partsOf, valuesOf } from './form.ts'
import { identityForm, openedForm } from './holder.ts'
import type { DateOptions } from './values.ts'

const FIRST_EVENT = 'withEvent'
const EVENT = 'event.'

const hasEvent = (values: FormValues): boolean => values[FIRST_EVENT] === true

/** The fields of the first event under names of their own. */
const inEvent = (values: FormValues): FormValues =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(EVENT) ? [[name.slice(EVENT.length), value] as const] : [],
    ),
  )

const asked = ['type', 'date', 'country', 'region', 'words.place', 'words.narrative', 'acts', 'verification']

export const newCaseForm: EntryForm = {
  kind: 'identity',
  fields: [
    ...openedForm.fields.filter((field) => field.name === 'dark'),
    ...identityForm.fields,
    ...openedForm.fields.filter((field) => field.name === 'synthetic' || field.name === 'words.reason'),
    // Stands in no entry: it only opens the fields below.
    { ...coded(FIRST_EVENT, 'withEvent', flag), to: { kind: 'coded', path: '' } },
    ...eventForm.fields
      .filter((field) => asked.includes(field.name))
      .map((field) => ({
        ...field,
        name: `${EVENT}${field.name}`,
        shown: (values: FormValues) => hasEvent(values) && isShown(field, inEvent(values)),
      })),
  ],
}

/** With a first name to fill in. */
export const newCaseValues = (): FormValues =>
  valuesOf(newCaseForm, null, {
    'words.names': [{ 'words.text': '', 'words.kind': 'full', 'words.lang': '' }],
  })

/** The first entries of a case; nothing is coded in the opening of a dark one. */
export const newCaseEntries = (
  values: FormValues,
  options: DateOptions,
): Result<readonly NewEntry[], readonly FormProblem[]> => {
  const dark = values.dark === true
  const country = textOf(values.country)
  const reason = textOf(values['words.reason']).trim()
  const opened: NewEntry = {
    kind: 'opened',
    coded: {
      dark,
      ...(country === '' || dark ? {} : { country }),
      ...(values.synthetic === true ? { synthetic: true } : {}),
    },
    words: reason === '' ? {} : { reason },
  }
  const identity = partsOf(identityForm, values, options)
  const event = hasEvent(values) ? partsOf(eventForm, inEvent(values), options) : null
  const problems = [
    ...(identity.ok ? [] : identity.error),
    ...(event === null || event.ok
      ? []
      : event.error.map((problem) => ({ ...problem, field: `${EVENT}${problem.field}` }))),
  ]
  if (problems.length > 0 || !identity.ok) return err(problems)
  return ok([
    opened,
    { kind: 'identity', ...identity.value },
    ...(event?.ok ? [{ kind: 'event', ...event.value }] : []),
  ])
}
