/** Entries that name other entries: which they name, and which of them are not there. */
import type { EntryKind } from './entry.ts'
import { type CaseLog, type Fact, type Finding } from './read_log.ts'

export type ReferenceWarning = 'reference_missing'

/** An id in a coded part and the kind of entry it must name; null: any kind. */
export type Reference = { readonly id: string; readonly kind: EntryKind | null }

/** What a coded part refers to, by the kind of its entry. Other logs, accounts and refs are no references. */
export const referencesOf = (fact: Pick<Fact, 'kind' | 'coded'>): readonly Reference[] => {
  const { kind, coded } = fact as Fact
  switch (kind) {
    case 'event':
      return [
        ...(coded.after ?? []).map(to('event')),
        ...(coded.conflictsWith ?? []).map(to('event')),
        ...(coded.charges ?? []).map(to('charge')),
        ...optional('note', coded.fromNote),
        ...optional('event', coded.concerns),
      ]
    case 'hearing':
      return [...(coded.charges ?? []).map(to('charge')), ...optional('hearing', coded.updates)]
    case 'source':
      return optional('source', coded.derivedFrom)
    case 'need':
      return optional('need', coded.updates)
    case 'contact':
      return optional('contact', coded.updates)
    case 'support':
      return [...optional('need', coded.need), ...optional('support', coded.updates)]
    case 'task':
      return [...optional(null, coded.about), ...optional('task', coded.updates)]
    case 'engagement':
      // `sameAs` may name an entry of another log.
      return [
        ...optional('hearing', coded.hearing),
        ...optional('consent', coded.consent),
        ...optional('engagement', coded.updates),
      ]
    case 'cover':
      return [{ id: coded.hearing, kind: 'hearing' }]
    case 'evidence':
      return [...optional(null, coded.about), ...optional('evidence', coded.copyOf)]
    case 'custody':
      return [{ id: coded.of, kind: 'evidence' }]
    case 'publication':
      return [...optional('consent', coded.consent), ...optional('publication', coded.replaces)]
    case 'release':
      return [{ id: coded.of, kind: null }]
    case 'withdrawal':
      return [{ id: coded.of, kind: 'publication' }]
    case 'opened':
    case 'identity':
    case 'charge':
    case 'note':
    case 'assessment':
    case 'consent':
    case 'risk':
    case 'link':
    case 'closed':
      return []
  }
}

/** Entries that name what is not there, or is of another kind. */
export const missingReferences = (log: CaseLog): readonly Finding<ReferenceWarning>[] => {
  if (log.gap !== null || log.erased !== null) return []
  return log.facts.flatMap((fact) => {
    const missing = referencesOf(fact).filter((reference) => !isThere(reference, log.kinds))
    return missing.length === 0
      ? []
      : [{ kind: 'reference_missing' as const, entries: [fact.id, ...missing.map((one) => one.id)] }]
  })
}

/** True when the log holds an entry of the kind. */
export const isThere = (reference: Reference, kinds: ReadonlyMap<string, EntryKind>): boolean => {
  const kind = kinds.get(reference.id)
  return kind !== undefined && (reference.kind === null || kind === reference.kind)
}

const to =
  (kind: EntryKind) =>
  (id: string): Reference => ({ id, kind })

const optional = (kind: EntryKind | null, id: string | undefined): readonly Reference[] =>
  id === undefined ? [] : [{ id, kind }]
