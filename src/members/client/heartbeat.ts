/** Once a minute an open desk asks whether its session lives. A server that is away has not ended it. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { heartbeatAnswer } from '#members/core/absence_wire.ts'
import { markOfDevice, refreshDesks } from '#members/client/gate.ts'
import { forgetDevice } from '#members/client/own_device.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'

export type Beat =
  /** `moved`: desks or cases of this member are others than at the beat before. */
  | { readonly kind: 'here'; readonly moved: boolean }
  /** Colleagues have ended every session of the account: what this device keeps for it has to go. */
  | { readonly kind: 'ended' }

type Pulse =
  | (Extract<Beat, { readonly kind: 'here' }> & { readonly travel: string })
  | Extract<Beat, { readonly kind: 'ended' }>

export const beat = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  before: string | null,
): Promise<Result<Pulse, MemberRefusal>> => {
  const device = await markOfDevice(deps, unlocked.keys.name)
  const body = { name: unlocked.keys.name, ...(device !== null && { device }) }
  const answer = await deps.api('POST', '/heartbeat', { body, answer: heartbeatAnswer })
  if (!answer.ok) return serverErr(answer.error)
  switch (answer.value.state) {
    case 'ended':
      await forgetDevice(deps.kept, unlocked.keys.account)
      return ok({ kind: 'ended' })
    case 'gone':
      return err({ kind: 'locked' })
    case 'here': {
      const { desks, travel } = answer.value
      const other = !sameDesks(unlocked, desks)
      if (other) await refreshDesks(deps, unlocked)
      return ok({ kind: 'here', moved: other || (before !== null && before !== travel), travel })
    }
  }
}

/** One that alarms is not open here, and is looked at again with every list. */
const sameDesks = ({ desks, alarms }: Unlocked, named: readonly string[]): boolean =>
  [...desks.keys()].every((id) => named.includes(id)) && named.every((id) => desks.has(id) || alarms.has(id))
