/** Sealing, signing and opening an entry on a member's device. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { Bytes } from '#vault/core/bytes.ts'
import type { EntryBytes, ReadEntry } from '#vault/core/v1/entry.ts'
import { clearPart, parseSealedPlaintext, SALT_BYTES, sealedPlaintext } from '#vault/core/v1/parts.ts'
import {
  type Context,
  contextOf,
  hashOf,
  parseStatement,
  sealedData,
  type Statement,
  statementBytes,
  toSign,
} from '#vault/core/v1/statement.ts'
import { aesOpen, aesSeal, type Key, NONCE_BYTES, sign } from '#vault/core/v1/webcrypto.ts'
import type { Chance } from '#vault/client/v1/account.ts'
import { keyFor, type LogKeys } from '#vault/client/v1/desk.ts'

export type EntryDraft = Omit<Context, 'v' | 'coded' | 'key'> & {
  readonly key: string
  readonly coded: unknown
  /** Undefined: the entry has no sealed part. */
  readonly words?: unknown
  readonly open?: unknown
}

/** The parts of an entry, sealed once: a lost race for the tip signs them again but seals nothing anew. */
export type SealedEntry = {
  readonly context: Context
  readonly coded: Bytes | null
  readonly sealed: Bytes | null
  readonly open: Bytes | null
}

export const sealEntry = async (draft: EntryDraft, key: Key | null, chance: Chance): Promise<SealedEntry> => {
  const { coded: codedValue, words, open: openValue, ...rest } = draft
  const coded = codedValue === null ? null : clearPart(chance(SALT_BYTES), codedValue)
  const open = openValue === undefined ? null : clearPart(chance(SALT_BYTES), openValue)
  const context: Context = { ...rest, v: 1, coded: coded && hashOf(coded) }
  if (words === undefined) return { context, coded, sealed: null, open }
  if (!key) throw new TypeError('words are sealed under a key')
  const use = { nonce: chance(NONCE_BYTES), data: sealedData(context) }
  return { context, coded, sealed: await aesSeal(key, sealedPlaintext(words), use), open }
}

export type Place = Pick<Statement, 'seq' | 'prev' | 'roster'>

export const signEntry = async (entry: SealedEntry, place: Place, signing: Key): Promise<EntryBytes> => {
  const { context, coded, sealed, open } = entry
  const statement = statementBytes({
    ...context,
    ...place,
    sealed: sealed && hashOf(sealed),
    open: open && hashOf(open),
  })
  // A device never signs what it would refuse to read: the log could not be mended afterwards.
  const read = parseStatement(statement)
  if (!read.ok) throw new TypeError(`not a statement: ${read.error.kind}`)
  return { statement, signature: await sign(signing, toSign(statement)), coded, sealed, open }
}

export type OpenRefusal = { readonly kind: 'cannot_open' } | { readonly kind: 'bad_words' }

/** Under whichever of its log's keys the entry names. */
export const openWordsOf = async (
  entry: ReadEntry,
  keys: Pick<LogKeys, 'epoch' | 'keys'>,
): Promise<Result<unknown, OpenRefusal>> => {
  if (entry.bytes.sealed === null) return ok(null)
  const key = keyFor(keys, entry.statement.key)
  return key ? openWords(entry, key) : err({ kind: 'cannot_open' })
}

/** The words of an entry; null where it has none or they were erased. */
export const openWords = async (entry: ReadEntry, key: Key): Promise<Result<unknown, OpenRefusal>> => {
  const { sealed } = entry.bytes
  if (sealed === null) return ok(null)
  const plain = await aesOpen(key, sealed, sealedData(contextOf(entry.statement)))
  if (!plain) return err({ kind: 'cannot_open' })
  const words = parseSealedPlaintext(plain)
  return words.ok ? words : err({ kind: 'bad_words' })
}
