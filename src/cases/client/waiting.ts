/** What waits on this device, folded on top of what the server has. What was refused is beside it, and changes nothing. */
import { decideAppend } from '#cases/core/decide.ts'
import { type CaseEntry, newestVersion } from '#cases/core/entry.ts'
import { foldCase } from '#cases/core/fold.ts'
import { headOf, searchTextOf } from '#cases/core/search.ts'
import { asWritten, type Here, today } from '#cases/client/case_log.ts'
import type { OutboxItem } from '#cases/client/outbox.ts'
import type { RegistryLine } from '#cases/client/registry.ts'
import type {
  CaseRefusal,
  CaseView,
  EntryView,
  NewEntry,
  OutboxLine,
  WaitingView,
} from '#cases/client/views.ts'
import { foldText, textMatcher } from '#kernel/core/fold_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'

/** Of a case that the server does not have yet. */
export const emptyView = (here: Here, id: string): CaseView => {
  const state = foldCase([], today(here))
  return {
    case: id,
    desk: here.desk().desk.id,
    head: headOf(state, []),
    state,
    entries: [],
    tip: -1,
    waiting: [],
  }
}

export const withWaiting = (here: Here, view: CaseView, items: readonly OutboxItem[]): CaseView => {
  const own = items.filter((item) => item.case === view.case)
  if (own.length === 0) return view
  const there = new Set(view.entries.map(({ id }) => id))
  let entries = view.entries
  const waiting: WaitingView[] = []
  for (const item of own) {
    // Sent already; what is left of it here goes with the next look.
    if (item.entries.every(({ id }) => there.has(id))) continue
    const shown = entriesOf(here, item, entries)
    if (item.refused === null) entries = [...entries, ...shown]
    waiting.push({
      item: item.id,
      at: item.at,
      entries: shown,
      refused: item.refused,
      meanwhile: item.meanwhile,
    })
  }
  const state = foldCase(entries, today(here))
  return { ...view, entries, state, head: headOf(state, entries), waiting }
}

const isDark = (here: Here, entries: readonly CaseEntry[], first: NewEntry | undefined): boolean =>
  entries.length > 0
    ? foldCase(entries, today(here)).dark
    : (first?.coded as { readonly dark?: boolean } | undefined)?.dark === true

const entriesOf = (here: Here, item: OutboxItem, before: readonly CaseEntry[]): readonly EntryView[] => {
  const { keys } = here.unlocked
  const dark = isDark(here, before, item.entries[0])
  return item.entries.map((entry, place): EntryView => {
    const { kind, coded, words, open } = asWritten(entry, dark)
    return {
      id: entry.id,
      seq: before.length + place,
      at: item.at,
      author: keys.account,
      authorName: keys.name,
      kind,
      kindVersion: newestVersion(kind),
      coded,
      words,
      ...(open !== undefined && { open }),
      erased: [],
      waits: true,
    }
  })
}

/** The decision of this moment: it is asked again when the entry is sent. */
export const decideWaiting = (here: Here, view: CaseView, item: OutboxItem): Result<void, CaseRefusal> => {
  const { account } = here.unlocked.keys
  const own = here.desk().desk.members.get(account)
  if (!own) return err({ kind: 'locked' })
  let entries: readonly CaseEntry[] = view.entries
  for (const entry of entriesOf(here, item, view.entries)) {
    const by = { account, role: own.role }
    const decided = decideAppend(foldCase(entries, today(here)), entry, by, today(here))
    if (!decided.ok) return err({ kind: 'decided', why: decided.error })
    entries = [...entries, entry]
  }
  return ok(undefined)
}

/** Lines of cases that the server does not have yet, as far as they fit what is typed. */
export const waitingLines = (
  here: Here,
  items: readonly OutboxItem[],
  typed: string | null,
): readonly RegistryLine[] => {
  const matches = typed === null ? null : textMatcher(typed)
  return items
    .filter(({ isNew, desk }) => isNew && desk === here.desk().desk.id)
    .flatMap(({ case: id }): readonly RegistryLine[] => {
      const { head } = withWaiting(here, emptyView(here, id), items)
      if (matches && !matches(foldText(searchTextOf(head)))) return []
      const tip = { seq: -1, hash: '' }
      return [{ case: id, tip, keys: null, deskEpoch: 1, head, fresh: false, alarm: null }]
    })
}

export const outboxLine = (item: OutboxItem, title: string): OutboxLine => ({
  item: item.id,
  case: item.case,
  isNew: item.isNew,
  title,
  at: item.at,
  kinds: item.entries.map(({ kind }) => kind),
  refused: item.refused,
  meanwhile: item.meanwhile,
})
