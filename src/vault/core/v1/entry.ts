/**
 * An entry as it travels and is stored: statement, signature and its parts as bytes. Reading one checks its
 * form and that parts and statement belong together; who signed it and where it stands is for `chain.ts`.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { parseClearPart, type PartRefusal } from '#vault/core/v1/parts.ts'
import {
  entryHash,
  hashOf,
  parseStatement,
  type Statement,
  type StatementRefusal,
} from '#vault/core/v1/statement.ts'

export const partNames = ['coded', 'sealed', 'open'] as const
export type PartName = (typeof partNames)[number]

/** The bytes of an entry. A part is null where the statement has none, or where it was erased. */
export type EntryBytes = {
  readonly statement: Uint8Array
  readonly signature: Uint8Array
  readonly coded: Uint8Array | null
  readonly sealed: Uint8Array | null
  readonly open: Uint8Array | null
}

export type ReadEntry = {
  readonly bytes: EntryBytes
  readonly statement: Statement
  readonly hash: string
  /** Parsed clear parts; null where there is none or it is missing. */
  readonly coded: unknown
  readonly open: unknown
  /** Parts that the statement names and the bytes lack: right only after an erasure or a withdrawal. */
  readonly missing: readonly PartName[]
}

export type EntryRefusal =
  | StatementRefusal
  | { readonly kind: 'part_not_of_statement'; readonly part: PartName }
  | { readonly kind: 'bad_part'; readonly part: PartName; readonly why: PartRefusal }

export const readEntry = (bytes: EntryBytes): Result<ReadEntry, EntryRefusal> => {
  const statement = parseStatement(bytes.statement)
  if (!statement.ok) return statement
  const missing: PartName[] = []
  for (const part of partNames) {
    const content = bytes[part]
    const stated = statement.value[part]
    if (content === null) {
      if (stated !== null) missing.push(part)
    } else if (stated === null || hashOf(content) !== stated)
      return err({ kind: 'part_not_of_statement', part })
  }
  const coded = readClear(bytes, 'coded')
  if (!coded.ok) return coded
  const open = readClear(bytes, 'open')
  if (!open.ok) return open
  const hash = entryHash(bytes.statement, bytes.signature)
  return ok({ bytes, statement: statement.value, hash, coded: coded.value, open: open.value, missing })
}

const readClear = (bytes: EntryBytes, part: 'coded' | 'open'): Result<unknown, EntryRefusal> => {
  const content = bytes[part]
  if (content === null) return ok(null)
  const parsed = parseClearPart(content)
  return parsed.ok ? parsed : err({ kind: 'bad_part', part, why: parsed.error })
}

/** The same entry after an erasure: the statement stays, these parts are gone. */
export const withoutParts = (entry: ReadEntry, parts: readonly PartName[]): ReadEntry => {
  const gone = parts.filter((part) => entry.bytes[part] !== null)
  if (gone.length === 0) return entry
  const left = Object.fromEntries(gone.map((part) => [part, null]))
  return {
    ...entry,
    bytes: { ...entry.bytes, ...left },
    coded: gone.includes('coded') ? null : entry.coded,
    open: gone.includes('open') ? null : entry.open,
    missing: partNames.filter((part) => gone.includes(part) || entry.missing.includes(part)),
  }
}
