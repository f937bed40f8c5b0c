/** What opens a file of evidence stays where keys are: a page is shown the entry without it. */
import type { CaseEntry } from './entry.ts'

export const withoutIdentity = (entry: CaseEntry): CaseEntry => {
  if (entry.kind === 'evidence') return { ...entry, words: bare(entry.words) }
  const inside = entry.kind === 'dark' ? (entry.words as Inside | null | undefined) : null
  return inside?.kind === 'evidence' ? { ...entry, words: { ...inside, words: bare(inside.words) } } : entry
}

type Inside = { readonly kind?: unknown; readonly words?: unknown }

const bare = (words: unknown): unknown => {
  if (typeof words !== 'object' || words === null) return words
  const { identity: _identity, ...rest } = words as Readonly<Record<string, unknown>>
  return rest
}
