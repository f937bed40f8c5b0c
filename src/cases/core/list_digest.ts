/**
 * A desk's list of cases in short: one digest for all cases whose ids begin alike. A device that had the list asks for the
 * lines behind the digests that changed, and for no others.
 */
import type { CaseLineWire } from '#cases/core/wire.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { hashOf } from '#vault/core/v1/statement.ts'

/** Characters of base64url: 4,096 buckets. */
export const PREFIX_LENGTH = 2
/** Enough that two lists differ by no chance. Against a lying server it is no help: its lists are its word anyway. */
const DIGEST_LENGTH = 8

/** What changes with a line. */
export type LineMark = {
  readonly case: string
  readonly tip: string
  /** Signature of the head. */
  readonly head: string | null
  readonly grant: string | null
}

export const prefixOf = (id: string): string => id.slice(0, PREFIX_LENGTH)

export const markOf = ({ case: id, tip, head, grant }: CaseLineWire): LineMark => ({
  case: id,
  tip: tip.hash,
  head: head?.signature ?? null,
  grant: grant && `${grant.epoch}.${grant.deskEpoch}`,
})

export const digestsOf = (marks: Iterable<LineMark>): Readonly<Record<string, string>> => {
  const texts = new Map<string, string[]>()
  for (const mark of marks) {
    const prefix = prefixOf(mark.case)
    const bucket = texts.get(prefix) ?? []
    bucket.push(`${mark.case} ${mark.tip} ${mark.head ?? ''} ${mark.grant ?? ''}`)
    texts.set(prefix, bucket)
  }
  return Object.fromEntries(
    [...texts].map(([prefix, bucket]) => [
      prefix,
      hashOf(utf8(bucket.toSorted().join('\n'))).slice(0, DIGEST_LENGTH),
    ]),
  )
}

/** Prefixes whose lines are others there, or there no more. */
export const changedPrefixes = (
  here: Readonly<Record<string, string>>,
  there: Readonly<Record<string, string>>,
): readonly string[] =>
  [...new Set([...Object.keys(here), ...Object.keys(there)])].filter(
    (prefix) => here[prefix] !== there[prefix],
  )
