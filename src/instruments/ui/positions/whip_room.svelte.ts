/** The whip count of one instrument open at the desk: what is public, what the desk entered, what it was told in confidence. */
import type { TypedFact } from '#instruments/client/positions.ts'
import type { GroupKind } from '#instruments/core/bodies.ts'
import type { Majority } from '#instruments/core/majority.ts'
import { factProblems, type PositionRow, type WhipGround } from '#instruments/core/position_wire.ts'
import type { PositionFact, Subject } from '#instruments/core/positions.ts'
import { countingDay, subjectKey, subjectOfKey, subjectsOf } from '#instruments/core/whip_ground.ts'
import { viewWhip, type WhipView } from '#instruments/core/whip_view.ts'
import type { Result } from '#kernel/core/result.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { Workbench } from '#platform/client/workbench.ts'

export type WhipWorkbench = Pick<
  Workbench,
  | 'positions'
  | 'whipGround'
  | 'enterPositions'
  | 'confirmPositions'
  | 'strikePositions'
  | 'desk'
  | 'saveDraft'
  | 'loadDraft'
  | 'deleteDraft'
>

type Deps = {
  readonly workbench: WhipWorkbench
  readonly desk: string
  readonly instrument: string
  /** Null: the likeliest one. */
  readonly body: string | null
  /** ISO day. */
  readonly today: string
}

/** A place among the facts that were sent, and why it is refused. */
export type FactProblem = { readonly place: number; readonly field: string; readonly code: string }

/** all: also what waits for a second member, and what was told in confidence. */
export type Counted = 'all' | 'public'

export class WhipRoom {
  ground = $state.raw<WhipGround | null>(null)
  rows = $state.raw<readonly PositionRow[]>([])
  /** What was told in confidence, opened on this device; never sent as it is. */
  sealed = $state.raw<readonly PositionFact[]>([])
  names = $state.raw<ReadonlyMap<string, string>>(new Map())
  loaded = $state(false)
  busy = $state(false)
  done = $state<'entered' | 'confirmed' | 'struck' | null>(null)
  refusal = $state.raw<MemberRefusal | null>(null)
  problems = $state.raw<readonly FactProblem[]>([])
  counted = $state<Counted>('all')
  key = $state('')
  rule = $state<Majority | ''>('')
  by = $state<GroupKind | ''>('')
  readonly deps: Deps

  constructor(deps: Deps) {
    this.deps = deps
    this.key = subjectKey({ kind: 'instrument', id: deps.instrument })
  }

  async load(): Promise<void> {
    const { workbench, desk, instrument, body } = this.deps
    const [ground, rows, team] = await Promise.all([
      workbench.whipGround({ desk, instrument, body }),
      workbench.positions({ desk, instrument }),
      workbench.desk({ desk }),
    ])
    if (team.ok) this.names = new Map(team.value.members.map(({ account, name }) => [account, name]))
    if (!ground.ok) this.refusal = ground.error
    else if (!rows.ok) this.refusal = rows.error
    else {
      this.ground = ground.value
      this.rows = rows.value.positions
    }
    this.loaded = true
  }

  /** Of this body and not struck: of other bodies the desk counts elsewhere. */
  get standing(): readonly PositionRow[] {
    return this.rows.filter(({ struck }) => struck === null)
  }

  get waiting(): readonly PositionRow[] {
    return this.standing.filter(({ confirmed }) => confirmed === null)
  }

  /** What is public stands in the answer already; a fact that is in both counts once. */
  get facts(): readonly PositionFact[] {
    const open = this.ground?.facts ?? []
    if (this.counted === 'public') return open
    return open.concat(this.waiting.map(({ fact }) => fact)).concat(this.sealed)
  }

  get subjects() {
    const { ground } = this
    return ground ? subjectsOf(ground, this.facts) : []
  }

  get of(): Subject {
    const found = subjectOfKey<Subject>(this.subjects, this.key)
    return found ? { kind: found.kind, id: found.id } : { kind: 'instrument', id: this.deps.instrument }
  }

  get asOf(): string {
    const { ground, facts, deps } = this
    return ground?.body
      ? countingDay(ground.history, { body: ground.body, facts, today: deps.today })
      : deps.today
  }

  get view(): WhipView | null {
    const { ground, facts, of, asOf } = this
    if (!ground?.body) return null
    const { body } = ground
    return viewWhip({ body, facts, of, asOf, rule: this.rule || body.rule, by: this.by || null })
  }

  /** True: they are kept. */
  async enter(facts: readonly TypedFact[]): Promise<boolean> {
    const { workbench, desk, instrument } = this.deps
    const body = this.ground?.body?.slug
    if (body === undefined || facts.length === 0) return false
    return this.#act('entered', () => workbench.enterPositions({ desk, instrument, body, facts }))
  }

  confirm(ids: readonly string[]): Promise<boolean> {
    const { workbench, desk } = this.deps
    return this.#act('confirmed', () => workbench.confirmPositions({ desk, ids }))
  }

  strike(ids: readonly string[], why: string): Promise<boolean> {
    const { workbench, desk } = this.deps
    return this.#act('struck', () => workbench.strikePositions({ desk, ids, why }))
  }

  async #act(
    done: NonNullable<WhipRoom['done']>,
    act: () => Promise<Result<unknown, MemberRefusal>>,
  ): Promise<boolean> {
    this.busy = true
    this.done = null
    this.refusal = null
    this.problems = []
    const answer = await act()
    if (answer.ok) await this.load()
    this.busy = false
    if (answer.ok) this.done = done
    else this.#refuse(answer.error)
    return answer.ok
  }

  #refuse(refusal: MemberRefusal): void {
    this.refusal = refusal
    if (refusal.kind !== 'refused_by_server') return
    const problems = factProblems.safeParse(refusal.fields.problems)
    this.problems = (problems.success ? problems.data : []).map(({ at, code }) => {
      const [place = '', ...field] = at.split('.')
      return { place: Number(place), field: field.join('.'), code }
    })
  }
}
