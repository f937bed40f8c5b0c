/** Entries that take the place of earlier ones: each chain is one thing, as its last entry says it. */
import { type CaseLog, type FactKind, type FactOf, factsOf } from './read_log.ts'

type UpdatableKind = 'hearing' | 'need' | 'contact' | 'support' | 'task'

/** The standing of everything of one kind: later entries that `updates` an earlier one take its place. */
export const currentOf = <K extends UpdatableKind & FactKind>(
  log: Pick<CaseLog, 'facts'>,
  kind: K,
): readonly FactOf<K>[] => chainsOf(log, kind).map(({ current }) => current)

/** An entry with all that took its place, one after the other. */
export type Chain<K extends FactKind> = {
  readonly first: string
  readonly ids: readonly string[]
  readonly current: FactOf<K>
}

export const chainsOf = <K extends UpdatableKind & FactKind>(
  log: Pick<CaseLog, 'facts'>,
  kind: K,
): readonly Chain<K>[] => {
  const chains = new Map<string, Chain<K>>()
  const first = new Map<string, string>()
  for (const fact of factsOf(log, kind)) {
    const updates = (fact.coded as { readonly updates?: string | undefined }).updates
    const root = (updates === undefined ? undefined : first.get(updates)) ?? fact.id
    first.set(fact.id, root)
    const ids = [...(chains.get(root)?.ids ?? []), fact.id]
    chains.set(root, { first: root, ids, current: fact })
  }
  return [...chains.values()]
}
