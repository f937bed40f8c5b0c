/** A desk's journal on a device: begun by a lead's, verified, opened, appended to. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { BEGUN, type JournalEntry, journalOf, verifyJournal } from '#members/core/journal.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { journalAnswer, tipAnswer } from '#members/core/wire.ts'
import {
  type AtDesk,
  atDesk,
  type LogEntry,
  sealIn,
  signOnto,
  untilFirst,
  verifyFrom,
  withNewestDesk,
} from '#members/client/keyed_log.ts'
import { heldAgainst } from '#members/client/kept.ts'
import { askOrKept, isAway, keepLog, keptJournal } from '#members/client/kept_logs.ts'
import { rememberedTip, rememberTip, seenOf } from '#members/client/memory.ts'
import { fromServer, type MemberRefusal, type Tampered } from '#members/client/refusals.ts'
import {
  type ClientDeps,
  deskKeyOf,
  type OpenDesk,
  saveSoon,
  type Unlocked,
} from '#members/client/unlocked.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { nfc } from '#vault/core/v1/canonical.ts'
import { KEY_BYTES } from '#vault/core/v1/webcrypto.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import { entryToWire, wireToBytes } from '#vault/core/wire.ts'
import { deskKey, type LogKeys, openGrant, sealGrant } from '#vault/client/v1/desk.ts'
import { openWordsOf, type SealedEntry } from '#vault/client/v1/entry.ts'

export type OpenJournal = {
  readonly log: readonly ReadEntry[]
  readonly entries: readonly JournalEntry[]
  readonly keys: LogKeys
  readonly grant: Grant
}

/** The key as the desk holds it. */
export type Grant = { readonly epoch: number; readonly deskEpoch: number; readonly sealed: string }

/** What stays in memory between two questions of a page, by desk. */
export type JournalsOf = {
  readonly deps: ClientDeps
  readonly unlocked: Unlocked
  readonly opened: Map<string, OpenJournal>
  /** The last act on each journal: the next one waits, instead of losing the race for the tip to its own device. */
  readonly acting: Map<string, Promise<unknown>>
}

export const noJournalsYet = (given: Pick<JournalsOf, 'deps' | 'unlocked'>): JournalsOf => ({
  ...given,
  opened: new Map(),
  acting: new Map(),
})

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** Verified whole; null where the desk has none yet. One look after the other. */
export const openJournal = (journals: JournalsOf, desk: string): Answer<OpenJournal | null> =>
  inTurn(journals, desk, (here) => look(journals, here))

/** No lead's device has begun it yet. */
/** No lead's device has begun it yet. */
export type NotBegun = { readonly kind: 'journal_not_begun' }

/** For a page that shows it: a lead's device begins it where there is none. */
export const readyJournal = (journals: JournalsOf, desk: string): Answer<OpenJournal | null> =>
  inTurn(journals, desk, async (here) => {
    const there = await look(journals, here)
    if (!there.ok || there.value || !isLead(here)) return there
    const begun = await beginOrUse(journals, here)
    // What could not be begun holds nothing to read: the first note begins it, or says why it cannot.
    return begun.ok || begun.error.kind === 'tampered' ? begun : there
  })

/** For a desk that was founded just now: it is asked for by nobody yet. */
export const beginJournal = (journals: JournalsOf, desk: string): Answer<OpenJournal> =>
  inTurn(journals, desk, (here) => beginOrUse(journals, here))

type NewEntry = Pick<LogEntry, 'id' | 'kind' | 'coded' | 'words'>

type AppendRefusal<E> = MemberRefusal | NotBegun | E

/** What is written after looking at the journal as it is; asked again wherever somebody else was first. */
export type Propose<E> = (journal: OpenJournal) => Result<readonly NewEntry[], E>

/** A lead's device begins the journal where there is none. What was sealed once stays as it is, however often it is signed. */
export const appendToJournal = <E = never>(
  journals: JournalsOf,
  desk: string,
  propose: Propose<E>,
): Promise<Result<OpenJournal, AppendRefusal<E>>> =>
  inTurn(journals, desk, (here) => append(journals, here, propose))

const inTurn = <T, E>(
  { deps, unlocked, acting }: JournalsOf,
  desk: string,
  act: (here: AtDesk) => Promise<Result<T, E>>,
): Promise<Result<T, E | MemberRefusal>> => {
  const before = acting.get(desk) ?? Promise.resolve()
  const turn = before.then(async () => {
    const here = atDesk(deps, unlocked, desk)
    return here ? act(here) : err({ kind: 'locked' as const })
  })
  acting.set(
    desk,
    turn.catch(() => undefined),
  )
  return turn
}

const look = (journals: JournalsOf, here: AtDesk): Answer<OpenJournal | null> =>
  withNewestDesk(here, () => lookOnce(journals, here))

const lookOnce = async (journals: JournalsOf, here: AtDesk): Answer<OpenJournal | null> => {
  const { deps, unlocked } = here
  const { desk, tip: deskTip } = here.desk()
  const id = journalOf(desk.id)
  const before = journals.opened.get(desk.id)
  // As of the question: what this device adds meanwhile, the answer cannot know.
  const known = rememberedTip(unlocked.memory, id)
  const seen = seenOf(unlocked.memory, id)
  const kept = before ? null : await keptJournal(deps, id)
  const from = before?.log.length ?? kept?.entries.length ?? 0
  const path = `/desks/${desk.id}/journal?from=${from}`
  const asked = await askOrKept(deps, from > 0, () => deps.api('GET', path, { answer: journalAnswer }))
  const isKept = from > 0 && isAway(deps, asked)
  const offline = { journal: { entries: [], tip: null, grant: before?.grant ?? kept?.grant ?? null } }
  const answer = isKept ? ok(offline) : asked
  const hidden = answer.ok ? answer.value.journal === null : isHidden(answer.error)
  if (hidden && known) return tampered('withheld')
  if (!answer.ok) return err(fromServer(answer.error))
  const { journal } = answer.value
  if (!journal) return ok(null)
  const same = before?.grant.sealed === journal.grant?.sealed
  const opening = before && same ? ok(before) : await openKeys(here, id, journal.grant)
  if (!opening.ok) return opening
  const { keys, grant } = opening.value
  const verified = new Set(before?.log.map(({ hash }) => hash))
  const earlier = before?.log.map(({ bytes }) => bytes) ?? kept?.entries ?? []
  const log = await verifyFrom(earlier, journal, (bytes) =>
    verifyJournal(bytes, { desk, known: heldAgainst(isKept, known, from - 1), seen, verified }),
  )
  if (!log.ok) return log
  const opened = await openEntries(log.value.slice(before?.log.length ?? 0), keys)
  const entries = [...(before?.entries ?? []), ...opened]
  return ok(settle(journals, here, { log: log.value, entries, keys, grant }, isKept ? -1 : deskTip.seq))
}

const isHidden = (refusal: ApiRefusal): boolean => refusal.kind === 'refused' && refusal.type === 'not_found'

const tampered = (what: string): { readonly ok: false; readonly error: Tampered } =>
  err({ kind: 'tampered', what, seq: null })

const openKeys = async (
  here: AtDesk,
  log: string,
  grant: Grant | null,
): Promise<Result<Pick<OpenJournal, 'keys' | 'grant'>, Tampered>> => {
  const desk = here.desk()
  const under = grant && deskKeyOf(desk, grant.deskEpoch)
  if (!grant || !under) return tampered('no_journal_key')
  const keys = await openGrant(under, { log, epoch: grant.epoch }, wireToBytes(grant.sealed))
  return keys ? ok({ keys, grant }) : tampered('no_journal_key')
}

/**
 * The chain vouches for every byte, so words that do not open were sealed so by their author: they are null, and the
 * rest of the journal is read. One member cannot close it to all others.
 */
export const openEntries = (log: readonly ReadEntry[], keys: LogKeys): Promise<readonly JournalEntry[]> =>
  Promise.all(
    log.map(async (read) => {
      const { id, seq, kind, kindVersion, author, at } = read.statement
      const words = await openWordsOf(read, keys)
      return {
        id,
        seq,
        kind,
        kindVersion,
        author,
        at,
        coded: read.coded,
        words: words.ok ? words.value : null,
      }
    }),
  )

const settle = (journals: JournalsOf, here: AtDesk, open: OpenJournal, deskSeq = -1): OpenJournal => {
  const { statement, hash } = open.log.at(-1)!
  const desk = here.desk().desk.id
  const of = { desk, log: journalOf(desk), deskSeq }
  rememberTip(here.unlocked.memory, of, { seq: statement.seq, hash }, statement.seq)
  journals.opened.set(desk, open)
  const tip = { seq: statement.seq, hash }
  const entries = open.log.map(({ bytes }) => bytes)
  void keepLog(here.deps, { desk, log: journalOf(desk), entries, tip, grant: open.grant })
  saveSoon(here.deps, here.unlocked)
  return open
}

/** The one that is there, or one that this device begins. */
const openOrBegin = async (
  journals: JournalsOf,
  here: AtDesk,
): Promise<Result<OpenJournal, MemberRefusal | NotBegun>> => {
  const there = await look(journals, here)
  if (!there.ok) return there
  if (there.value) return ok(there.value)
  return isLead(here) ? beginOrUse(journals, here) : err({ kind: 'journal_not_begun' })
}

const isLead = (here: AtDesk): boolean =>
  here.desk().desk.members.get(here.unlocked.keys.account)?.role === 'lead'

/** Whoever lost the race uses the other's. */
const beginOrUse = async (journals: JournalsOf, here: AtDesk): Answer<OpenJournal> => {
  const begun = await begin(here)
  if (!begun.ok) return begun
  if (begun.value) return ok(settle(journals, here, begun.value))
  const others = await look(journals, here)
  if (!others.ok) return others
  return others.value ? ok(others.value) : tampered('withheld')
}

/** Null: another device was first. */
const begin = async (here: AtDesk): Answer<OpenJournal | null> => {
  const { deps } = here
  const desk = here.desk()
  const log = journalOf(desk.desk.id)
  const sealed = await sealGrant(desk.key, { log, epoch: 1 }, deps.chance(KEY_BYTES), deps.chance)
  const grant: Grant = { epoch: 1, deskEpoch: desk.key.epoch, sealed: toBase64url(sealed) }
  const keys = await opensAnew(desk, { log, grant })
  const first = { kind: BEGUN, kindVersion: 1, coded: null }
  const entry = await sealIn(here, { log, ...keys }, first)
  const signed = await signOnto(here, entry, null)
  if (!signed.ok) return signed
  const body = { entry: entryToWire(signed.value.bytes), grant }
  const path = `/desks/${desk.desk.id}/journal`
  const sent = await deps.api('POST', path, { body, answer: tipAnswer })
  if (!sent.ok && sent.error.kind === 'refused' && sent.error.type === 'journal_there') return ok(null)
  if (!sent.ok) return err(fromServer(sent.error))
  const { read } = signed.value
  return ok({ log: [read], entries: await openEntries([read], keys), keys, grant })
}

/**
 * The grant as the next device of the desk will open it, from the desk's secret: there is one journal and one first grant,
 * so one that did not open would shut it for ever.
 */
const opensAnew = async (
  { secret }: OpenDesk,
  { log, grant: { epoch, deskEpoch, sealed } }: { readonly log: string; readonly grant: Grant },
): Promise<LogKeys> => {
  const under = await deskKey(secret)
  const keys = under.epoch === deskEpoch ? await openGrant(under, { log, epoch }, wireToBytes(sealed)) : null
  if (!keys) throw new Error('the grant of a journal of our own does not open')
  return keys
}

/** Refused because the keys are others now: this device looks anew, once, and seals anew. */
const staleKeys = ['old_key', 'old_grant', 'keys_in_renewal']

const append = async <E>(
  journals: JournalsOf,
  here: AtDesk,
  propose: Propose<E>,
): Promise<Result<OpenJournal, AppendRefusal<E>>> => {
  const first = await appendOnce(journals, here, propose)
  if (first.ok || !isStale(first.error)) return first
  const desk = here.desk().desk.id
  journals.opened.delete(desk)
  const again = await openDesk(here.deps, here.unlocked, desk)
  return again.ok ? appendOnce(journals, here, propose) : first
}

const isStale = (refusal: unknown): boolean => {
  const { kind, type } = refusal as { readonly kind?: unknown; readonly type?: unknown }
  return kind === 'refused_by_server' && staleKeys.includes(String(type))
}

const appendOnce = async <E>(
  journals: JournalsOf,
  here: AtDesk,
  propose: Propose<E>,
): Promise<Result<OpenJournal, AppendRefusal<E>>> => {
  const known = journals.opened.get(here.desk().desk.id)
  // What is refused now may rest on an entry that this device has not seen yet.
  const enough = known && propose(known).ok ? known : null
  const open: Result<OpenJournal, AppendRefusal<E>> = enough ? ok(enough) : await openOrBegin(journals, here)
  if (!open.ok) return open
  const path = `/desks/${here.desk().desk.id}/journal/entries`
  let sealed: readonly SealedEntry[] | null = null
  type Signed = { readonly reads: readonly ReadEntry[]; readonly wire: readonly unknown[] }
  const done = await untilFirst<OpenJournal, Signed, AppendRefusal<E>>({
    open,
    look: () => openOrBegin(journals, here),
    sign: async (onto) => {
      if (onto.grant.deskEpoch !== here.desk().key.epoch) return renewing
      const proposed = propose(onto)
      if (!proposed.ok) return proposed
      sealed ??= await sealAll(here, onto, proposed.value)
      return signAll(here, onto, sealed)
    },
    send: ({ wire }) => here.deps.api('POST', path, { body: { entries: wire }, answer: tipAnswer }),
    refused: fromServer,
  })
  if (!done.ok) return done
  const { open: onto, signed } = done.value
  const entries = [...onto.entries, ...(await openEntries(signed.reads, onto.keys))]
  return ok(settle(journals, here, { ...onto, log: [...onto.log, ...signed.reads], entries }))
}

/** Whoever left holds the desk's older keys, and with them this one. */
const renewing = err({ kind: 'refused_by_server' as const, type: 'keys_in_renewal', fields: {} })

const sealAll = (
  here: AtDesk,
  { keys }: OpenJournal,
  entries: readonly NewEntry[],
): Promise<readonly SealedEntry[]> => {
  const log = { log: journalOf(here.desk().desk.id), ...keys }
  return Promise.all(
    entries.map((entry) => sealIn(here, log, { ...(nfc(entry) as NewEntry), kindVersion: 1 })),
  )
}

const signAll = async (here: AtDesk, onto: OpenJournal, sealed: readonly SealedEntry[]) => {
  const reads: ReadEntry[] = []
  const wire: unknown[] = []
  let last = onto.log.at(-1)!
  for (const one of sealed) {
    const signed = await signOnto(here, one, { seq: last.statement.seq, hash: last.hash })
    if (!signed.ok) return signed
    last = signed.value.read
    reads.push(last)
    wire.push(entryToWire(signed.value.bytes))
  }
  return ok({ reads, wire })
}
