/**
 * [Note: Not known] What a scorecard counts: public records and commitments, nothing else. Quiet work is in no record, so
 * the absence of one says nothing: whatever has none is "not known", and no number here is ever a zero that would read
 * as "none". A duty is counted among the missions whose guidelines state it; where none does, nothing was promised and
 * nothing is lacking. No government is ranked and no share is made: the records do not carry it. Pure.
 */
import {
  type Duty,
  dutyCodes,
  type EngagementResult,
  type EngagementType,
  type Government,
  type Promised,
  promisedBy,
} from '#kernel/core/vocabulary/missions.ts'
import type { CommitmentBody, CommitmentSign } from './commitment.ts'
import type { MissionBody } from './mission.ts'
import type { MissionRecordBody, PublicEngagement } from './mission_record.ts'
import type { ScorecardBody } from './scorecard.ts'

type CountedMission = Pick<MissionBody, 'slug' | 'government' | 'host' | 'guidelines' | 'shadow'>
type CountedRecord = Pick<MissionRecordBody, 'mission' | 'year' | 'engagements'>
type CountedCommitment = Pick<CommitmentBody, 'slug' | 'government' | 'madeOn' | 'evidence'>

/** All of them as they are open now. */
export type Counted = {
  readonly missions: readonly CountedMission[]
  readonly records: readonly CountedRecord[]
  readonly commitments: readonly CountedCommitment[]
}

/** One act, once for its government however many of its missions told of it. */
export type CountedAct = {
  /** Where it is told: the record's mission and year, and its name in there. */
  readonly mission: string
  readonly year: number
  readonly id: string
  readonly type: EngagementType
  readonly on: string
  readonly result: EngagementResult
  readonly duties: readonly Duty[]
  /** Those of this government that took part and have a document here. */
  readonly missions: readonly string[]
}

/** What became of a promise by the last sign up to the end of the scorecard; `not_known`: nobody has noted one. */
export const commitmentStates = ['kept', 'partly_kept', 'broken', 'no_sign', 'not_known'] as const
export type CommitmentState = CommitmentSign | 'not_known'

export type DutyCount = {
  readonly duty: Duty
  /** The most that any of its missions promised. */
  readonly promised: Promised
  /** Missions whose guidelines state the duty: the denominator. */
  readonly bound: readonly string[]
  /** Those of them with an act in public that was done: the numerator. */
  readonly seen: readonly string[]
  /** By whichever of its missions, promised or not; in the order of time. */
  readonly done: readonly CountedAct[]
  /** Refused by the host, declined, postponed or called off: an answer too, and no gap. */
  readonly notDone: readonly CountedAct[]
}

export type GovernmentCount = {
  readonly government: Government
  readonly missions: readonly string[]
  readonly shadows: number
  readonly commitments: Readonly<Record<CommitmentState, readonly string[]>>
  readonly duties: readonly DutyCount[]
}

type Scope = Pick<ScorecardBody, 'governments' | 'from' | 'to'>

export const countScorecard = (scope: Scope, counted: Counted): readonly GovernmentCount[] =>
  scope.governments.map((government) => countGovernment(government, scope, counted))

/** `not_known`: promised, and no public act of it; nobody may read it as "none". */
export type Coverage = 'not_promised' | 'not_known' | 'seen'
export const coverageOf = ({ bound, seen, done }: DutyCount): Coverage =>
  bound.length === 0
    ? done.length > 0
      ? 'seen'
      : 'not_promised'
    : seen.length > 0 || done.length > 0
      ? 'seen'
      : 'not_known'

const countGovernment = (
  government: Government,
  { from, to }: Scope,
  { missions, records, commitments }: Counted,
): GovernmentCount => {
  const own = missions.filter((one) => one.government === government)
  const slugs = new Set(own.map(({ slug }) => slug))
  const inTime = records.filter(({ year, mission }) => year >= from && year <= to && slugs.has(mission))
  const byDuty = actsByDuty(actsOf(inTime, slugs))
  return {
    government,
    missions: [...slugs],
    shadows: own.filter(({ shadow }) => shadow).length,
    commitments: byState(
      commitments.filter((one) => one.government === government && yearOf(one.madeOn) <= to),
      to,
    ),
    duties: dutyCodes.map((duty) => countDuty(duty, own, byDuty.get(duty) ?? [])),
  }
}

const countDuty = (
  duty: Duty,
  missions: readonly CountedMission[],
  own: readonly CountedAct[],
): DutyCount => {
  const promises = missions.map(({ slug, guidelines }) => ({ slug, promised: promisedBy(duty, guidelines) }))
  const bound = promises.flatMap(({ slug, promised }) => (promised === 'stated' ? [slug] : []))
  const done = own.filter(({ result }) => result === 'done')
  const acted = new Set<string>()
  for (const one of done) for (const slug of one.missions) acted.add(slug)
  return {
    duty,
    promised:
      bound.length > 0
        ? 'stated'
        : promises.some(({ promised }) => promised === 'mentioned')
          ? 'mentioned'
          : 'not_promised',
    bound,
    seen: bound.filter((slug) => acted.has(slug)),
    done,
    notDone: own.filter(({ result }) => result !== 'done' && result !== 'pending'),
  }
}

const actsByDuty = (acts: readonly CountedAct[]): ReadonlyMap<Duty, readonly CountedAct[]> => {
  const byDuty = new Map<Duty, CountedAct[]>()
  for (const act of acts)
    for (const duty of new Set(act.duties)) {
      const own = byDuty.get(duty)
      if (own) own.push(act)
      else byDuty.set(duty, [act])
    }
  return byDuty
}

/** What several missions did together stands in the record of each: the same act where type, day and missions agree. */
const actsOf = (records: readonly CountedRecord[], own: ReadonlySet<string>): readonly CountedAct[] => {
  const acts = new Map<string, CountedAct>()
  for (const { mission, year, engagements } of records)
    for (const one of engagements) {
      const act = actOf(one, { mission, year, own })
      const key = keyOf(one, { mission, year })
      const known = acts.get(key)
      acts.set(key, known ? together(known, act) : act)
    }
  return [...acts.values()].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

const keyOf = (
  { id, type, on, jointWith }: PublicEngagement,
  { mission, year }: { readonly mission: string; readonly year: number },
): string =>
  jointWith.length === 0
    ? `${mission}/${year}/${id}`
    : `${type} ${on} ${[...new Set([mission, ...jointWith])].toSorted().join(' ')}`

const actOf = (
  { id, type, on, result, duties, jointWith }: PublicEngagement,
  given: { readonly mission: string; readonly year: number; readonly own: ReadonlySet<string> },
): CountedAct => ({
  mission: given.mission,
  year: given.year,
  id,
  type,
  on,
  result,
  duties,
  missions:
    jointWith.length === 0
      ? [given.mission]
      : [...new Set([given.mission, ...jointWith])].filter((slug) => given.own.has(slug)),
})

/** Done where any of them says so. */
const together = (one: CountedAct, other: CountedAct): CountedAct => ({
  ...one,
  result: other.result === 'done' ? 'done' : one.result,
  duties: [...new Set([...one.duties, ...other.duties])],
})

const byState = (
  commitments: readonly CountedCommitment[],
  to: number,
): Readonly<Record<CommitmentState, readonly string[]>> => {
  const states = commitments.map((one) => ({ slug: one.slug, state: commitmentState(one, to) }))
  const of = (state: CommitmentState): readonly string[] =>
    states.flatMap((one) => (one.state === state ? [one.slug] : []))
  return {
    kept: of('kept'),
    partly_kept: of('partly_kept'),
    broken: of('broken'),
    no_sign: of('no_sign'),
    not_known: of('not_known'),
  }
}

/** Up to the end of that year; of signs of the same day the one noted last. */
export const commitmentState = (
  { evidence }: { readonly evidence: readonly { readonly on: string; readonly sign: CommitmentSign }[] },
  to: number = Infinity,
): CommitmentState =>
  evidence
    .filter(({ on }) => yearOf(on) <= to)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .at(-1)?.sign ?? 'not_known'

const yearOf = (edtf: string): number => Number(edtf.slice(0, 4))
