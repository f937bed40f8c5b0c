/** Positions on a member's device: asked of the server and sent to it. These are meant to be public; others are sealed. */
import { z } from 'zod'
import type { Result } from '#kernel/core/result.ts'
import {
  type EnteredFact,
  type PositionRows,
  rowsAnswer,
  type WhipCounts,
  whipCountsAnswer,
  type WhipGround,
  whipGroundAnswer,
} from '#instruments/core/position_wire.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, newId } from '#members/client/unlocked.ts'
import type { ApiRefusal } from '#platform/client/api.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
/** Answered with no words. */
const nothing = z.null()
type Of = { readonly desk: string; readonly instrument: string }

export const findPositions = async (deps: ClientDeps, { desk, instrument }: Of): Answer<PositionRows> =>
  orRefusal(
    await deps.api('GET', `/desks/${desk}/positions?instrument=${encodeURIComponent(instrument)}`, {
      answer: rowsAnswer,
    }),
  )

export const findWhipCounts = async (deps: ClientDeps, desk: string): Answer<WhipCounts> =>
  orRefusal(await deps.api('GET', `/desks/${desk}/whip-counts`, { answer: whipCountsAnswer }))

export const findWhipGround = async (
  deps: ClientDeps,
  { desk, instrument, body }: Of & { readonly body: string | null },
): Answer<WhipGround> => {
  const query = body === null ? '' : `?body=${encodeURIComponent(body)}`
  const path = `/desks/${desk}/whip-counts/${encodeURIComponent(instrument)}${query}`
  return orRefusal(await deps.api('GET', path, { answer: whipGroundAnswer }))
}

/** A fact before it has its id. */
export type TypedFact = Omit<EnteredFact, 'id'>
export type EntryForm = Of & { readonly body: string; readonly facts: readonly TypedFact[] }

/** Ids of what was sent and not answered: sent again with them, it stands there once. */
export type Unanswered = Map<string, readonly string[]>

export const enterPositions = async (
  deps: ClientDeps,
  unanswered: Unanswered,
  form: EntryForm,
): Answer<PositionRows> => {
  const { desk, instrument, body, facts } = form
  const sent = JSON.stringify(form)
  const ids = unanswered.get(sent) ?? facts.map(() => newId(deps))
  unanswered.set(sent, ids)
  const answer = await deps.api('POST', `/desks/${desk}/positions`, {
    body: { instrument, body, facts: facts.map((fact, place) => ({ id: ids[place], ...fact })) },
    answer: rowsAnswer,
  })
  if (answer.ok || answer.error.kind !== 'unreachable') unanswered.delete(sent)
  return orRefusal(answer)
}

type Chosen = { readonly desk: string; readonly ids: readonly string[] }

export const confirmPositions = async (deps: ClientDeps, { desk, ids }: Chosen): Answer<null> =>
  orRefusal(await deps.api('POST', `/desks/${desk}/positions/confirm`, { body: { ids }, answer: nothing }))

export const strikePositions = async (
  deps: ClientDeps,
  { desk, ids, why }: Chosen & { readonly why: string },
): Answer<null> =>
  orRefusal(
    await deps.api('POST', `/desks/${desk}/positions/strike`, { body: { ids, why }, answer: nothing }),
  )

const orRefusal = <T>(answer: Result<T, ApiRefusal>): Result<T, MemberRefusal> =>
  answer.ok ? answer : serverErr(answer.error)
