/**
 * Verifies a case's log from its first entry against its desk's verified log. What a lying server could let pass
 * stands here: who may append what, and which parts may be missing.
 */
import { z } from 'zod'
import { isInTime } from '#cases/core/erasure_time.ts'
import { err, type Result } from '#kernel/core/result.ts'
import type { Desk, Right } from '#members/core/desk.ts'
import type { Role } from '#members/core/desk_entries.ts'
import { type LogRuleRefusal, type LogRules, rightToAppend, type Seen } from '#members/core/log_rights.ts'
import { type ChainRefusal, type Tip, verifyChain } from '#vault/core/v1/chain.ts'
import { type EntryBytes, partNames, type ReadEntry, withoutParts } from '#vault/core/v1/entry.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

export type CaseRuleRefusal =
  | LogRuleRefusal
  | { readonly kind: 'part_missing'; readonly seq: number; readonly part: 'coded' }
  | { readonly kind: 'release_of_nothing'; readonly seq: number }
  | { readonly kind: 'own_release'; readonly seq: number }

export type CaseLogRefusal = ChainRefusal | CaseRuleRefusal

export const verifyCase = async (
  bytes: readonly EntryBytes[],
  given: {
    readonly id: string
    readonly desk: Desk
    readonly known: Tip | null
    readonly seen?: Seen | null
    readonly verified?: ReadonlySet<string>
  },
): Promise<Result<readonly ReadEntry[], CaseLogRefusal>> => {
  const { id, desk, known, seen = null, verified = new Set() } = given
  if (bytes.length === 0 && !known) return err({ kind: 'not_opened', seq: 0 })
  let broken: CaseRuleRefusal | null = null
  const rightOf = (entry: ReadEntry, earlier: readonly ReadEntry[]) => {
    const right = decideRight(entry, earlier, desk, seen)
    if (right.ok) return { signing: right.value.signing, mayAppend: true }
    broken = right.error
    return null
  }
  const log = await verifyChain(bytes, { log: id, rightOf, erased, known, verified })
  return log.ok ? log : err(broken ?? log.error)
}

/** The right that lets this entry stand after `earlier`; the server asks the same before it appends. */
export const decideRight = (
  entry: ReadEntry,
  earlier: readonly ReadEntry[],
  desk: Desk,
  seen: Seen | null = null,
): Result<Right, CaseRuleRefusal> => {
  const right = rightToAppend(entry, { earlier, desk, rules, seen })
  if (!right.ok) return right
  const broken = checkAct(entry, earlier)
  return broken ? err(broken) : right
}

/** Any member may stop a publication; confirming takes a lead. */
const neededRole = (kind: string): Role => {
  if (kind === 'withdrawal') return 'reader'
  return kind === 'release' ? 'lead' : 'writer'
}

const rules: LogRules = { first: 'opened', needed: neededRole }

/** Acts on other entries: what they say must be there to be judged, now and for ever. */
const acts: readonly string[] = ['erasure', 'case_erasure', 'release', 'withdrawal']

const checkAct = (entry: ReadEntry, earlier: readonly ReadEntry[]): CaseRuleRefusal | null => {
  const { seq, kind, author } = entry.statement
  if (!acts.includes(kind)) return null
  if (entry.missing.includes('coded')) return { kind: 'part_missing', seq, part: 'coded' }
  if (kind !== 'release') return null
  const of = named(entry, earlier)
  if (!of) return { kind: 'release_of_nothing', seq }
  return of.statement.author === author ? { kind: 'own_release', seq } : null
}

/** Kinds whose coded part an erased case keeps. */
const lasting: readonly string[] = ['opened', ...acts]

const ofSchema = z.object({ of: idSchema })
const erasesSchema = z.object({ erases: idSchema, parts: z.array(z.enum(partNames)) })

const namesAnother = ({ statement }: ReadEntry): boolean =>
  statement.kind === 'release' || statement.kind === 'withdrawal'

/** The earlier entry that a release or a withdrawal names. */
const named = (entry: ReadEntry, earlier: readonly ReadEntry[]): ReadEntry | null => {
  const coded = ofSchema.safeParse(entry.coded)
  const found = coded.success ? earlier.find((before) => before.statement.id === coded.data.of) : undefined
  return found && found.statement.seq < entry.statement.seq ? found : null
}

/**
 * Parts that may be missing, as `id part`: those of a confirmed erasure, and the open part of a withdrawn
 * publication. A superseded publication keeps its own: that it was replaced erases nothing. Of an erased case
 * only what shows that it was opened and rightly erased stays.
 */
export const erased = (entries: readonly ReadEntry[]): ReadonlySet<string> => {
  const allowed = new Set<string>()
  for (const entry of entries) {
    const of = namesAnother(entry) ? named(entry, entries) : null
    if (!of) continue
    if (entry.statement.kind === 'release' && of.statement.kind === 'erasure')
      for (const part of erasedBy(of, entries)) allowed.add(part)
    if (erasesCase(entry, of))
      for (const part of erasedThrough(entry.statement.seq, entries)) allowed.add(part)
    if (entry.statement.kind === 'withdrawal' && of.statement.kind === 'publication')
      allowed.add(`${of.statement.id} open`)
  }
  return allowed
}

const erasedThrough = (seq: number, entries: readonly ReadEntry[]): readonly string[] =>
  entries
    .filter(({ statement }) => statement.seq <= seq)
    .flatMap(({ statement: { id, kind } }) =>
      partNames.filter((part) => part !== 'coded' || !lasting.includes(kind)).map((part) => `${id} ${part}`),
    )

/** Whether another lead has released that the whole case be erased. */
export const isErasedCase = (entries: readonly ReadEntry[]): boolean =>
  entries.some((entry) => {
    const of = namesAnother(entry) ? named(entry, entries) : null
    return of !== null && erasesCase(entry, of)
  })

const erasesCase = (release: ReadEntry, of: ReadEntry): boolean =>
  release.statement.kind === 'release' &&
  of.statement.kind === 'case_erasure' &&
  isInTime(of.statement.at, release.statement.at)

/** The log as it stands after its erasures. */
export const withoutErased = (entries: readonly ReadEntry[]): readonly ReadEntry[] => {
  const gone = erased(entries)
  return entries.map((entry) =>
    withoutParts(
      entry,
      partNames.filter((part) => gone.has(`${entry.statement.id} ${part}`)),
    ),
  )
}

/** An erasure reaches earlier entries only, and never the coded part of an act that others rest on. */
const erasedBy = (erasure: ReadEntry, entries: readonly ReadEntry[]): readonly string[] => {
  const coded = erasesSchema.safeParse(erasure.coded)
  if (!coded.success) return []
  const { erases, parts } = coded.data
  const target = entries.find((entry) => entry.statement.id === erases)
  if (!target || target.statement.seq >= erasure.statement.seq) return []
  const kept = acts.includes(target.statement.kind) ? parts.filter((part) => part !== 'coded') : parts
  return kept.map((part) => `${erases} ${part}`)
}
