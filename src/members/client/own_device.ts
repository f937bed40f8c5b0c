/**
 * A device that its member chose as their own: it keeps the vault, wrapped by the passphrase, and opens without the server.
 * Whoever takes such a device can guess at the passphrase, which the page says before it is chosen.
 */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { seedAnswer, vaultAnswer } from '#members/core/wire.ts'
import type { Kept } from '#members/client/kept.ts'
import { ownerOf } from '#members/client/kept_box.ts'
import { type MemberRefusal, serverErr, vaultRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import { fromUtf8, utf8 } from '#vault/core/bytes.ts'
import { hashOf } from '#vault/core/v1/statement.ts'
import { type AccountKeys, derive, openVault } from '#vault/client/v1/account.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** The vault as the server hands it out after sign-in, with what the passphrase is salted with. */
export type KeptVault = { readonly account: string; readonly seed: string; readonly vault: string }

const keptVaultSchema = z.strictObject({
  v: z.literal(1),
  account: z.string(),
  seed: z.string(),
  vault: z.string(),
})

/** Readable before anything is unlocked, so its name is all that is hidden of it. */
const unlockKey = (name: string): string => hashOf(utf8(`amparo/v1/kept-unlock|${name}`))

/** Where this device was chosen: the vault as it is now, after a change of passphrase the new one. */
export const keepVault = async (kept: Kept | undefined, name: string, vault: KeptVault): Promise<void> => {
  if (!kept?.box()) return
  const bytes = utf8(JSON.stringify({ v: 1, ...vault }))
  const key = unlockKey(name)
  const owner = ownerOf(vault.account)
  await kept.store.set({ key, owner, sort: 'unlock', desk: '', tag: '', size: bytes.length, order: 0 }, bytes)
}

/** Opens what this device keeps, without the server. A device that keeps nothing says that the server is away. */
export const openKeptVault = async (
  kept: Kept | undefined,
  given: { readonly name: string; readonly passphrase: string },
): Answer<{ readonly keys: AccountKeys; readonly vault: KeptVault }> => {
  const bytes = await kept?.store.get(unlockKey(given.name)).catch(() => null)
  const parsed = bytes && keptVaultSchema.safeParse(JSON.parse(fromUtf8(bytes)))
  if (!parsed?.success) return err({ kind: 'unreachable' })
  const vault = parsed.data
  const derived = await derive(given.passphrase, given.name, vault.seed)
  const keys = await openVault(vault.vault, derived, given.name)
  if (keys.ok) return ok({ keys: keys.value, vault })
  return keys.error.kind === 'cannot_open'
    ? err({ kind: 'wrong_sign_in' })
    : err(vaultRefusal(keys.error.kind))
}

/**
 * The member chooses this device. The passphrase is asked again: whoever finds a desk open cannot make its device keep
 * it.
 */
export const chooseDevice = async (
  deps: ClientDeps,
  { keys }: Unlocked,
  passphrase: string,
): Answer<null> => {
  const { kept } = deps
  if (!kept) return err({ kind: 'no_storage' })
  const { name, account } = keys
  const seed = await deps.api('POST', '/sign-in/seed', { body: { name }, answer: seedAnswer })
  if (!seed.ok) return serverErr(seed.error)
  const derived = await derive(passphrase, name, seed.value.seed)
  const body = { authKey: derived.authKey }
  const answer = await deps.api('POST', '/me/vault', { body, answer: vaultAnswer })
  if (!answer.ok) return serverErr(answer.error)
  const opened = await openVault(answer.value.vault, derived, name)
  if (!opened.ok) return err(vaultRefusal(opened.error.kind))
  if (opened.value.account !== account) return err({ kind: 'tampered', what: 'vault_of_another', seq: null })
  try {
    await kept.begin(keys)
    await keepVault(kept, name, { account, seed: seed.value.seed, vault: answer.value.vault })
  } catch {
    kept.close()
    return err({ kind: 'no_storage' })
  }
  return ok(null)
}

/** Whose vault the device keeps under this name; null where it keeps none. */
export const keptAccount = async (kept: Kept | undefined, name: string): Promise<string | null> => {
  const bytes = await kept?.store.get(unlockKey(name)).catch(() => null)
  const parsed = bytes && keptVaultSchema.safeParse(JSON.parse(fromUtf8(bytes)))
  return parsed?.success ? parsed.data.account : null
}

/** Everything of this account that the device keeps, and that it was chosen. */
export const forgetDevice = async (kept: Kept | undefined, account: string): Promise<void> => {
  if (!kept) return
  kept.close()
  const owner = ownerOf(account)
  const marks = await kept.store.marks()
  await kept.store.delete(marks.filter((mark) => mark.owner === owner).map(({ key }) => key))
}

/** True where the browser may be told to drop whatever else is there: nobody chose it, and nobody else works in it. */
export const forgetAtSignOut = async (kept: Kept, account: string): Promise<boolean> => {
  const chosen = kept.box() !== null
  await forgetDevice(kept, account)
  return !chosen && (await kept.store.marks()).length === 0
}
