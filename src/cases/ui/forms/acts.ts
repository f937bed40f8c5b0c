/**
 * Values that fill both parts at once: the acts of an event, whose sensitive violations are coded as their group,
 * and the answers of an assessment, whose reasons are sealed. Pure.
 */
import type { DefinitionQuestionCode } from '#kernel/core/vocabulary/definitions.ts'
import { codedPerpetrator, type PerpetratorCode } from '#kernel/core/vocabulary/people.ts'
import { codedViolation, type ViolationTerm } from '#kernel/core/vocabulary/violations.ts'
import { type FieldValue, type FormValues, listOf, type Parts, rowsOf, textOf } from './field.ts'
import { isRecord, setAt, valueAt } from './values.ts'

/** The defender is victim 1 and needs no name here. */
const DEFENDER = 1

export const emptyAct: FormValues = {
  violation: '',
  perpetrators: [],
  victim: '',
  attempted: false,
  note: '',
}

/** Writes acts, their exact terms and the victims' names. Rows without a violation are none. */
export const writeActs = (value: FieldValue | undefined, parts: Parts): void => {
  const rows = rowsOf(value).filter((row) => textOf(row.violation) !== '')
  const names = [...new Set(rows.map((row) => textOf(row.victim).trim()).filter(Boolean))]
  const numberOf = (row: FormValues) => {
    const name = textOf(row.victim).trim()
    return name === '' ? DEFENDER : names.indexOf(name) + DEFENDER + 1
  }
  setAt(
    parts.coded,
    'acts',
    rows.map((row) => ({
      violation: codedViolation(textOf(row.violation) as ViolationTerm),
      victim: numberOf(row),
      ...(row.attempted === true ? { attempted: true } : {}),
      perpetrators: [...new Set(perpetratorsOf(row).map(codedPerpetrator))],
    })),
  )
  const exact = rows.flatMap((row, index) => {
    const sealed = exactOf(row)
    return sealed === null ? [] : [{ act: index + 1, ...sealed }]
  })
  setAt(parts.words, 'acts', exact.length > 0 ? exact : undefined)
  const victims = names.map((name, index) => ({ victim: index + DEFENDER + 1, name }))
  setAt(parts.words, 'victims', victims.length > 0 ? victims : undefined)
}

/** The rows of a stored event, exact terms first. */
export const readActs = (coded: unknown, words: unknown): readonly FormValues[] => {
  const exact = recordsOf(valueAt(words, 'acts'))
  const victims = recordsOf(valueAt(words, 'victims'))
  return recordsOf(valueAt(coded, 'acts')).map((act, index) => {
    const own = exact.find((one) => one.act === index + 1)
    const victim = victims.find((one) => one.victim === act.victim)
    return {
      violation: String(own?.violation ?? act.violation ?? ''),
      perpetrators: stringsOf(own?.perpetrators ?? act.perpetrators),
      victim: String(victim?.name ?? (act.victim === DEFENDER ? '' : `#${String(act.victim)}`)),
      attempted: act.attempted === true,
      note: String(own?.note ?? ''),
    }
  })
}

/** Writes answers with their questions; the reasons are sealed. Unanswered questions are left out. */
export const writeAnswers = (value: FieldValue | undefined, parts: Parts): void => {
  const rows = rowsOf(value).filter((row) => textOf(row.answer) !== '')
  setAt(
    parts.coded,
    'answers',
    rows.map((row) => ({ question: row.question as DefinitionQuestionCode, answer: row.answer })),
  )
  const reasons = rows.flatMap((row) => {
    const reason = textOf(row.reason).trim()
    return reason === '' ? [] : [{ question: row.question, reason }]
  })
  setAt(parts.words, 'answers', reasons.length > 0 ? reasons : undefined)
}

export const readAnswers = (coded: unknown, words: unknown): readonly FormValues[] => {
  const reasons = recordsOf(valueAt(words, 'answers'))
  return recordsOf(valueAt(coded, 'answers')).map(({ question, answer }) => ({
    question: String(question),
    answer: String(answer),
    reason: String(reasons.find((one) => one.question === question)?.reason ?? ''),
  }))
}

const perpetratorsOf = (row: FormValues): readonly PerpetratorCode[] =>
  listOf(row.perpetrators) as readonly PerpetratorCode[]

const exactOf = (row: FormValues): Record<string, unknown> | null => {
  const violation = textOf(row.violation) as ViolationTerm
  const perpetrators = perpetratorsOf(row)
  const note = textOf(row.note).trim()
  const exact = {
    ...(codedViolation(violation) === violation ? {} : { violation }),
    ...(perpetrators.some((code) => codedPerpetrator(code) !== code) ? { perpetrators } : {}),
    ...(note === '' ? {} : { note }),
  }
  return Object.keys(exact).length === 0 ? null : exact
}

const recordsOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : []

const stringsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
