/** What the pages of a letter at its desk share: the letter as last read, and every act on it. */
import type { LetterDesk } from '#campaigns/core/sign_on_wire.ts'
import type { Result } from '#kernel/core/result.ts'
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal, Workbench } from '#platform/client/workbench.ts'

export class LetterRoom {
  readonly workbench: Workbench
  readonly of: { readonly desk: string; readonly ask: string }
  letter = $state.raw<LetterDesk | null>(null)
  refusal = $state.raw<MemberRefusal | null>(null)
  busy = $state(false)

  constructor(workbench: Workbench, of: { readonly desk: string; readonly ask: string }) {
    this.workbench = workbench
    this.of = of
  }

  /** True where it was done. */
  async act(work: () => Promise<Result<LetterDesk, MemberRefusal>>): Promise<boolean> {
    this.busy = true
    const done = await work()
    this.busy = false
    this.refusal = done.ok ? null : done.error
    if (done.ok) this.letter = done.value
    return done.ok
  }

  load(): Promise<boolean> {
    return this.act(() => this.workbench.letter(this.of))
  }
}

/** Null: one that every page of the desk has words for. */
export const letterRefusal = (t: Translate, refusal: MemberRefusal): string | null => {
  const why = refusal.kind === 'refused_by_server' ? t.find(`sign_on.desk.refusal.${refusal.type}`) : null
  return why === null ? null : t('sign_on.desk.refused', { why })
}
