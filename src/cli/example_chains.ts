/**
 * Chains of events as they happen to defenders: each step with its months after the one before, the acts in it and
 * who did them. A chain may end early: not every story is over.
 */
import type { EventType } from '#kernel/core/vocabulary/events.ts'
import type { PerpetratorCode } from '#kernel/core/vocabulary/people.ts'
import type { ViolationTerm } from '#kernel/core/vocabulary/violations.ts'

export type Step = {
  readonly type: EventType
  /** Months after the step before, least and most. */
  readonly gap: readonly [number, number]
  readonly acts: readonly (readonly [ViolationTerm, PerpetratorCode])[]
  /** The chain ends here once in so many times. */
  readonly lastOneIn?: number
  readonly more?: Readonly<Record<string, unknown>>
}

export type Chain = {
  readonly desk: 'prisoners' | 'emergency'
  readonly charge: boolean
  readonly steps: readonly Step[]
}

const step = (
  type: EventType,
  gap: readonly [number, number],
  acts: Step['acts'] = [],
  more: Omit<Partial<Step>, 'type' | 'gap' | 'acts'> = {},
): Step => ({ type, gap, acts, ...more })

const toTrial: readonly Step[] = [
  step('arrest', [0, 3], [['D01', 'S1']]),
  step('remand_ordered', [0, 1], [['D02', 'S5']], { lastOneIn: 8 }),
  step('charge', [1, 3], [['J01', 'S5']], { lastOneIn: 8 }),
  step('trial_opened', [2, 8], [], { lastOneIn: 6 }),
]
const threatened: readonly Step[] = [
  step('threat', [0, 2], [['H01', 'U']]),
  step('surveillance_found', [1, 4], [['S01', 'S3']], { lastOneIn: 6 }),
]
const bySentence = (one: Step): Step => ({ ...one, more: { ...one.more, sentence: 'drawn' } })

export const chains: readonly Chain[] = [
  {
    desk: 'prisoners',
    charge: true,
    steps: [
      ...toTrial,
      step('verdict_guilty', [1, 6], [['J03', 'S5']]),
      bySentence(step('sentence', [0, 1], [['D03', 'S5']], { lastOneIn: 3 })),
      step('appeal_filed', [0, 1], [], { lastOneIn: 4 }),
      step('appeal_decided', [2, 6], [], { more: { appealOutcome: 'upheld' }, lastOneIn: 2 }),
      step('transfer', [1, 4], [['T02', 'S4']], { lastOneIn: 2 }),
      step('pardon', [6, 20], [], { more: { executed: false } }),
      step('release_unconditional', [0, 1]),
    ],
  },
  {
    desk: 'prisoners',
    charge: true,
    steps: [
      ...toTrial.slice(0, 3),
      step('bail', [1, 3], [], { more: { conditions: ['reporting', 'travel_ban'] }, lastOneIn: 2 }),
      step('trial_opened', [2, 8], [], { lastOneIn: 3 }),
      step('verdict_acquitted', [1, 6]),
    ],
  },
  {
    desk: 'prisoners',
    charge: false,
    steps: [
      step('administrative_detention_ordered', [0, 2], [['D05', 'S6']], { lastOneIn: 3 }),
      step('release_conditional', [3, 9], [], { more: { conditions: ['silence', 'no_work'] } }),
    ],
  },
  {
    desk: 'prisoners',
    charge: true,
    steps: [
      ...toTrial.slice(0, 3),
      step('house_arrest_ordered', [1, 2], [['D04', 'S5']], { lastOneIn: 2 }),
      step('charge_dropped', [2, 9]),
      step('release_unconditional', [0, 0]),
    ],
  },
  {
    desk: 'prisoners',
    charge: false,
    steps: [
      step('search', [0, 1], [['R02', 'S1']]),
      step('arrest', [0, 0], [['D01', 'S1']]),
      step('release_unconditional', [0, 1]),
    ],
  },
  {
    desk: 'emergency',
    charge: false,
    steps: [
      ...threatened,
      step('attack', [1, 5], [['P01', 'U']], { lastOneIn: 2 }),
      step(
        'search',
        [0, 3],
        [
          ['R01', 'S1'],
          ['R03', 'S1'],
        ],
        { lastOneIn: 2 },
      ),
      step('travel_ban', [0, 2], [['M01', 'S6']], { lastOneIn: 2 }),
      step('exile', [1, 3], [['M04', 'S']]),
    ],
  },
  {
    desk: 'emergency',
    charge: false,
    steps: [
      step('threat', [0, 2], [['H04', 'S3']]),
      step('disappearance_reported', [0, 3], [['E01', 'U']], { lastOneIn: 2 }),
      step('custody_acknowledged', [0, 4], [['T04', 'S3']], { lastOneIn: 2 }),
      step('release_unconditional', [1, 12]),
    ],
  },
  {
    desk: 'emergency',
    charge: false,
    steps: [step('abduction', [0, 1], [['E02', 'N2']], { lastOneIn: 3 }), step('located_alive_free', [0, 2])],
  },
  {
    desk: 'emergency',
    charge: false,
    steps: [
      ...threatened,
      step('death', [0, 4], [['K02', 'N2']], { lastOneIn: 4 }),
      step('complaint_filed', [0, 1], [], { lastOneIn: 3 }),
      step('investigation_opened', [1, 3], [], { lastOneIn: 2 }),
      step('suspect_arrested', [2, 10], [], { lastOneIn: 2 }),
      step('suspect_charged', [1, 6], [], { lastOneIn: 2 }),
      step('suspect_convicted', [6, 18]),
    ],
  },
  {
    desk: 'emergency',
    charge: false,
    steps: [
      step('threat', [0, 2], [['H02', 'N5']]),
      step('death', [1, 6], [['K01', 'S2']]),
      step('investigation_opened', [0, 2], [], { lastOneIn: 3 }),
      step('investigation_closed_no_result', [6, 24], [['X02', 'S5']]),
    ],
  },
]

/** What may happen at any time beside a chain, without touching custody. */
export const besides: readonly Step[] = [
  step('threat', [0, 0], [['H02', 'U']]),
  step('threat', [0, 0], [['H06', 'N9']]),
  step('attack', [0, 0], [['P01', 'N6']]),
  step('search', [0, 0], [['R03', 'S1']]),
  step('surveillance_found', [0, 0], [['S02', 'S3']]),
]
