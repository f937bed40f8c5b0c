/** Days in court of the example's missions: held, ahead, or with the observers kept out. */
import type { NewEntry } from '#cases/client/views.ts'
import type { Citation } from '#kernel/core/citation.ts'
import { refusedSeat } from '#missions/core/court_day.ts'

import type { Draws } from './draws.ts'
import { SYNTHETIC } from './example_cases.ts'
import type { HearingPlan } from './example_mission_plans.ts'
import type { ExamplePerson } from './example_people.ts'

export type HearingDay = {
  readonly id: string
  readonly day: string
  readonly plan: HearingPlan | 'ahead'
  /** Who goes to one that is ahead. */
  readonly officer: number | null
}

/** The hearing, who covers it, and the event that says that observers were kept out. */
export const hearingEntries = (
  hearing: HearingDay,
  person: ExamplePerson,
  draws: Draws,
  cites: Citation | null = null,
): readonly NewEntry[] => {
  const { id, day, plan, officer } = hearing
  const isAhead = plan === 'ahead'
  const outcome = isAhead ? {} : { outcome: plan === 'postponed' ? 'adjourned' : 'held' }
  const own: NewEntry = {
    id,
    kind: 'hearing',
    coded: { day, type: 'trial', ...outcome, ...(plan === 'observed' && { observed: true }) },
    words: { court: `Invented court of ${person.town}`, hour: '09:30', note: SYNTHETIC },
  }
  if (isAhead) return officer === null ? [own] : [own, { kind: 'cover', coded: { hearing: id, officer } }]
  const what = `${SYNTHETIC} The guard at the door let nobody in but the family.`
  const values = { date: day, place: person.town, what, seat: 'refused', refusedEvent: true } as const
  const event =
    plan === 'refused' ? refusedSeat(values, { id: draws.id(), country: person.country, cites }) : null
  return event === null ? [own] : [own, event as NewEntry]
}
