/** A scorecard to be used elsewhere. What is not known has no number: a reader would take a zero for "none". Pure. */
import { toCsv } from '#figures/core/csv.ts'
import type { ScorecardBody } from './scorecard.ts'
import { commitmentStates, coverageOf, type DutyCount, type GovernmentCount } from './scorecard_counts.ts'

/** Null where it is nought: nothing is known. */
const known = (list: readonly unknown[]): number | null => (list.length === 0 ? null : list.length)

export const scorecardCsv = (counts: readonly GovernmentCount[]): string =>
  toCsv([
    [
      'government',
      'about',
      'code',
      'promised',
      'state',
      'commitments',
      'missions_bound',
      'missions_seen',
      'acts_done',
      'acts_not_done',
    ],
    ...counts.flatMap((one) => [
      ...commitmentStates.map((state) => [
        one.government,
        'commitments',
        state,
        null,
        null,
        known(one.commitments[state]),
        null,
        null,
        null,
        null,
      ]),
      ...one.duties.map((duty) => [
        one.government,
        'duty',
        duty.duty,
        duty.promised,
        stateOf(one, duty),
        null,
        known(duty.bound),
        known(duty.seen),
        known(duty.done),
        known(duty.notDone),
      ]),
    ]),
  ])

type Given = {
  readonly scorecard: ScorecardBody
  readonly publisher: string
  readonly counts: readonly GovernmentCount[]
  readonly today: string
  readonly origin: string
}

export const scorecardJson = ({ scorecard, publisher, counts, today, origin }: Given) => {
  const page = `${origin}/scorecards/${scorecard.slug}`
  return {
    page,
    title: scorecard.title,
    method: scorecard.method,
    publisher,
    from: scorecard.from,
    to: scorecard.to,
    countedOn: today,
    note: 'Public records alone. null is not known, never none; quiet work is uncounted.',
    replies: scorecard.replies,
    governments: counts.map((one) => ({
      government: one.government,
      missions: known(one.missions),
      shadowRecords: known(one.missions) === null ? null : one.shadows,
      commitments: Object.fromEntries(
        commitmentStates.map((state) => [
          state,
          one.commitments[state].map((slug) => `${origin}/commitments/${slug}`),
        ]),
      ),
      duties: one.duties.map((duty) => ({
        duty: duty.duty,
        promised: duty.promised,
        state: stateOf(one, duty),
        missionsBound: known(duty.bound),
        missionsSeen: known(duty.seen),
        actsDone: known(duty.done),
        actsNotDone: known(duty.notDone),
        page: `${page}/${one.government.toLowerCase()}/${duty.duty.toLowerCase()}`,
      })),
    })),
  }
}

/** Of a government of which no mission is known nothing is. */
const stateOf = ({ missions }: GovernmentCount, duty: DutyCount): string =>
  missions.length === 0 ? 'not_known' : coverageOf(duty)
