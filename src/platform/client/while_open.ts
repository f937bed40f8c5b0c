/** What a locked workbench answers, in one place. */
import { err, type Result } from '#kernel/core/result.ts'

export type Locked = { readonly kind: 'locked' }

/** `now`: what is open at that moment, null while it is locked. */
export const whileOpen =
  <Open>(now: () => Open | null) =>
  async <T, E>(act: (open: Open) => Promise<Result<T, E>>): Promise<Result<T, E | Locked>> => {
    const open = now()
    return open === null ? err({ kind: 'locked' }) : act(open)
  }
