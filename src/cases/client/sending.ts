/**
 * Sends what waits, in the order in which it was written: folded, decided and signed anew, onto whatever stands there
 * now. What cannot be sent stays with its reason and with what colleagues wrote meanwhile: nothing is overwritten, and
 * nothing is lost.
 */
import { appendNow, createAs, inTurnAt } from '#cases/client/case_writing.ts'
import { type CasesOf, registryOf, viewServed } from '#cases/client/desk_cases.ts'
import {
  aloneSending,
  changeOutbox,
  type Meanwhile,
  type OutboxItem,
  readOutbox,
  withItem,
  withoutItem,
} from '#cases/client/outbox.ts'
import type { CaseRefusal, CaseView } from '#cases/client/views.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'

type Outcome = Result<CaseView | null, CaseRefusal>

/** Says how many were sent; a refusal only where none could be: the server is away, or the session has ended. */
export const sendOutbox = async (cases: CasesOf): Promise<Result<{ readonly sent: number }, CaseRefusal>> => {
  const { kept } = cases.deps
  if (!kept?.box()) return ok({ sent: 0 })
  return aloneSending(kept, cases.unlocked.keys.account, async () => {
    let sent = 0
    for (const { id } of await readOutbox(kept)) {
      // Another tab may have sent or dropped it meanwhile.
      const item = (await readOutbox(kept)).find((one) => one.id === id)
      if (!item || item.refused) continue
      const outcome = await inTurnAt(cases, item.case, () => sendItem(cases, item))
      if (outcome.ok) {
        await changeOutbox(kept, (items) => withoutItem(items, id))
        sent += 1
        continue
      }
      const refused = outcome.error
      if (refused.kind === 'unreachable' || refused.kind === 'locked') return err(refused)
      const meanwhile = await meanwhileOf(cases, item)
      await changeOutbox(kept, (items) => withItem(items, { ...item, refused, meanwhile }))
    }
    return ok({ sent })
  })
}

const sendItem = async (cases: CasesOf, item: OutboxItem): Promise<Outcome> => {
  const { desk, case: log } = item
  const there = await servedNow(cases, item)
  if (!there.ok) return there
  // It was stored, and only the answer was lost.
  if (there.value && item.entries.every(({ id }) => there.value?.entries.some((one) => one.id === id)))
    return there
  const entries = item.entries.map((entry) => ({ ...entry, at: item.at }))
  if (!item.isNew) return appendNow(cases, { desk, case: log, entries })
  return there.value
    ? err({ kind: 'refused_by_server', type: 'id_taken', fields: {} })
    : createAs(cases, { desk, case: log, entries })
}

/** The case as the server has it at this moment, not as it was kept; null for one that it does not have yet. */
const servedNow = async (cases: CasesOf, { desk, case: log, isNew }: OutboxItem): Promise<Outcome> => {
  const isAway = (): boolean => cases.deps.kept?.away() !== null
  if (isNew) {
    const registry = await registryOf(cases, desk, 'newest')
    if (!registry.ok) return registry
    if (isAway()) return err({ kind: 'unreachable' })
    if (!registry.value.has(log)) return ok(null)
  }
  const view = await viewServed(cases, { desk, case: log })
  return view.ok && isAway() ? err({ kind: 'unreachable' }) : view
}

const meanwhileOf = async (cases: CasesOf, item: OutboxItem): Promise<readonly Meanwhile[]> => {
  const view = await viewServed(cases, item)
  if (!view.ok) return []
  return view.value.entries
    .filter(({ seq, author }) => seq > item.onto && author !== cases.unlocked.keys.account)
    .map(({ seq, kind, authorName, at }) => ({ seq, kind, authorName, at }))
}

/** By hand: what was refused is tried once more with the rest. */
export const tryAgain = async ({ deps }: CasesOf, id: string): Promise<void> => {
  await changeOutbox(deps.kept, (items) =>
    items.map((item) => (item.id === id ? { ...item, refused: null, meanwhile: [] } : item)),
  )
}

/** The member lets it go; nothing else does. */
export const dropItem = async ({ deps }: CasesOf, id: string): Promise<void> => {
  await changeOutbox(deps.kept, (items) => withoutItem(items, id))
}
