/**
 * Cases that a member hands back before a border, and what their devices believe of it.
 *
 * [Note: Handed back] A server that leaves a case out of a list is caught by the memory of tips. Of a case that was handed
 * back it has to leave it out, and it must not be able to say so of another. So the device that hands back seals which
 * cases it were, under the member's own key; the server keeps that and shows it to the member's other devices. Once a
 * device has seen a case come back, the same paper is believed no more: a newer one would have to be sealed.
 */
import { z } from 'zod'
import { ok, type Result } from '#kernel/core/result.ts'
import { MOST_HANDED_BACK } from '#members/core/absence.ts'
import { handedBackAnswer, type HandedBackWire } from '#members/core/absence_wire.ts'
import { nothing } from '#members/core/wire.ts'
import { dropDrafts, dropLog } from '#members/client/kept_logs.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { isBelievedAway } from '#members/client/travel_memory.ts'
import { openPaper, type Paper, sealPaper } from '#members/client/travel_paper.ts'
import { type ClientDeps, saveMemory, type Unlocked } from '#members/client/unlocked.ts'
import { fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import type { AccountKeys } from '#vault/client/v1/account.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

export type HandedBack = {
  /** Of this member: how many cases, and since when; which they are stays with nobody here. */
  readonly own: { readonly cases: number; readonly since: string | null }
  readonly others: HandedBackWire['others']
  readonly returned: HandedBackWire['returned']
}

const ask = async (deps: ClientDeps, desk: string): Answer<HandedBackWire> => {
  const answer = await deps.api('GET', `/desks/${desk}/handed-back`, { answer: handedBackAnswer })
  return answer.ok ? answer : serverErr(answer.error)
}

export const findHandedBack = async (deps: ClientDeps, desk: string): Answer<HandedBack> => {
  const answer = await ask(deps, desk)
  if (!answer.ok) return answer
  const { own, others, returned } = answer.value
  const cases = own.reduce((sum, one) => sum + one.cases, 0)
  return ok({ own: { cases, since: own[0]?.since ?? null }, others, returned })
}

/** All of them; cut off in between, those that went out are handed back and the rest is not. */
export const handBackCases = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly cases: readonly string[] },
): Answer<null> => {
  const { desk } = given
  const { keys } = unlocked
  for (let from = 0; from < given.cases.length; from += MOST_HANDED_BACK) {
    const cases = given.cases.slice(from, from + MOST_HANDED_BACK)
    const paper: Paper = { v: 1, at: toInstant(deps.clock()), cases }
    const sealed = await sealPaper(paper, { keys, desk, chance: deps.chance })
    const body = { cases, sealed: toBase64url(sealed) }
    const sent = await deps.api('POST', `/desks/${desk}/handed-back`, { body, answer: nothing })
    if (!sent.ok) return serverErr(sent.error)
    for (const log of cases) {
      isBelievedAway(unlocked.memory, log, paper.at)
      await dropLog(deps, log)
    }
    await dropDrafts(deps, keys.account, cases)
  }
  await saveMemory(deps, unlocked, true)
  return ok(null)
}

export const returnCases = async (
  deps: ClientDeps,
  given: { readonly desk: string; readonly traveller: string; readonly cases: readonly string[] },
): Answer<HandedBack> => {
  const { desk, traveller } = given
  for (let from = 0; from < given.cases.length; from += MOST_HANDED_BACK) {
    const cases = given.cases.slice(from, from + MOST_HANDED_BACK)
    const body = { traveller, cases }
    const answer = z.object({ returned: z.int() })
    const sent = await deps.api('POST', `/desks/${desk}/handed-back/return`, { body, answer })
    if (!sent.ok) return serverErr(sent.error)
  }
  return findHandedBack(deps, desk)
}

/**
 * Whether this member handed a case back that the server leaves out. Asks the server for the sealed papers once, and not
 * at all while nothing is left out. See [Note: Handed back].
 */
export const askWhatWasHandedBack = (
  deps: ClientDeps,
  { keys, memory }: Unlocked,
  desk: string,
): ((log: string) => Promise<boolean>) => {
  let asked: Promise<ReadonlyMap<string, string>> | null = null
  return async (log) => {
    asked ??= readPapers(deps, keys, desk)
    const at = (await asked).get(log)
    return at !== undefined && isBelievedAway(memory, log, at)
  }
}

const readPapers = async (
  deps: ClientDeps,
  keys: AccountKeys,
  desk: string,
): Promise<ReadonlyMap<string, string>> => {
  const answer = await ask(deps, desk)
  const newest = new Map<string, string>()
  for (const { sealed } of answer.ok ? answer.value.own : []) {
    const paper = await openPaper(fromBase64url(sealed) ?? new Uint8Array(), { keys, desk })
    for (const log of paper?.cases ?? []) if ((newest.get(log) ?? '') < paper!.at) newest.set(log, paper!.at)
  }
  return newest
}
