/** The targets of an ask open at the desk: the whip count of its text, and what the desk noted of them, sealed. */
import type { LobbyForm, LobbyingRefusal, LobbyingView } from '#campaigns/client/lobbying.ts'
import { type AskBody, askBody } from '#campaigns/core/ask.ts'
import { lobbiedBy, type LobbyView, viewTargets } from '#campaigns/core/lobby_targets.ts'
import type { LobbyNoteKind } from '#campaigns/core/lobbying.ts'
import type { PositionFact } from '#instruments/core/positions.ts'
import type { WhipGround } from '#instruments/core/position_wire.ts'
import type { Result } from '#kernel/core/result.ts'
import type { Workbench } from '#platform/client/workbench.ts'

type LobbyWorkbench = Pick<
  Workbench,
  'document' | 'whipGround' | 'positions' | 'sealedPositions' | 'lobbying' | 'noteLobbying' | 'strikeLobbying'
>

type Deps = {
  readonly workbench: LobbyWorkbench
  readonly desk: string
  readonly ask: string
  /** Null: the first one that is asked. */
  readonly body: string | null
  /** ISO day. */
  readonly today: string
}

export class LobbyRoom {
  ask = $state.raw<AskBody | null>(null)
  bodies = $state.raw<readonly string[]>([])
  ground = $state.raw<WhipGround | null>(null)
  /** Public ones, those that wait for a second member, and those that were told in confidence. */
  facts = $state.raw<readonly PositionFact[]>([])
  lobbying = $state.raw<LobbyingView | null>(null)
  refusal = $state.raw<LobbyingRefusal | null>(null)
  loaded = $state(false)
  busy = $state(false)
  readonly deps: Deps

  constructor(deps: Deps) {
    this.deps = deps
  }

  async load(): Promise<void> {
    const { workbench, desk, ask, body } = this.deps
    const [document, lobbying] = await Promise.all([
      workbench.document({ desk, document: ask }),
      workbench.lobbying({ desk, ask }),
    ])
    if (!document.ok) this.refusal = document.error
    else {
      const last = document.value.versions.findLast(({ act, body: words }) => act === 'publish' && words)
      const parsed = askBody.safeParse(last?.body)
      this.ask = parsed.success ? parsed.data : null
    }
    this.#take(lobbying)
    const lobbied = this.ask && lobbiedBy(this.ask)
    if (lobbied) {
      this.bodies = lobbied.bodies
      const chosen = lobbied.bodies.find((one) => one === body) ?? lobbied.bodies[0] ?? ''
      await this.#count(lobbied.instrument, chosen)
    }
    this.loaded = true
  }

  async #count(instrument: string, body: string): Promise<void> {
    const { workbench, desk } = this.deps
    const [ground, rows, sealed] = await Promise.all([
      workbench.whipGround({ desk, instrument, body }),
      workbench.positions({ desk, instrument }),
      workbench.sealedPositions({ desk, instrument }),
    ])
    if (!ground.ok) {
      this.refusal = ground.error
      return
    }
    this.ground = ground.value
    const waiting = rows.ok
      ? rows.value.positions.filter(({ confirmed, struck }) => confirmed === null && struck === null)
      : []
    this.facts = [
      ...ground.value.facts,
      ...waiting.map(({ fact }) => fact),
      ...(sealed.ok ? sealed.value.facts : []),
    ]
  }

  get view(): LobbyView | null {
    const { ask, ground, facts } = this
    if (!ask || !ground?.body) return null
    return viewTargets({ ask, body: ground.body, ground, facts, today: this.deps.today })
  }

  /** Members of the desk by the name that its log gives them. */
  nameOf(account: string): string {
    return this.lobbying?.names[account] ?? account
  }

  coverOf(member: string): string | null {
    return this.lobbying?.covers.find((one) => one.member === member)?.account ?? null
  }

  /** The same id again, because an answer was lost, is one note. */
  async note(kind: LobbyNoteKind, words: unknown, id: string): Promise<boolean> {
    const { desk, ask } = this.deps
    const form: LobbyForm = { desk, ask, id, kind, words }
    return this.#act(this.deps.workbench.noteLobbying(form))
  }

  async strike(entry: string, why: string): Promise<boolean> {
    const { workbench, desk, ask } = this.deps
    return this.#act(workbench.strikeLobbying({ desk, ask, entry, why }))
  }

  async #act(asked: Promise<Result<LobbyingView, LobbyingRefusal>>): Promise<boolean> {
    this.busy = true
    this.refusal = null
    const done = this.#take(await asked)
    this.busy = false
    return done
  }

  #take(answer: Result<LobbyingView, LobbyingRefusal>): boolean {
    if (answer.ok) this.lobbying = answer.value
    else {
      this.refusal = answer.error
      if (answer.error.kind === 'tampered') this.lobbying = null
    }
    return answer.ok
  }
}
