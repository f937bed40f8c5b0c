/** Setting up, joining and signing in, from the member's device: passphrases and keys stay here. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { accountNameSchema } from '#members/core/desk_entries.ts'
import { invitationLookAnswer, meAnswer, nothing, seedAnswer, signedInAnswer } from '#members/core/wire.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { judgePassphrase } from '#members/client/passphrase.ts'
import { fromServer, type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, loadMemory, saveMemory, type Unlocked } from '#members/client/unlocked.ts'
import { fromUtf8, utf8 } from '#vault/core/bytes.ts'
import { type AccountKeys, derive, newAccount, openVault } from '#vault/client/v1/account.ts'
import { cardMac, invitationId } from '#vault/client/v1/invitation.ts'
import type { z } from 'zod'

type Answer<T> = Promise<Result<T, MemberRefusal>>
export type Credentials = { readonly name: string; readonly passphrase: string }

/** Names are lower case, however they are typed. */
const plainName = (name: string): string => name.trim().toLowerCase().normalize('NFC')

export const cardOf = (keys: AccountKeys) => ({
  account: keys.account,
  name: keys.name,
  signing: keys.signingPublic,
  recipient: keys.recipient,
})

export const signIn = async (deps: ClientDeps, given: Credentials): Answer<Unlocked> => {
  const name = plainName(given.name)
  if (!accountNameSchema.safeParse(name).success) return err({ kind: 'wrong_sign_in' })
  const seed = await deps.api('POST', '/sign-in/seed', { body: { name }, answer: seedAnswer })
  if (!seed.ok) return serverErr(seed.error)
  const derived = await derive(given.passphrase, name, seed.value.seed)
  const device = await deps.drafts.get(deviceKey(name))
  const body = { name, authKey: derived.authKey, ...(device && { device: fromUtf8(device) }) }
  const signed = await deps.api('POST', '/sign-in', { body, answer: signedInAnswer })
  if (!signed.ok) return serverErr(signed.error)
  const keys = await openVault(signed.value.vault, derived, name)
  if (!keys.ok) return err(unlockRefusal(keys.error.kind))
  if (keys.value.account !== signed.value.account)
    return err({ kind: 'tampered', what: 'vault_of_another', seq: null })
  return unlock(deps, keys.value, signed.value)
}

const unlockRefusal = (kind: 'cannot_open' | 'weak_kdf' | 'newer_version'): MemberRefusal =>
  kind === 'newer_version' ? { kind } : { kind: 'tampered', what: kind, seq: null }

const deviceKey = (name: string): string => `device ${name}`

/** Loads memory and desks. A desk that does not verify stays closed and is reported as an alarm. */
const unlock = async (
  deps: ClientDeps,
  keys: AccountKeys,
  signed: z.infer<typeof signedInAnswer>,
): Answer<Unlocked> => {
  await deps.drafts.set(deviceKey(keys.name), utf8(signed.device))
  const me = await deps.api('GET', '/me', { answer: meAnswer })
  if (!me.ok) return serverErr(me.error)
  const unlocked: Unlocked = {
    keys,
    steward: me.value.steward,
    organisation: me.value.organisation,
    desks: new Map(),
    deskNames: new Map(me.value.desks.map((desk) => [desk.id, desk.name])),
    alarms: new Map(),
    memory: await loadMemory(deps, keys, signed.memory),
    savedAt: 0,
    keptAt: 0,
  }
  const opened = await Promise.all(me.value.desks.map((desk) => openDesk(deps, unlocked, desk.id)))
  const lost = opened.find((desk) => !desk.ok && desk.error.kind === 'unreachable')
  if (lost && !lost.ok) return lost
  await saveMemory(deps, unlocked)
  return ok(unlocked)
}

/** Asks again which desks there are: after an invitation was admitted, or a role changed. */
export const refreshDesks = async (deps: ClientDeps, unlocked: Unlocked): Answer<Unlocked> => {
  const me = await deps.api('GET', '/me', { answer: meAnswer })
  if (!me.ok) return serverErr(me.error)
  for (const desk of me.value.desks) {
    unlocked.deskNames.set(desk.id, desk.name)
    if (!unlocked.desks.has(desk.id)) await openDesk(deps, unlocked, desk.id)
  }
  return ok(unlocked)
}

type Made = {
  readonly form: Record<string, string>
  readonly keys: AccountKeys
}

const makeAccount = async (deps: ClientDeps, given: Credentials): Answer<Made> => {
  const name = plainName(given.name)
  if (!accountNameSchema.safeParse(name).success)
    return err({ kind: 'refused_by_server', type: 'bad_name', fields: {} })
  const why = await judgePassphrase(given.passphrase, name)
  if (why.kind !== 'fine') return err({ kind: 'passphrase_refused', why })
  const { keys, seed, authKey, vault } = await newAccount({ name, passphrase: given.passphrase }, deps.chance)
  const { account, signingPublic: signing, recipient } = keys
  return ok({ keys, form: { account, name, seed, authKey, vault, signing, recipient } })
}

export const setUp = async (
  deps: ClientDeps,
  given: Credentials & { readonly token: string; readonly organisation: string },
): Answer<Unlocked> => {
  const made = await makeAccount(deps, given)
  if (!made.ok) return made
  const organisation = given.organisation.trim().normalize('NFC')
  const body = { token: given.token, organisation, form: made.value.form }
  const signed = await deps.api('POST', '/setup', { body, answer: signedInAnswer })
  return signed.ok ? unlock(deps, made.value.keys, signed.value) : serverErr(signed.error)
}

export const lookAtInvitation = async (
  deps: ClientDeps,
  secret: string,
): Answer<z.infer<typeof invitationLookAnswer>> => {
  const invitation = await idOf(secret)
  if (!invitation) return err({ kind: 'link_damaged' })
  const found = await deps.api('POST', '/invitations/look', {
    body: { invitation },
    answer: invitationLookAnswer,
  })
  return found.ok ? found : serverErr(found.error)
}

/** The MAC over the card, made with the link's secret, is what lets a lead's device tell it from a forged one. */
export const acceptInvitation = async (
  deps: ClientDeps,
  given: { readonly secret: string; readonly as: Credentials | Unlocked },
): Answer<Unlocked> => {
  const invitation = await idOf(given.secret)
  if (!invitation) return err({ kind: 'link_damaged' })
  if ('keys' in given.as) {
    const mac = await cardMac(given.secret, cardOf(given.as.keys))
    const sent = await deps.api('POST', '/invitations/join', { body: { invitation, mac }, answer: nothing })
    return sent.ok ? ok(given.as) : err(fromServer(sent.error))
  }
  const made = await makeAccount(deps, given.as)
  if (!made.ok) return made
  const mac = await cardMac(given.secret, cardOf(made.value.keys))
  const body = { invitation, mac, form: made.value.form }
  const signed = await deps.api('POST', '/invitations/accept', { body, answer: signedInAnswer })
  return signed.ok ? unlock(deps, made.value.keys, signed.value) : serverErr(signed.error)
}

const idOf = async (secret: string): Promise<string | null> => {
  try {
    return await invitationId(secret)
  } catch {
    return null
  }
}

/** Ends the session; what the device remembers goes to the server first. */
export const signOut = async (deps: ClientDeps, unlocked: Unlocked | null): Promise<void> => {
  if (unlocked) await saveMemory(deps, unlocked, true)
  await deps.api('POST', '/sign-out', { body: {}, answer: nothing })
}
