/** A desk's cases for its pages: list, search, overview, open, append. */
import { type CaseHead, headOf, searchTextOf } from '#cases/core/search.ts'
import type {
  CaseFilter,
  CaseLine,
  CaseList,
  CaseRefusal,
  CaseView,
  DueLine,
  NewEntry,
  Overview,
} from '#cases/client/views.ts'
import {
  append,
  type Here,
  hereAt,
  makeHead,
  openCase,
  type OpenCase,
  prepareCase,
  sendCases,
} from '#cases/client/case_log.ts'
import { loadRegistry, type Progress, type Registry, type RegistryLine } from '#cases/client/registry.ts'
import { foldText, textMatcher } from '#kernel/core/fold_text.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { readThrough } from '#members/client/memory.ts'
import { type ClientDeps, saveMemory, type Unlocked } from '#members/client/unlocked.ts'
import { nothing } from '#members/core/wire.ts'

type Answer<T> = Promise<Result<T, CaseRefusal>>

/** A desk's registry, when it was fetched, and its lines in the order of the list. */
type Listed = { readonly registry: Registry; readonly at: number; order: readonly RegistryLine[] | null }

/** What stays in memory between two questions of a page: the registry of each desk. */
export type CasesOf = {
  readonly deps: ClientDeps
  readonly unlocked: Unlocked
  readonly registries: Map<string, Listed>
  readonly opened: Map<string, OpenCase>
  readonly progress: Progress
}

/** A list asked for again within this time is answered from memory: search runs at every key. */
const FRESH_MS = 15_000

const hereOf = ({ deps, unlocked, opened }: CasesOf, desk: string): Here | null =>
  hereAt(deps, unlocked, { desk, opened })

const registryOf = async (cases: CasesOf, desk: string, anew = false): Answer<Registry> => {
  const here = hereOf(cases, desk)
  if (!here) return err({ kind: 'locked' })
  const known = cases.registries.get(desk)
  const now = cases.deps.clock().getTime()
  if (known && !anew && now - known.at < FRESH_MS) return ok(known.registry)
  const before = known?.registry ?? new Map()
  const loaded = await loadRegistry(cases.deps, cases.unlocked, {
    desk: here.desk(),
    before,
    progress: cases.progress,
  })
  if (loaded.ok) cases.registries.set(desk, { registry: loaded.value, at: now, order: null })
  return loaded
}

/** The lines that fit, in the order of the list; at most as many as a page shows, and how many there are. */
export const findCases = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly filter: CaseFilter },
): Answer<CaseList> => {
  const registry = await registryOf(cases, given.desk)
  if (!registry.ok) return registry
  const { filter } = given
  const matches = filter.text?.trim() ? textMatcher(filter.text) : null
  const lines = linesOf(cases, given.desk).filter((line) => fits(line, filter))
  const found = matches ? lines.filter((line) => line.alarm !== null || matches(line.searchText)) : lines
  const left = new Set(found)
  const inside =
    filter.inside && matches
      ? await searchInside(cases, given.desk, { lines: lines.filter((line) => !left.has(line)), matches })
      : []
  const all = [...found, ...inside]
  return ok({
    total: all.length,
    lines: all.slice(0, filter.limit ?? LINES).map((line) => toLine(cases, line)),
  })
}

/** What crosses from the worker to the page at every key. */
const LINES = 200

/** Sorted once per look at the server, not at every key. */
const linesOf = (cases: CasesOf, desk: string): readonly RegistryLine[] => {
  const listed = cases.registries.get(desk)
  if (!listed) return []
  listed.order ??= sorted([...listed.registry.values()])
  return listed.order
}

const fits = ({ head, alarm }: RegistryLine, filter: CaseFilter): boolean => {
  // What cannot be read is never filtered away: an alarm must be seen.
  if (!head || alarm) return true
  if (filter.country && head.country !== filter.country) return false
  if (filter.custody && head.custody !== filter.custody && !head.custody.startsWith(`${filter.custody}:`))
    return false
  return !filter.sector || (head.sectors ?? []).includes(filter.sector)
}

/** Opens every other case and searches its words: slow, so it is asked for. */
const searchInside = async (
  cases: CasesOf,
  desk: string,
  given: { readonly lines: readonly RegistryLine[]; readonly matches: (folded: string) => boolean },
): Promise<readonly RegistryLine[]> => {
  const here = hereOf(cases, desk)
  if (!here) return []
  const found: RegistryLine[] = []
  let done = 0
  for (const line of given.lines) {
    const open = await openCase(here, line, { markRead: false })
    if (open.ok && given.matches(foldText(wordsOf(open.value.entries.map(({ words }) => words)))))
      found.push(line)
    cases.progress((done += 1), given.lines.length, 'search_inside')
  }
  return found
}

/** Every text of the sealed words, one to a line. */
const wordsOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(wordsOf).join('\n')
}

const sorted = (lines: readonly RegistryLine[]): readonly RegistryLine[] =>
  lines.toSorted(
    (a, b) =>
      Number(b.alarm !== null) - Number(a.alarm !== null) ||
      compare(b.head?.at ?? '', a.head?.at ?? '') ||
      compare(a.case, b.case),
  )

/** By code point: instants and ids, which no locale orders. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

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
  const lines = linesOf(cases, desk)
  const due: DueLine[] = lines.flatMap(({ case: id, head }) =>
    head?.due ? [{ case: id, ...head.due, title: titleOf(head) }] : [],
  )
  const waits = (flag: 'waits_publication' | 'waits_erasure', kind: 'publication' | 'erasure') =>
    lines.flatMap(({ case: id, head }) =>
      head?.flags?.includes(flag) ? [{ case: id, title: titleOf(head), kind }] : [],
    )
  return ok({
    cases: lines.length,
    due: due.toSorted((a, b) => compare(a.day, b.day)).slice(0, 50),
    changed: lines
      .map((line) => toLine(cases, line))
      .filter((line) => line.unread || line.alarm !== null)
      .slice(0, 50),
    toBeCoded: lines.filter(({ head }) => head?.flags?.includes('to_be_coded')).length,
    waiting: [...waits('waits_publication', 'publication'), ...waits('waits_erasure', 'erasure')],
  })
}

export const viewCase = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly case: string },
): Answer<CaseView> => {
  const found = await lineOf(cases, given)
  if (!found.ok) return found
  const { here, line } = found.value
  const open = await openCase(here, line)
  if (!open.ok) return open
  await saveMemory(cases.deps, cases.unlocked)
  await writeBackHead(here, line, open.value)
  keepLine(cases, given.desk, line, open.value)
  return ok(toView(here, open.value))
}

const lineOf = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly case: string },
): Answer<{ readonly here: Here; readonly line: RegistryLine }> => {
  const registry = await registryOf(cases, given.desk)
  if (!registry.ok) return registry
  let line = registry.value.get(given.case)
  if (!line) {
    const anew = await registryOf(cases, given.desk, true)
    line = anew.ok ? anew.value.get(given.case) : undefined
  }
  const here = hereOf(cases, given.desk)
  if (!line || !here) return err({ kind: 'not_found' })
  if (line.alarm === 'withheld') return err({ kind: 'tampered', what: 'withheld', seq: null })
  return ok({ here, line })
}

/** Authors who only append, older releases, and whoever sealed a false one, leave a head behind: the next reader writes it. */
const writeBackHead = async (here: Here, line: RegistryLine, open: OpenCase): Promise<void> => {
  const same = JSON.stringify(line.head) === JSON.stringify(headOf(open.state, open.entries))
  if (line.fresh && line.tip.seq === open.tip.seq && same) return
  const head = await makeHead(here, open)
  const path = `/desks/${here.desk().desk.id}/cases/${open.case}/head`
  await here.deps.api('PUT', path, { body: { head }, answer: nothing })
}

/** The list shows at once what this device knows better than its last look at the server. */
const keepLine = (cases: CasesOf, desk: string, line: RegistryLine, open: OpenCase): void => {
  const head = headOf(open.state, open.entries)
  const known = { ...line, tip: open.tip, head, fresh: true, searchText: searchTextOf(head), alarm: null }
  const listed = cases.registries.get(desk)
  listed?.registry.set(open.case, known)
  if (listed) listed.order = null
}

const toView = (here: Here, open: OpenCase): CaseView => ({
  case: open.case,
  desk: here.desk().desk.id,
  head: headOf(open.state, open.entries),
  state: open.state,
  tip: open.tip.seq,
  entries: open.log.map((read, place) => ({
    ...open.entries[place]!,
    authorName: here.desk().desk.members.get(read.statement.author)?.name ?? read.statement.author,
    erased: read.missing,
  })),
})

export const createCase = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly entries: readonly NewEntry[] },
): Answer<CaseView> => {
  const here = hereOf(cases, given.desk)
  if (!here) return err({ kind: 'locked' })
  const prepared = await prepareCase(here, given.entries)
  if (!prepared.ok) return prepared
  const sent = await sendCases(here, [prepared.value])
  if (!sent.ok) return sent
  await registryOf(cases, given.desk, true)
  return viewCase(cases, { desk: given.desk, case: prepared.value.case })
}

export const appendEntries = async (
  cases: CasesOf,
  given: { readonly desk: string; readonly case: string; readonly entries: readonly NewEntry[] },
): Answer<CaseView> => {
  const found = await lineOf(cases, given)
  if (!found.ok) return found
  const { here, line } = found.value
  const done = await append(here, line, given.entries)
  if (!done.ok) return done
  keepLine(cases, given.desk, line, done.value)
  await saveMemory(cases.deps, cases.unlocked)
  return ok(toView(here, done.value))
}
