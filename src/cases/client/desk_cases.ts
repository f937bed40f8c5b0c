/** A desk's cases for its pages: list, search, overview, open, append. */
import { type CaseHead, headOf } from '#cases/core/search.ts'
import type {
  CaseFilter,
  CaseLine,
  CaseList,
  CaseRefusal,
  CaseView,
  DueLine,
  Overview,
} from '#cases/client/views.ts'
import { type Here, hereAt, makeHead, openCase, type OpenCase } from '#cases/client/case_log.ts'
import { loadRegistry, type Progress, type Registry, type RegistryLine } from '#cases/client/registry.ts'
import {
  emptyIndex,
  erasedIn,
  foldAhead,
  linesFound,
  type ListIndex,
  ordered,
} from '#cases/client/list_index.ts'
import { withoutIdentity } from '#cases/core/evidence_identity.ts'
import { compareText } from '#kernel/core/compare_text.ts'
import { foldText, textMatcher } from '#kernel/core/fold_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { readOutbox } from '#cases/client/outbox.ts'
import { emptyView, waitingLines, withWaiting } from '#cases/client/waiting.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { keptBehind } from '#members/client/kept_logs.ts'
import { readThrough } from '#members/client/memory.ts'
import { type ClientDeps, saveSoon, type Unlocked } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'

type Answer<T> = Promise<Result<T, CaseRefusal>>

/** A desk's registry, when it came and after how many milliseconds, and what lists and searches are answered from. */
type Listed = {
  readonly registry: Registry
  readonly came: number
  readonly took: number
  index: ListIndex
}

/** What stays in memory between two questions of a page: the registry of each desk. */
export type CasesOf = {
  readonly deps: ClientDeps
  readonly unlocked: Unlocked
  readonly registries: Map<string, Listed>
  /** The list of a desk that is under way, and the lines that this device learned since it was asked for. */
  readonly loading: Map<string, Loading>
  readonly opened: Map<string, OpenCase>
  /** The last append to each case: the next one waits, instead of losing the race for the tip to its own device. */
  readonly appending: Map<string, Promise<unknown>>
  readonly progress: Progress
}
type Loading = { readonly answer: Answer<Registry>; readonly learned: Registry }

export const noCasesYet = (given: Pick<CasesOf, 'deps' | 'unlocked' | 'progress'>): CasesOf => ({
  ...given,
  registries: new Map(),
  loading: new Map(),
  opened: new Map(),
  appending: new Map(),
})

/** A list asked for again within this time is answered from memory. */
const FRESH_MS = 15_000
/** So many times as long as it took: a device spends at most a tenth of its time on lists, however large the desk is. */
const REST = 9
/** For a newer list than the one at hand nobody waits longer than this. */
const MOST_WAIT_MS = 3000

export const hereOf = ({ deps, unlocked, opened }: CasesOf, desk: string): Here | null =>
  hereAt(deps, unlocked, { desk, opened })

/**
 * `known`: as this device has it, while a look at the server goes on beside. `fresh`: waits for that look where it is a
 * short one. `newest`: asked for after this call.
 */
type Wanted = 'known' | 'fresh' | 'newest'

export const registryOf = async (
  cases: CasesOf,
  desk: string,
  wanted: Wanted = 'fresh',
): Answer<Registry> => {
  if (!hereOf(cases, desk)) return err({ kind: 'locked' })
  const known = cases.registries.get(desk)
  const age = cases.deps.clock().getTime() - (known?.came ?? 0)
  const fresh = known && age < Math.max(FRESH_MS, REST * known.took)
  if (known && fresh && wanted !== 'newest') return ok(known.registry)
  const under = cases.loading.get(desk)
  const answer = under && wanted !== 'newest' ? under.answer : startLoading(cases, desk, under)
  const waits = wanted === 'newest' || (wanted === 'fresh' && (known?.took ?? 0) < MOST_WAIT_MS)
  if (!known || waits) return answer
  // The next question hears what came of it.
  answer.catch(() => undefined)
  return ok(known.registry)
}

/** One list after the other: an older one never replaces a newer one. */
const startLoading = (cases: CasesOf, desk: string, before: Loading | undefined): Answer<Registry> => {
  const learned: Registry = new Map()
  const load = async (): Answer<Registry> => {
    await before?.answer.catch(() => undefined)
    try {
      return await loadList(cases, desk, learned)
    } finally {
      if (cases.loading.get(desk)?.learned === learned) cases.loading.delete(desk)
    }
  }
  const answer = load()
  cases.loading.set(desk, { answer, learned })
  return answer
}

const loadList = async (cases: CasesOf, desk: string, learned: Registry): Answer<Registry> => {
  const here = hereOf(cases, desk)
  if (!here) return err({ kind: 'locked' })
  const asked = cases.deps.clock().getTime()
  // Lines of before this question are the list's to judge.
  learned.clear()
  const before = new Map(cases.registries.get(desk)?.registry)
  const given = { desk: here.desk(), before, progress: cases.progress }
  const loaded = await loadRegistry(cases.deps, cases.unlocked, given)
  if (!loaded.ok) return loaded
  const registry = loaded.value
  // The next list may be waited for already, and hears what is learned now.
  const heard = [...learned.values(), ...(cases.loading.get(desk)?.learned.values() ?? [])]
  for (const line of heard) if (isNewer(line, registry.get(line.case))) registry.set(line.case, line)
  const came = cases.deps.clock().getTime()
  const listed: Listed = { registry, came, took: came - asked, index: emptyIndex(registry) }
  cases.registries.set(desk, listed)
  foldAhead(() => cases.registries.get(desk)?.index)
  void renewKept(cases, desk, registry).catch(() => undefined)
  return loaded
}

/** What this device keeps follows the list: what is the desk's no more goes, what grew is looked at again. */
const renewKept = async (cases: CasesOf, desk: string, registry: Registry): Promise<void> => {
  if (cases.deps.kept?.away() !== null) return
  const tips = new Map([...registry].map(([log, { tip }]) => [log, tip] as const))
  for (const log of await keptBehind(cases.deps, desk, tips)) {
    const line = registry.get(log)
    const here = hereOf(cases, desk)
    if (line && here && line.alarm === null) await openCase(here, line, { markRead: false })
  }
}

/** An alarm of the list stays: it was raised against what was remembered when it was asked for. */
const isNewer = (line: RegistryLine, than: RegistryLine | undefined): boolean =>
  than === undefined || (than.alarm === null && than.tip.seq <= line.tip.seq)

/** The lines that fit, in the order of the list; at most as many as a page shows, and how many there are. */
export const findCases = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly filter: CaseFilter },
): Answer<CaseList> => {
  const { desk, filter } = given
  const typed = filter.text?.trim() ? filter.text : null
  // Somebody types: what is there answers at once.
  const registry = await registryOf(cases, desk, typed !== null && !filter.inside ? 'known' : 'fresh')
  if (!registry.ok) return registry
  const waits = await waitingOf(cases, desk)
  const index = cases.registries.get(desk)?.index ?? emptyIndex(registry.value)
  const lines = ordered(index)
  const gone = erasedIn(index)
  const wanted = (line: RegistryLine): boolean =>
    gone.has(line) === (filter.erased ?? false) && fits(line, filter)
  const listed = typed === null ? lines : linesFound(index, typed)
  const found = [...waits.lines(registry.value, typed), ...listed].filter(wanted)
  const erased = gone.size
  if (!filter.inside || typed === null) return ok({ ...toList(cases, found, { filter, waits }), erased })
  const seen = new Set(listed)
  const others = lines.filter((line) => !seen.has(line) && wanted(line))
  const inside = await searchInside(cases, desk, { lines: others, matches: textMatcher(typed) })
  const all = toList(cases, [...found, ...inside.lines], { filter, waits })
  return ok({ ...all, erased, closed: inside.closed })
}

const toList = (
  cases: CasesOf,
  lines: readonly RegistryLine[],
  { filter, waits }: { readonly filter: CaseFilter; readonly waits: Waiting },
): Omit<CaseList, 'erased'> => ({
  total: lines.length,
  lines: lines.slice(0, filter.limit ?? LINES).map((line) => {
    const waiting = waits.byCase.get(line.case)
    return { ...toLine(cases, line), ...(waiting !== undefined && { waiting }) }
  }),
})

/** What waits on this device at a desk: entries by case, and the lines of cases that the server does not have yet. */
type Waiting = {
  readonly byCase: ReadonlyMap<string, number>
  readonly lines: (listed: Registry, typed: string | null) => readonly RegistryLine[]
}

const waitingOf = async (cases: CasesOf, desk: string): Promise<Waiting> => {
  const items = await readOutbox(cases.deps.kept)
  const here = hereOf(cases, desk)
  const byCase = new Map<string, number>()
  for (const item of items) byCase.set(item.case, (byCase.get(item.case) ?? 0) + item.entries.length)
  return {
    byCase,
    lines: (listed, typed) =>
      here ? waitingLines(here, items, typed).filter((line) => !listed.has(line.case)) : [],
  }
}

/** What crosses from the worker to the page at every key. */
const LINES = 200

const fits = (line: RegistryLine, filter: CaseFilter): boolean => {
  const { head, alarm } = line
  // Nor filtered away.
  if (!head || alarm) return true
  if (filter.country && head.country !== filter.country) return false
  if (filter.custody && head.custody !== filter.custody && !head.custody.startsWith(`${filter.custody}:`))
    return false
  return !filter.sector || (head.sectors ?? []).includes(filter.sector)
}

/** Opens every other case and searches its words: slow, so it is asked for. `closed`: what could not be opened. */
const searchInside = async (
  cases: CasesOf,
  desk: string,
  given: { readonly lines: readonly RegistryLine[]; readonly matches: (folded: string) => boolean },
): Promise<{ readonly lines: readonly RegistryLine[]; readonly closed: number }> => {
  const here = hereOf(cases, desk)
  if (!here) return { lines: [], closed: given.lines.length }
  const found: RegistryLine[] = []
  let done = 0
  let closed = 0
  for (const line of given.lines) {
    const open = await openCase(here, line, { markRead: false })
    if (!open.ok) closed += 1
    else if (given.matches(foldText(wordsOf(open.value.entries.map(({ words }) => words))))) found.push(line)
    cases.progress((done += 1), given.lines.length, 'search_inside')
  }
  return { lines: found, closed }
}

/** Every text of the sealed words, one to a line. */
const wordsOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(wordsOf).join('\n')
}

const toLine = (cases: CasesOf, line: RegistryLine): CaseLine => ({
  case: line.case,
  head: line.head,
  alarm: line.alarm,
  unread: line.tip.seq > readThrough(cases.unlocked.memory, line.case),
  tip: line.tip.seq,
})

const titleOf = (head: CaseHead | null): string => head?.names[0] ?? head?.aliases?.[0] ?? head?.ref ?? ''

export const overviewOf = async (cases: CasesOf, desk: string): Answer<Overview> => {
  const registry = await registryOf(cases, desk)
  if (!registry.ok) return registry
  const index = cases.registries.get(desk)?.index ?? emptyIndex(registry.value)
  const lines = ordered(index)
  const due: DueLine[] = lines.flatMap(({ case: id, head }) =>
    head?.due ? [{ case: id, ...head.due, title: titleOf(head) }] : [],
  )
  const waits = (flag: 'waits_publication' | 'waits_erasure', kind: 'publication' | 'erasure') =>
    lines.flatMap(({ case: id, head }) =>
      head?.flags?.includes(flag) ? [{ case: id, title: titleOf(head), kind }] : [],
    )
  return ok({
    cases: lines.length - erasedIn(index).size,
    due: due.toSorted((a, b) => compareText(a.day, b.day)).slice(0, 50),
    changed: lines
      .map((line) => toLine(cases, line))
      .filter((line) => line.unread || line.alarm !== null)
      .slice(0, 50),
    toBeCoded: lines.filter(({ head }) => head?.flags?.includes('to_be_coded')).length,
    waiting: [...waits('waits_publication', 'publication'), ...waits('waits_erasure', 'erasure')],
  })
}

/** What the list calls these cases, as far as this device knows. */
export const titlesOf = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly cases: readonly string[] },
): Answer<Readonly<Record<string, string>>> => {
  const registry = await registryOf(cases, given.desk, 'known')
  if (!registry.ok) return registry
  return ok(
    Object.fromEntries(
      given.cases.flatMap((id): readonly (readonly [string, string])[] => {
        const line = registry.value.get(id)
        return line ? [[id, titleOf(line.head)]] : []
      }),
    ),
  )
}

type OneCase = { readonly desk: string; readonly case: string }

/** With what waits on this device folded on top. */
export const viewCase = async (cases: CasesOf, given: OneCase): Answer<CaseView> => {
  const view = await viewServed(cases, given)
  const items = (await readOutbox(cases.deps.kept)).filter((item) => item.case === given.case)
  const here = hereOf(cases, given.desk)
  if (items.length === 0 || !here) return view
  if (view.ok) return ok(withWaiting(here, view.value, items))
  const isOurs = items.some(({ isNew }) => isNew) && ['not_found', 'unreachable'].includes(view.error.kind)
  return isOurs ? ok(withWaiting(here, emptyView(here, given.case), items)) : view
}

/** As the server has it, or as it was kept. */
export const viewServed = (cases: CasesOf, given: OneCase): Answer<CaseView> =>
  withNewestKeys(cases, given.desk, () => viewOnce(cases, given))

const viewOnce = async (cases: CasesOf, given: OneCase): Answer<CaseView> => {
  const found = await lineOf(cases, given)
  if (!found.ok) return found
  const { here, line } = found.value
  const open = await openCase(here, line)
  if (!open.ok) return open
  saveSoon(cases.deps, cases.unlocked)
  await writeBackHead(here, line, open.value)
  keepLine(cases, given.desk, open.value)
  return ok(toView(here, open.value))
}

export const lineOf = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly case: string },
): Answer<{ readonly here: Here; readonly line: RegistryLine }> => {
  const registry = await registryOf(cases, given.desk, 'known')
  if (!registry.ok) return registry
  let line = registry.value.get(given.case)
  if (!line) {
    const anew = await registryOf(cases, given.desk, 'newest')
    line = anew.ok ? anew.value.get(given.case) : undefined
  }
  const here = hereOf(cases, given.desk)
  if (!line || !here) return err({ kind: 'not_found' })
  if (line.alarm === 'withheld') return err({ kind: 'tampered', what: 'withheld', seq: null })
  return ok({ here, line })
}

/** Authors who only append, older releases, and whoever sealed a false one, leave a head behind: the next reader writes it. */
const writeBackHead = async (here: Here, line: RegistryLine, open: OpenCase): Promise<void> => {
  if (open.state.erased) return
  const same = JSON.stringify(line.head) === JSON.stringify(headOf(open.state, open.entries))
  if (line.fresh && line.tip.seq === open.tip.seq && same) return
  const head = await makeHead(here, open)
  const path = `/desks/${here.desk().desk.id}/cases/${open.case}/head`
  await here.deps.api('PUT', path, { body: { head }, answer: nothing })
}

/** The list shows at once what this device knows better than its last look at the server. */
export const keepLine = (cases: CasesOf, desk: string, open: OpenCase): RegistryLine => {
  const { case: id, tip, keys, deskEpoch } = open
  const head = headOf(open.state, open.entries)
  const line: RegistryLine = { case: id, tip, keys, deskEpoch, head, fresh: true, alarm: null }
  cases.loading.get(desk)?.learned.set(id, line)
  const listed = cases.registries.get(desk)
  const known = listed?.registry.get(id)
  // Another call may have brought a newer one while this one waited.
  if (listed && !(known?.alarm === null && known.tip.seq > tip.seq)) {
    listed.registry.set(id, line)
    listed.index = emptyIndex(listed.registry)
  }
  return line
}

export const toView = (here: Here, open: OpenCase): CaseView => ({
  case: open.case,
  desk: here.desk().desk.id,
  head: headOf(open.state, open.entries),
  state: open.state,
  tip: open.tip.seq,
  waiting: [],
  entries: open.log.map((read, place) => ({
    ...withoutIdentity(open.entries[place]!),
    authorName: here.desk().desk.members.get(read.statement.author)?.name ?? read.statement.author,
    erased: read.missing,
  })),
})

/** Refused because the keys are others now: this device looks anew at desk and list, once, and seals anew. */
const staleKeys = ['old_key', 'old_grant', 'keys_in_renewal']

export const withNewestKeys = async <T>(cases: CasesOf, desk: string, act: () => Answer<T>): Answer<T> => {
  const first = await act()
  if (first.ok || first.error.kind !== 'refused_by_server' || !staleKeys.includes(first.error.type))
    return first
  cases.opened.clear()
  const again = await openDesk(cases.deps, cases.unlocked, desk)
  const listed = again.ok ? await registryOf(cases, desk, 'newest') : again
  return listed.ok ? act() : first
}
