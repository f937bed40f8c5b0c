/** The workbench put together from the rooms: the one place on a member's device that knows them all. */
import { appendEntries, createCase } from '#cases/client/case_writing.ts'
import {
  type CasesOf,
  findCases,
  noCasesYet,
  overviewOf,
  titlesOf,
  viewCase,
} from '#cases/client/desk_cases.ts'
import { keepList } from '#cases/client/kept_list.ts'
import { catchUpThen, offlineMethods } from '#cases/client/offline.ts'
import { readOutbox } from '#cases/client/outbox.ts'
import type { Offline } from '#cases/client/views.ts'
import { findCitable } from '#instruments/client/citable.ts'
import {
  findSealedPositions,
  noteSealedPosition,
  strikeSealedPosition,
} from '#instruments/client/sealed_positions.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { caseOf } from '#members/core/access_chain.ts'
import {
  admit,
  changeRole,
  closeAccount,
  confirmKit,
  findAccounts,
  findInvitations,
  foundWithJournal,
  invite,
  makeKit,
  revoke,
  viewDesk,
} from '#members/client/desk_acts.ts'
import {
  markUnusualSeen,
  readCaseAccess,
  readDeskAccess,
  readUnusual,
  setAccessLimit,
} from '#members/client/access.ts'
import { findBackups } from '#members/client/backups.ts'
import { beginDrill, endDrill, findDrills } from '#members/client/drills.ts'
import { findMail } from '#members/client/mail.ts'
import { findViolations } from '#members/client/violations.ts'
import { decideGroup, findTakingPart } from '#campaigns/client/taking_part.ts'
import { allowAlike, findDelivery } from '#campaigns/client/delivery.ts'
import { type Beat, beat } from '#members/client/heartbeat.ts'
import { actOnSuspension, findSuspensions } from '#members/client/suspension.ts'
import { findHandedBack, handBackCases, returnCases } from '#members/client/travel.ts'
import { lookAtInvitation, refreshDesks, signOut } from '#members/client/gate.ts'
import { changePassphrase, endOtherSessions, endSession, findSessions } from '#members/client/own_account.ts'
import { type JournalsOf, noJournalsYet } from '#members/client/journal.ts'
import { beginEpoch, removeMember } from '#members/client/epochs.ts'
import { renewKeys } from '#members/client/renewal.ts'
import { type Alone, createKept } from '#members/client/kept.ts'
import type { KeptStore } from '#members/client/kept_box.ts'
import { openDraft, sealDraft } from '#members/client/memory.ts'
import { forgetAtSignOut, forgetDevice } from '#members/client/own_device.ts'
import { judgePassphrase, suggestPassphrase } from '#members/client/passphrase.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import {
  type ClientDeps,
  type DraftStore,
  endSaving,
  meOf,
  keepMemory,
  saveMemory,
  type Unlocked,
} from '#members/client/unlocked.ts'
import type { DeskView, Me } from '#members/client/views.ts'
import { isAble } from '#platform/client/able.ts'
import { createApi, createBytesApi } from '#platform/client/api.ts'
import { entranceMethods, factorMethods, reopenMethods } from '#platform/client/entrance_methods.ts'
import { evidenceMethods } from '#platform/client/evidence_methods.ts'
import { documentMethods, positionMethods } from '#platform/client/public_methods.ts'
import { lobbyingMethods } from '#platform/client/lobbying_methods.ts'
import { bundlesMethods } from '#platform/client/bundles_methods.ts'
import { calendarMethods } from '#platform/client/calendar_methods.ts'
import { missionsMethods } from '#platform/client/missions_methods.ts'
import { recoveryMethods } from '#platform/client/recovery_methods.ts'
import { signOnMethods } from '#platform/client/sign_on_methods.ts'
import { countsMethods } from '#platform/client/counts_methods.ts'
import { coverageMethods } from '#platform/client/coverage_methods.ts'
import { reportsMethods } from '#platform/client/reports_methods.ts'
import { supportersMethods } from '#platform/client/supporters_methods.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import type { Progress } from '#platform/client/worker_messages.ts'
import type { Bytes } from '#vault/core/bytes.ts'
import { whileOpen } from './while_open.ts'

export type WorkbenchDeps = {
  readonly fetch: typeof fetch
  /** The server's address, without a slash at its end. */
  readonly base: string
  readonly chance: (size: number) => Bytes
  readonly clock: () => Date
  readonly drafts: DraftStore
  readonly onProgress?: (progress: Progress) => void
  /** Where a device may be chosen to keep what it opens; `alone` holds over all that share the store. */
  readonly kept?: { readonly store: KeptStore; readonly alone: Alone; readonly limit?: number }
  readonly onOffline?: (offline: Offline) => void
}

type State = {
  unlocked: Unlocked | null
  cases: CasesOf | null
  journals: JournalsOf | null
  /** What is done with drafts, one after the other: what is saved late must not undo what came after. */
  drafting: Promise<unknown>
}
type Members<T> = Promise<Result<T, MemberRefusal>>

export const createWorkbench = (given: WorkbenchDeps): Workbench => {
  const server = createApi({ fetch: given.fetch, base: given.base })
  const kept = given.kept && createKept({ ...given, ...given.kept, api: server })
  const deps: ClientDeps = {
    api: kept?.api ?? server,
    ...(kept && { kept }),
    chance: given.chance,
    clock: given.clock,
    drafts: given.drafts,
    origin: given.base,
  }
  const state: State = { unlocked: null, cases: null, journals: null, drafting: Promise.resolve() }
  const progress = (done: number, total: number, what: string): void =>
    given.onProgress?.({ done, total, what })
  const keep = (result: Result<Unlocked, MemberRefusal>): Result<Me, MemberRefusal> => {
    if (!result.ok) {
      if (!state.unlocked) deps.kept?.close()
      return result
    }
    state.unlocked = result.value
    state.cases = noCasesYet({ deps, unlocked: result.value, progress })
    state.journals = noJournalsYet({ deps, unlocked: result.value })
    return ok(meOf(result.value, deps.clock()))
  }
  const tell = given.onOffline
  if (tell) kept?.onTurn((away) => void catchUpThen(deps, away === null ? state.cases : null, tell))
  const device = { unlocked: () => state.unlocked, keep }
  return {
    me: async () => {
      if (!state.unlocked) return null
      await refreshDesks(deps, state.unlocked)
      return meOf(state.unlocked, deps.clock())
    },
    able: isAble,
    suggestPassphrase: ({ name }) => suggestPassphrase(name, deps.chance),
    judgePassphrase: ({ passphrase, name }) => judgePassphrase(passphrase, name),
    signOut: async () => {
      const { unlocked } = state
      if (unlocked) {
        // A server that does not answer must not keep anything on this device.
        await Promise.race([saveMemory(deps, unlocked, true), aSecond()])
        endSaving(unlocked)
      }
      await state.drafting
      await deps.drafts.clear()
      // Whatever the server answers, and whether it does: nothing of this member stays here.
      const clears = unlocked && kept ? await forgetAtSignOut(kept, unlocked.keys.account) : null
      await signOut(deps, clears === null ? {} : { clear: clears })
      state.unlocked = state.cases = state.journals = null
    },
    keepMemory: async () => {
      if (state.unlocked) await keepMemory(deps, state.unlocked)
    },
    lock: async () => {
      await state.drafting
      if (state.unlocked) {
        await saveMemory(deps, state.unlocked, true)
        endSaving(state.unlocked)
      }
      deps.kept?.close()
      state.unlocked = state.cases = state.journals = null
    },
    lookAtInvitation: ({ secret }) => lookAtInvitation(deps, secret),
    ...entranceMethods(deps, device),
    ...factorMethods(deps, device),
    ...reopenMethods(deps, device),
    ...ownMethods(deps, state),
    ...recoveryMethods(deps, state),
    ...deskMethods(deps, state, progress),
    ...caseMethods(state),
    ...offlineMethods(deps, { cases: () => state.cases, alsoKeep: () => findCitable(deps) }),
    ...absenceMethods(deps, state, progress),
    ...accessMethods(deps, state),
    ...evidenceMethods(createBytesApi({ fetch: given.fetch, base: given.base }), () => state.cases),
    ...documentMethods(deps, device.unlocked),
    ...countsMethods(deps, device.unlocked),
    ...supportersMethods(deps, device.unlocked, progress),
    ...reportsMethods(deps, { unlocked: device.unlocked, cases: () => state.cases }, progress),
    ...signOnMethods(deps, device.unlocked),
    ...lobbyingMethods(() => state.journals),
    ...missionsMethods(() => state),
    ...coverageMethods(() => state.journals),
    ...bundlesMethods(() => state),
    ...calendarMethods(() => state.journals),
    ...sealedMethods(state),
    ...positionMethods(deps, device.unlocked),
    ...draftMethods(deps, state),
  }
}

type OwnMethods = Pick<Workbench, 'sessions' | 'endSession' | 'endOtherSessions' | 'changePassphrase'>

const ownMethods = (deps: ClientDeps, state: State): OwnMethods => {
  const open = whileOpen(() => state.unlocked)
  return {
    sessions: () => open(() => findSessions(deps)),
    endSession: ({ session }) => open(() => endSession(deps, session)),
    endOtherSessions: () => open(() => endOtherSessions(deps)),
    changePassphrase: (form) => open((unlocked) => changePassphrase(deps, unlocked, form)),
  }
}

type Reported = (done: number, total: number, what: string) => void

type DeskMethods = Pick<
  Workbench,
  | 'foundDesk'
  | 'desk'
  | 'invite'
  | 'invitations'
  | 'admit'
  | 'revoke'
  | 'changeRole'
  | 'removeMember'
  | 'beginEpoch'
  | 'renewKeys'
  | 'makeKit'
  | 'confirmKit'
  | 'accounts'
  | 'backups'
  | 'drills'
  | 'beginDrill'
  | 'endDrill'
  | 'mail'
  | 'violations'
  | 'delivery'
  | 'allowAlike'
  | 'takingPart'
  | 'decideGroup'
  | 'closeAccount'
>

const deskMethods = (deps: ClientDeps, state: State, progress: Reported): DeskMethods => {
  const unlocked = whileOpen(() => state.unlocked)
  const thenView = (desk: string, act: (unlocked: Unlocked) => Members<unknown>): Members<DeskView> =>
    unlocked(async (open) => {
      const done = await act(open)
      return done.ok ? viewDesk(deps, open, desk) : done
    })
  return {
    foundDesk: ({ name }) =>
      unlocked(async (open) => {
        const founded = await foundWithJournal(deps, open, name)
        if (!founded.ok) return founded
        // On the server at once: a desk that no device remembers is not opened.
        await saveMemory(deps, open, true)
        return viewDesk(deps, open, founded.value.desk.id)
      }),
    desk: ({ desk }) => unlocked((open) => viewDesk(deps, open, desk)),
    invite: (form) => unlocked((open) => invite(deps, open, form)),
    invitations: ({ desk }) => unlocked((open) => findInvitations(deps, open, desk)),
    admit: (form) => thenView(form.desk, (open) => admit(deps, open, form)),
    revoke: (form) => thenView(form.desk, (open) => revoke(deps, open, form)),
    changeRole: (form) => thenView(form.desk, (open) => changeRole(deps, open, form)),
    removeMember: (form) => thenView(form.desk, (open) => removeMember(deps, open, form)),
    beginEpoch: (form) => thenView(form.desk, (open) => beginEpoch(deps, open, form)),
    renewKeys: ({ desk }) =>
      unlocked(async (open) => {
        const renewed = await renewKeys(deps, open, { desk, progress })
        // What is in memory is under the keys before.
        if (state.unlocked === open) {
          state.cases = noCasesYet({ deps, unlocked: open, progress })
          state.journals = noJournalsYet({ deps, unlocked: open })
        }
        return renewed
      }),
    makeKit: ({ desk }) => unlocked((open) => makeKit(open, desk)),
    confirmKit: (form) => thenView(form.desk, (open) => confirmKit(deps, open, form)),
    accounts: () => unlocked(() => findAccounts(deps)),
    backups: () => unlocked(() => findBackups(deps)),
    drills: () => unlocked(() => findDrills(deps)),
    beginDrill: () => unlocked(() => beginDrill(deps)),
    endDrill: (given) => unlocked(() => endDrill(deps, given)),
    mail: () => unlocked(() => findMail(deps)),
    violations: () => unlocked(() => findViolations(deps)),
    delivery: (given) => unlocked(() => findDelivery(deps, given)),
    allowAlike: (given) => unlocked(() => allowAlike(deps, given)),
    takingPart: (given) => unlocked(() => findTakingPart(deps, given)),
    decideGroup: (given) => unlocked(() => decideGroup(deps, given)),
    closeAccount: ({ account }) => unlocked(() => closeAccount(deps, account)),
  }
}

type CaseMethods = Pick<Workbench, 'overview' | 'cases' | 'openCase' | 'createCase' | 'append'>

const caseMethods = (state: State): CaseMethods => {
  const open = whileOpen(() => state.cases)
  return {
    overview: ({ desk }) => open((cases) => overviewOf(cases, desk)),
    cases: (form) => open((cases) => findCases(cases, form)),
    openCase: (form) => open((cases) => viewCase(cases, form)),
    createCase: (form) => open((cases) => createCase(cases, form)),
    append: (form) => open((cases) => appendEntries(cases, form)),
  }
}

type AbsenceMethods = Pick<
  Workbench,
  'heartbeat' | 'suspensions' | 'actOnSuspension' | 'handedBack' | 'handBack' | 'returnCases'
>

const absenceMethods = (deps: ClientDeps, state: State, progress: Reported): AbsenceMethods => {
  const open = whileOpen(() => state.unlocked)
  /** What was said of travel at the beat before. */
  const marks = new WeakMap<Unlocked, string>()
  /** What was in memory of any case: the next question asks the server. */
  const drop = (unlocked: Unlocked): void => {
    if (state.unlocked === unlocked) state.cases = noCasesYet({ deps, unlocked, progress })
  }
  return {
    heartbeat: () =>
      open(async (unlocked): Members<Beat> => {
        const pulse = await beat(deps, unlocked, marks.get(unlocked) ?? null)
        if (!pulse.ok) return pulse
        if (pulse.value.kind === 'ended') {
          // What this device keeps goes with the right to read it.
          await forgetDevice(deps.kept, unlocked.keys.account)
          return ok(pulse.value)
        }
        const { kind, moved, travel } = pulse.value
        marks.set(unlocked, travel)
        if (moved) drop(unlocked)
        return ok({ kind, moved })
      }),
    suspensions: ({ desk }) => open(() => findSuspensions(deps, desk)),
    actOnSuspension: ({ desk, act }) => open(() => actOnSuspension(deps, desk, act)),
    handedBack: ({ desk }) => open(() => findHandedBack(deps, desk)),
    handBack: (form) =>
      open(async (unlocked) => {
        // Words that were not sent would cross the border with their device.
        const waits = (await readOutbox(deps.kept)).some((item) => form.cases.includes(item.case))
        if (waits) return err({ kind: 'refused_by_server', type: 'still_waiting', fields: {} })
        const done = await handBackCases(deps, unlocked, form)
        drop(unlocked)
        // The next list is kept without them.
        await keepList(deps, form.desk, new Map())
        return done
      }),
    returnCases: (form) => open(() => returnCases(deps, form)),
  }
}

type AccessMethods = Pick<
  Workbench,
  'deskAccess' | 'caseAccess' | 'unusualAccess' | 'markUnusualSeen' | 'setAccessLimit'
>

const accessMethods = (deps: ClientDeps, state: State): AccessMethods => {
  const open = whileOpen(() => state.unlocked)
  return {
    deskAccess: async (of) => {
      const read = await open((unlocked) => readDeskAccess(deps, unlocked, of))
      if (!read.ok || !state.cases) return read.ok ? err({ kind: 'locked' }) : read
      const named = new Set(read.value.lines.flatMap((line) => caseOf(line) ?? []))
      const titles = await titlesOf(state.cases, { desk: of.desk, cases: [...named] })
      return titles.ok ? ok({ ...read.value, titles: titles.value }) : titles
    },
    caseAccess: (of) => open((unlocked) => readCaseAccess(deps, unlocked, of)),
    unusualAccess: ({ desk }) => open((unlocked) => readUnusual(deps, unlocked, desk)),
    markUnusualSeen: (form) => open(() => markUnusualSeen(deps, form)),
    setAccessLimit: (form) => open(() => setAccessLimit(deps, form)),
  }
}

const aSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000))

type SealedMethods = Pick<Workbench, 'sealedPositions' | 'noteSealedPosition' | 'strikeSealedPosition'>

const sealedMethods = (state: State): SealedMethods => {
  const open = whileOpen(() => state.journals)
  return {
    sealedPositions: (of) => open((journals) => findSealedPositions(journals, of)),
    noteSealedPosition: (form) => open((journals) => noteSealedPosition(journals, form)),
    strikeSealedPosition: (form) => open((journals) => strikeSealedPosition(journals, form)),
  }
}

type DraftMethods = Pick<Workbench, 'saveDraft' | 'loadDraft' | 'deleteDraft'>

const draftName = ({ keys }: Unlocked, key: string): string => `draft ${keys.account} ${key}`

const draftMethods = (deps: ClientDeps, state: State): DraftMethods => {
  const inTurn = <T>(act: (unlocked: Unlocked) => Promise<T>): Promise<T | null> => {
    const { unlocked } = state
    const turn = state.drafting.then(() => unlocked && act(unlocked))
    state.drafting = turn.catch(() => undefined)
    return turn
  }
  return {
    saveDraft: ({ key, value }) =>
      inTurn(async (unlocked) => {
        const sealed = await sealDraft({ name: key, value }, unlocked.keys, deps.chance)
        await deps.drafts.set(draftName(unlocked, key), sealed)
        return true as const
      }),
    loadDraft: ({ key }) =>
      inTurn(async (unlocked) => {
        const sealed = await deps.drafts.get(draftName(unlocked, key))
        return sealed && openDraft(sealed, unlocked.keys, key)
      }),
    deleteDraft: async ({ key }) => {
      await inTurn((unlocked) => deps.drafts.delete(draftName(unlocked, key)))
    },
  }
}
