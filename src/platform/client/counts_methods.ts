/** Numbers of an ask, as the workbench offers them to its managers. */
import {
  addOnPaper,
  countChosen,
  invalidate,
  readLedger,
  readNumbers,
  restore,
} from '#campaigns/client/counts.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import { whileOpen } from './while_open.ts'

type Form<Act extends (deps: ClientDeps, given: never) => unknown> = Parameters<Act>[1]

export type CountsMethods = {
  askNumbers(given: Form<typeof readNumbers>): ReturnType<typeof readNumbers>
  askLedger(given: Form<typeof readLedger>): ReturnType<typeof readLedger>
  addOnPaper(given: Form<typeof addOnPaper>): ReturnType<typeof addOnPaper>
  countChosen(given: Form<typeof countChosen>): ReturnType<typeof countChosen>
  invalidateChosen(given: Form<typeof invalidate>): ReturnType<typeof invalidate>
  restoreChosen(given: Form<typeof restore>): ReturnType<typeof restore>
}

export const countsMethods = (deps: ClientDeps, unlocked: () => Unlocked | null): CountsMethods => {
  const open = whileOpen(unlocked)
  return {
    askNumbers: (of) => open(() => readNumbers(deps, of)),
    askLedger: (of) => open(() => readLedger(deps, of)),
    addOnPaper: (form) => open(() => addOnPaper(deps, form)),
    countChosen: (form) => open(() => countChosen(deps, form)),
    invalidateChosen: (form) => open(() => invalidate(deps, form)),
    restoreChosen: (form) => open(() => restore(deps, form)),
  }
}
