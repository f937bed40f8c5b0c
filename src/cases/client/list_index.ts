/** What a desk's list and its search are answered from: the lines in order, and their texts folded as one. */
import { type CaseHead, searchTextOf } from '#cases/core/search.ts'
import { isErased, type Registry, type RegistryLine } from '#cases/client/registry.ts'
import { compareText } from '#kernel/core/compare_text.ts'
import { searchForms } from '#kernel/core/fold_text.ts'
import { type Haystack, haystackOf, searchHaystack } from '#kernel/core/haystack.ts'

/** Made when first asked for, and made anew when a line changes. */
export type ListIndex = {
  readonly registry: Registry
  order: readonly RegistryLine[] | null
  texts: Haystack | null
  erased: ReadonlySet<RegistryLine> | null
}

export const emptyIndex = (registry: Registry): ListIndex => ({
  registry,
  order: null,
  texts: null,
  erased: null,
})

/** Alarms first, then by last change; what was erased last. */
export const ordered = (index: ListIndex): readonly RegistryLine[] =>
  (index.order ??= [...index.registry.values()].toSorted(
    (a, b) =>
      Number(b.alarm !== null) - Number(a.alarm !== null) ||
      Number(isErased(a)) - Number(isErased(b)) ||
      compareText(b.head?.at ?? '', a.head?.at ?? '') ||
      compareText(a.case, b.case),
  ))

/** Asked of every line at every key, this alone took half of a search. */
export const erasedIn = (index: ListIndex): ReadonlySet<RegistryLine> =>
  (index.erased ??= new Set([...index.registry.values()].filter(isErased)))

/**
 * The lines whose heads hold what was typed, in the order of the list. What cannot be read is never searched away: an alarm
 * must be seen.
 */
export const linesFound = (index: ListIndex, typed: string): readonly RegistryLine[] => {
  const lines = ordered(index)
  index.texts ??= haystackOf(lines.map(textOf))
  const places = searchHaystack(index.texts, searchForms(typed))
  const calm = lines.findIndex(({ alarm }) => alarm === null)
  const alarmed = calm < 0 ? lines.length : calm
  const later = [...places].filter((place) => place >= alarmed).toSorted((a, b) => a - b)
  return [
    ...lines.slice(0, alarmed),
    ...later.flatMap((place) => {
      const line = lines[place]
      return line === undefined ? [] : [line]
    }),
  ]
}

/** Folding ten thousand heads takes a fifth of a second, and most heads outlive many lists. */
const textByHead = new WeakMap<CaseHead, string>()

const textOf = ({ head }: RegistryLine): string => {
  if (head === null) return ''
  const known = textByHead.get(head)
  if (known !== undefined) return known
  const text = searchTextOf(head)
  textByHead.set(head, text)
  return text
}

/** Lines folded at a time: what a page asks meanwhile does not wait for more. */
const AHEAD = 250

/** Folds the texts after the list was answered, before somebody has typed. */
export const foldAhead = (now: () => ListIndex | undefined): void =>
  foldFrom([...(now()?.registry.values() ?? [])], 0, now)

/** In any order: a line that changes meanwhile would have the whole list ordered anew for every few. */
const foldFrom = (lines: readonly RegistryLine[], from: number, now: () => ListIndex | undefined): void => {
  setTimeout(() => {
    const index = now()
    for (const line of lines.slice(from, from + AHEAD)) textOf(line)
    if (index && from + AHEAD < lines.length) foldFrom(lines, from + AHEAD, now)
    else if (index) index.texts ??= haystackOf(ordered(index).map(textOf))
  }, 0)
}
