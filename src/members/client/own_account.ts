/** What members do with their own account, from their device: its sessions, and another passphrase. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { endedAnswer, nothing, seedAnswer, sessionsAnswer, vaultAnswer } from '#members/core/wire.ts'
import { rememberVault } from '#members/client/memory.ts'
import { keepVault } from '#members/client/own_device.ts'
import { judgePassphrase } from '#members/client/passphrase.ts'
import { type MemberRefusal, serverErr, vaultRefusal } from '#members/client/refusals.ts'
import { type ClientDeps, saveMemory, type Unlocked } from '#members/client/unlocked.ts'
import type { SessionLine } from '#members/client/views.ts'
import { derive, type Derived, rewrapVault } from '#vault/client/v1/account.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

export const findSessions = async (deps: ClientDeps): Answer<readonly SessionLine[]> => {
  const answer = await deps.api('GET', '/me/sessions', { answer: sessionsAnswer })
  return answer.ok ? ok(answer.value.sessions) : serverErr(answer.error)
}

export const endSession = async (deps: ClientDeps, session: string): Answer<readonly SessionLine[]> => {
  const ended = await deps.api('POST', '/me/sessions/end', { body: { session }, answer: nothing })
  return ended.ok ? findSessions(deps) : serverErr(ended.error)
}

export const endOtherSessions = async (deps: ClientDeps): Answer<readonly SessionLine[]> => {
  const ended = await deps.api('POST', '/me/sessions/end-others', { body: {}, answer: endedAnswer })
  return ended.ok ? findSessions(deps) : serverErr(ended.error)
}

/** The passphrase's halves, derived anew; whether it is the right one the server says, or the vault. */
export const proveAgain = async (deps: ClientDeps, name: string, passphrase: string): Answer<Derived> => {
  const seed = await deps.api('POST', '/sign-in/seed', { body: { name }, answer: seedAnswer })
  return seed.ok ? ok(await derive(passphrase, name, seed.value.seed)) : serverErr(seed.error)
}

/** The passphrase again, for the grave acts of the next minutes. */
export const provePassphrase = async (deps: ClientDeps, name: string, passphrase: string): Answer<null> => {
  const proved = await proveAgain(deps, name, passphrase)
  if (!proved.ok) return proved
  const { authKey } = proved.value
  const told = await deps.api('POST', '/me/proof', { body: { authKey }, answer: nothing })
  return told.ok ? told : serverErr(told.error)
}

/** What a passphrase is once it is typed: two that differ in this form alone are one. */
const plain = (passphrase: string): string => passphrase.normalize('NFKC')

/**
 * Asks the old passphrase again, by the vault itself: whoever found the desk open cannot lock its member out. The keys
 * stay the same; what they are wrapped by is new.
 */
export const changePassphrase = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly old: string; readonly passphrase: string },
): Answer<{ readonly ended: number }> => {
  const { name, account } = unlocked.keys
  const why = await judgePassphrase(given.passphrase, name)
  if (why.kind !== 'fine') return err({ kind: 'passphrase_refused', why })
  if (plain(given.passphrase) === plain(given.old))
    return err({ kind: 'passphrase_refused', why: { kind: 'same' } })
  const proved = await proveAgain(deps, name, given.old)
  if (!proved.ok) return proved
  const old = proved.value
  const { authKey } = old
  const kept = await deps.api('POST', '/me/vault', { body: { authKey }, answer: vaultAnswer })
  if (!kept.ok) return serverErr(kept.error)
  const { passphrase } = given
  const rewrapped = await rewrapVault(kept.value.vault, { old, name, passphrase }, deps.chance)
  if (!rewrapped.ok) return err(vaultRefusal(rewrapped.error.kind))
  const { change, ...next } = rewrapped.value
  if (next.account !== account) return err({ kind: 'tampered', what: 'vault_of_another', seq: null })
  // An older vault wrapped anew would bring an older passphrase's wraps back with it.
  if (change < unlocked.memory.vaultChange)
    return err({ kind: 'tampered', what: 'vault_rolled_back', seq: null })
  const body = { authKey, change, next: { seed: next.seed, authKey: next.authKey, vault: next.vault } }
  const changed = await deps.api('POST', '/me/passphrase', { body, answer: endedAnswer })
  if (!changed.ok) return serverErr(changed.error)
  rememberVault(unlocked.memory, change + 1)
  await keepVault(deps.kept, name, { account, seed: next.seed, vault: next.vault })
  await saveMemory(deps, unlocked, true)
  return changed
}
