/** What the desk must do, and by when. */
import { compareText } from '#kernel/core/compare_text.ts'
import { currentOf } from './chains.ts'
import type { Consents } from './consents.ts'
import type { CustodyRun } from './custody.ts'
import type { Day } from './days.ts'
import { countedEngagements, type CurrentEngagement } from './engagements.ts'
import type { CaseEvent } from './happenings.ts'
import { type CaseLog, factsOf } from './read_log.ts'
import type { SentenceState } from './sentences.ts'

export const dueKinds = [
  'hearing',
  'hearing_outcome',
  'task',
  'consent_expires',
  'remand_review',
  'risk_review',
  'conditions_end',
  'sentence_ends',
  'next_step',
] as const
export type DueKind = (typeof dueKinds)[number]

export type Due = {
  readonly day: Day
  readonly kind: DueKind
  readonly entry: string
  /** The member a task is given to. */
  readonly owner: string | null
}

/** The next hearing from today on. */
export const nextHearingOf = (
  log: Pick<CaseLog, 'facts'>,
  asOf: Day,
): { readonly day: Day; readonly entry: string } | null => {
  const [next] = hearingDays(log)
    .filter((hearing) => hearing.day >= asOf && !hearing.isOver)
    .toSorted((a, b) => compareText(a.day, b.day))
  return next === undefined ? null : { day: next.day, entry: next.entry }
}

/** Everything with a day, earliest first; what is overdue stays. */
export const dueOf = (given: {
  readonly log: Pick<CaseLog, 'facts'>
  readonly asOf: Day
  readonly consents: Consents
  readonly run: CustodyRun
  readonly held: boolean
  readonly sentences: readonly SentenceState[]
  readonly counted: readonly CaseEvent[]
  readonly alive: boolean
  readonly engagements: readonly CurrentEngagement[]
}): readonly Due[] => {
  const { log, asOf } = given
  const steps = countedEngagements(given.engagements).flatMap(({ newest, coded }) =>
    optional('next_step', newest, coded.due),
  )
  const tasks = currentOf(log, 'task').flatMap(({ id, coded }) =>
    coded.state === 'open' && coded.due !== undefined
      ? [{ day: coded.due, kind: 'task' as const, entry: id, owner: coded.owner ?? null }]
      : [],
  )
  const consentDays = [
    ...new Map(
      Object.values(given.consents).flatMap(({ entry, expires }) =>
        entry !== null && expires !== null ? [[entry, expires] as const] : [],
      ),
    ),
  ].map(([entry, day]) => plain('consent_expires', entry, day))
  const all = [...tasks, ...steps, ...consentDays, ...(given.alive ? courtAndCare(given) : [])]
  return all.toSorted(
    (a, b) => compareText(a.day, b.day) || compareText(a.entry, b.entry) || compareText(a.kind, b.kind),
  )

  function courtAndCare({ run, held, sentences, counted }: typeof given): readonly Due[] {
    const hearings = hearingDays(log).flatMap(({ day, entry, isOver }) =>
      isOver ? [] : [plain(day < asOf ? 'hearing_outcome' : 'hearing', entry, day)],
    )
    const review = held ? counted.findLast((event) => event.fact.coded.reviewDay !== undefined) : undefined
    const risk = factsOf(log, 'risk').at(-1)
    const [state] = run.states
    return [
      ...hearings,
      ...optional('remand_review', review?.id, review?.fact.coded.reviewDay),
      ...optional('risk_review', risk?.id, risk?.coded.reviewDay),
      ...(state?.conditional === true
        ? optional('conditions_end', state.by?.id, state.by?.fact.coded.until)
        : []),
      ...(held
        ? sentences.flatMap((one) =>
            one.custodial ? optional('sentence_ends', one.entry, one.expectedEnd?.latest) : [],
          )
        : []),
    ]
  }
}

/** A hearing's own day until it is held, and the next day its outcome named. */
function hearingDays(
  log: Pick<CaseLog, 'facts'>,
): readonly { readonly day: Day; readonly entry: string; readonly isOver: boolean }[] {
  const hearings = currentOf(log, 'hearing')
  const days = new Set(hearings.map((hearing) => hearing.coded.day))
  return hearings.flatMap(({ id, coded }) => [
    { day: coded.day, entry: id, isOver: coded.outcome !== undefined },
    ...(coded.nextDay !== undefined && !days.has(coded.nextDay)
      ? [{ day: coded.nextDay, entry: id, isOver: false }]
      : []),
  ])
}

const plain = (kind: DueKind, entry: string, day: Day): Due => ({ day, kind, entry, owner: null })

const optional = (kind: DueKind, entry: string | undefined, day: Day | undefined): readonly Due[] =>
  entry === undefined || day === undefined ? [] : [plain(kind, entry, day)]
