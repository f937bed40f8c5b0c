/** The four axes of status, each with "as of" and "last confirmed". A log that cannot be read whole says unknown. */
import { accountabilityOf } from './accountability.ts'
import type { CustodyRun } from './custody.ts'
import { type Day, daysFrom, earlierOf, laterOf } from './days.ts'
import type { CaseEvent } from './happenings.ts'
import type { Proceedings } from './proceedings.ts'
import { type CaseLog, type FactOf, factsOf } from './read_log.ts'
import { type Safety, safetyOf } from './safety.ts'
import { hasStarted } from './sentences.ts'
import type { AccountabilityAxis, ChargeSummary, CustodyAxis, ProceedingsAxis, SafetyAxis } from './state.ts'
import type { CustodyStatus, StatusAxis } from './terms.ts'

/** When nobody has confirmed custody for this long, it is shown as "last known". */
const STALE_DAYS = 180

/** What the axes are judged from. */
export type Context = {
  readonly log: CaseLog
  readonly asOf: Day
  readonly counted: readonly CaseEvent[]
  readonly died: CaseEvent | null
  readonly run: CustodyRun
  readonly proceedings: Proceedings
}

/** The state in the shown order of events. */
export function stateOf(run: CustodyRun): CustodyRun['states'][number] {
  return run.states[0] ?? { status: 'never_held', basis: null, conditional: false, by: null }
}

/** Custody, with what it rests on. */
export function custodyAxis(context: Context): CustodyAxis {
  const { run, died, proceedings, asOf, log } = context
  const state = stateOf(run)
  const known = axisOf(context, 'custody', died ?? state.by)
  const rest = { basis: null, conditional: false, by: null, since: null, disputed: false, stale: false }
  const plain = { ...known, ...rest, pair: null, between: [] }
  if (log.gap !== null) return { ...plain, status: 'unknown' }
  if (died !== null) return { ...plain, status: 'deceased', by: died.id, since: died.span }
  if (run.states.length > 1) {
    const between = [...new Set(run.states.map((one) => one.status))]
    return { ...plain, status: 'ambiguous', pair: run.pair, between }
  }
  const serving = state.status === 'held' && proceedings.sentences.some((one) => hasStarted(one, asOf))
  const coded = state.by?.fact.coded
  const interval = run.intervals.at(-1)
  return {
    ...plain,
    status: state.status,
    basis: serving ? 'serving' : state.basis,
    conditional: state.conditional,
    by: state.by?.id ?? null,
    since: (interval?.to === null ? interval.from?.span : undefined) ?? state.by?.span ?? null,
    disputed:
      coded !== undefined &&
      (coded.disputed === true || coded.verification === 'DISP' || (coded.conflictsWith?.length ?? 0) > 0),
    stale: known.lastConfirmed !== null && daysFrom(known.lastConfirmed, asOf) > STALE_DAYS,
  }
}

/** Proceedings of all charges and of each. */
export function proceedingsAxis(context: Context): ProceedingsAxis {
  const { proceedings, log } = context
  const summaries = proceedings.charges.map(chargeSummary)
  const { leading } = proceedings
  return {
    status: log.gap !== null ? 'unknown' : proceedings.status,
    ...axisOf(context, 'proceedings', leading?.by ?? null),
    leading: leading === null ? null : chargeSummary(leading),
    charges: summaries,
    chargesOpen: summaries.some((one) => one.phase === 'open' || one.phase === 'convicted_not_final'),
  }
}

function chargeSummary({
  charge,
  status,
  phase,
  by,
  pair,
  deathPossible,
}: Proceedings['charges'][number]): ChargeSummary {
  return { charge, status, phase, by: by?.id ?? null, pair, deathPossible }
}

/** Safety and life. */
export function safetyAxis(context: Context, custody: CustodyStatus): SafetyAxis {
  const { log, counted, died, asOf } = context
  const risk = factsOf(log, 'risk').at(-1) ?? null
  const safety: Safety = safetyOf({ counted, died, custody, risk, asOf })
  return {
    status: log.gap !== null ? 'unknown' : safety.status,
    ...axisOf(context, 'safety', safety.by),
    by: safety.by?.id ?? safety.risk,
  }
}

/** Accountability for killings. */
export function accountabilityAxis(context: Context): AccountabilityAxis {
  const { status, killings, by } = accountabilityOf(context.counted)
  return {
    status: context.log.gap !== null ? 'unknown' : status,
    ...axisOf(context, 'accountability', by),
    killings,
  }
}

/** As of: the deciding event. Last confirmed: the latest event of the axis, or a note that confirms it. */
function axisOf(
  { log, counted, asOf }: Context,
  axis: StatusAxis,
  by: CaseEvent | null,
): { readonly asOf: Day | null; readonly lastConfirmed: Day | null } {
  const eventDays = counted
    .filter((event) => isOfAxis(event, axis) || event === by)
    .map((event) => earlierOf(event.span.latest, asOf))
  const noteDays = factsOf(log, 'note').flatMap((note: FactOf<'note'>) =>
    note.coded.confirms?.includes(axis) ? [note.at.slice(0, 10)] : [],
  )
  const days = [...eventDays, ...noteDays]
  return {
    asOf: by === null ? null : earlierOf(by.span.latest, asOf),
    lastConfirmed: days.length === 0 ? null : days.reduce(laterOf),
  }
}

function isOfAxis(event: CaseEvent, axis: StatusAxis): boolean {
  switch (axis) {
    case 'custody':
      return event.type.axis === 'custody'
    case 'proceedings':
      return event.type.axis === 'proceeding'
    case 'safety':
      return event.type.axis === 'safety' || event.type.axis === 'life'
    case 'accountability':
      return event.type.axis === 'accountability'
  }
}
