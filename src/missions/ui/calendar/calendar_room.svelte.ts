/** What the calendar of a mission holds on this page: read of the server and the cases, covers written, a file made. */
import type { CaseView, DueLine } from '#cases/client/views.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import type { MissionView } from '#missions/client/coverage.ts'
import type { EngagementRefusal, Logged } from '#missions/client/views.ts'
import { type CalendarHearing, calendarLines, type CalendarLine, type Span } from '#missions/core/calendar.ts'
import type { LikeMindedHearing } from '#missions/core/calendar_wire.ts'
import { hearingsOf } from '#missions/core/court_day.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import type { Result } from '#kernel/core/result.ts'

const MOST_CASES = 20_000
const BEHIND = 200
const AHEAD = 500

/** Of one hearing, as its case says it. */
export type HearingWords = {
  readonly hour: string | null
  readonly court: string | null
  readonly room: string | null
}

type Given = {
  readonly workbench: Workbench
  readonly desk: string
  readonly account: string
  readonly today: string
  readonly noName: string
}

export class CalendarRoom {
  hearings = $state.raw<readonly CalendarHearing[] | null>(null)
  likeMinded = $state.raw<readonly LikeMindedHearing[]>([])
  mission = $state.raw<MissionView | null>(null)
  titles = $state.raw<ReadonlyMap<string, string>>(new Map())
  refusal = $state.raw<EngagementRefusal | null>(null)
  #rows = $state.raw<readonly EngagementRow[]>([])
  #due = $state.raw<readonly DueLine[]>([])
  readonly #given: Given

  constructor(given: Given) {
    this.#given = given
  }

  lines = $derived.by((): readonly CalendarLine[] =>
    calendarLines({
      hearings: this.hearings ?? [],
      steps: this.#rows,
      due: this.#due.map((one) => ({ log: one.case, day: one.day, what: one.kind })),
    }),
  )
  officers = $derived((this.mission?.officers ?? []).filter(({ posted }) => posted))
  /** The number of whoever is here, where the roster says it. */
  own = $derived(this.officers.find(({ words }) => words?.account === this.#given.account)?.officer ?? null)

  async load(): Promise<void> {
    await Promise.all([this.#loadHearings(), this.#loadMission(), this.#loadCases()])
  }

  /** The names of officers stay on the device. */
  nameOf(officer: number): string | null {
    return this.mission?.officers.find((one) => one.officer === officer)?.words?.name ?? null
  }

  async cover(hearing: CalendarHearing, officer: number | null): Promise<Result<Logged, EngagementRefusal>> {
    const { workbench, desk } = this.#given
    const done = await workbench.coverHearing({ desk, case: hearing.log, hearing: hearing.entry, officer })
    if (!done.ok) return done
    // What waits on this device the server does not know yet.
    if (done.value.waits)
      this.hearings = (this.hearings ?? []).map((one) =>
        one.mark === hearing.mark ? { ...one, officer, covered: officer !== null } : one,
      )
    else await this.#loadHearings()
    return done
  }

  /** Of the hearings of these cases; null: the case cannot be opened. */
  async wordsOf(log: string): Promise<ReadonlyMap<string, HearingWords> | null> {
    const { workbench, desk } = this.#given
    const open = await workbench.openCase({ desk, case: log })
    return open.ok ? hearingWordsIn(open.value) : null
  }

  async #loadHearings(): Promise<void> {
    const { workbench, desk } = this.#given
    const span = this.#span()
    const [hearings, likeMinded] = await Promise.all([
      workbench.hearings({ desk, ...span }),
      workbench.likeMindedHearings({ desk, ...span }),
    ])
    if (hearings.ok) this.hearings = hearings.value
    else this.refusal = hearings.error
    if (likeMinded.ok) this.likeMinded = likeMinded.value
  }

  async #loadMission(): Promise<void> {
    const { workbench, desk } = this.#given
    const [mission, rows] = await Promise.all([
      workbench.missionProfile({ desk }),
      workbench.engagements({ desk }),
    ])
    if (mission.ok) this.mission = mission.value
    if (rows.ok) this.#rows = rows.value.rows
    else this.refusal = rows.error
  }

  async #loadCases(): Promise<void> {
    const { workbench, desk, noName } = this.#given
    const [cases, overview] = await Promise.all([
      workbench.cases({ desk, filter: { limit: MOST_CASES } }),
      workbench.overview({ desk }),
    ])
    if (cases.ok)
      this.titles = new Map(
        cases.value.lines.flatMap(({ case: log, head }) =>
          head === null ? [] : [[log, head.names[0] ?? head.aliases?.[0] ?? head.ref ?? noName] as const],
        ),
      )
    if (overview.ok) this.#due = overview.value.due
  }

  #span(): Span {
    return { from: addDays(this.#given.today, -BEHIND), to: addDays(this.#given.today, AHEAD) }
  }
}

const hearingWordsIn = (open: CaseView): ReadonlyMap<string, HearingWords> =>
  new Map(
    hearingsOf(open.entries).map(({ entry, words }) => [
      entry,
      { hour: textOf(words['hour']), court: textOf(words['court']), room: textOf(words['room']) },
    ]),
  )

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
