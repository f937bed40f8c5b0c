/**
 * A row of a mission's own log, as a spreadsheet keeps it, to an engagement. Cells become what an officer would have typed, so
 * that a list is held to the rules of the screen and to no others. Pure.
 */
import { type EngagementWords } from '#cases/core/kinds/engagement.ts'
import { type DateQuestion, type FreeDateOptions, parseFreeDate } from '#kernel/core/free_date.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { dutyCodes } from '#kernel/core/vocabulary/missions.ts'
import { generalRule, type GeneralRule } from './general_engagement.ts'
import { cellsOf, findListColumns, type ListColumns, partsOf, plainWords } from '#kernel/core/list_columns.ts'
import { type LogProblem, readLog, type ReadLog } from './log_read.ts'
import { emptyLog, type LogValues, presetDuties } from './log_values.ts'

/** The columns of a log, each with what lists call it. */
const headings = {
  mission: 'البعثة',
  case: 'case id|case ids|case reference|reference|القضية',
  country: 'host country|host|البلد',
  type: 'record type|kind|النوع',
  duties: 'duty codes|duty|الواجبات',
  officer: 'officer number|رقم الموظف',
  role: 'level|الصفة',
  date: 'date or interval|day|done on|التاريخ',
  result: 'outcome of act|النتيجة',
  reason: 'reason not done|why not|السبب',
  what: 'what was done|summary|ما جرى',
  place: 'المكان',
  form: 'الشكل',
  addressees: 'to whom|المخاطبون',
  ask: 'what was asked|الطلب',
  reply: 'الرد',
  address: 'url|link|الرابط',
  hearing: 'hearing on|day of hearing|الجلسة',
  seat: 'المقعد',
  statements: 'الأقوال',
  nextHearing: 'الجلسة التالية',
  health: 'الصحة',
  programme: 'البرنامج',
  appliedOn: 'applied|تاريخ التقديم',
  decision: 'القرار',
  decidedOn: 'decided|تاريخ القرار',
  amount: 'المبلغ',
  currency: 'العملة',
  decisions: 'القرارات',
  requestedBy: 'الطالب',
  requestedOn: 'requested|تاريخ الطلب',
  answeredOn: 'answered|تاريخ الجواب',
  confidentiality: 'السرية',
  jointWith: 'joint|مع',
  consent: 'consent id|الموافقة',
  askedAgainOn: 'asked again|سئل مجددا في',
  riskOn: 'risk checked on|risk check on|تاريخ فحص الخطر',
  riskText: 'risk check|risk|فحص الخطر',
  followedBy: 'outcome observed|ما تلا ذلك',
  nextStep: 'الخطوة التالية',
  due: 'next step due|الموعد',
  another: 'another act|فعل آخر',
} as const satisfies Readonly<Record<string, string>>
export type EngagementField = keyof typeof headings
export const engagementFields = Object.keys(headings) as readonly EngagementField[]
export type EngagementColumns = ListColumns<EngagementField>
export const findEngagementColumns = findListColumns<EngagementField>(headings, [])

/** Without these no row can be read. */
export const engagementNeeds: readonly EngagementField[] = ['type', 'date', 'role']

/** Words of lists to terms, in every language there is; null where it does not know the word. */
export const termFields = [
  'country',
  'type',
  'role',
  'result',
  'seat',
  'decision',
  'requestedBy',
  'confidentiality',
] as const
type TermField = (typeof termFields)[number]
export type EngagementTerms = Readonly<Record<TermField, (text: string) => string | null>> & {
  readonly yes: (text: string) => boolean | null
}

const dayFields = [
  'date',
  'hearing',
  'nextHearing',
  'appliedOn',
  'decidedOn',
  'requestedOn',
  'answeredOn',
  'askedAgainOn',
  'riskOn',
  'due',
] as const
const lineFields = ['addressees', 'jointWith', 'decisions'] as const
const textFields = [
  'officer',
  'reason',
  'what',
  'place',
  'form',
  'ask',
  'reply',
  'address',
  'statements',
  'health',
  'programme',
  'amount',
  'currency',
  'riskText',
  'followedBy',
  'nextStep',
] as const

export type EngagementWhy =
  | { readonly kind: 'unknown_term'; readonly field: TermField }
  | { readonly kind: 'unknown_duty' | 'one_case' | 'other_mission' | 'yes_or_no' | 'no_consent_id' }
  | { readonly kind: 'bad_date'; readonly question: DateQuestion }
  /** Only as a day: a log counts days. */
  | { readonly kind: 'no_day' | 'country_missing' | 'tools_at_desk' | 'hearing_without_case' }
  | { readonly kind: 'log'; readonly problem: LogProblem['kind'] }
  | { readonly kind: 'rule'; readonly rule: GeneralRule }
export type EngagementProblem = {
  readonly field: EngagementField
  readonly value: string
  readonly why: EngagementWhy
}

export type ReadEngagement = {
  /** As the cell names it; null: in the journal. */
  readonly case: string | null
  readonly coded: ReadLog['coded']
  readonly words: EngagementWords
  /** The day of the hearing, to be found in the case. */
  readonly hearing: string | null
  /** It was seen that another one looks alike, and this one is not the same. */
  readonly another: boolean
}

export type EngagementReading = {
  readonly columns: EngagementColumns
  readonly terms: EngagementTerms
  readonly dates: FreeDateOptions
  readonly today: string
  /** Name of the desk: a row of another mission is not its own. */
  readonly mission: string
  /** Where a row without a case says none. */
  readonly country: string | null
}

type Reader = {
  readonly problems: EngagementProblem[]
  readonly text: (field: EngagementField) => string
  readonly term: (field: TermField) => string
  readonly day: (field: (typeof dayFields)[number]) => string
  readonly refuse: (field: EngagementField, why: EngagementWhy) => void
}

export const readEngagementRow = (
  cells: readonly string[],
  reading: EngagementReading,
): Result<ReadEngagement, readonly EngagementProblem[]> => {
  const reader = readerOf(cells, reading)
  const own = aboutRow(reader, reading)
  const values = valuesOf(reader, own.case, reading)
  if (reader.problems.length > 0) return err(reader.problems)
  const consent = reader.text('consent') || null
  const read = readLog(values, { today: reading.today, consent, updates: null, sameAs: null })
  if (!read.ok) {
    const whys = new Map(read.error.map((one) => [fieldOf(one.field), one.kind]))
    return err(
      [...whys].map(([field, problem]) => ({
        field,
        value: reader.text(field),
        why: { kind: 'log', problem },
      })),
    )
  }
  const { coded, words } = read.value
  // What the journal never takes; the id and what came before play no part in a row of its own.
  const rule =
    own.case === null ? generalRule({ id: '', coded }, { earlier: [], today: reading.today }) : null
  if (rule !== null) reader.refuse('case', { kind: 'rule', rule })
  return reader.problems.length > 0 ? err(reader.problems) : ok({ ...own, coded, words })
}

const readerOf = (cells: readonly string[], { columns, terms, dates }: EngagementReading): Reader => {
  const problems: EngagementProblem[] = []
  const cell = cellsOf(cells, columns)
  const text = (field: EngagementField): string => cell(field).text
  const refuse = (field: EngagementField, why: EngagementWhy): void =>
    void problems.push({ field, value: text(field), why })
  const term = (field: TermField): string => {
    if (text(field) === '') return ''
    const code = terms[field](text(field))
    if (code === null) refuse(field, { kind: 'unknown_term', field })
    return code ?? ''
  }
  const day = (field: (typeof dayFields)[number]): string => {
    if (text(field) === '') return ''
    const read = parseFreeDate(text(field), dates)
    if (!read.ok) refuse(field, { kind: 'bad_date', question: read.error })
    else if (!isIsoDay(read.value.edtf)) refuse(field, { kind: 'no_day' })
    return read.ok ? read.value.edtf : ''
  }
  return { problems, text, term, day, refuse }
}

/** What a screen knows by itself: whose log, which case, whether it was looked at. */
const aboutRow = (
  { text, day, refuse }: Reader,
  { terms, mission }: EngagementReading,
): Pick<ReadEngagement, 'case' | 'hearing' | 'another'> => {
  const [first = null, ...more] = partsOf(text('case'))
  if (more.length > 0) refuse('case', { kind: 'one_case' })
  if (text('mission') !== '' && plainWords(text('mission')) !== plainWords(mission))
    refuse('mission', { kind: 'other_mission' })
  const another = text('another') === '' ? false : terms.yes(text('another'))
  if (another === null) refuse('another', { kind: 'yes_or_no' })
  if (text('consent') !== '' && !/^[A-Za-z0-9_-]{22}$/.test(text('consent')))
    refuse('consent', { kind: 'no_consent_id' })
  const hearing = day('hearing') || null
  if (hearing !== null && first === null) refuse('hearing', { kind: 'hearing_without_case' })
  return { case: first, hearing, another: another === true }
}

const valuesOf = (reader: Reader, log: string | null, given: EngagementReading): LogValues => {
  const { text, term, day, refuse } = reader
  const type = term('type')
  const result = term('result') || 'done'
  const country = term('country') || (given.country ?? '')
  if (log === null && text('country') === '' && country === '') refuse('country', { kind: 'country_missing' })
  if (type === 'tools_check' && result === 'done') refuse('type', { kind: 'tools_at_desk' })
  const typed = partsOf(text('duties'), /[\s;,]+/).map((one) => one.toUpperCase())
  const duties = typed.filter((one) => (dutyCodes as readonly string[]).includes(one))
  if (duties.length < typed.length) refuse('duties', { kind: 'unknown_duty' })
  const empty = emptyLog({ today: '', officer: null, role: '', country })
  const plain = Object.fromEntries(textFields.map((field) => [field, text(field)]))
  const days = Object.fromEntries(
    dayFields.filter((field) => field !== 'hearing').map((field) => [field, day(field)]),
  )
  const lines = Object.fromEntries(lineFields.map((field) => [field, partsOf(text(field)).join('\n')]))
  return {
    ...empty,
    ...plain,
    ...days,
    ...lines,
    // Only whether there is one: which one, the desk says.
    case: log === null ? 'none' : 'named',
    type,
    result,
    duties: duties.length > 0 ? [...new Set(duties)] : presetDuties(type),
    role: term('role'),
    seat: term('seat'),
    decision: term('decision') || empty.decision,
    requestedBy: term('requestedBy') || empty.requestedBy,
    confidentiality: term('confidentiality') || empty.confidentiality,
  }
}

const fieldOf = (field: LogProblem['field']): EngagementField =>
  engagementFields.find((one) => one === field) ?? 'type'
