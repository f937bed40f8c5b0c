/**
 * The page's side of the vault: a workbench that posts every call to the worker.
 *
 * [Note: Lock] Locking ends the worker and with it every key, instead of trusting code to forget them. It first
 * gets a moment to save what it remembers of the logs it saw. A call that was under way is answered `locked`; the
 * next call starts a new worker, which is locked.
 *
 * [Note: Fault] What nobody foresaw in the worker is an answer as well, of kind `fault`: no form waits for one that never
 * comes. The fault itself is shown to whoever looks at the browser's own list of errors, and to nobody else.
 *
 * [Note: Again] What the server refuses until the passphrase was given again is called a second time once it was. The page
 * that called waits and knows nothing of it: a server that refuses so has done nothing yet.
 */
// Vite gives the address of the built file as the default export.
// oxlint-disable-next-line import/default
import workerAddress from '#platform/client/vault.worker.ts?worker&url'
import { err, type Result } from '#kernel/core/result.ts'
import {
  type Call,
  filesOf,
  type FromWorker,
  type Method,
  type Progress,
} from '#platform/client/worker_messages.ts'
import { refusalKind } from '#kernel/core/refusal_kind.ts'
import { trustedAddresses } from '#platform/client/trusted_addresses.ts'
import type { Offline, Workbench } from '#platform/client/workbench.ts'

/** As much of a Worker as is needed. */
export type Port = {
  postMessage(call: Call): void
  terminate(): void
  addEventListener(type: 'message', listener: (event: { readonly data: FromWorker }) => void): void
  addEventListener(type: 'error', listener: () => void): void
}

type Pending = { readonly method: Method; resolve(value: unknown): void }

/** What the host says for a worker that cannot. Pages have words for each in every Result. */
type HostRefusal = { readonly kind: 'locked' } | { readonly kind: 'unreachable' } | { readonly kind: 'fault' }

type AnswerOf<M extends Method> =
  Awaited<ReturnType<Workbench[M]>> extends Result<unknown, infer E>
    ? HostRefusal extends E
      ? 'result'
      : never
    : 'plain'

/**
 * How each method answers when its worker cannot: `plain` ones with null, whatever else they answer, the others with a
 * Result. One that is missing here would leave its page waiting for ever, so the compiler asks for a line.
 */
const answers: { readonly [M in Method]: AnswerOf<M> } = {
  me: 'plain',
  able: 'plain',
  suggestPassphrase: 'plain',
  judgePassphrase: 'plain',
  signOut: 'plain',
  lock: 'plain',
  keepMemory: 'plain',
  saveDraft: 'plain',
  loadDraft: 'plain',
  deleteDraft: 'plain',
  newAppSecret: 'plain',
  reopening: 'plain',
  abandonRoot: 'plain',
  ownRequest: 'plain',
  forgetOwnRequest: 'plain',
  closeShares: 'plain',
  root: 'result',
  coveredDesks: 'result',
  beginRoot: 'result',
  checkSheet: 'result',
  keepRoot: 'result',
  coverDesk: 'result',
  askToBeLetIn: 'result',
  openShares: 'result',
  openRequests: 'result',
  lookAtMember: 'result',
  letIn: 'result',
  desksOfRoot: 'result',
  lookAtLeads: 'result',
  certifyLead: 'result',
  setUp: 'result',
  signIn: 'result',
  giveFactor: 'result',
  addFactor: 'result',
  enterWithFactor: 'result',
  provePassphrase: 'result',
  factors: 'result',
  askKey: 'result',
  removeFactor: 'result',
  renewCodes: 'result',
  toldOfReset: 'result',
  stewardActs: 'result',
  factorRule: 'result',
  setFactorRule: 'result',
  resetFactors: 'result',
  endSessionsOf: 'result',
  keepReopening: 'result',
  passkeyQuestion: 'result',
  forgetReopening: 'result',
  reopen: 'result',
  lookAtInvitation: 'result',
  acceptInvitation: 'result',
  foundDesk: 'result',
  desk: 'result',
  invite: 'result',
  invitations: 'result',
  admit: 'result',
  revoke: 'result',
  changeRole: 'result',
  removeMember: 'result',
  beginEpoch: 'result',
  renewKeys: 'result',
  makeKit: 'result',
  confirmKit: 'result',
  sessions: 'result',
  endSession: 'result',
  endOtherSessions: 'result',
  changePassphrase: 'result',
  accounts: 'result',
  backups: 'result',
  drills: 'result',
  beginDrill: 'result',
  endDrill: 'result',
  mail: 'result',
  violations: 'result',
  delivery: 'result',
  allowAlike: 'result',
  takingPart: 'result',
  decideGroup: 'result',
  closeAccount: 'result',
  overview: 'result',
  cases: 'result',
  openCase: 'result',
  createCase: 'result',
  append: 'result',
  addEvidence: 'result',
  waitingUploads: 'plain',
  resumeEvidence: 'result',
  dropUpload: 'plain',
  pauseUploads: 'plain',
  readEvidence: 'result',
  readEvidencePart: 'result',
  saveEvidence: 'result',
  saveLogo: 'result',
  heartbeat: 'result',
  suspensions: 'result',
  actOnSuspension: 'result',
  handedBack: 'result',
  handBack: 'result',
  returnCases: 'result',
  deskAccess: 'result',
  caseAccess: 'result',
  unusualAccess: 'result',
  markUnusualSeen: 'result',
  setAccessLimit: 'result',
  offline: 'plain',
  keepOffline: 'result',
  forgetOffline: 'result',
  sendOutbox: 'result',
  outbox: 'result',
  settleOutbox: 'result',
  documents: 'result',
  document: 'result',
  unconfirmed: 'result',
  campaignGround: 'result',
  saveDocument: 'result',
  actOnDocument: 'result',
  proposeExport: 'result',
  themeParts: 'result',
  freezeFigure: 'result',
  norms: 'result',
  openParts: 'result',
  countScorecard: 'result',
  programmes: 'result',
  askNumbers: 'result',
  askLedger: 'result',
  addOnPaper: 'result',
  countChosen: 'result',
  invalidateChosen: 'result',
  restoreChosen: 'result',
  gatherReport: 'result',
  exportReport: 'result',
  supporters: 'result',
  openSupporters: 'result',
  findSupporters: 'plain',
  listSupporters: 'result',
  bundleSupporters: 'result',
  sendFollowUp: 'result',
  endFollowUp: 'result',
  answerSupporter: 'result',
  messages: 'result',
  decideMessage: 'result',
  letter: 'result',
  addSignatories: 'result',
  decideSignatories: 'result',
  freezeSignatories: 'result',
  signatoryNotes: 'result',
  answerComment: 'result',
  askSignatoriesAgain: 'result',
  saveAddressees: 'result',
  moveSending: 'result',
  recordDelivery: 'result',
  lobbying: 'result',
  engagements: 'result',
  logEngagement: 'result',
  coverHearing: 'result',
  missionProfile: 'result',
  setMissionProfile: 'result',
  setOfficer: 'result',
  coverage: 'result',
  officerCounts: 'result',
  missionActs: 'result',
  headquartersAnswers: 'result',
  bundles: 'result',
  lookAtCard: 'result',
  noteCounterpart: 'result',
  makeBundle: 'result',
  lookAtBundle: 'result',
  takeBundle: 'result',
  hearings: 'result',
  likeMindedHearings: 'result',
  calendarFeed: 'result',
  makeCalendarFeed: 'result',
  endCalendarFeed: 'result',
  noteLobbying: 'result',
  strikeLobbying: 'result',
  sealedPositions: 'result',
  noteSealedPosition: 'result',
  strikeSealedPosition: 'result',
  positions: 'result',
  whipCounts: 'result',
  whipGround: 'result',
  enterPositions: 'result',
  confirmPositions: 'result',
  strikePositions: 'result',
}
const methods = Object.keys(answers) as readonly Method[]

export const createWorkbenchProxy = (given: {
  readonly onProgress?: (progress: Progress) => void
  /** Hears when the server falls silent or answers again, and what waits. */
  readonly onOffline?: (offline: Offline) => void
  /** Sees every answer, so that the desk can say when the server is away or the session has ended. */
  readonly onAnswer?: (value: unknown) => void
  /** Asks the member for the passphrase; false where they do not give it. See [Note: Again]. */
  readonly onAgain?: () => Promise<boolean>
  /** Tests give their own, as they do for the next. */
  readonly start?: () => Port
  readonly onFault?: (fault: string) => void
}): Workbench => {
  const start = given.start ?? startWorker
  const onFault = given.onFault ?? ((fault) => globalThis.reportError(new Error(fault)))
  const pending = new Map<number, Pending>()
  let port: Port | null = null
  let calls = 0

  const answerAll = (kind: HostRefusal['kind']): void => {
    for (const { method, resolve } of pending.values()) resolve(answerOf(method, kind))
    pending.clear()
  }

  /** See [Note: Fault]. */
  const hearFault = ({ method, resolve }: Pending, fault: string): void => {
    onFault(fault)
    const answer = answerOf(method, 'fault')
    given.onAnswer?.(answer)
    resolve(answer)
  }

  const hear = (message: FromWorker): void => {
    if ('progress' in message) return given.onProgress?.(message.progress)
    if ('offline' in message) return given.onOffline?.(message.offline)
    const call = pending.get(message.id)
    // It was answered when its worker was taken out of use.
    if (!call) return
    pending.delete(message.id)
    if ('fault' in message) return hearFault(call, message.fault)
    given.onAnswer?.(message.value)
    call.resolve(message.value)
  }

  const listen = (): Port => {
    const started = start()
    started.addEventListener('message', ({ data }) => hear(data))
    // The worker's file did not load: the server is away, or the application on it is newer than this page.
    started.addEventListener('error', () => {
      if (port !== started) return
      started.terminate()
      port = null
      given.onAnswer?.(err({ kind: 'unreachable' }))
      answerAll('unreachable')
    })
    return started
  }

  const post = (to: Port, method: Method, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve) => {
      calls += 1
      const id = calls
      pending.set(id, { method, resolve })
      try {
        // All of it is JSON but files; a page's reactive values are proxies, which no message can carry.
        const json = JSON.parse(JSON.stringify(args)) as readonly unknown[]
        const plainArgs = json.map((arg, at) => withFiles(arg, filesOf(args[at])))
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
        to.postMessage({ id, method, args: plainArgs })
      } catch (fault) {
        hear({ id, fault: fault instanceof Error ? fault.message : 'unknown' })
      }
    })

  const once = (method: Method, args: readonly unknown[]): Promise<unknown> => {
    port ??= listen()
    return post(port, method, args)
  }

  const call = async (method: Method, args: readonly unknown[]): Promise<unknown> => {
    const answer = await once(method, args)
    const again = asksAgain(answer) && (await given.onAgain?.())
    return again ? once(method, args) : answer
  }

  /** Takes the worker out of use at once, lets it do one last thing, and ends it. See [Note: Lock]. */
  const retire = async (leaving: Port | null, last: 'lock' | 'signOut'): Promise<void> => {
    if (!leaving) return
    port = null
    answerAll('locked')
    await Promise.race([post(leaving, last, []), patience(last)])
    leaving.terminate()
  }

  const posted = methods.map((method) => [method, (...args: unknown[]) => call(method, args)])
  // The names are those of the interface; the compiler cannot follow a table of calls made from them.
  return {
    ...Object.fromEntries(posted),
    lock: () => retire(port, 'lock'),
    signOut: () => retire(port ?? listen(), 'signOut'),
  } as Workbench
}

const answerOf = (method: Method, kind: HostRefusal['kind']): unknown =>
  answers[method] === 'plain' ? null : err({ kind })

const asksAgain = (answer: unknown): boolean => refusalKind(answer) === 'passphrase_again'

const withFiles = (arg: unknown, files: ReturnType<typeof filesOf>): unknown =>
  Object.keys(files).length === 0 ? arg : { ...(arg as object), ...files }

/** Longer than saving takes; a server that is away must not keep keys alive. Signing out also empties the device. */
const PATIENCE_MS = { lock: 1500, signOut: 5000 }

const patience = (last: keyof typeof PATIENCE_MS): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, PATIENCE_MS[last]))

const trusted = trustedAddresses('amparo-vault', [workerAddress])

const startWorker = (): Port => new Worker(trusted(workerAddress), { type: 'module', name: 'vault' }) as Port
