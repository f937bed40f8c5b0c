/**
 * The cases of a desk on a device: grants and heads opened, tips held against memory. Nothing leaves the device
 * to search; opening ten thousand heads takes about a second.
 */
import { toCaseEntry } from '#cases/core/entry.ts'
import { foldCase } from '#cases/core/fold.ts'
import { type CaseHead, headOf } from '#cases/core/search.ts'
import { FOLD_VERSION } from '#cases/core/state.ts'
import { isErasedCase, verifyCase } from '#cases/core/verify_case.ts'
import { caseListAnswer, type CaseLineWire, caseLogAnswer } from '#cases/core/wire.ts'
import { keepList, knownList } from '#cases/client/kept_list.ts'
import type { CaseRefusal } from '#cases/client/views.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { askWhatWasHandedBack } from '#members/client/travel.ts'
import { noteReturned } from '#members/client/travel_memory.ts'
import { heldAgainst } from '#members/client/kept.ts'
import { dropDrafts, keepLog, keptLog } from '#members/client/kept_logs.ts'
import {
  checkTip,
  copyOf,
  type Memory,
  rememberedCases,
  rememberedTip,
  rememberTip,
  seenOf,
} from '#members/client/memory.ts'
import { type ApiRefusal } from '#platform/client/api.ts'
import {
  type ClientDeps,
  deskKeyOf,
  type OpenDesk,
  saveSoon,
  type Unlocked,
} from '#members/client/unlocked.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { wireToBytes, wireToEntry, wireToHead } from '#vault/core/wire.ts'
import { type LogKeys, openGrant } from '#vault/client/v1/desk.ts'
import { openHead } from '#vault/client/v1/head.ts'

export type RegistryLine = {
  readonly case: string
  readonly tip: Tip
  readonly keys: LogKeys | null
  /** Of the desk's key that grants them: under an older one nothing new is sealed. */
  readonly deskEpoch: number
  readonly head: CaseHead | null
  /** The head covers the newest entry and was folded by this version. */
  readonly fresh: boolean
  readonly alarm: string | null
  /** As the server told it; absent where this device knows better. */
  readonly wire?: CaseLineWire
}

export type Registry = Map<string, RegistryLine>

export type Progress = (done: number, total: number, what: string) => void

/** Fetches the list and opens what changed since `before`. */
export const loadRegistry = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: Loading,
): Promise<Result<Registry, CaseRefusal>> => {
  const loaded = await loadUnder(deps, unlocked, given)
  if (!loaded.ok || !isAhead(loaded.value, given.desk)) return loaded
  // Somebody left since this device looked at the desk: its log says which key is the present one.
  const desk = await openDesk(deps, unlocked, given.desk.desk.id)
  return desk.ok ? loadUnder(deps, unlocked, { ...given, desk: desk.value }) : loaded
}

const isAhead = (registry: Registry, { key }: OpenDesk): boolean =>
  registry.values().some(({ deskEpoch }) => deskEpoch > key.epoch)

type Loading = { readonly desk: OpenDesk; readonly before: Registry; readonly progress: Progress }

const loadUnder = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: Loading,
): Promise<Result<Registry, CaseRefusal>> => {
  const { desk, before, progress } = given
  const registry: Registry = new Map()
  // As of the question: what this device adds meanwhile, the answer cannot know.
  const seen = copyOf(unlocked.memory)
  const wasHandedBack = askWhatWasHandedBack(deps, unlocked, desk.desk.id)
  const known = await knownList(deps, desk.desk.id, before)
  let page = known ? Promise.resolve(known) : fetchPage(deps, desk.desk.id, null)
  let isKept = false
  for (;;) {
    const lines = await page
    if (!lines.ok) return lines
    const { cases, next } = lines.value
    isKept = lines.value.isKept
    // The next page travels while this one is opened.
    if (next !== null) page = fetchPage(deps, desk.desk.id, next)
    for (let start = 0; start < cases.length; start += BATCH) {
      const batch = cases.slice(start, start + BATCH)
      const opened = await Promise.all(
        batch.map((line) => openLine(line, { deps, desk, before, unlocked, seen, isKept })),
      )
      for (const line of opened) registry.set(line.case, line)
    }
    if (next === null) break
    progress(registry.size, registry.size + cases.length, 'open_heads')
  }
  // What this device opened or wrote since the list came stands in none: nobody can be asked for its line.
  for (const [log, line] of isKept ? before : []) if (!registry.has(log)) registry.set(log, line)
  if (!isKept) noteReturned(unlocked.memory, (log) => registry.has(log))
  if (!isKept) await keepList(deps, desk.desk.id, registry)
  // A case that was opened since the list was kept stands in no kept list.
  for (const log of isKept ? [] : rememberedCases(seen, desk.desk.id))
    if (!registry.has(log) && !(await wasHandedBack(log))) registry.set(log, withheld(log))
  saveSoon(deps, unlocked)
  return ok(registry)
}

/** WebCrypto answers faster when it is asked for several at once. */
const BATCH = 64

type Page = {
  readonly cases: readonly CaseLineWire[]
  readonly next: string | null
  readonly isKept: boolean
}

const fetchPage = async (
  deps: ClientDeps,
  desk: string,
  after: string | null,
): Promise<Result<Page, CaseRefusal>> => {
  const query = after === null ? '' : `?after=${after}`
  const page = await deps.api('GET', `/desks/${desk}/cases${query}`, { answer: caseListAnswer })
  if (!page.ok) return err(fromServer(page.error))
  // Pages go forward; a server that turns back would never end.
  const turnsBack = page.value.next !== null && page.value.next <= (after ?? '')
  return turnsBack
    ? err({ kind: 'tampered', what: 'bad_answer', seq: null })
    : ok({ ...page.value, isKept: false })
}

export const fromServer = (refusal: ApiRefusal): CaseRefusal => {
  if (refusal.kind === 'unreachable') return { kind: 'unreachable' }
  if (refusal.kind === 'bad_answer') return { kind: 'tampered', what: 'bad_answer', seq: null }
  if (refusal.status === 401) return { kind: 'locked' }
  if (refusal.status === 404) return { kind: 'not_found' }
  if (refusal.type === 'desk_not_safe') return { kind: 'desk_not_safe' }
  return { kind: 'refused_by_server', type: refusal.type, fields: refusal.fields }
}

type Opening = {
  readonly deps: ClientDeps
  readonly desk: OpenDesk
  readonly before: Registry
  readonly unlocked: Unlocked
  readonly seen: Memory
  readonly isKept: boolean
}

const openLine = async (wire: CaseLineWire, opening: Opening): Promise<RegistryLine> => {
  const { desk, before, unlocked, seen, isKept } = opening
  const known = before.get(wire.case)
  const found = checkTip(seen, wire.case, wire.tip)
  const alarm = isKept && found?.kind === 'rolled_back' ? null : found
  const deskSeq = isKept ? {} : { deskSeq: desk.tip.seq }
  const sameKeys = known?.keys?.epoch === wire.grant?.epoch && known?.deskEpoch === wire.grant?.deskEpoch
  if (known && known.tip.hash === wire.tip.hash && known.fresh && sameKeys && !alarm) {
    rememberTip(unlocked.memory, { desk: desk.desk.id, log: wire.case, ...deskSeq }, wire.tip)
    return known
  }
  const keys = sameKeys && known?.keys ? known.keys : await openKeys(wire, desk)
  const bare = {
    case: wire.case,
    tip: wire.tip,
    keys,
    deskEpoch: wire.grant?.deskEpoch ?? 1,
    head: null,
    fresh: false,
    wire,
  }
  if (alarm) return { ...bare, alarm: alarm.kind }
  if (!keys) {
    const erased = wire.grant === null ? await openErased(wire, opening) : null
    return erased ? { ...bare, head: erased, fresh: true, alarm: null } : { ...bare, alarm: 'no_case_key' }
  }
  const head = wire.head && (await openHead(wireToHead(wire.head), keys.key))
  if (!head?.ok || head.value.context.log !== wire.case) return { ...bare, alarm: 'head_does_not_open' }
  const { context, summary } = head.value
  // Its maker signed it and AES-GCM has bound it to this log; the shape is the fold's own.
  const opened = summary as CaseHead
  // The tip beside it is the server's word alone: remembered, one lie about it would be an alarm for ever.
  const covered = { seq: context.through, hash: context.tip }
  if (context.through > wire.tip.seq) return { ...bare, alarm: 'rolled_back' }
  const newest = context.through === wire.tip.seq && context.tip === wire.tip.hash
  // Only of the log's end it can be said that the desk's log had gone so far by then.
  const of = { desk: desk.desk.id, log: wire.case, ...(newest && deskSeq) }
  rememberTip(unlocked.memory, of, covered)
  const fresh = newest && context.foldVersion === FOLD_VERSION
  return { ...bare, head: opened, fresh, alarm: null }
}

export const isErased = ({ head }: Pick<RegistryLine, 'head'>): boolean =>
  head?.flags?.includes('erased') === true

/** That a case was erased is nothing to take a server's word for: its log says who asked and who released it. */
const openErased = async (
  wire: CaseLineWire,
  { deps, desk, before, unlocked, seen, isKept }: Opening,
): Promise<CaseHead | null> => {
  const listed = before.get(wire.case)
  if (listed && isErased(listed) && listed.tip.hash === wire.tip.hash) return listed.head
  const path = `/desks/${desk.desk.id}/cases/${wire.case}?from=0`
  const answer = isKept ? null : await deps.api('GET', path, { answer: caseLogAnswer })
  if (answer && !answer.ok) return null
  const bytes = answer ? answer.value.entries.map(wireToEntry) : await keptLog(deps, wire.case)
  const known = heldAgainst(isKept, rememberedTip(seen, wire.case), bytes.length - 1)
  const log = await verifyCase(bytes, {
    id: wire.case,
    desk: desk.desk,
    known,
    seen: seenOf(seen, wire.case),
  })
  if (!log.ok || log.value.at(-1)?.hash !== wire.tip.hash || !isErasedCase(log.value)) return null
  const of = { desk: desk.desk.id, log: wire.case }
  rememberTip(unlocked.memory, { ...of, ...(!isKept && { deskSeq: desk.tip.seq }) }, wire.tip)
  if (!isKept) await keepLog(deps, { ...of, entries: bytes, tip: wire.tip })
  await dropDrafts(deps, unlocked.keys.account, [wire.case])
  const entries = log.value.map((entry) => toCaseEntry(entry, null))
  return headOf(foldCase(entries, deps.clock().toISOString().slice(0, 10)), entries)
}

/** Under the desk's present key, or the older one that grants it until a lead's device has renewed it. */
const openKeys = async (wire: CaseLineWire, desk: OpenDesk): Promise<LogKeys | null> => {
  const under = wire.grant && deskKeyOf(desk, wire.grant.deskEpoch)
  if (!wire.grant || !under) return null
  return openGrant(under, { log: wire.case, epoch: wire.grant.epoch }, wireToBytes(wire.grant.sealed))
}

/** The server showed this case before and leaves it out now. */
const withheld = (log: string): RegistryLine => ({
  case: log,
  tip: { seq: -1, hash: '' },
  keys: null,
  deskEpoch: 1,
  head: null,
  fresh: false,
  alarm: 'withheld',
})
