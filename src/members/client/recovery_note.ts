/**
 * Where a member begins who was let in again: memory and old keys are gone, so the holders of the root's shares sealed to
 * the new ones which desks there are. The server keeps that note; the digits that a holder reads out say whose it is.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { type Memory, rememberTip } from '#members/client/memory.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import {
  noteBytes,
  readNote,
  type RecoveryNote,
  rootDigits,
  sameDigits,
  toSignAs,
} from '#members/core/root.ts'
import { concat, fromBase64url, toBase64url } from '#vault/core/bytes.ts'
import type { AccountKeys } from '#vault/client/v1/account.ts'
import { openSealed, type RootKeys, sealTo, signByRoot } from '#vault/client/v1/root.ts'

const SIGNATURE_BYTES = 64

/** `signature ‖ note`, sealed to the new keys: it tells the server nothing of other desks than it knows. */
export const sealNote = async (
  keys: RootKeys,
  note: RecoveryNote,
  recipient: string,
): Promise<Uint8Array> => {
  const bytes = noteBytes(note)
  const signature = fromBase64url(await signByRoot(keys, toSignAs('note', bytes)))!
  return sealTo(recipient, concat(signature, bytes))
}

/** Does nothing for a member who remembers anything at all, and for one without a note. */
export const beginFromNote = async (
  keys: AccountKeys,
  memory: Memory,
  given: { readonly note: string | null; readonly digits?: string | undefined },
): Promise<Result<void, MemberRefusal>> => {
  if (given.note === null || memory.logs.size > 0) return ok(undefined)
  const note = await openNote(keys, given.note)
  if (!note) return err({ kind: 'tampered', what: 'recovery_note', seq: null })
  // Of no desk there is nothing to believe.
  if (note.desks.length === 0) return ok(undefined)
  if (given.digits === undefined) return err({ kind: 'digits_wanted' })
  if (!sameDigits(given.digits, rootDigits(note))) return err({ kind: 'digits_differ' })
  for (const { desk, founding, seq, hash } of note.desks) {
    const of = { desk, log: desk }
    rememberTip(memory, of, { seq: 0, hash: founding }, 0)
    rememberTip(memory, of, { seq, hash })
  }
  return ok(undefined)
}

const openNote = async (keys: AccountKeys, text: string): Promise<RecoveryNote | null> => {
  const sealed = fromBase64url(text)
  const plain = sealed && (await openSealed(sealed, keys.identity))
  if (!plain || plain.length <= SIGNATURE_BYTES) return null
  const signature = toBase64url(plain.subarray(0, SIGNATURE_BYTES))
  const note = await readNote(plain.subarray(SIGNATURE_BYTES), signature)
  const own = note?.account === keys.account && note.name === keys.name && note.signing === keys.signingPublic
  return own ? note : null
}
