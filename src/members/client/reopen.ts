/**
 * Opening again after a lock, by a PIN or a passkey, while the session lives: chosen by the member, for this device. What
 * the device keeps opens nothing without the server's half, and goes when the session is found ended.
 */
import { z } from 'zod'

import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  judgePin,
  plainDigits,
  reopenedAnswer,
  reopeningAnswer,
  type ReopenWay,
} from '#members/core/reopening.ts'
import { nothing, vaultAnswer } from '#members/core/wire.ts'
import type { Session } from '#members/client/entering.ts'
import { proveAgain } from '#members/client/own_account.ts'
import { fromServer, type MemberRefusal, serverErr, vaultRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import type { PasskeyQuestion, ReopeningOffer } from '#members/client/views.ts'
import type { AccountKeys, Derived } from '#vault/client/v1/account.ts'
import {
  type Held,
  makeReopening,
  prepareReopening,
  readReopening,
  SALT_BYTES,
} from '#vault/client/v1/reopen.ts'
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '#vault/core/bytes.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** One session has a browser, so one member has what stands here. */
const PLACE = 'reopening'

const recordSchema = z.strictObject({
  v: z.literal(1),
  name: z.string(),
  pin: z.string().nullable(),
  passkey: z.strictObject({ wrap: z.string(), credentials: z.array(z.string()) }).nullable(),
})
type Record = z.infer<typeof recordSchema>

const readRecord = async (deps: ClientDeps): Promise<Record | null> => {
  const bytes = await deps.drafts.get(PLACE).catch(() => null)
  if (!bytes) return null
  const parsed = recordSchema.safeParse(JSON.parse(fromUtf8(bytes)))
  return parsed.success ? parsed.data : null
}

const writeRecord = async (deps: ClientDeps, record: Record): Promise<void> => {
  if (record.pin === null && record.passkey === null) return forgetHere(deps)
  await deps.drafts.set(PLACE, utf8(JSON.stringify(record)))
}

/** On this device alone: at a new sign-in, which has another session, and where the session is found ended. */
export const forgetHere = (deps: ClientDeps): Promise<void> => deps.drafts.delete(PLACE)

/** What a passkey is asked: to answer to the salt, after it has made sure of its owner. */
const questionOf = (deps: ClientDeps, salt: string, credentials: readonly string[]): PasskeyQuestion => ({
  challenge: toBase64url(deps.chance(32)),
  rpId: new URL(deps.origin).hostname,
  credentials,
  salt,
})

/** What this device can offer while it is locked: asked of the server too, because a session may have ended. */
export const findReopening = async (deps: ClientDeps): Promise<ReopeningOffer | null> => {
  const record = await readRecord(deps)
  if (!record) return null
  const kept = await deps.api('GET', '/me/reopening', { answer: reopeningAnswer })
  if (!kept.ok && kept.error.kind === 'refused') {
    await forgetHere(deps)
    return null
  }
  // A server that is away is met again when the member tries.
  const ways: readonly ReopenWay[] = kept.ok ? kept.value.ways : ['pin', 'passkey']
  const left: Record = {
    ...record,
    pin: ways.includes('pin') ? record.pin : null,
    passkey: ways.includes('passkey') ? record.passkey : null,
  }
  if (kept.ok) await writeRecord(deps, left)
  const salt = left.passkey && readReopening(fromBase64url(left.passkey.wrap) ?? new Uint8Array())?.salt
  if (left.pin === null && !salt) return null
  return {
    name: left.name,
    pin: left.pin !== null,
    passkey: left.passkey && salt ? questionOf(deps, salt, left.passkey.credentials) : null,
  }
}

/** What the member chose to open again with. */
export type ReopenChoice =
  | { readonly way: 'pin'; readonly pin: string }
  | {
      readonly way: 'passkey'
      /** What it answered to `salt`, and which one did: base64url. */
      readonly answer: string
      readonly salt: string
      readonly credential: string
    }

type Vault = { readonly name: string; readonly vault: string; readonly derived: Derived }

/** With the vault and the passphrase's halves at hand, as at sign-in. */
export const keepReopeningOf = async (
  deps: ClientDeps,
  { name, vault, derived }: Vault,
  choice: ReopenChoice,
): Answer<null> => {
  const held = heldOf(choice)
  if (!held.ok) return held
  const salt = choice.way === 'pin' ? deps.chance(SALT_BYTES) : fromBase64url(choice.salt)
  if (salt?.length !== SALT_BYTES) return err({ kind: 'passkey_cannot' })
  const made = await makeReopening(vault, { derived, held: held.value, salt }, deps.chance)
  if (!made.ok) return err(vaultRefusal(made.error.kind))
  const { wrap, proof, half } = made.value
  const body = { authKey: derived.authKey, way: choice.way, proof, half }
  const kept = await deps.api('PUT', '/me/reopening', { body, answer: nothing })
  if (!kept.ok) return serverErr(kept.error)
  const before = await readRecord(deps)
  const record = before?.name === name ? before : { v: 1 as const, name, pin: null, passkey: null }
  const text = toBase64url(wrap)
  await writeRecord(
    deps,
    choice.way === 'pin'
      ? { ...record, pin: text }
      : { ...record, passkey: { wrap: text, credentials: [choice.credential] } },
  )
  return ok(null)
}

/** Before anything is sent. */
export const judgeChoice = (choice: ReopenChoice): MemberRefusal | null => {
  const held = heldOf(choice)
  return held.ok ? null : held.error
}

const heldOf = (choice: ReopenChoice): Result<Held, MemberRefusal> => {
  if (choice.way === 'pin') {
    const pin = plainDigits(choice.pin)
    const why = judgePin(pin)
    return why ? err(why) : ok({ way: 'pin', pin })
  }
  const answer = fromBase64url(choice.answer)
  return answer?.length === 32 ? ok({ way: 'passkey', answer }) : err({ kind: 'passkey_cannot' })
}

/** From the account's page: the passphrase is asked again, so that nobody sets a PIN at a desk they found open. */
export const keepReopening = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly passphrase: string; readonly choice: ReopenChoice },
): Answer<null> => {
  const held = heldOf(given.choice)
  if (!held.ok) return held
  const { name } = unlocked.keys
  const derived = await proveAgain(deps, name, given.passphrase)
  if (!derived.ok) return derived
  const body = { authKey: derived.value.authKey }
  const kept = await deps.api('POST', '/me/vault', { body, answer: vaultAnswer })
  if (!kept.ok) return serverErr(kept.error)
  return keepReopeningOf(deps, { name, vault: kept.value.vault, derived: derived.value }, given.choice)
}

/** A passkey's first question: with a salt of its own, for the credentials that its member has added. */
export const newPasskeyQuestion = (deps: ClientDeps, credentials: readonly string[]): PasskeyQuestion =>
  questionOf(deps, toBase64url(deps.chance(SALT_BYTES)), credentials)

export const forgetReopening = async (deps: ClientDeps, way: ReopenWay): Answer<null> => {
  const forgotten = await deps.api('POST', '/me/reopening/forget', { body: { way }, answer: nothing })
  if (!forgotten.ok) return serverErr(forgotten.error)
  const record = await readRecord(deps)
  if (record) await writeRecord(deps, { ...record, [way]: null })
  return ok(null)
}

export type ReopenTry =
  | { readonly way: 'pin'; readonly pin: string }
  | { readonly way: 'passkey'; readonly answer: string }

export type Reopened = { readonly keys: AccountKeys; readonly session: Session }

/** The keys again, by both halves. After five wrong PINs there is nothing left here or there. */
export const reopen = async (deps: ClientDeps, given: ReopenTry): Answer<Reopened> => {
  const record = await readRecord(deps)
  const text = given.way === 'pin' ? record?.pin : record?.passkey?.wrap
  const wrap = text ? fromBase64url(text) : null
  const held = triedOf(given)
  if (!record || !wrap) return err({ kind: 'reopening_gone' })
  // What can be no PIN costs no try.
  if (!held) return err({ kind: 'wrong_pin', left: null })
  const prepared = await prepareReopening(wrap, held)
  if (!prepared) return gone(deps)
  const body = { way: given.way, proof: prepared.proof }
  const opened = await deps.api('POST', '/me/reopening/open', { body, answer: reopenedAnswer })
  if (!opened.ok) return refusedBy(deps, fromServer(opened.error))
  const { half, memoryHash, device } = opened.value
  const keys = await prepared.open(record.name, half)
  if (!keys.ok) return err(vaultRefusal(keys.error.kind))
  return ok({ keys: keys.value, session: { account: keys.value.account, memoryHash, note: null, device } })
}

const triedOf = (given: ReopenTry): Held | null => {
  if (given.way === 'pin') {
    const pin = plainDigits(given.pin)
    return /^[0-9]{6,12}$/.test(pin) ? { way: 'pin', pin } : null
  }
  const answer = fromBase64url(given.answer)
  return answer?.length === 32 ? { way: 'passkey', answer } : null
}

const refusedBy = async (deps: ClientDeps, refusal: MemberRefusal): Promise<Result<never, MemberRefusal>> => {
  const over = refusal.kind === 'locked' || refusal.kind === 'reopening_gone'
  return over ? gone(deps) : err(refusal)
}

const gone = async (deps: ClientDeps): Promise<Result<never, MemberRefusal>> => {
  await forgetHere(deps)
  return err({ kind: 'reopening_gone' })
}
