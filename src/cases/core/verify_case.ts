/**
 * Verifies a case's log from its first entry against its desk's verified log. What a lying server could let pass
 * stands here: who may append what, and which parts may be missing.
 */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { atLeast, type Desk, type Right, rightFor } from '#members/core/desk.ts'
import type { Role } from '#members/core/desk_entries.ts'
import { type ChainRefusal, type Tip, verifyChain } from '#vault/core/v1/chain.ts'
import { type EntryBytes, partNames, type ReadEntry, withoutParts } from '#vault/core/v1/entry.ts'
import { idSchema } from '#vault/core/v1/statement.ts'

export type CaseRuleRefusal =
  | { readonly kind: 'other_desk'; readonly seq: number }
  | { readonly kind: 'not_opened'; readonly seq: number }
  | { readonly kind: 'no_right'; readonly seq: number }
  | { readonly kind: 'right_ended'; readonly seq: number }
  | { readonly kind: 'role_too_low'; readonly seq: number; readonly role: Role; readonly needed: Role }
  | { readonly kind: 'part_missing'; readonly seq: number; readonly part: 'coded' }
  | { readonly kind: 'release_of_nothing'; readonly seq: number }
  | { readonly kind: 'own_release'; readonly seq: number }

export type CaseLogRefusal = ChainRefusal | CaseRuleRefusal

export const verifyCase = async (
  bytes: readonly EntryBytes[],
  id: string,
  desk: Desk,
  known: Tip | null,
  verified: ReadonlySet<string> = new Set(),
): Promise<Result<readonly ReadEntry[], CaseLogRefusal>> => {
  if (bytes.length === 0 && !known) return err({ kind: 'not_opened', seq: 0 })
  let broken: CaseRuleRefusal | null = null
  const rightOf = (entry: ReadEntry, earlier: readonly ReadEntry[]) => {
    const right = decideRight(entry, earlier, desk)
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
): Result<Right, CaseRuleRefusal> => {
  const { seq, kind } = entry.statement
  if (entry.statement.desk !== desk.id) return err({ kind: 'other_desk', seq })
  if (seq === 0 && kind !== 'opened') return err({ kind: 'not_opened', seq })
  const right = rightFor(desk, entry)
  if (!right) return err({ kind: 'no_right', seq })
  if (standsAfterItsEnd(entry, earlier, desk)) return err({ kind: 'right_ended', seq })
  const needed = neededRole(kind)
  if (!atLeast(right.role, needed)) return err({ kind: 'role_too_low', seq, role: right.role, needed })
  const broken = checkAct(entry, earlier)
  return broken ? err(broken) : ok(right)
}

/** Any member may stop a publication; confirming takes a lead. */
const neededRole = (kind: string): Role => {
  if (kind === 'withdrawal') return 'reader'
  return kind === 'release' ? 'lead' : 'writer'
}

/**
 * `at` is the author's word, the order of the log is not: after an entry written under a right that the desk gave
 * when this one had ended, or later, nothing can honestly be appended under this one.
 */
const standsAfterItsEnd = (entry: ReadEntry, earlier: readonly ReadEntry[], desk: Desk): boolean => {
  const order = [...desk.rights.keys()]
  const placeOf = (roster: string | null) => (roster === null ? -1 : order.indexOf(roster))
  const own = placeOf(entry.statement.roster)
  const end = order.findIndex(
    (hash, place) => place > own && desk.rights.get(hash)?.account === entry.statement.author,
  )
  return end !== -1 && earlier.some((before) => placeOf(before.statement.roster) >= end)
}

/** Acts on other entries: what they say must be there to be judged, now and for ever. */
const acts: readonly string[] = ['erasure', 'release', 'withdrawal']

const checkAct = (entry: ReadEntry, earlier: readonly ReadEntry[]): CaseRuleRefusal | null => {
  const { seq, kind, author } = entry.statement
  if (!acts.includes(kind)) return null
  if (entry.missing.includes('coded')) return { kind: 'part_missing', seq, part: 'coded' }
  if (kind !== 'release') return null
  const of = named(entry, earlier)
  if (!of) return { kind: 'release_of_nothing', seq }
  return of.statement.author === author ? { kind: 'own_release', seq } : null
}

const ofSchema = z.object({ of: idSchema })
const erasesSchema = z.object({ erases: idSchema, parts: z.array(z.enum(partNames)) })

/** The earlier entry that a release or a withdrawal names. */
const named = (entry: ReadEntry, earlier: readonly ReadEntry[]): ReadEntry | null => {
  const coded = ofSchema.safeParse(entry.coded)
  const found = coded.success ? earlier.find((before) => before.statement.id === coded.data.of) : undefined
  return found && found.statement.seq < entry.statement.seq ? found : null
}

/**
 * Parts that may be missing, as `id part`: those of a confirmed erasure, and the open part of a withdrawn
 * publication. A superseded publication keeps its own: that it was replaced erases nothing.
 */
export const erased = (entries: readonly ReadEntry[]): ReadonlySet<string> => {
  const allowed = new Set<string>()
  for (const entry of entries) {
    const of = named(entry, entries)
    if (!of) continue
    if (entry.statement.kind === 'release' && of.statement.kind === 'erasure')
      for (const part of erasedBy(of, entries)) allowed.add(part)
    if (entry.statement.kind === 'withdrawal' && of.statement.kind === 'publication')
      allowed.add(`${of.statement.id} open`)
  }
  return allowed
}

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
