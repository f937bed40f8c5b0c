/** A device that keeps what it opened, after colleagues have ended the sessions of its member: it keeps nothing more. */
import { heartbeatAnswer } from '#members/core/absence_wire.ts'
import { forgetDevice, keptAccount } from '#members/client/own_device.ts'
import type { ClientDeps } from '#members/client/unlocked.ts'

/**
 * Sign-in says to a suspended member what it says of a wrong passphrase. A device that keeps something for this name asks
 * beside it, by the mark of an earlier sign-in, whether the sessions were ended, and drops all of it.
 */
export const forgetIfEnded = async (
  deps: ClientDeps,
  of: { readonly name: string; readonly device: string | null },
): Promise<void> => {
  const account = await keptAccount(deps.kept, of.name)
  if (account === null || of.device === null) return
  const answer = await deps.api('POST', '/heartbeat', { body: of, answer: heartbeatAnswer })
  if (answer.ok && answer.value.state === 'ended') await forgetDevice(deps.kept, account)
}
