/**
 * The lines of a desk's access log: each names the hash of the one before. They are the server's word, signed by
 * nobody; what the chain gives is that a line once shown to a device cannot be changed or taken out unnoticed.
 */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { hashOf, hashSchema, idSchema } from '#vault/core/v1/statement.ts'

/**
 * `opened`: a case's entries were handed out. `listed`: heads of cases. `file`: a file of evidence. `journal`: the
 * desk's journal. `refused`: a case was not, because of a limit; its subject is the desk. `supporters`: who took part in
 * an ask, sealed. `supporters_listed`: a list of them was made, to be taken away.
 */
export const accessActs = [
  'opened',
  'file',
  'listed',
  'journal',
  'refused',
  'supporters',
  'supporters_listed',
] as const
export type AccessAct = (typeof accessActs)[number]

export const accessLineSchema = z.strictObject({
  seq: z.int().min(0),
  /** UTC, as `2026-11-22T11Z`: nobody needs to know the minute in which somebody read. */
  hour: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}Z$/),
  account: idSchema,
  act: z.enum(accessActs),
  /** A case, a file, the desk, its journal or an ask. */
  subject: idSchema,
  /** The case that a file belongs to. */
  within: idSchema.nullable(),
  prev: hashSchema.nullable(),
})
export type AccessLine = Readonly<z.infer<typeof accessLineSchema>>

/** The case that a line tells of, if it tells of one. */
export const caseOf = ({ act, subject, within }: AccessLine): string | null =>
  act === 'opened' ? subject : within

/** No part of a line can hold the sign between them. */
export const lineHash = (desk: string, line: AccessLine): string => {
  const { seq, hour, account, act, subject, within, prev } = line
  const parts = ['amparo/v1/access', desk, seq, hour, account, act, subject, within ?? '', prev ?? '']
  return hashOf(utf8(parts.join('|')))
}

export type AccessTip = { readonly seq: number; readonly hash: string | null }
/** What a device saw last: place, hash and hour. */
export type SeenAccess = readonly [seq: number, hash: string, hour: string]

/** Days that a line is kept (migration 0030). */
export const KEPT_DAYS = 730

export type AccessChainRefusal = {
  readonly kind: 'broken_chain' | 'missing_entry' | 'rolled_back' | 'forked' | 'withheld'
  readonly seq: number
}

type Shown = {
  readonly desk: string
  /** Of the oldest line that is kept. */
  readonly first: number
  /** The place that was asked for. */
  readonly from: number
  readonly tip: AccessTip
  readonly seen: SeenAccess | null
  readonly now: Date
}

/**
 * Lines from somewhere up to the tip. Whoever shows what was remembered passes lines from there on, unless they are
 * older than a line is kept.
 */
export const verifyAccess = (
  lines: readonly AccessLine[],
  { desk, first, from, tip, seen, now }: Shown,
): Result<SeenAccess | null, AccessChainRefusal> => {
  const back = tipAlarm(tip, seen)
  if (back) return err(back)
  if (seen && first > seen[0] && isKept(seen[2], now)) return err({ kind: 'withheld', seq: seen[0] })
  let before: string | null = null
  for (const [place, line] of lines.entries()) {
    if (line.seq !== from + place) return err({ kind: 'missing_entry', seq: from + place })
    if (place > 0 && line.prev !== before) return err({ kind: 'broken_chain', seq: line.seq })
    before = lineHash(desk, line)
    if (seen?.[0] === line.seq && seen[1] !== before) return err({ kind: 'forked', seq: line.seq })
  }
  const last = lines.at(-1)
  if (!last) return first > tip.seq ? ok(null) : err({ kind: 'missing_entry', seq: tip.seq })
  if (last.seq !== tip.seq) return err({ kind: 'missing_entry', seq: tip.seq })
  if (before !== tip.hash) return err({ kind: 'broken_chain', seq: tip.seq })
  return ok([last.seq, before ?? '', last.hour])
}

/** The end of the chain alone, against what was remembered of it. */
export const tipAlarm = (tip: AccessTip, seen: SeenAccess | null): AccessChainRefusal | null => {
  if (!seen || tip.seq > seen[0]) return null
  if (tip.seq < seen[0]) return { kind: 'rolled_back', seq: tip.seq }
  return tip.hash === seen[1] ? null : { kind: 'forked', seq: tip.seq }
}

const DAY_MS = 86_400_000

/** A day of grace: two clocks need not agree. */
const isKept = (hour: string, now: Date): boolean =>
  now.getTime() - Date.parse(`${hour.slice(0, 13)}:00:00Z`) < (KEPT_DAYS - 1) * DAY_MS
