/**
 * What a mission did in a period, for its headquarters: figures by duty, cases, gaps and time to answer, assembled from
 * what was logged, in the very numbers of the coverage page.
 */
import type { Guideline } from '#kernel/core/vocabulary/missions.ts'
import { type Cell, countsOf, coverageOf, groupsOf, monthOf, type Period } from '#missions/core/coverage.ts'
import {
  LEAST_FOR_QUARTILES,
  requestGroupsOf,
  type ResponseTimes,
  responseTimesOf,
} from '#missions/core/coverage_times.ts'
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

/** Counted by the month in which a date begins, as coverage counts. */
const isIn = (date: string, { from, to }: Period): boolean => {
  const month = monthOf(date)
  return month !== null && month >= from && month <= to
}

export const rowsIn = <R extends Pick<EngagementRow, 'date'>>(
  rows: readonly R[],
  period: Period,
): readonly R[] => rows.filter(({ date }) => isIn(date, period))

export type Figures = {
  readonly cells: readonly Cell[]
  readonly responses: ResponseTimes
}

/** The numbers of the coverage page, of one mission; `today` is the day on which the open requests have waited until. */
export const figuresOf = (rows: readonly EngagementRow[], form: PeriodicForm, today: string): Figures => {
  const desk = rows[0]?.mission ?? ''
  const counts = countsOf(groupsOf(rows, { from: form.from, to: form.to, role: null, country: null }))
  const { missions } = coverageOf([{ desk, guidelines: form.guidelines }], counts)
  return {
    cells: missions.flatMap(({ cells }) => cells),
    responses: responseTimesOf(requestGroupsOf(rows, form), today),
  }
}

export const periodic = (
  form: PeriodicForm,
  given: {
    readonly rows: readonly EngagementRow[]
    readonly gathered: Gathered
    /** ISO day. */
    readonly today: string
  },
  w: ReportWords,
): ReportDocument => {
  const { cells, responses } = figuresOf(given.rows, form, given.today)
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
        ...figures(cells, w),
        ...answers(responses, w),
        ...gapBlocks(cells, form.guidelines, w),
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

const figures = (cells: readonly Cell[], w: ReportWords): readonly Block[] => {
  const told = cells.filter(
    ({ done, notDone, promised }) => done + notDone > 0 || promised !== 'not_promised',
  )
  const column = (name: string): string => w.say(`mission_reports.periodic.column.${name}`)
  return [
    heading(w.say('mission_reports.periodic.figures')),
    {
      kind: 'table',
      caption: w.say('mission_reports.periodic.table'),
      head: ['duty', 'promised', 'done', 'notDone', 'last'].map(column),
      rows: told.map(({ code, promised, done, notDone, last }) => [
        `${code} ${w.term('duty', code)}`,
        w.say(`mission_reports.promised.${promised}`),
        w.number(done),
        w.number(notDone),
        last === null ? w.say('mission_reports.periodic.notKnown') : w.date(last),
      ]),
    },
    note(w.say('mission_reports.periodic.counts')),
  ]
}

const answers = (times: ResponseTimes, w: ReportWords): readonly Block[] => {
  const { requests, answered, open, quartiles, longestOpen } = times
  return [
    heading(w.say('mission_reports.periodic.answers')),
    ...(requests === 0
      ? [paragraph(w.say('mission_reports.periodic.noRequests'))]
      : list([
          w.say('mission_reports.periodic.requests', {
            n: w.number(requests),
            answered: w.number(answered),
            open: w.number(open),
          }),
          quartiles === null
            ? w.say('mission_reports.periodic.fewAnswers', { n: w.number(LEAST_FOR_QUARTILES) })
            : w.say('mission_reports.periodic.quarters', {
                first: w.number(quartiles[0]),
                half: w.number(quartiles[1]),
                third: w.number(quartiles[2]),
              }),
          ...(longestOpen === null
            ? []
            : [w.say('mission_reports.periodic.longestOpen', { n: w.number(longestOpen) })]),
        ])),
  ]
}

const gapBlocks = (cells: readonly Cell[], bound: readonly Guideline[], w: ReportWords): readonly Block[] => {
  const gaps = cells.filter(({ gap }) => gap)
  const none = bound.length === 0 ? 'noGuideline' : 'noGaps'
  return [
    heading(w.say('mission_reports.periodic.gaps')),
    ...(gaps.length === 0
      ? [paragraph(w.say(`mission_reports.periodic.${none}`))]
      : list(gaps.map(({ code }) => `${code} ${w.term('duty', code)}`))),
  ]
}

const caseBlocks = (
  one: ShownCase,
  at: number,
  { form, w }: { readonly form: PeriodicForm; readonly w: ReportWords },
): readonly Block[] => {
  const own = one.engagements.filter(({ date }) => isIn(date, form))
  return [
    heading(titleOfCase(one, at, w), 3),
    paragraph(joined([one.country && w.country(one.country), custodyLine(one, w)], '. ')),
    ...list(own.map((engagement) => engagementLine(engagement, w))),
  ]
}
