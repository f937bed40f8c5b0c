/** One case on a device: verify, open, fold; decide, seal, sign, send. */
import { decideAppend } from '#cases/core/decide.ts'
import {
  type CaseEntry,
  isDarkClear,
  newestVersion,
  type ProposedEntry,
  toCaseEntry,
} from '#cases/core/entry.ts'
import { foldCase } from '#cases/core/fold.ts'
import { headOf } from '#cases/core/search.ts'
import { type CaseState, FOLD_VERSION } from '#cases/core/state.ts'
import { verifyCase, withoutErased } from '#cases/core/verify_case.ts'
import { caseLogAnswer, type NewCaseWire, tipAnswer, tipsAnswer } from '#cases/core/wire.ts'
import { fromServer, isErased, type RegistryLine } from '#cases/client/registry.ts'
import type { CaseRefusal, NewEntry } from '#cases/client/views.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { survivesOneLoss } from '#members/core/desk.ts'
import { askOrKept, dropLog, isAway, keepLog, keptLog } from '#members/client/kept_logs.ts'
import { heldAgainst } from '#members/client/kept.ts'
import { rememberedTip, rememberTip, seenOf } from '#members/client/memory.ts'
import {
  type AtDesk,
  atDesk,
  sealIn,
  signOnto,
  untilFirst,
  verifyFrom,
  withNewestDesk,
} from '#members/client/keyed_log.ts'
import { type ClientDeps, newId, type Unlocked } from '#members/client/unlocked.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { nfc } from '#vault/core/v1/canonical.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import type { EntryBytes, ReadEntry } from '#vault/core/v1/entry.ts'
import type { HeadContext } from '#vault/core/v1/head.ts'
import { entryToWire, headToWire } from '#vault/core/wire.ts'
import { type LogKeys, newLogKeys, sealGrant } from '#vault/client/v1/desk.ts'
import { openWordsOf, type SealedEntry } from '#vault/client/v1/entry.ts'
import { sealHead } from '#vault/client/v1/head.ts'

export type OpenCase = {
  readonly case: string
  readonly keys: LogKeys
  readonly deskEpoch: number
  readonly entries: readonly CaseEntry[]
  readonly log: readonly ReadEntry[]
  readonly state: CaseState
  readonly tip: Tip
}

export type Here = AtDesk & {
  /** Cases opened before: only what came after is fetched and its signatures checked. */
  readonly opened: Map<string, OpenCase>
}

export const hereAt = (
  deps: ClientDeps,
  unlocked: Unlocked,
  { desk, opened }: { readonly desk: string; readonly opened: Map<string, OpenCase> },
): Here | null => {
  const here = atDesk(deps, unlocked, desk)
  return here && { ...here, opened }
}

export const today = ({ deps }: Here): string => deps.clock().toISOString().slice(0, 10)

/** Fetches and verifies the whole log, opens its words and folds it. */
export const openCase = (
  here: Here,
  line: RegistryLine,
  given: { readonly markRead: boolean } = { markRead: true },
): Promise<Result<OpenCase, CaseRefusal>> => withNewestDesk(here, () => openAgainst(here, line, given))

const openAgainst = async (
  here: Here,
  line: RegistryLine,
  given: { readonly markRead: boolean },
): Promise<Result<OpenCase, CaseRefusal>> => {
  const { deps, unlocked } = here
  const { desk, tip: deskTip } = here.desk()
  const { case: id, keys } = line
  if (!keys && !isErased(line)) return err({ kind: 'no_case_key' })
  const before = here.opened.get(id)
  const kept = before ? [] : await keptLog(deps, id)
  const from = before?.log.length ?? kept.length
  // As of the question: what another entry of this device adds meanwhile, the answer cannot know.
  const remembered = rememberedTip(unlocked.memory, id)
  const seen = seenOf(unlocked.memory, id)
  const path = `/desks/${desk.id}/cases/${id}?from=${from}`
  const answer = await askOrKept(deps, from > 0, () => deps.api('GET', path, { answer: caseLogAnswer }))
  const isKept = from > 0 && isAway(deps, answer)
  if (!answer.ok && !isKept) {
    if (answer.error.kind === 'refused' && answer.error.status === 404) await dropLog(deps, id)
    return err(fromServer(answer.error))
  }
  const told = answer.ok ? answer.value : { entries: [], tip: null }
  const known = heldAgainst(isKept, remembered, from - 1)
  const verified = new Set(before?.log.map(({ hash }) => hash))
  const earlier = before?.log.map(({ bytes }) => bytes) ?? kept
  const log = await verifyFrom(earlier, told, (bytes) =>
    verifyCase(bytes, { id, desk, known, seen, verified }),
  )
  if (!log.ok) return log
  // What the list said is its word, too: a log that does not hold it was cut after the list was made, or before.
  const listed = log.value[line.tip.seq]
  if (listed?.hash !== line.tip.hash && (listed || !isKept))
    return err({
      kind: 'tampered',
      what: listed ? 'forked' : 'rolled_back',
      seq: line.tip.seq,
    })
  const fresh = log.value.slice(before?.log.length ?? 0)
  // Renewed since the list was made: whoever asked looks at the list anew.
  if (keys && fresh.some(({ statement }) => isAhead(statement.key, keys.epoch)))
    return err({ kind: 'refused_by_server', type: 'old_key', fields: {} })
  const opened = await openEntries(fresh, keys)
  if (!opened.ok) return opened
  const entries = [...(before?.entries ?? []), ...opened.value]
  const found = {
    log: log.value,
    entries,
    markRead: given.markRead,
    deskSeq: isKept ? -1 : deskTip.seq,
    isKept,
  }
  return ok(settle(here, line, found))
}

const isAhead = (key: string, epoch: number): boolean =>
  key.startsWith('case:') && Number(key.slice('case:'.length)) > epoch

/** The words of verified entries, opened; of an erased case there are none. */
export const openEntries = async (
  log: readonly ReadEntry[],
  keys: LogKeys | null,
): Promise<Result<readonly CaseEntry[], Extract<CaseRefusal, { readonly kind: 'tampered' }>>> => {
  const entries: CaseEntry[] = []
  for (const entry of log) {
    const words = keys ? await openWordsOf(entry, keys) : ok(null)
    if (!words.ok) return err({ kind: 'tampered', what: words.error.kind, seq: entry.statement.seq })
    entries.push(toCaseEntry(entry, words.value))
  }
  return ok(entries)
}

const MOST_OPENED = 50

/** A verified log as the page sees it: without what was erased, folded, remembered. */
export const settle = (
  here: Here,
  line: Pick<RegistryLine, 'case' | 'keys' | 'deskEpoch'>,
  given: {
    readonly log: readonly ReadEntry[]
    readonly entries: readonly CaseEntry[]
    readonly markRead: boolean
    /** How far the desk's log had gone before the case was asked for. */
    readonly deskSeq?: number
    /** The server was not there to ask. */
    readonly isKept?: boolean
  },
): OpenCase => {
  const { log, entries } = leaveOutErased(given)
  const last = log.at(-1)!
  const tip = { seq: last.statement.seq, hash: last.hash }
  const of = { desk: here.desk().desk.id, log: line.case, deskSeq: given.deskSeq ?? -1 }
  rememberTip(here.unlocked.memory, of, tip, given.markRead ? tip.seq : undefined)
  if (!given.isKept) void keepLog(here.deps, { ...of, entries: log.map(({ bytes }) => bytes), tip })
  const state = foldCase(entries, today(here))
  const { case: id, keys, deskEpoch } = line
  const open = { case: id, keys: keys!, deskEpoch, entries, log, state, tip }
  // Another call may have opened or appended more while this one waited for its answer.
  if ((here.opened.get(line.case)?.tip.seq ?? -1) > tip.seq) return open
  if (here.opened.size >= MOST_OPENED) here.opened.clear()
  here.opened.set(line.case, open)
  return open
}

type OpenLog = Pick<OpenCase, 'log' | 'entries'>

/** A log and its opened entries as they stand after the erasures they tell of. */
export const leaveOutErased = (given: OpenLog): OpenLog => {
  const log = withoutErased(given.log)
  const entries = given.entries.map((entry, place) => {
    const read = log[place]!
    return read.missing.length === 0 ? entry : toCaseEntry(read, read.bytes.sealed ? entry.words : null)
  })
  return { log, entries }
}

/** In a dark case kind and coded part go inside the sealed one. */
export const asWritten = (entry: NewEntry, dark: boolean): ProposedEntry => {
  const { kind, coded, words, open } = nfc(entry) as NewEntry
  if (!dark || isDarkClear(kind))
    return { kind, coded, words: words ?? {}, ...(open !== undefined && { open }) }
  return { kind: 'dark', coded: null, words: { kind, coded, words: words ?? {} } }
}

type Log = Pick<OpenCase, 'case' | 'keys' | 'deskEpoch'>

const sealProposed = (
  here: Here,
  log: Log,
  proposed: ProposedEntry,
  { id, at }: NewEntry,
): Promise<SealedEntry> => {
  const kindVersion = newestVersion(proposed.kind)
  return sealIn(here, { ...log.keys, log: log.case }, { ...proposed, id, at, kindVersion })
}

type Signed = {
  readonly bytes: readonly EntryBytes[]
  readonly reads: readonly ReadEntry[]
  readonly entries: readonly CaseEntry[]
  readonly tip: Tip
}

/** Decides each entry after the ones before it and signs the run onto the tip. */
const signRun = async (
  here: Here,
  before: { readonly entries: readonly CaseEntry[]; readonly tip: Tip | null },
  run: readonly { readonly proposed: ProposedEntry; readonly sealed: SealedEntry }[],
): Promise<Result<Signed, CaseRefusal>> => {
  const { unlocked } = here
  const desk = here.desk()
  const own = desk.desk.members.get(unlocked.keys.account)
  if (!own) return err({ kind: 'locked' })
  let entries = before.entries
  let { tip } = before
  const bytes: EntryBytes[] = []
  const reads: ReadEntry[] = []
  for (const { proposed, sealed } of run) {
    const by = { account: unlocked.keys.account, role: own.role }
    const decided = decideAppend(
      foldCase(entries, today(here)),
      { ...proposed, id: sealed.context.id },
      by,
      today(here),
    )
    if (!decided.ok) return err({ kind: 'decided', why: decided.error })
    const signed = await signOnto(here, sealed, tip)
    if (!signed.ok) return signed
    const { read } = signed.value
    bytes.push(signed.value.bytes)
    reads.push(read)
    entries = [...entries, toCaseEntry(read, proposed.words)]
    tip = { seq: read.statement.seq, hash: read.hash }
  }
  return tip ? ok({ bytes, reads, entries, tip }) : err({ kind: 'not_found' })
}

/** The head over all entries of a log, for its newest one. */
export const makeHead = async (
  here: Here,
  log: Log & { readonly entries: readonly CaseEntry[]; readonly tip: Tip },
) => {
  const { deps, unlocked } = here
  const desk = here.desk()
  const context: HeadContext = {
    v: 1,
    log: log.case,
    desk: desk.desk.id,
    author: unlocked.keys.account,
    roster: desk.desk.members.get(unlocked.keys.account)?.right ?? '',
    through: log.tip.seq,
    tip: log.tip.hash,
    foldVersion: FOLD_VERSION,
    key: `case:${log.keys.epoch}`,
  }
  const summary = headOf(foldCase(log.entries, today(here)), log.entries)
  const use = { key: log.keys.key, signing: unlocked.keys.signing, chance: deps.chance }
  return headToWire(await sealHead(context, summary, use))
}

/** Sends a run of entries. What the log as this device knew it does not allow is decided anew on the log as it is. */
export const append = async (
  here: Here,
  line: RegistryLine,
  newEntries: readonly NewEntry[],
): Promise<Result<OpenCase, CaseRefusal>> => {
  const known = here.opened.get(line.case)
  const done = known && (await appendTo(here, line, { open: ok(known), newEntries }))
  if (done && (done.ok || done.error.kind !== 'decided')) return done
  return appendTo(here, line, { open: await openCase(here, line), newEntries })
}

/** Lost races are folded, decided and signed anew; the ciphertext stays as it was. */
const appendTo = async (
  here: Here,
  line: RegistryLine,
  {
    open,
    newEntries,
  }: { readonly open: Result<OpenCase, CaseRefusal>; readonly newEntries: readonly NewEntry[] },
): Promise<Result<OpenCase, CaseRefusal>> => {
  if (!open.ok) return open
  const log = open.value
  if (log.state.erased) return err({ kind: 'decided', why: { kind: 'case_erased' } })
  // Whoever left holds the desk's older keys, and with them this one.
  if (log.deskEpoch !== here.desk().key.epoch)
    return err({ kind: 'refused_by_server', type: 'keys_in_renewal', fields: {} })
  const run: { proposed: ProposedEntry; sealed: SealedEntry }[] = []
  for (const entry of newEntries) {
    const proposed = asWritten(entry, log.state.dark)
    run.push({ proposed, sealed: await sealProposed(here, log, proposed, entry) })
  }
  const path = `/desks/${here.desk().desk.id}/cases/${log.case}/entries`
  const done = await untilFirst<OpenCase, Signed, CaseRefusal>({
    open,
    look: () => openCase(here, line),
    sign: (onto) => signRun(here, onto, run),
    send: async ({ bytes, entries, tip }) => {
      const head = await makeHead(here, { ...log, entries, tip })
      return here.deps.api('POST', path, {
        body: { entries: bytes.map(entryToWire), head },
        answer: tipAnswer,
      })
    },
    refused: fromServer,
  })
  if (!done.ok) return done
  const whole = [...done.value.open.log, ...done.value.signed.reads]
  return ok(settle(here, line, { log: whole, entries: done.value.signed.entries, markRead: true }))
}

/** A new case, sealed and signed, ready to be sent alone or among many. */
export type PreparedCase = Log & {
  readonly entries: readonly CaseEntry[]
  readonly log: readonly ReadEntry[]
  readonly tip: Tip
  readonly wire: NewCaseWire
}

export const prepareCase = async (
  here: Here,
  newEntries: readonly NewEntry[],
  /** A case id that follows from what is imported, so that it cannot come in twice. */
  id = newId(here.deps),
): Promise<Result<PreparedCase, CaseRefusal>> => {
  const { deps } = here
  const desk = here.desk()
  if (!survivesOneLoss(desk.desk)) return err({ kind: 'desk_not_safe' })
  const raw = deps.chance(32)
  const log = { case: id, keys: await newLogKeys(raw), deskEpoch: desk.key.epoch }
  const opened = newEntries[0]?.coded as { readonly dark?: boolean } | undefined
  const run: { proposed: ProposedEntry; sealed: SealedEntry }[] = []
  for (const entry of newEntries) {
    const proposed = asWritten(entry, opened?.dark === true)
    run.push({ proposed, sealed: await sealProposed(here, log, proposed, entry) })
  }
  const signed = await signRun(here, { entries: [], tip: null }, run)
  if (!signed.ok) return signed
  const { bytes, reads, entries, tip } = signed.value
  const sealed = await sealGrant(desk.key, { log: log.case, epoch: 1 }, raw, deps.chance)
  const grant = { epoch: 1, deskEpoch: desk.key.epoch, sealed: toBase64url(sealed) }
  const head = await makeHead(here, { ...log, entries, tip })
  const wire = { entries: bytes.map(entryToWire), grant, head }
  return ok({ ...log, entries, log: reads, tip, wire })
}

/** All or none; sent twice, the same cases are answered as stored. */
export const sendCases = async (
  here: Here,
  cases: readonly PreparedCase[],
): Promise<Result<void, CaseRefusal>> => {
  const sent = await here.deps.api('POST', `/desks/${here.desk().desk.id}/cases`, {
    body: { cases: cases.map(({ wire }) => wire) },
    answer: tipsAnswer,
  })
  if (!sent.ok) return err(fromServer(sent.error))
  const desk = here.desk().desk.id
  for (const one of cases) rememberTip(here.unlocked.memory, { desk, log: one.case }, one.tip)
  return ok(undefined)
}
