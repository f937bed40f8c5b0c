/**
 * The journal of a desk: a log of its own for what writers note for the desk and no single case. Rooms give it its
 * kinds. Verified from its first entry like a case's; nothing in it is ever erased.
 */
import type { ZodType } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Desk, Right } from '#members/core/desk.ts'
import { type LogRuleRefusal, type LogRules, rightToAppend, type Seen } from '#members/core/log_rights.ts'
import { fromBase64url, toBase64url, utf8 } from '#vault/core/bytes.ts'
import { type ChainRefusal, type Tip, verifyChain } from '#vault/core/v1/chain.ts'
import type { EntryBytes, ReadEntry } from '#vault/core/v1/entry.ts'
import { hashOf } from '#vault/core/v1/statement.ts'

const ID_BYTES = 16

/**
 * It follows from the desk's id, so that a desk has one journal and a device asks for that one: a server that showed
 * another, or none where there was one, is found out by what the device remembers of this id.
 */
export const journalOf = (desk: string): string =>
  toBase64url(fromBase64url(hashOf(utf8(`amparo/v1/journal|${desk}`)))!.subarray(0, ID_BYTES))

/** The first entry, without words: no log of another sort begins with it. */
export const BEGUN = 'journal_begun'

/** One kind of entry as its room gives it. Devices write version 1, with words and no open part. */
export type JournalKind = {
  readonly kind: string
  /** What the server may read of it; an empty object where that is nothing. */
  readonly coded: ZodType
  /** What only devices of the desk read. */
  readonly words: ZodType
  /** Of the sealed part, in bytes: what no words of this kind can need is refused. */
  readonly mostSealed: number
  /** What the coded halves before it, or the day, forbid: the name of the rule. The server asks it too. */
  readonly refuses?: (
    fact: JournalFact,
    given: { readonly earlier: readonly JournalFact[]; readonly today: string },
  ) => string | null
}

/** What of an entry everybody who holds the log can read. */
export type JournalFact = { readonly id: string; readonly kind: string; readonly coded: unknown }

/** An entry as a device opened it. */
export type JournalEntry = {
  readonly id: string
  readonly seq: number
  readonly kind: string
  readonly kindVersion: number
  readonly author: string
  readonly at: string
  readonly coded: unknown
  readonly words: unknown
}

/** Of the missions room: who the mission is. Devices hold this against the log without knowing what a room gives. */
const byLeads: readonly string[] = ['mission', 'officer']

const rules: LogRules = { first: BEGUN, needed: (kind) => (byLeads.includes(kind) ? 'lead' : 'writer') }

export type JournalRuleRefusal =
  | LogRuleRefusal
  /** A second beginning. */
  | { readonly kind: 'begun_twice'; readonly seq: number }

export const decideJournalRight = (
  entry: ReadEntry,
  earlier: readonly ReadEntry[],
  desk: Desk,
  seen: Seen | null = null,
): Result<Right, JournalRuleRefusal> => {
  const { seq, kind } = entry.statement
  if (seq > 0 && kind === BEGUN) return err({ kind: 'begun_twice', seq })
  return rightToAppend(entry, { earlier, desk, rules, seen })
}

export type JournalPartRefusal =
  | { readonly kind: 'unknown_kind'; readonly entryKind: string }
  | {
      readonly kind: 'part_refused'
      readonly part: 'coded' | 'sealed' | 'open'
      readonly fields: readonly string[]
    }
  | { readonly kind: 'rule_broken'; readonly rule: string }

const refused = (part: 'coded' | 'sealed' | 'open', fields: readonly string[] = []) =>
  err({ kind: 'part_refused' as const, part, fields })

/** What can be known of an entry without its words: the server takes no other. */
export const checkJournalParts = (
  entry: ReadEntry,
  kinds: readonly JournalKind[],
): Result<void, JournalPartRefusal> => {
  const { kind, kindVersion } = entry.statement
  const known = kind === BEGUN ? null : kinds.find((one) => one.kind === kind)
  if (known === undefined || kindVersion !== 1) return err({ kind: 'unknown_kind', entryKind: kind })
  const { coded, sealed, open } = entry.bytes
  if (open !== null) return refused('open')
  if (known === null)
    return coded === null && sealed === null ? ok(undefined) : refused(coded ? 'coded' : 'sealed')
  if (sealed === null || sealed.length > known.mostSealed) return refused('sealed')
  const parsed = known.coded.safeParse(entry.coded)
  if (parsed.success) return ok(undefined)
  return refused('coded', [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))])
}

/** What the kind's own rule says, once its parts fit. */
export const checkJournalRule = (
  fact: JournalFact,
  given: {
    readonly kinds: readonly JournalKind[]
    readonly earlier: readonly JournalFact[]
    readonly today: string
  },
): Result<void, JournalPartRefusal> => {
  const rule = given.kinds.find(({ kind }) => kind === fact.kind)?.refuses?.(fact, given) ?? null
  return rule === null ? ok(undefined) : err({ kind: 'rule_broken', rule })
}

export type JournalRefusal = ChainRefusal | JournalRuleRefusal

const nothingErased = (): ReadonlySet<string> => new Set()

/** By its own bytes, the desk's verified log and what this device remembers. */
export const verifyJournal = async (
  bytes: readonly EntryBytes[],
  given: {
    readonly desk: Desk
    readonly known: Tip | null
    readonly seen?: Seen | null
    readonly verified?: ReadonlySet<string>
  },
): Promise<Result<readonly ReadEntry[], JournalRefusal>> => {
  const { desk, known, seen = null, verified = new Set() } = given
  let broken: JournalRuleRefusal | null = null
  const rightOf = (entry: ReadEntry, earlier: readonly ReadEntry[]) => {
    const right = decideJournalRight(entry, earlier, desk, seen)
    if (right.ok) return { signing: right.value.signing, mayAppend: true }
    broken = right.error
    return null
  }
  const log = await verifyChain(bytes, {
    log: journalOf(desk.id),
    rightOf,
    erased: nothingErased,
    known,
    verified,
  })
  return log.ok ? log : err(broken ?? log.error)
}
