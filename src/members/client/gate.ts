/** Setting up, joining and signing in, from the member's device: passphrases and keys stay here. */
import { type Err, err, ok, type Result } from '#kernel/core/result.ts'
import { accountNameSchema } from '#members/core/desk_entries.ts'
import { enteredAnswer, signInAnswer } from '#members/core/factor_wire.ts'
import { invitationLookAnswer, meAnswer, nothing, seedAnswer } from '#members/core/wire.ts'
import { alarm, openDesk } from '#members/client/desk_log.ts'
import { enter, type Entered, type Session } from '#members/client/entering.ts'
import { forgetHere, judgeChoice, keepReopeningOf, type Reopened } from '#members/client/reopen.ts'
import { forgetIfEnded } from '#members/client/ended.ts'
import { judgePassphrase } from '#members/client/passphrase.ts'
import { beginFromNote } from '#members/client/recovery_note.ts'
import { openedDesks, rememberedTip, rememberTip, rememberVault } from '#members/client/memory.ts'
import { keepVault, type KeptVault, openKeptVault } from '#members/client/own_device.ts'
import { fromServer, type MemberRefusal, serverErr, vaultRefusal } from '#members/client/refusals.ts'
import {
  type ClientDeps,
  loadMemory,
  notSaved,
  saveMemory,
  saveSoon,
  type Unlocked,
} from '#members/client/unlocked.ts'
import { fromUtf8, utf8 } from '#vault/core/bytes.ts'
import { type AccountKeys, derive, newAccount, openVault } from '#vault/client/v1/account.ts'
import { cardMac, invitationId, type InvitationLink, parseLink } from '#vault/client/v1/invitation.ts'
import type { z } from 'zod'

type Answer<T> = Promise<Result<T, MemberRefusal>>
export type Credentials = { readonly name: string; readonly passphrase: string }

/** Names are lower case, however they are typed. */
export const plainName = (name: string): string => name.trim().toLowerCase().normalize('NFC')

export const cardOf = (keys: AccountKeys) => ({
  account: keys.account,
  name: keys.name,
  signing: keys.signingPublic,
  recipient: keys.recipient,
})

export const signIn = async (
  deps: ClientDeps,
  given: Credentials & {
    readonly pin?: string | undefined
    /** The root's, read out by a holder to a member who was let in again. */
    readonly digits?: string | undefined
  },
): Promise<Entered> => {
  const name = plainName(given.name)
  if (!accountNameSchema.safeParse(name).success) return err({ kind: 'wrong_sign_in' })
  const pin = given.pin ? ({ way: 'pin', pin: given.pin } as const) : null
  const why = pin && judgeChoice(pin)
  if (why) return err(why)
  const seed = await deps.api('POST', '/sign-in/seed', { body: { name }, answer: seedAnswer })
  if (!seed.ok) return withoutServer(deps, { ...given, name }, serverErr(seed.error))
  const derived = await derive(given.passphrase, name, seed.value.seed)
  const device = await deps.drafts.get(deviceKey(name))
  const body = { name, authKey: derived.authKey, ...(device && { device: fromUtf8(device) }) }
  const signed = await deps.api('POST', '/sign-in', { body, answer: signInAnswer })
  if (!signed.ok) return withoutServer(deps, { ...given, name }, serverErr(signed.error))
  const way = {
    name,
    authKey: derived.authKey,
    openVault: async (vault: string) => {
      const keys = await openVault(vault, derived, name)
      return keys.ok ? keys : err(vaultRefusal(keys.error.kind))
    },
    unlock: async (keys: AccountKeys, session: Session & { readonly vault: string }) => {
      // What was kept for another session opens no more.
      await forgetHere(deps)
      const unlocked = await unlock(deps, keys, {
        ...session,
        kept: { account: session.account, vault: session.vault, seed: seed.value.seed },
        digits: given.digits,
      })
      // Without it the desk is open all the same, and asks for the passphrase after a lock.
      if (unlocked.ok && pin) await keepReopeningOf(deps, { name, vault: session.vault, derived }, pin)
      return unlocked
    },
  }
  return enter(deps, way, signed.value)
}

/** The server is away: a device that its member chose opens from what it keeps. */
const withoutServer = async (
  deps: ClientDeps,
  given: Credentials,
  refused: Err<MemberRefusal>,
): Answer<Unlocked> => {
  if (refused.error.kind === 'wrong_sign_in')
    await forgetIfEnded(deps, { name: given.name, device: await markOfDevice(deps, given.name) })
  if (refused.error.kind !== 'unreachable') return refused
  const opened = await openKeptVault(deps.kept, given)
  if (!opened.ok) return opened
  return unlock(deps, opened.value.keys, {
    memoryHash: null,
    note: null,
    device: null,
    kept: opened.value.vault,
  })
}

const deviceKey = (name: string): string => `device ${name}`

/** What this device was given at its last sign-in to the account. */
export const markOfDevice = async (deps: ClientDeps, name: string): Promise<string | null> => {
  const device = await deps.drafts.get(deviceKey(name))
  return device && fromUtf8(device)
}

/** Loads memory and desks. A desk that does not verify stays closed and is reported as an alarm. */
const unlock = async (
  deps: ClientDeps,
  keys: AccountKeys,
  signed: {
    readonly memoryHash: string | null
    readonly note: string | null
    /** Null: unlocked without the server. */
    readonly device: string | null
    readonly kept?: KeptVault
    readonly digits?: string | undefined
  },
): Answer<Unlocked> => {
  const loaded = await loadMemory(deps, keys, signed.memoryHash)
  if (!loaded.ok) return serverErr(loaded.error)
  const { memory, atServer } = loaded.value
  const begun = await beginFromNote(keys, memory, signed)
  if (!begun.ok) return begun
  // A passphrase that was given up opens only what the server kept back.
  if (keys.vaultChange < memory.vaultChange)
    return err({ kind: 'tampered', what: 'vault_rolled_back', seq: null })
  rememberVault(memory, keys.vaultChange)
  if (signed.device !== null) await deps.drafts.set(deviceKey(keys.name), utf8(signed.device))
  await deps.kept?.open(keys)
  if (signed.kept) await keepVault(deps.kept, keys.name, signed.kept)
  const me = await deps.api('GET', '/me', { answer: meAnswer })
  if (!me.ok) return serverErr(me.error)
  const unlocked: Unlocked = {
    keys,
    steward: me.value.steward,
    organisation: me.value.organisation,
    desks: new Map(),
    deskNames: new Map(me.value.desks.map((desk) => [desk.id, desk.name])),
    alarms: new Map(),
    memory,
    saving: notSaved(atServer),
    opening: new Map(),
  }
  const opened = await Promise.all(
    expected(unlocked, me.value.desks, isOld(deps, me.value) ? [] : openedDesks(unlocked.memory)).map((id) =>
      openDesk(deps, unlocked, id),
    ),
  )
  const lost = opened.find((desk) => !desk.ok && desk.error.kind === 'unreachable')
  if (lost && !lost.ok) return lost
  saveSoon(deps, unlocked)
  return ok(unlocked)
}

/** Of what this device kept no desk is missing that was opened since. See [Note: Kept answers are older]. */
const isOld = (deps: ClientDeps, answer: object): boolean => deps.kept?.isKept(answer) === true

/** After a lock, by both halves of the key: as after a passphrase, whatever the server says is checked. */
export const unlockAgain = (deps: ClientDeps, { keys, session }: Reopened): Answer<Unlocked> =>
  unlock(deps, keys, session)

/** Asks again which desks there are: after an invitation was admitted, or a role changed. */
export const refreshDesks = async (deps: ClientDeps, unlocked: Unlocked): Answer<Unlocked> => {
  // As of the question: of a desk that this device opens meanwhile, the answer cannot know.
  const opened = openedDesks(unlocked.memory)
  const me = await deps.api('GET', '/me', { answer: meAnswer })
  if (!me.ok) return serverErr(me.error)
  for (const desk of me.value.desks) unlocked.deskNames.set(desk.id, desk.name)
  for (const id of expected(unlocked, me.value.desks, isOld(deps, me.value) ? [] : opened))
    if (!unlocked.desks.has(id)) await openDesk(deps, unlocked, id)
  return ok(unlocked)
}

/**
 * The desks to open. A member founded each of theirs or came by its link, and both are remembered: another one is of
 * the server's own making, and one that was open before and is named no more is withheld.
 */
const expected = (
  unlocked: Unlocked,
  named: readonly { readonly id: string }[],
  opened: readonly string[],
): readonly string[] => {
  const ids = named.map(({ id }) => id)
  for (const id of opened)
    if (!ids.includes(id)) alarm(unlocked, id, { kind: 'tampered', what: 'withheld', seq: null })
  return ids.filter((id) => {
    if (rememberedTip(unlocked.memory, id)) return true
    alarm(unlocked, id, { kind: 'tampered', what: 'not_expected', seq: null })
    return false
  })
}

type Made = {
  readonly form: Record<string, string>
  readonly keys: AccountKeys
}

export const makeAccount = async (
  deps: ClientDeps,
  given: Credentials & { readonly account?: string },
): Answer<Made> => {
  const name = plainName(given.name)
  if (!accountNameSchema.safeParse(name).success)
    return err({ kind: 'refused_by_server', type: 'bad_name', fields: {} })
  const why = await judgePassphrase(given.passphrase, name)
  if (why.kind !== 'fine') return err({ kind: 'passphrase_refused', why })
  const { keys, seed, authKey, vault } = await newAccount({ ...given, name }, deps.chance)
  const { account, signingPublic: signing, recipient } = keys
  return ok({ keys, form: { account, name, seed, authKey, vault, signing, recipient } })
}

/** The keys are here already: whatever vault the server shows, it is not opened. */
const withNewKeys = (
  deps: ClientDeps,
  made: Made,
  then: (unlocked: Unlocked) => Unlocked | Promise<Unlocked>,
) => ({
  name: made.keys.name,
  authKey: made.form.authKey ?? '',
  openVault: async () => ok(made.keys),
  unlock: async (keys: AccountKeys, session: Session) => {
    const unlocked = await unlock(deps, keys, session)
    return unlocked.ok ? ok(await then(unlocked.value)) : unlocked
  },
})

export const setUp = async (
  deps: ClientDeps,
  given: Credentials & { readonly token: string; readonly organisation: string },
): Promise<Entered> => {
  const made = await makeAccount(deps, given)
  if (!made.ok) return made
  const organisation = given.organisation.trim().normalize('NFC')
  const body = { token: given.token, organisation, form: made.value.form }
  const signed = await deps.api('POST', '/setup', { body, answer: enteredAnswer })
  if (!signed.ok) return serverErr(signed.error)
  return enter(
    deps,
    withNewKeys(deps, made.value, (unlocked) => unlocked),
    signed.value,
  )
}

export const lookAtInvitation = async (
  deps: ClientDeps,
  text: string,
): Answer<z.infer<typeof invitationLookAnswer>> => {
  const link = parseLink(text)
  if (!link) return err({ kind: 'link_damaged' })
  const invitation = await invitationId(link.secret)
  const found = await deps.api('POST', '/invitations/look', {
    body: { invitation },
    answer: invitationLookAnswer,
  })
  if (!found.ok) return serverErr(found.error)
  return found.value.desk === link.desk ? found : err({ kind: 'tampered', what: 'other_desk', seq: null })
}

/** The MAC over the card, made with the link's secret, is what lets a lead's device tell it from a forged one. */
export const acceptInvitation = async (
  deps: ClientDeps,
  given: { readonly secret: string; readonly as: Credentials | Unlocked },
): Promise<Entered> => {
  const link = parseLink(given.secret)
  if (!link) return err({ kind: 'link_damaged' })
  const invitation = await invitationId(link.secret)
  if ('keys' in given.as) {
    const mac = await cardMac(link.secret, cardOf(given.as.keys))
    const sent = await deps.api('POST', '/invitations/join', { body: { invitation, mac }, answer: nothing })
    return sent.ok ? ok(await expectDesk(deps, given.as, link)) : err(fromServer(sent.error))
  }
  const made = await makeAccount(deps, given.as)
  if (!made.ok) return made
  const mac = await cardMac(link.secret, cardOf(made.value.keys))
  const body = { invitation, mac, form: made.value.form }
  const signed = await deps.api('POST', '/invitations/accept', { body, answer: enteredAnswer })
  if (!signed.ok) return serverErr(signed.error)
  const way = withNewKeys(deps, made.value, (unlocked) => expectDesk(deps, unlocked, link))
  return enter(deps, way, signed.value)
}

/** From now on this member's devices take no other log for this desk than the one the link names. */
const expectDesk = async (deps: ClientDeps, unlocked: Unlocked, link: InvitationLink): Promise<Unlocked> => {
  const of = { desk: link.desk, log: link.desk }
  rememberTip(unlocked.memory, of, { seq: 0, hash: link.founding })
  await saveMemory(deps, unlocked, true)
  return unlocked
}

/** Ends the session. `clear`: the browser is told to drop whatever it has of this site. */
export const signOut = async (deps: ClientDeps, body: { readonly clear?: boolean }): Promise<void> => {
  await deps.api('POST', '/sign-out', { body, answer: nothing })
}
