/** A member who forgot the passphrase: their device makes new keys and asks to be let in with them. */
import { ok, type Result } from '#kernel/core/result.ts'
import { type Credentials, makeAccount, plainName } from '#members/client/gate.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { at, type ClientDeps } from '#members/client/unlocked.ts'
import type { OwnRequest } from '#members/client/views.ts'
import { lookAnswer, REQUEST_DAYS } from '#members/core/recovery.ts'
import { accountNameSchema } from '#members/core/desk_entries.ts'
import { nothing } from '#members/core/wire.ts'
import { z } from 'zod'
import { fromUtf8, utf8 } from '#vault/core/bytes.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'

const requestKey = 'recovery request'
const keptSchema = z.strictObject({ name: z.string(), fingerprint: z.string(), on: z.string() })

/**
 * The new keys lie with the request, wrapped by the new passphrase; the device keeps their digits, so that they can be
 * read out tomorrow. Nobody is told whether there is such an account.
 */
export const askToBeLetIn = async (
  deps: ClientDeps,
  given: Credentials,
): Promise<Result<OwnRequest, MemberRefusal>> => {
  const name = plainName(given.name)
  if (!accountNameSchema.safeParse(name).success)
    return { ok: false, error: { kind: 'refused_by_server', type: 'bad_name', fields: {} } }
  const looked = await deps.api('POST', '/recovery/look', { body: { name }, answer: lookAnswer })
  if (!looked.ok) return serverErr(looked.error)
  const made = await makeAccount(deps, { ...given, account: looked.value.account })
  if (!made.ok) return made
  const { form, keys } = made.value
  const sent = await deps.api('POST', '/recovery/requests', { body: { form }, answer: nothing })
  if (!sent.ok) return serverErr(sent.error)
  const digits = fingerprint({ signing: keys.signingPublic, recipient: keys.recipient })
  const own = { name, fingerprint: digits, on: at(deps).slice(0, 10) }
  await deps.drafts.set(requestKey, utf8(JSON.stringify(own)))
  return ok(own)
}

/** What this device asked for lately; null when it did not, and once it has run out. */
export const findOwnRequest = async (deps: ClientDeps): Promise<OwnRequest | null> => {
  const kept = await deps.drafts.get(requestKey)
  const parsed = kept && keptSchema.safeParse(JSON.parse(fromUtf8(kept)))
  if (!parsed?.success) return null
  const age = deps.clock().getTime() - Date.parse(parsed.data.on)
  if (age <= REQUEST_DAYS * 86_400_000) return parsed.data
  await forgetOwnRequest(deps)
  return null
}

export const forgetOwnRequest = (deps: ClientDeps): Promise<void> => deps.drafts.delete(requestKey)
