/**
 * Everything a member's device does, as one object: it runs in the desk's worker and in the command line alike.
 * A page talks to it through `worker_host.ts`; no key and no plaintext of another case crosses that line.
 */
import type {
  CaseFilter,
  CaseList,
  CaseRefusal,
  CaseView,
  NewEntry,
  Offline,
  OutboxLine,
  Overview,
} from '#cases/client/views.ts'
import type { CampaignGround } from '#campaigns/core/desk_ground.ts'
import type { CitableText } from '#instruments/core/citable.ts'
import type { FrozenParts } from '#figures/core/frozen_figure.ts'
import type { ThemeParts } from '#figures/core/theme_parts.ts'
import type { Query } from '#figures/core/query.ts'
import type { ConfidentialFact } from '#instruments/core/sealed_positions.ts'
import type { SealedPositions, SealedRefusal } from '#instruments/client/sealed_positions.ts'
import type { KeyOptions, OwnFactors } from '#members/core/factor_wire.ts'
import type { ReopenWay } from '#members/core/reopening.ts'
import type { FactorForm, FactorProof, FactorsChanged, NewFactor } from '#members/client/factors.ts'
import type { MemberRefusal } from '#members/client/refusals.ts'
import type { ReopenChoice, ReopenTry } from '#members/client/reopen.ts'
import type { EvidenceMethods } from '#cases/client/evidence_views.ts'
import type { OpenParts, OpenPartsAsked } from '#instruments/core/open_parts.ts'
import type { ProgrammeBody } from '#missions/core/programme.ts'
import type { CountAnswer, CountAsked } from '#missions/core/scorecard_wire.ts'
import type { EntryForm } from '#instruments/client/positions.ts'
import type { PositionRows, WhipCounts, WhipGround } from '#instruments/core/position_wire.ts'
import type { Result } from '#kernel/core/result.ts'
import type { CaseAccess, DeskAccess, Unseen } from '#members/client/access.ts'
import type { LimitForm, SeenForm } from '#members/core/access_wire.ts'
import type { Backups } from '#members/core/backups.ts'
import type { Drills } from '#members/core/drills.ts'
import type { MailReport } from '#members/core/mail.ts'
import type { ViolationCount } from '#members/core/violations.ts'
import type { DeliveryOf } from '#campaigns/client/delivery.ts'
import type { GroupOf } from '#campaigns/client/taking_part.ts'
import type { TakingPartLines } from '#campaigns/core/taking_part_wire.ts'
import type { DeliveryNumbers } from '#campaigns/core/delivery_wire.ts'
import type { Beat } from '#members/client/heartbeat.ts'
import type { SuspensionAct, SuspensionLine } from '#members/client/suspension.ts'
import type { HandedBack } from '#members/client/travel.ts'
import type { Role } from '#members/core/desk_entries.ts'
import type {
  DeskView,
  StewardAct,
  FactorRule,
  InvitationLine,
  Kit,
  Me,
  PasskeyQuestion,
  PassphraseVerdict,
  Renewal,
  ReopeningOffer,
  SessionLine,
  SteersAccount,
} from '#members/client/views.ts'
import type { LobbyingMethods } from '#platform/client/lobbying_methods.ts'
import type { MissionsMethods } from '#platform/client/missions_methods.ts'
import type { RecoveryMethods } from '#platform/client/recovery_methods.ts'
import type { SignOnMethods } from '#platform/client/sign_on_methods.ts'
import type { CountsMethods } from '#platform/client/counts_methods.ts'
import type { BundlesMethods } from '#platform/client/bundles_methods.ts'
import type { CalendarMethods } from '#platform/client/calendar_methods.ts'
import type { CoverageMethods } from '#platform/client/coverage_methods.ts'
import type { ReportsMethods } from '#platform/client/reports_methods.ts'
import type { SupportersMethods } from '#platform/client/supporters_methods.ts'
import type { DocumentAct, DraftForm } from '#releases/client/documents.ts'
import type { ExportBody } from '#releases/core/exports.ts'
import type { DeskDocument, DeskDocuments } from '#releases/core/wire.ts'

import type { AppSecret } from '#vault/client/v1/totp.ts'

export type InvitationLook = {
  readonly organisation: string
  readonly deskName: string
  readonly role: Role
  readonly expires: string
  readonly open: boolean
}

export type { MemberRefusal, Offline }

type Answer<T, E = MemberRefusal> = Promise<Result<T, E>>

export type Workbench = EvidenceMethods & {
  /** Null while locked. */
  me(): Promise<Me | null>
  /** Whether this browser has what the desk is built on. */
  able(): Promise<boolean>
  /** Six words of the EFF list. */
  suggestPassphrase(given: { name: string }): Promise<string>
  judgePassphrase(given: { passphrase: string; name: string }): Promise<PassphraseVerdict>
  setUp(given: { token: string; organisation: string; name: string; passphrase: string }): Answer<Me>
  /** `pin`: opens this device again after a lock, until the session ends. */
  /** `digits` of the root: asked of a member who was let in again, as `digits_wanted` says. */
  signIn(given: {
    name: string
    passphrase: string
    pin?: string | undefined
    digits?: string | undefined
  }): Answer<Me>
  /** After `second_factor`. */
  giveFactor(given: { proof: FactorProof }): Answer<Me>
  /** After `add_factor`, once a factor was added. */
  enterWithFactor(): Answer<Me>
  signOut(): Promise<void>
  /** Writes what this device remembers of the logs it saw, because the page goes out of sight. */
  keepMemory(): Promise<void>
  /** Forgets every key; the session stays until it is idle too long. */
  lock(): Promise<void>

  lookAtInvitation(given: { secret: string }): Answer<InvitationLook>
  /** With name and passphrase: a new account. Without, while unlocked: this account joins one more desk. */
  acceptInvitation(given: { secret: string; name?: string; passphrase?: string }): Answer<Me>

  foundDesk(given: { name: string }): Answer<DeskView>
  desk(given: { desk: string }): Answer<DeskView>
  invite(given: { desk: string; role: Role; days: number }): Answer<{ link: string; expires: string }>
  invitations(given: { desk: string }): Answer<readonly InvitationLine[]>
  admit(given: { desk: string; invitation: string }): Answer<DeskView>
  revoke(given: { desk: string; invitation: string }): Answer<DeskView>
  changeRole(given: { desk: string; account: string; role: Role }): Answer<DeskView>
  /** Ends the member's right and the epoch of the desk's keys; the logs get theirs from `renewKeys`. */
  removeMember(given: { desk: string; account: string }): Answer<DeskView>
  /** The next epoch of the desk's keys, after the one that was seen, with everybody in it; the logs get theirs from `renewKeys`. */
  beginEpoch(given: { desk: string; after: number }): Answer<DeskView>
  /** New keys for whatever is still under those of an older epoch. */
  renewKeys(given: { desk: string }): Answer<Renewal>
  makeKit(given: { desk: string }): Answer<Kit>
  /** After it was printed and read back: before that it counts for nothing. */
  confirmKit(given: { desk: string; recipient: string }): Answer<DeskView>

  sessions(): Answer<readonly SessionLine[]>
  endSession(given: { session: string }): Answer<readonly SessionLine[]>
  endOtherSessions(): Answer<readonly SessionLine[]>
  /** Asks the old one again; every other session of the account ends. */
  changePassphrase(given: { old: string; passphrase: string }): Answer<{ ended: number }>

  /** Again, before a grave act; it holds for minutes. */
  provePassphrase(given: { passphrase: string }): Answer<null>
  factors(): Answer<OwnFactors>
  /** Made on this device; it counts when its first code was right. */
  newAppSecret(): Promise<AppSecret>
  /** What a page hands to a security key. */
  askKey(given: { use: 'add' | 'prove' }): Answer<KeyOptions>
  /** The passphrase again, unless it was given a moment ago; printed codes come with the first factor. */
  addFactor(given: { passphrase?: string; proof?: FactorProof; factor: NewFactor }): Answer<FactorsChanged>
  removeFactor(given: FactorForm & { factor: string }): Answer<FactorsChanged>
  renewCodes(given: FactorForm): Answer<FactorsChanged>
  toldOfReset(): Answer<null>
  stewardActs(given: { desk: string }): Answer<readonly StewardAct[]>
  factorRule(): Answer<FactorRule>
  setFactorRule(given: { required: boolean }): Answer<FactorRule>
  resetFactors(given: { account: string }): Answer<FactorRule>
  endSessionsOf(given: { account: string }): Answer<{ ended: number }>

  /** How this device can be opened again while it is locked; null where only the passphrase does. */
  reopening(): Promise<ReopeningOffer | null>
  /** What a passkey is asked when it is chosen for opening again. */
  passkeyQuestion(): Answer<PasskeyQuestion>
  keepReopening(given: { passphrase: string; choice: ReopenChoice }): Answer<null>
  forgetReopening(given: { way: ReopenWay }): Answer<null>
  reopen(given: ReopenTry): Answer<Me>

  accounts(): Answer<readonly SteersAccount[]>
  backups(): Answer<Backups>
  drills(): Answer<Drills>
  /** The clock is the server's; the drill is held elsewhere, on a copy. */
  beginDrill(): Answer<Drills>
  endDrill(given: { drill: string; opened: boolean }): Answer<Drills>
  mail(): Answer<MailReport>
  violations(): Answer<readonly ViolationCount[]>
  delivery(given: DeliveryOf): Answer<DeliveryNumbers>
  allowAlike(given: DeliveryOf): Answer<null>
  takingPart(given: { desk: string }): Answer<TakingPartLines>
  decideGroup(given: GroupOf): Answer<null>
  closeAccount(given: { account: string }): Answer<readonly SteersAccount[]>

  overview(given: { desk: string }): Answer<Overview, CaseRefusal>
  cases(given: { desk: string; filter: CaseFilter }): Answer<CaseList, CaseRefusal>
  openCase(given: { desk: string; case: string }): Answer<CaseView, CaseRefusal>
  /** The first entries of a new case: `opened`, then what is known (identity, events …). */
  createCase(given: { desk: string; entries: readonly NewEntry[] }): Answer<CaseView, CaseRefusal>
  /** Decides, seals, signs and sends; folds and decides again when somebody else was first. */
  append(given: { desk: string; case: string; entries: readonly NewEntry[] }): Answer<CaseView, CaseRefusal>

  /** Whether the session lives. `ended`: colleagues have ended it. `moved`: desks or cases are others than before. */
  heartbeat(): Answer<Beat>
  /** Of members of the desk: in force, and past. */
  suspensions(given: { desk: string }): Answer<readonly SuspensionLine[]>
  actOnSuspension(given: { desk: string; act: SuspensionAct }): Answer<readonly SuspensionLine[]>
  /** Cases that members handed back before they travelled. */
  handedBack(given: { desk: string }): Answer<HandedBack>
  handBack(given: { desk: string; cases: readonly string[] }): Answer<null>
  returnCases(given: { desk: string; traveller: string; cases: readonly string[] }): Answer<HandedBack>

  /** Who was handed out what, since so many days; with the titles of the cases, as this device knows them. */
  deskAccess(given: {
    desk: string
    days: number
  }): Answer<DeskAccess & { readonly titles: Readonly<Record<string, string>> }, CaseRefusal | MemberRefusal>
  caseAccess(given: { desk: string; case: string }): Answer<CaseAccess>
  /** What is unusual and nobody has looked at. */
  unusualAccess(given: { desk: string }): Answer<Unseen>
  markUnusualSeen(given: { desk: string } & SeenForm): Answer<null>
  /** No account: the desk's. No limits: as the desk has it. */
  setAccessLimit(given: { desk: string } & LimitForm): Answer<null>

  offline(): Promise<Offline>
  /** From now on this device keeps what it opens, and opens without the server; asks the passphrase again. */
  keepOffline(given: { passphrase: string }): Answer<Offline, MemberRefusal | CaseRefusal>
  /** All that is kept goes, and what waits with it. */
  forgetOffline(): Answer<Offline, MemberRefusal | CaseRefusal>
  /** Asks whether the server is there, and sends what waits. */
  sendOutbox(): Answer<Offline, MemberRefusal | CaseRefusal>
  outbox(given: { desk: string }): Answer<readonly OutboxLine[], MemberRefusal | CaseRefusal>
  settleOutbox(given: { item: string; act: 'retry' | 'drop' }): Answer<Offline, MemberRefusal | CaseRefusal>

  /** Every document of the desk, its exports among them. */
  documents(given: { desk: string }): Answer<DeskDocuments>
  document(given: { desk: string; document: string }): Answer<DeskDocument>
  /** What another lead released alone, and nobody has confirmed: for leads. */
  unconfirmed(given: { desk: string }): Answer<DeskDocuments['documents']>
  /** Over the draft that was seen and no other. */
  /** Which asks run now, and which publications of the desk may be asked about. */
  campaignGround(given: { desk: string }): Answer<CampaignGround>
  saveDocument(given: DraftForm): Answer<DeskDocument>
  actOnDocument(given: { desk: string; document: string; act: DocumentAct }): Answer<DeskDocument>
  proposeExport(given: { desk: string; body: ExportBody }): Answer<DeskDocument>
  /** What is public and a theme may show. */
  themeParts(given: { desk: string; cases: readonly string[] }): Answer<ThemeParts>
  /** Public texts and bodies of every desk, for forms about them. */
  openParts(given: { desk: string } & OpenPartsAsked): Answer<OpenParts>
  /** The whole public directory, to be held against a case on the device. */
  programmes(): Answer<readonly ProgrammeBody[]>
  /** What a scorecard counts now, from public records alone. */
  countScorecard(given: { desk: string } & CountAsked): Answer<CountAnswer>
  /** What a query answers now. */
  freezeFigure(given: { desk: string; query: Query }): Answer<FrozenParts>

  /** Every paragraph that can be cited: which one is meant never leaves the device. */
  norms(): Answer<readonly CitableText[]>

  /** What was told in confidence of an instrument: opened on this device alone, from the desk's journal. */
  sealedPositions(given: { desk: string; instrument: string }): Answer<SealedPositions, SealedRefusal>
  /** `id` chosen beforehand: sent twice, it is noted once. */
  noteSealedPosition(given: {
    desk: string
    id?: string
    fact: ConfidentialFact
  }): Answer<SealedPositions, SealedRefusal>
  strikeSealedPosition(given: {
    desk: string
    instrument: string
    entry: string
    why: string
  }): Answer<SealedPositions, SealedRefusal>

  /** What the desk entered of the positions on an instrument, what is struck among it. */
  positions(given: { desk: string; instrument: string }): Answer<PositionRows>
  whipCounts(given: { desk: string }): Answer<WhipCounts>
  /** What is public of the positions, and the members of the body; null: the likeliest one. */
  whipGround(given: { desk: string; instrument: string; body: string | null }): Answer<WhipGround>
  /** All of them or none; another member confirms them. */
  enterPositions(given: EntryForm): Answer<PositionRows>
  confirmPositions(given: { desk: string; ids: readonly string[] }): Answer<null>
  strikePositions(given: { desk: string; ids: readonly string[]; why: string }): Answer<null>

  /** Drafts are sealed on this device under the member's own key. `key` names the form. True once it is kept. */
  saveDraft(given: { key: string; value: unknown }): Promise<true | null>
  loadDraft(given: { key: string }): Promise<unknown>
  deleteDraft(given: { key: string }): Promise<void>
} & BundlesMethods &
  CalendarMethods &
  CountsMethods &
  CoverageMethods &
  LobbyingMethods &
  MissionsMethods &
  RecoveryMethods &
  ReportsMethods &
  SignOnMethods &
  SupportersMethods
