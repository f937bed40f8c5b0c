/** What was told in confidence of one text, open on a page of the desk: the worker seals and opens it. */
import type { SealedPositions, SealedRefusal } from '#instruments/client/sealed_positions.ts'
import type { PositionFact } from '#instruments/core/positions.ts'
import type { ConfidentialFact } from '#instruments/core/sealed_positions.ts'
import type { Result } from '#kernel/core/result.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { Draft } from '#platform/ui/draft.svelte.ts'

type Sealed = Pick<
  Workbench,
  | 'sealedPositions'
  | 'noteSealedPosition'
  | 'strikeSealedPosition'
  | 'saveDraft'
  | 'loadDraft'
  | 'deleteDraft'
>
type Of = { readonly desk: string; readonly instrument: string }

export class SealedRoom {
  /** Null: not loaded, or not shown because it does not verify. */
  sealed = $state.raw<SealedPositions | null>(null)
  refusal = $state.raw<SealedRefusal | null>(null)
  busy = $state(false)
  readonly #workbench: Sealed
  readonly #of: Of

  constructor(workbench: Sealed, of: Of) {
    this.#workbench = workbench
    this.#of = of
  }

  /** For the whip count, beside the public ones. */
  get facts(): readonly PositionFact[] {
    return this.sealed?.facts ?? []
  }

  load(): Promise<boolean> {
    return this.#take(this.#workbench.sealedPositions(this.#of))
  }

  /** Of what is typed of one body. */
  draft<Values extends object>(body: string): Draft<Values> {
    const { desk, instrument } = this.#of
    return new Draft(this.#workbench, `sealed position ${desk} ${instrument} ${body}`)
  }

  /** The same id again, because an answer was lost, is one note. */
  note(id: string, fact: ConfidentialFact): Promise<boolean> {
    return this.#take(this.#workbench.noteSealedPosition({ desk: this.#of.desk, id, fact }))
  }

  strike(entry: string, why: string): Promise<boolean> {
    return this.#take(this.#workbench.strikeSealedPosition({ ...this.#of, entry, why }))
  }

  async #take(asked: Promise<Result<SealedPositions, SealedRefusal>>): Promise<boolean> {
    this.busy = true
    const answer = await asked
    this.busy = false
    this.refusal = answer.ok ? null : answer.error
    if (answer.ok) this.sealed = answer.value
    else if (answer.error.kind === 'tampered') this.sealed = null
    return answer.ok
  }
}
