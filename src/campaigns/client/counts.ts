/** The numbers of an ask on a member's device, and what its managers do to them. */
import {
  type Chosen,
  chosenAnswer,
  type DeskNumbers,
  invalidateForm,
  ledgerAnswer,
  type LedgerLine,
  numbersAnswer,
  type paperForm,
} from '#campaigns/core/counts.ts'
import type { Result } from '#kernel/core/result.ts'
import { ok } from '#kernel/core/result.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'
import type { z } from 'zod'

type Answer<T> = Promise<Result<T, MemberRefusal>>
type Place = { readonly desk: string; readonly ask: string }
const pathOf = ({ desk, ask }: Place): string => `/desks/${desk}/asks/${ask}/numbers`

export const readNumbers = async (
  { api }: ClientDeps,
  of: Place & { readonly kind: string },
): Answer<DeskNumbers> => {
  const found = await api('GET', `${pathOf(of)}?kind=${of.kind}`, { answer: numbersAnswer })
  return found.ok ? found : serverErr(found.error)
}

/** Every line; `whole` false: there are older ones than one answer holds. */
export const readLedger = async (
  { api }: ClientDeps,
  of: Place,
): Answer<{ readonly lines: readonly LedgerLine[]; readonly whole: boolean }> => {
  const found = await api('GET', `${pathOf(of)}/ledger`, { answer: ledgerAnswer })
  return found.ok ? found : serverErr(found.error)
}

export const addOnPaper = async (
  { api }: ClientDeps,
  { desk, ask, ...body }: Place & z.infer<typeof paperForm>,
): Answer<null> => {
  const done = await api('POST', `${pathOf({ desk, ask })}/paper`, { body, answer: nothing })
  return done.ok ? ok(null) : serverErr(done.error)
}

/** How many would be taken out. */
export const countChosen = async (
  { api }: ClientDeps,
  { desk, ask, chosen }: Place & { readonly chosen: Chosen },
): Answer<number> => {
  const found = await api('POST', `${pathOf({ desk, ask })}/chosen`, { body: chosen, answer: chosenAnswer })
  return found.ok ? ok(found.value.number) : serverErr(found.error)
}

export const invalidate = async (
  deps: ClientDeps,
  given: Place & { readonly chosen: Chosen; readonly seen: number; readonly note: string },
): Answer<number> => {
  const { chosen, seen, note } = given
  const body = invalidateForm.parse({ batch: newId(deps), chosen, seen, note })
  const done = await deps.api('POST', `${pathOf(given)}/invalidate`, { body, answer: chosenAnswer })
  return done.ok ? ok(done.value.number) : serverErr(done.error)
}

export const restore = async (
  { api }: ClientDeps,
  { batch, note, ...of }: Place & { readonly batch: string; readonly note: string },
): Answer<number> => {
  const body = { note }
  const done = await api('POST', `${pathOf(of)}/${batch}/restore`, { body, answer: chosenAnswer })
  return done.ok ? ok(done.value.number) : serverErr(done.error)
}
