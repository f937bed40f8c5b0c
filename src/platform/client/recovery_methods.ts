/** The organisation's root and the way back in, as methods of the workbench. What they hold is gone with the worker. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { askToBeLetIn, findOwnRequest, forgetOwnRequest } from '#members/client/ask_again.ts'
import {
  beginCeremony,
  type Ceremony,
  checkSheet,
  findCovered,
  findRoot,
  keepCeremony,
  sheetsOf,
  viewRoot,
} from '#members/client/ceremony.ts'
import { certifyLead, findDesksOfRoot, lookAtLeads } from '#members/client/certifying.ts'
import { coverDesk } from '#members/client/covering.ts'
import { viewDesk } from '#members/client/desk_acts.ts'
import {
  type Holders,
  letIn,
  lookAtMember,
  openShares,
  refreshRequests,
  viewHolders,
} from '#members/client/holders.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ClientDeps, Unlocked } from '#members/client/unlocked.ts'
import type {
  AskingMember,
  CoveredDesk,
  DeskLeads,
  DeskOfRoot,
  DeskView,
  HoldersView,
  OwnRequest,
  RootSheets,
  RootView,
  SheetCheck,
} from '#members/client/views.ts'
import { whileOpen } from './while_open.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

export type RecoveryMethods = {
  /** Null: the organisation has none yet. */
  root(): Answer<RootView | null>
  coveredDesks(): Answer<readonly CoveredDesk[]>
  /** The sheets to print. Whatever locks this device before they are kept leaves nothing of them. */
  beginRoot(given: { threshold: number; shares: number }): Answer<RootSheets>
  checkSheet(given: { number: number; text: string }): Answer<SheetCheck>
  keepRoot(): Answer<RootView>
  abandonRoot(): Promise<void>
  /** With the digits of a printed sheet. */
  coverDesk(given: { desk: string; digits: string }): Answer<DeskView>

  askToBeLetIn(given: { name: string; passphrase: string }): Answer<OwnRequest>
  /** What this device asked for; null when it did not. */
  ownRequest(): Promise<OwnRequest | null>
  forgetOwnRequest(): Promise<void>

  /** Without an account: whoever has enough shares. */
  openShares(given: { texts: readonly string[] }): Answer<HoldersView>
  openRequests(): Answer<HoldersView>
  lookAtMember(given: { account: string }): Answer<AskingMember>
  /** After the digits were compared. */
  letIn(given: { account: string }): Answer<HoldersView>
  /** Desks that trust the keys; the leads of one; and, after the digits of a lead were compared, the certificate. */
  desksOfRoot(): Answer<readonly DeskOfRoot[]>
  lookAtLeads(given: { desk: string }): Answer<DeskLeads>
  certifyLead(given: { desk: string; account: string }): Answer<DeskLeads>
  closeShares(): Promise<void>
}

type Held = { ceremony: { readonly by: Unlocked; readonly of: Ceremony } | null; holders: Holders | null }

export const recoveryMethods = (
  deps: ClientDeps,
  state: { readonly unlocked: Unlocked | null },
): RecoveryMethods => {
  const held: Held = { ceremony: null, holders: null }
  return {
    ...ceremonyMethods(deps, state, held),
    ...holderMethods(deps, held),
    askToBeLetIn: (form) => askToBeLetIn(deps, form),
    ownRequest: () => findOwnRequest(deps),
    forgetOwnRequest: () => forgetOwnRequest(deps),
  }
}

type CeremonyMethods = Pick<
  RecoveryMethods,
  'root' | 'coveredDesks' | 'beginRoot' | 'checkSheet' | 'keepRoot' | 'abandonRoot' | 'coverDesk'
>

const ceremonyMethods = (
  deps: ClientDeps,
  state: { readonly unlocked: Unlocked | null },
  held: Held,
): CeremonyMethods => {
  const open = whileOpen(() => state.unlocked)
  /** Of this unlock and no other. */
  const during = <T>(act: (ceremony: Ceremony) => Answer<T>): Answer<T> =>
    open(async (unlocked) =>
      held.ceremony?.by === unlocked ? act(held.ceremony.of) : err({ kind: 'shares_locked' }),
    )
  return {
    root: () =>
      open(async () => {
        const found = await findRoot(deps)
        return found.ok ? ok(found.value && viewRoot(found.value)) : found
      }),
    coveredDesks: () => open(() => findCovered(deps)),
    beginRoot: (given) =>
      open(async (unlocked) => {
        const begun = await beginCeremony(deps, unlocked, given)
        if (!begun.ok) return begun
        held.ceremony = { by: unlocked, of: begun.value }
        return ok(sheetsOf(begun.value))
      }),
    checkSheet: (given) => during(async (ceremony) => ok(checkSheet(ceremony, given))),
    keepRoot: () =>
      during(async (ceremony) => {
        const kept = await keepCeremony(deps, ceremony)
        if (kept.ok) held.ceremony = null
        return kept
      }),
    abandonRoot: async () => {
      held.ceremony = null
    },
    coverDesk: ({ desk, digits }) =>
      open(async (unlocked) => {
        const covered = await coverDesk(deps, unlocked, { desk, digits })
        return covered.ok ? viewDesk(deps, unlocked, desk) : covered
      }),
  }
}

type HolderMethods = Pick<
  RecoveryMethods,
  | 'openShares'
  | 'openRequests'
  | 'lookAtMember'
  | 'letIn'
  | 'desksOfRoot'
  | 'lookAtLeads'
  | 'certifyLead'
  | 'closeShares'
>

const holderMethods = (deps: ClientDeps, held: Held): HolderMethods => {
  const open = async <T>(act: (holders: Holders) => Answer<T>): Answer<T> =>
    held.holders ? act(held.holders) : err({ kind: 'shares_locked' })
  return {
    openShares: async ({ texts }) => {
      const opened = await openShares(deps, texts)
      if (!opened.ok) return opened
      held.holders = opened.value
      return ok(viewHolders(opened.value))
    },
    openRequests: () => open((holders) => refreshRequests(deps, holders)),
    lookAtMember: ({ account }) => open((holders) => lookAtMember(deps, holders, account)),
    letIn: ({ account }) => open((holders) => letIn(deps, holders, account)),
    desksOfRoot: () => open((holders) => findDesksOfRoot(deps, holders)),
    lookAtLeads: ({ desk }) => open((holders) => lookAtLeads(deps, holders, desk)),
    certifyLead: (given) => open((holders) => certifyLead(deps, holders, given)),
    closeShares: async () => {
      held.holders = null
    },
  }
}
