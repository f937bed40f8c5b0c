/**
 * What a mission did in a period, for its headquarters: figures by duty, cases, gaps and time to answer, assembled from
 * what was logged. A gap is a duty that the guidelines state and of which nothing done is logged; what they do not
 * contain is none.
 */
import { spanOf } from '#cases/core/days.ts'
import { type Duty, dutyCodes, type Guideline, promisedBy } from '#kernel/core/vocabulary/missions.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import { type Block, field, heading, list, note, paragraph, type ReportDocument } from './document.ts'
import { withLimits } from './limits.ts'
import type { Gathered, ShownCase } from './shown_case.ts'
import { casesOf, custodyLine, engagementLine, joined, remarks, titleOfCase } from './telling.ts'
import type { ReportWords } from './words.ts'

export type PeriodicForm = {
  readonly mission: string
  /** Months, both included. */
  readonly from: string
  readonly to: string
  readonly guidelines: readonly Guideline[]
}

type Counted = Pick<EngagementRow, 'duties' | 'date' | 'result' | 'requested' | 'daysToAnswer' | 'log'>

/** Those that may lie in the period: a year alone lies in every month of it. */
export const rowsIn = <R extends Counted>(
  rows: readonly R[],
  { from, to }: Pick<PeriodicForm, 'from' | 'to'>,
): readonly R[] => {
  const first = spanOf(from).earliest
  const last = spanOf(to).latest
  return rows.filter(({ date }) => {
    const span = spanOf(date)
    return span.earliest <= last && span.latest >= first
  })
}

export type DutyLine = {
  readonly duty: Duty
  readonly done: number
  /** Refused, declined, postponed, cancelled for safety. */
  readonly notDone: number
  readonly pending: number
  readonly last: string | null
}

export const dutyLines = (rows: readonly Counted[]): readonly DutyLine[] =>
  dutyCodes.map((duty) => {
    const own = rows.filter(({ duties }) => duties.includes(duty))
    const done = own.filter(({ result }) => result === 'done')
    const pending = own.filter(({ result }) => result === 'pending')
    return {
      duty,
      done: done.length,
      pending: pending.length,
      notDone: own.length - done.length - pending.length,
      last:
        done
          .map(({ date }) => date)
          .toSorted()
          .at(-1) ?? null,
    }
  })

export const gapsOf = (lines: readonly DutyLine[], bound: readonly Guideline[]): readonly Duty[] =>
  lines.filter(({ duty, done }) => done === 0 && promisedBy(duty, bound) === 'stated').map(({ duty }) => duty)

export type AnswerTimes = {
  readonly answered: number
  /** Whole days; the lower of two in the middle. Null: none was answered. */
  readonly median: number | null
  readonly longest: number | null
  /** Asked for and without an answer. */
  readonly open: number
}

export const answerTimes = (rows: readonly Counted[]): AnswerTimes => {
  const days = rows
    .flatMap(({ daysToAnswer }) => (daysToAnswer === null ? [] : [daysToAnswer]))
    .toSorted((a, b) => a - b)
  return {
    answered: days.length,
    median: days[Math.floor((days.length - 1) / 2)] ?? null,
    longest: days.at(-1) ?? null,
    open: rows.filter(({ requested, daysToAnswer }) => requested !== null && daysToAnswer === null).length,
  }
}

export const periodic = (
  form: PeriodicForm,
  given: { readonly rows: readonly EngagementRow[]; readonly gathered: Gathered },
  w: ReportWords,
): ReportDocument => {
  const rows = rowsIn(given.rows, form)
  const lines = dutyLines(rows)
  return withLimits(
    {
      kind: 'periodic',
      purpose: 'headquarters',
      lang: w.lang,
      dir: w.dir,
      title: w.say('mission_reports.periodic.heading', {
        mission: form.mission,
        from: w.date(form.from),
        to: w.date(form.to),
      }),
      blocks: [
        note(w.say('mission_reports.periodic.made')),
        ...field(w.say('mission_reports.periodic.summary'), '', false),
        ...figures(lines, form.guidelines, w),
        ...answers(answerTimes(rows), w),
        ...gapBlocks(lines, form.guidelines, w),
        heading(w.say('mission_reports.periodic.cases')),
        ...(given.gathered.shown.length === 0 ? [paragraph(w.say('mission_reports.periodic.noCases'))] : []),
        ...given.gathered.shown.flatMap((one, at) => caseBlocks(one, at, { form, w })),
        ...remarks(given.gathered, w),
        ...field(w.say('mission_reports.periodic.assessment'), '', false),
        ...field(w.say('mission_reports.periodic.recommendations'), '', false),
      ],
      cases: casesOf(given.gathered),
      names: [],
      leftOut: given.gathered.leftOut,
      mostWords: null,
    },
    given.gathered,
  )
}

const figures = (
  lines: readonly DutyLine[],
  bound: readonly Guideline[],
  w: ReportWords,
): readonly Block[] => {
  const told = lines.filter(
    ({ duty, done, notDone, pending }) =>
      done + notDone + pending > 0 || promisedBy(duty, bound) !== 'not_promised',
  )
  const column = (name: string): string => w.say(`mission_reports.periodic.column.${name}`)
  return [
    heading(w.say('mission_reports.periodic.figures')),
    {
      kind: 'table',
      caption: w.say('mission_reports.periodic.table'),
      head: ['duty', 'promised', 'done', 'notDone', 'pending', 'last'].map(column),
      rows: told.map(({ duty, done, notDone, pending, last }) => [
        `${duty} ${w.term('duty', duty)}`,
        w.say(`mission_reports.promised.${promisedBy(duty, bound)}`),
        w.number(done),
        w.number(notDone),
        w.number(pending),
        last === null ? w.say('mission_reports.periodic.notKnown') : w.date(last),
      ]),
    },
    note(w.say('mission_reports.periodic.counts')),
  ]
}

const answers = ({ answered, median, longest, open }: AnswerTimes, w: ReportWords): readonly Block[] => [
  heading(w.say('mission_reports.periodic.answers')),
  ...list([
    median === null || longest === null
      ? w.say('mission_reports.periodic.noAnswers')
      : w.say('mission_reports.periodic.answered', { n: answered, median, longest }),
    w.say('mission_reports.periodic.open', { n: open }),
  ]),
]

const gapBlocks = (
  lines: readonly DutyLine[],
  bound: readonly Guideline[],
  w: ReportWords,
): readonly Block[] => {
  const gaps = gapsOf(lines, bound)
  const none = bound.length === 0 ? 'noGuideline' : 'noGaps'
  return [
    heading(w.say('mission_reports.periodic.gaps')),
    ...(gaps.length === 0
      ? [paragraph(w.say(`mission_reports.periodic.${none}`))]
      : list(gaps.map((duty) => `${duty} ${w.term('duty', duty)}`))),
  ]
}

const caseBlocks = (
  one: ShownCase,
  at: number,
  { form, w }: { readonly form: PeriodicForm; readonly w: ReportWords },
): readonly Block[] => {
  const first = spanOf(form.from).earliest
  const last = spanOf(form.to).latest
  const own = one.engagements.filter(({ date }) => {
    const span = spanOf(date)
    return span.earliest <= last && span.latest >= first
  })
  return [
    heading(titleOfCase(one, at, w), 3),
    paragraph(joined([one.country && w.country(one.country), custodyLine(one, w)], '. ')),
    ...list(own.map((engagement) => engagementLine(engagement, w))),
  ]
}
