/** What a page knows of a case beyond its state: entries with corrections put in place, dark ones unfolded. Pure. */
import type { CitableText } from '#instruments/core/citable.ts'
import type { CaseLine, CaseView, EntryView } from '#cases/client/views.ts'
import { parseWords } from '#cases/core/entry.ts'
import { type Citation, citationKey } from '#kernel/core/citation.ts'
import type { MemberView } from '#members/client/views.ts'

export type Said = { readonly coded: unknown; readonly words: unknown }

export type ShownEntry = Said & {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly author: string
  readonly authorName: string
  /** The real kind, also of a dark entry. */
  readonly kind: string
  readonly open: unknown
  readonly erased: readonly string[]
  readonly isDark: boolean
  /** What it said before its corrections, the oldest first. */
  readonly before: readonly Said[]
  readonly correctedBy: readonly string[]
  /** Of a correction: the entry it corrects, and that entry's kind. */
  readonly corrects: { readonly id: string; readonly kind: string } | null
}

export type World = {
  readonly entries: readonly ShownEntry[]
  readonly members: readonly Pick<MemberView, 'account' | 'name'>[]
  readonly cases: readonly CaseLine[]
  readonly self: string | null
  /** What can be cited; none while it is not known. */
  readonly norms: readonly CitableText[]
  /** Only what the server knows: an entry or a case that is named is a number or an id to it. */
  readonly serverOnly?: boolean
}

/** The entries of a case in the order of its log. */
export const shownEntries = (view: Pick<CaseView, 'entries'>): readonly ShownEntry[] => {
  const shown = new Map<string, ShownEntry>()
  for (const entry of view.entries) {
    const own = unfolded(entry)
    const target = own.corrects === null ? undefined : shown.get(own.corrects.id)
    if (target === undefined || own.corrects === null) {
      shown.set(own.id, own)
      continue
    }
    shown.set(own.id, { ...own, corrects: { id: target.id, kind: target.kind } })
    shown.set(target.id, {
      ...target,
      coded: (own.coded as { readonly coded?: unknown } | null)?.coded ?? null,
      words: own.words,
      before: [...target.before, { coded: target.coded, words: target.words }],
      correctedBy: [...target.correctedBy, own.id],
    })
  }
  return [...shown.values()].toSorted((a, b) => a.seq - b.seq)
}

/** Nothing recorded, or too long ago to be among the entries. */
export const entryById = (world: Pick<World, 'entries'>, id: string): ShownEntry | null =>
  world.entries.find((entry) => entry.id === id) ?? null

/** The norms that events cite, each once. */
export const citedIn = (entries: readonly ShownEntry[]): readonly Citation[] => {
  const cited = entries
    .filter(({ kind }) => kind === 'event')
    .flatMap(({ coded }) => (coded as { readonly cites?: readonly Citation[] } | null)?.cites ?? [])
  return [...new Map(cited.map((one) => [citationKey(one), one])).values()]
}

export const citesNorms = (entries: readonly ShownEntry[]): boolean => citedIn(entries).length > 0

/** Entries of which no later one is the newer state. */
export const currentEntries = (entries: readonly ShownEntry[], kind: string): readonly ShownEntry[] => {
  const own = entries.filter((entry) => entry.kind === kind)
  const updated = new Set(own.map((entry) => (entry.coded as { readonly updates?: string } | null)?.updates))
  return own.filter((entry) => !updated.has(entry.id))
}

export const unfolded = (entry: EntryView): ShownEntry => {
  const inside = entry.kind === 'dark' ? parseWords('dark', entry.words) : null
  const real = inside?.ok
    ? { kind: inside.value.kind, coded: inside.value.coded, words: inside.value.words ?? null }
    : { kind: entry.kind, coded: entry.coded, words: entry.words ?? null }
  const corrects = (real.coded as { readonly corrects?: unknown } | null)?.corrects
  return {
    ...real,
    id: entry.id,
    seq: entry.seq,
    at: entry.at,
    author: entry.author,
    authorName: entry.authorName,
    open: entry.open ?? null,
    erased: entry.erased,
    isDark: entry.kind === 'dark',
    before: [],
    correctedBy: [],
    corrects:
      real.kind === 'correction' && typeof corrects === 'string' ? { id: corrects, kind: 'unknown' } : null,
  }
}
