/**
 * Costly work done by few at once.
 *
 * [Note: In turn] Nobody is counted, since no visitor is known: the work is. Of each purpose one piece runs at a time,
 * of all together two; so many wait for a while, and whoever comes then is turned away at once. So whoever asks a
 * thousand costly pages fills the places of that purpose, and all other pages and the desk go on.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'

export type Turns = {
  /** `gone` ends the wait of whoever left. */
  readonly take: <T>(
    purpose: string,
    work: () => Promise<T>,
    gone?: AbortSignal,
  ) => Promise<Result<T, Crowded>>
}
export type Crowded = { readonly kind: 'crowded' }

export type TurnOptions = {
  /** Of one purpose, and of all of them. */
  readonly atOnce: number
  readonly together: number
  /** Of one purpose. */
  readonly mostWaiting: number
  /** Milliseconds. */
  readonly patience: number
}

/** Who waits longer than a page may take has given it up. */
const usual: TurnOptions = { atOnce: 1, together: 2, mostWaiting: 8, patience: 5_000 }

type Waiting = { readonly purpose: string; readonly settle: (may: boolean) => void }

export const createTurns = (options: TurnOptions = usual): Turns => {
  const working: string[] = []
  /** In the order in which they came. */
  const waiting = new Set<Waiting>()
  const isFree = (purpose: string): boolean =>
    working.length < options.together && working.filter((one) => one === purpose).length < options.atOnce
  const leave = (purpose: string): void => {
    working.splice(working.indexOf(purpose), 1)
    for (const next of waiting)
      if (isFree(next.purpose)) {
        working.push(next.purpose)
        next.settle(true)
      }
  }
  const enter = (purpose: string, gone?: AbortSignal): Promise<boolean> => {
    if (isFree(purpose)) {
      working.push(purpose)
      return Promise.resolve(true)
    }
    const before = [...waiting].filter((one) => one.purpose === purpose).length
    if (before >= options.mostWaiting || gone?.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const settle = (may: boolean): void => {
        clearTimeout(timer)
        gone?.removeEventListener('abort', refuse)
        waiting.delete(own)
        resolve(may)
      }
      const own = { purpose, settle }
      const refuse = (): void => settle(false)
      const timer = setTimeout(refuse, options.patience)
      gone?.addEventListener('abort', refuse, { once: true })
      waiting.add(own)
    })
  }
  return {
    take: async (purpose, work, gone) => {
      if (!(await enter(purpose, gone))) return err({ kind: 'crowded' })
      try {
        return ok(await work())
      } finally {
        leave(purpose)
      }
    },
  }
}
