/** The directory, one case and the desk's referrals on this device: what is answered here is sent nowhere. */
import type { CaseLine } from '#cases/client/views.ts'
import type { EngagementRefusal } from '#missions/client/views.ts'
import { type Answers, noAnswers } from '#missions/core/fit.ts'
import { answersOfCase } from '#missions/core/fit_answers.ts'
import type { ProgrammeBody } from '#missions/core/programme.ts'
import { type Referral, type ReferralGiven, referralsOf, referralTypes } from '#missions/core/referrals.ts'
import type { Workbench } from '#platform/client/workbench.ts'

type Deps = {
  readonly workbench: Pick<Workbench, 'programmes' | 'cases' | 'openCase' | 'engagements'>
  readonly desk: string
  readonly today: string
  readonly noName: string
}

const MOST_CASES = 20_000

export class ProgrammesRoom {
  programmes = $state.raw<readonly ProgrammeBody[] | null>(null)
  lines = $state.raw<readonly CaseLine[]>([])
  case = $state('')
  answers = $state.raw<Answers>(noAnswers)
  referrals = $state.raw<readonly Referral[] | null>(null)
  /** Referrals in cases that this device could not open. */
  closed = $state(0)
  refusal = $state.raw<EngagementRefusal | null>(null)
  readonly titles = $derived(
    new Map(this.lines.map(({ case: log, head }) => [log, head?.names[0] ?? head?.ref ?? this.#deps.noName])),
  )
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async load(): Promise<void> {
    const { workbench, desk } = this.#deps
    const [programmes, cases] = await Promise.all([
      workbench.programmes(),
      workbench.cases({ desk, filter: { limit: MOST_CASES } }),
    ])
    if (programmes.ok) this.programmes = programmes.value
    else this.refusal = programmes.error
    if (cases.ok) this.lines = cases.value.lines.filter(({ head }) => head !== null)
    else this.refusal = cases.error
    await this.#loadReferrals()
  }

  /** Answers of another case do not stay. */
  async choose(log: string): Promise<void> {
    this.case = log
    this.answers = noAnswers
    if (log === '') return
    const { workbench, desk } = this.#deps
    const opened = await workbench.openCase({ desk, case: log })
    if (this.case !== log) return
    if (opened.ok) this.answers = answersOfCase(opened.value)
    else this.refusal = opened.error
  }

  /** One case after another: only those that have a referral are opened. */
  async #loadReferrals(): Promise<void> {
    const { workbench, desk, today } = this.#deps
    const rows = await workbench.engagements({ desk })
    if (!rows.ok) {
      this.refusal = rows.error
      return
    }
    const wanted = rows.value.rows.filter(({ type }) => (referralTypes as readonly string[]).includes(type))
    const known = new Set(this.lines.map(({ case: log }) => log))
    const logs = [...new Set(wanted.map(({ log }) => (known.has(log) ? log : null)))]
    const found: ReferralGiven[] = []
    for (const log of logs) {
      const answer = await workbench.engagements({ desk, case: log })
      if (answer.ok) found.push(...answer.value.opened)
    }
    this.closed = wanted.filter(({ entry }) => !found.some((one) => one.entry === entry && one.words)).length
    this.referrals = referralsOf(found, today)
  }
}
