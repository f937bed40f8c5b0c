/**
 * The holders certify the keys of leads: of one desk after the other they hear each lead read the digits of their keys, and
 * their machine signs that into the desk's log, for a year.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { askWithProof, type Holders } from '#members/client/holders.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import { signByRootIn, verifyUnderRoot } from '#members/client/root_entry.ts'
import { at, type ClientDeps } from '#members/client/unlocked.ts'
import type { DeskLeads, DeskOfRoot } from '#members/client/views.ts'
import { certificateOf, certifiedUntil } from '#members/core/certificates.ts'
import { deskOfRootAnswer, desksOfRootAnswer, holderPaths } from '#members/core/recovery.ts'
import { nothing } from '#members/core/wire.ts'
import type { VerifiedDesk } from '#members/core/verify_desk.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** By the server's word: the holders know best which desks their organisation has. */
export const findDesksOfRoot = async (deps: ClientDeps, holders: Holders): Answer<readonly DeskOfRoot[]> => {
  const found = await askWithProof(deps, holders.keys, {
    path: holderPaths.desks,
    body: {},
    answer: desksOfRootAnswer,
  })
  return found.ok ? ok(found.value.desks) : found
}

export const lookAtLeads = async (deps: ClientDeps, holders: Holders, desk: string): Answer<DeskLeads> => {
  holders.certifying = null
  const said = await askWithProof(deps, holders.keys, {
    path: holderPaths.desk,
    body: { desk },
    answer: deskOfRootAnswer,
  })
  if (!said.ok) return said
  const verified = await verifyUnderRoot(holders.keys, { id: desk, entries: said.value.entries })
  if (!verified.ok) return verified
  holders.certifying = verified.value
  return ok(viewLeads(deps, verified.value))
}

const viewLeads = (deps: ClientDeps, { desk, log }: VerifiedDesk): DeskLeads => ({
  id: desk.id,
  name: desk.name,
  entries: log.length,
  lastAt: log.at(-1)?.statement.at ?? '',
  leads: [...desk.members.values()]
    .flatMap((member) => {
      const certificate = certificateOf(desk, member, deps.clock())
      const { account, name } = member
      return certificate ? [{ account, name, digits: fingerprint(member), certificate }] : []
    })
    .toSorted((a, b) => a.name.localeCompare(b.name)),
})

/** Of the desk that was looked at, a lead whose digits a holder has just compared: for those keys and no others. */
export const certifyLead = async (
  deps: ClientDeps,
  holders: Holders,
  given: { readonly desk: string; readonly account: string },
): Answer<DeskLeads> => {
  const looked = holders.certifying
  const member = looked?.desk.id === given.desk ? looked.desk.members.get(given.account) : null
  if (!looked || member?.role !== 'lead') return err({ kind: 'leads_changed' })
  const { account, name, signing, recipient } = member
  const on = at(deps)
  const coded = { card: { account, name, signing, recipient }, until: certifiedUntil(on) }
  const { entry } = await signByRootIn(deps, holders.keys, { ...looked, kind: 'certified', coded, on })
  const done = await askWithProof(deps, holders.keys, {
    path: holderPaths.certify,
    body: { account, desk: given.desk, entry },
    answer: nothing,
  })
  if (!done.ok) return isMoved(done.error) ? err({ kind: 'leads_changed' }) : done
  return lookAtLeads(deps, holders, given.desk)
}

/** Somebody has written into the log since it was looked at. */
const isMoved = (refusal: MemberRefusal): boolean =>
  refusal.kind === 'refused_by_server' && refusal.type === 'tip_moved'
