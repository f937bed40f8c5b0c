/** What the pages of missions read of the desk: its profile, coded rows, the titles of its cases, its journal. */
import type { DueLine } from '#cases/client/views.ts'
import { addDays } from '#kernel/core/iso_day.ts'
import type { MissionView } from '#missions/client/coverage.ts'
import type { EngagementRefusal, Engagements } from '#missions/client/views.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { deskSession } from '#platform/ui/desk_session.svelte.ts'
import { pageLanguage } from '#platform/ui/language.ts'

const MOST_CASES = 20_000
const HEARINGS_AHEAD = 30

export class DeskWork {
  profile = $state.raw<MissionView | null>(null)
  rows = $state.raw<readonly EngagementRow[] | null>(null)
  titles = $state.raw<ReadonlyMap<string, string>>(new Map())
  hearings = $state.raw<readonly DueLine[]>([])
  journal = $state.raw<Engagements | null>(null)
  refusal = $state.raw<EngagementRefusal | null>(null)
  readonly #workbench: Workbench
  readonly #desk: string
  readonly #noName: string

  constructor(given: { readonly workbench: Workbench; readonly desk: string; readonly noName: string }) {
    this.#workbench = given.workbench
    this.#desk = given.desk
    this.#noName = given.noName
  }

  async loadProfile(): Promise<void> {
    const answer = await this.#workbench.missionProfile({ desk: this.#desk })
    if (answer.ok) this.profile = answer.value
    else this.refusal = answer.error
  }

  /** Coded rows, and what the cases are called. */
  async loadRows(): Promise<void> {
    const desk = this.#desk
    const [rows, cases] = await Promise.all([
      this.#workbench.engagements({ desk }),
      this.#workbench.cases({ desk, filter: { limit: MOST_CASES } }),
    ])
    if (cases.ok)
      this.titles = new Map(
        cases.value.lines.flatMap(({ case: log, head }) =>
          head === null
            ? []
            : [[log, head.names[0] ?? head.aliases?.[0] ?? head.ref ?? this.#noName] as const],
        ),
      )
    if (rows.ok) this.rows = rows.value.rows
    else this.refusal = rows.error
  }

  /** Days in court from today on, as the heads of the cases say them. */
  async loadHearings(today: string): Promise<void> {
    const answer = await this.#workbench.overview({ desk: this.#desk })
    if (answer.ok)
      this.hearings = answer.value.due.filter(
        ({ kind, day }) => kind === 'hearing' && day >= today && day <= addDays(today, HEARINGS_AHEAD),
      )
  }

  async loadJournal(): Promise<void> {
    const answer = await this.#workbench.engagements({ desk: this.#desk, case: null })
    if (answer.ok) this.journal = answer.value
    else this.refusal = answer.error
  }

  /** The number of whoever is here, where the roster says it. */
  officerOf(account: string): MissionView['officers'][number] | null {
    return this.profile?.officers.find(({ words, posted }) => posted && words?.account === account) ?? null
  }
}

/** For a page while it is made: what it reads, on which day, and whether whoever is here may write. */
export const deskWorkHere = () => {
  const t = pageLanguage()
  const session = deskSession()
  const desk = session.desk?.id ?? ''
  return {
    session,
    desk,
    today: new Date().toISOString().slice(0, 10),
    work: new DeskWork({ workbench: session.workbench, desk, noName: t('cases.noName') }),
    get mayWrite(): boolean {
      return session.desk?.role !== 'reader'
    },
  }
}

/** What the screen of logging begins with for whoever is here; without a roster what most officers are. */
export const defaultsOf = async (
  workbench: Pick<Workbench, 'missionProfile'>,
  of: { readonly desk: string; readonly account: string },
): Promise<{ officer: number | null; role: string; country: string }> => {
  const answer = await workbench.missionProfile({ desk: of.desk })
  const found = answer.ok
    ? answer.value.officers.find(({ words, posted }) => posted && words?.account === of.account)
    : undefined
  return {
    officer: found?.officer ?? null,
    role: found?.role ?? 'human_rights_officer',
    country: (answer.ok ? answer.value.profile?.host : undefined) ?? '',
  }
}
