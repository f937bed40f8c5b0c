/** How people of the example come to a desk: by invitation, acceptance and admission, as everybody does. */
import { admit, findInvitations, invite, revoke } from '#members/client/desk_acts.ts'
import { acceptInvitation } from '#members/client/gate.ts'
import { provePassphrase } from '#members/client/own_account.ts'
import type { Unlocked } from '#members/client/unlocked.ts'
import type { Role } from '#members/core/desk_entries.ts'
import type { Api } from '#platform/client/api.ts'

import { type Device, type DeviceDeps, expectOk, newDeviceDeps } from './device.ts'

export type Credentials = { readonly name: string; readonly passphrase: string }

type At = { readonly desk: string; readonly role: Role }

/** It gives the passphrase whenever it is asked again: on a slow machine the example takes longer than once is good for. */
export const newExampleDevice = (server: string, { name, passphrase }: Credentials): DeviceDeps => {
  const device = newDeviceDeps({ server, clock: () => new Date() })
  const api: Api = async (...asked) => {
    const told = await device.api(...asked)
    if (told.ok || told.error.kind !== 'refused' || told.error.type !== 'passphrase_again') return told
    expectOk(await provePassphrase(device, name, passphrase), 'give the passphrase again')
    return device.api(...asked)
  }
  return { ...device, api }
}

/** With an account that is there, or one that the invitation makes. */
export const joinDesk = async (
  lead: Device,
  { desk, role }: At,
  guest: { readonly deps: DeviceDeps; readonly as: Credentials | Unlocked },
): Promise<Device> => {
  const { device, invitation } = await accept(lead, { desk, role }, guest)
  expectOk(await admit(lead.deps, lead.unlocked, { desk, invitation }), 'admit')
  return device
}

/** An account of their own, at no desk of whoever invited: the invitation is taken back. */
export const bringIn = async (
  lead: Device,
  desk: string,
  guest: { readonly deps: DeviceDeps; readonly as: Credentials },
): Promise<Device> => {
  const { device, invitation } = await accept(lead, { desk, role: 'reader' }, guest)
  expectOk(await revoke(lead.deps, lead.unlocked, { desk, invitation }), 'take an invitation back')
  return device
}

const accept = async (
  lead: Device,
  { desk, role }: At,
  { deps, as }: { readonly deps: DeviceDeps; readonly as: Credentials | Unlocked },
): Promise<{ readonly device: Device; readonly invitation: string }> => {
  const invited = await invite(lead.deps, lead.unlocked, { desk, role, days: 7 })
  const secret = expectOk(invited, 'invite').link.split('#')[1] ?? ''
  const unlocked = expectOk(await acceptInvitation(deps, { secret, as }), 'accept')
  const open = expectOk(await findInvitations(lead.deps, lead.unlocked, desk), 'invitations')
  const invitation = open.find(({ state }) => state === 'accepted')?.invitation ?? ''
  return { device: { deps, unlocked }, invitation }
}
