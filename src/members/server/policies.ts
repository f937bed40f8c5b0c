/**
 * Who may ask what of the members room; what is not named here is not answered. What a lead may write into a desk's
 * log is decided entry by entry, by the rules that devices follow as well (members/core/desk.ts).
 */
import type { Access } from '#platform/server/endpoint.ts'

export const membersPolicy = {
  // By the link of the first start, by a passphrase, by the secret of an invitation.
  setUp: 'anyone',
  askSeed: 'anyone',
  signIn: 'anyone',
  lookAtInvitation: 'anyone',
  acceptAsGuest: 'anyone',
  // A ticket, which is given for the passphrase.
  giveFactor: 'anyone',
  signOut: 'entering',
  readFactors: 'entering',
  addFactor: 'entering',
  changeFactors: 'session',
  keepReopening: 'session',
  reopen: 'session',
  readStewardActs: 'reader',
  resetFactors: 'steward',
  endSessionsOf: 'steward',
  ruleFactors: 'steward',
  readMe: 'session',
  readMemory: 'session',
  keepMemory: 'session',
  readSessions: 'session',
  endSessions: 'session',
  changePassphrase: 'session',
  provePassphrase: 'session',
  acceptAsMember: 'session',
  foundDesk: 'session',
  readDeskLog: 'reader',
  appendToDeskLog: 'lead',
  readStaleKeys: 'lead',
  renewKeys: 'lead',
  readAccess: 'reader',
  // Reading is what it is about, so whoever may read may look at it; not at what it says of themselves.
  markSeen: 'reader',
  setLimit: 'lead',
  readJournal: 'reader',
  // Its key is the beginner's choice, and the server cannot see whether the desk can open it.
  beginJournal: 'lead',
  appendToJournal: 'writer',
  readInvitations: 'lead',
  // For a colleague in detention every hour counts: whoever is there may act, and two undo it.
  readSuspensions: 'reader',
  suspend: 'reader',
  readHandedBack: 'reader',
  handBack: 'reader',
  returnCases: 'writer',
  // By a session or by the mark of a device: what it answers to others is what it answers to nobody.
  heartbeat: 'anyone',
  readAccounts: 'steward',
  readBackups: 'steward',
  holdDrills: 'steward',
  readMail: 'steward',
  readViolations: 'steward',
  closeAccount: 'steward',
} as const satisfies Readonly<Record<string, Access>>

export const recoveryPolicy = {
  // Public halves and the digits on the sheets: a lead compares them with paper.
  readRoot: 'session',
  keepRoot: 'steward',
  readCovered: 'steward',
  // Answered alike for every name.
  askToBeLetIn: 'anyone',
  // By a signature of the root, which no account can make.
  proveShares: 'anyone',
} as const satisfies Readonly<Record<string, Access>>

/** A steward who closed their own account would leave the installation without one. */
export const mayCloseAccount = (caller: { readonly account: string }, account: string): boolean =>
  caller.account !== account

/** One's own end on the page of one's account, all but the one that asks. */
export const mayEndSessionsOf = (caller: { readonly account: string }, account: string): boolean =>
  caller.account !== account

/** One's own are removed with the passphrase and a factor, as by every member: an open desk is not enough. */
export const mayResetFactors = (caller: { readonly account: string }, account: string): boolean =>
  caller.account !== account
