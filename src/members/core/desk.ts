/**
 * What a desk's log says: who belongs to it with which role and keys, its key epoch, open invitations and
 * kits. Folded alike by the server and by every device, which trusts nothing else.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { certifiedUntil, mayCertify } from '#members/core/certificates.ts'
import {
  type Card,
  type DeskCoded,
  type DeskEntry,
  type DeskKind,
  deskKinds,
  isDeskKind,
  isRootKind,
  type Role,
  type RootKind,
  roles,
} from '#members/core/desk_entries.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'

export type Member = Card & {
  readonly role: Role
  /** Hash of the desk entry that gives this right: what the member's entries name as `roster`. */
  readonly right: string
  /** Of a lead: until when the organisation's root has certified these keys; null: it has not. */
  readonly certifiedUntil: string | null
}
/** A right that a member held: entries written under it stay valid until it ended. */
export type Right = {
  readonly account: string
  readonly role: Role
  readonly signing: string
  readonly from: string
  /** When it ended: its author's word, the place of that entry in the desk's log, and how many rights there were. */
  readonly ended: { readonly at: string; readonly seq: number; readonly rights: number } | null
}
export type Invitation = {
  readonly role: Role
  readonly expires: string
  readonly state: 'open' | 'used' | 'revoked'
}

export type Desk = {
  readonly id: string
  readonly name: string
  readonly epoch: number
  /** When the present epoch began, by the word of whoever signed it: no more than a day off the server's clock. */
  readonly epochFrom: string
  readonly bundle: string
  /** Recipient of what is sealed to the desk by those who add but do not read. */
  readonly inbox: string
  readonly members: ReadonlyMap<string, Member>
  readonly rights: ReadonlyMap<string, Right>
  readonly invitations: ReadonlyMap<string, Invitation>
  /** Recipients of printed desk kits. */
  readonly kits: readonly string[]
  /** What leads have signed for having exported. */
  readonly exports: readonly { readonly account: string; readonly at: string; readonly cases: number }[]
  /** The organisation's keys that a lead of this desk has compared; null: nobody can let its members in again. */
  readonly root: Rooted | null
}

/** `from` is the entry that says so: what the root's own entries name as `roster`. */
export type Rooted = { readonly root: string; readonly recovery: string; readonly from: string }

export type DeskRefusal =
  | { readonly kind: 'unknown_kind'; readonly entryKind: string }
  | { readonly kind: 'bad_coded'; readonly path: string; readonly expected: string }
  | { readonly kind: 'founded_twice' }
  | { readonly kind: 'not_founded' }
  | { readonly kind: 'not_a_lead' }
  | { readonly kind: 'already_member' }
  | { readonly kind: 'not_a_member' }
  | { readonly kind: 'no_such_invitation' }
  | { readonly kind: 'invitation_used' }
  | { readonly kind: 'invitation_revoked' }
  | { readonly kind: 'invitation_expired' }
  | { readonly kind: 'role_not_as_invited' }
  | { readonly kind: 'last_lead' }
  | { readonly kind: 'old_epoch' }
  | { readonly kind: 'epoch_ahead' }
  | { readonly kind: 'removes_self' }
  | { readonly kind: 'name_taken' }
  | { readonly kind: 'already_rooted' }
  | { readonly kind: 'not_rooted' }
  | { readonly kind: 'other_card' }
  | { readonly kind: 'same_card' }
  | { readonly kind: 'not_a_year' }

export const parseDeskEntry = (entry: ReadEntry): Result<DeskEntry, DeskRefusal> => {
  const { kind, kindVersion, author, at, seq } = entry.statement
  if (!isDeskKind(kind) || kindVersion !== 1) return err({ kind: 'unknown_kind', entryKind: kind })
  const coded = deskKinds[kind].safeParse(entry.coded)
  if (!coded.success) {
    const issue = coded.error.issues[0]
    return err({ kind: 'bad_coded', path: issue?.path.join('.') ?? '', expected: issue?.message ?? kind })
  }
  // The pair of kind and coded was just parsed together; the compiler cannot follow the table.
  return ok({ kind, coded: coded.data, author, at, seq, hash: entry.hash } as DeskEntry)
}

/** Applies one entry, or says why it may not stand here. */
export const applyDeskEntry = (
  desk: Desk | null,
  entry: DeskEntry,
  id: string,
): Result<Desk, DeskRefusal> => {
  if (entry.kind === 'founded') return found(desk, entry, id)
  if (!desk) return err({ kind: 'not_founded' })
  if (isRootKind(entry.kind)) return rootSteps[entry.kind](desk, entry as never)
  if (desk.members.get(entry.author)?.role !== 'lead') return err({ kind: 'not_a_lead' })
  return deskSteps[entry.kind](desk, entry as never)
}

type EntryOf<K extends DeskKind> = Extract<DeskEntry, { readonly kind: K }>
type Step<K extends DeskKind> = (desk: Desk, entry: EntryOf<K>) => Result<Desk, DeskRefusal>

/** Whoever founds a desk is its first lead: nobody makes a desk in another's name. */
const found = (desk: Desk | null, entry: EntryOf<'founded'>, id: string): Result<Desk, DeskRefusal> => {
  if (desk) return err({ kind: 'founded_twice' })
  return entry.coded.card.account === entry.author ? ok(foundedDesk(entry, id)) : err({ kind: 'not_a_lead' })
}

const foundedDesk = (entry: EntryOf<'founded'>, id: string): Desk => {
  const { name, card, inbox, epoch, bundle } = entry.coded
  const right: Right = {
    account: card.account,
    role: 'lead',
    signing: card.signing,
    from: entry.at,
    ended: null,
  }
  return {
    id,
    name,
    epoch,
    epochFrom: entry.at,
    bundle,
    inbox,
    members: new Map([[card.account, { ...card, role: 'lead', right: entry.hash, certifiedUntil: null }]]),
    rights: new Map([[entry.hash, right]]),
    invitations: new Map(),
    kits: [],
    exports: [],
    root: null,
  }
}

const invited: Step<'invited'> = (desk, { coded }) =>
  desk.invitations.has(coded.invitation)
    ? err({ kind: 'invitation_used' })
    : ok(withInvitation(desk, coded.invitation, { role: coded.role, expires: coded.expires, state: 'open' }))

const revoked: Step<'revoked'> = (desk, { coded }) => {
  const invitation = desk.invitations.get(coded.invitation)
  if (!invitation) return err({ kind: 'no_such_invitation' })
  if (invitation.state === 'used') return err({ kind: 'invitation_used' })
  return ok(withInvitation(desk, coded.invitation, { ...invitation, state: 'revoked' }))
}

const admitted: Step<'admitted'> = (desk, entry) => {
  const { invitation: id, role, card } = entry.coded
  const invitation = desk.invitations.get(id)
  if (!invitation) return err({ kind: 'no_such_invitation' })
  if (invitation.state === 'used') return err({ kind: 'invitation_used' })
  if (invitation.state === 'revoked') return err({ kind: 'invitation_revoked' })
  if (invitation.expires < entry.at) return err({ kind: 'invitation_expired' })
  if (invitation.role !== role) return err({ kind: 'role_not_as_invited' })
  if (desk.members.has(card.account)) return err({ kind: 'already_member' })
  if ([...desk.members.values()].some((member) => member.name === card.name))
    return err({ kind: 'name_taken' })
  const used = withInvitation(desk, id, { ...invitation, state: 'used' })
  return withBundle(withRight(used, { ...card, role, certifiedUntil: null }, entry), entry.coded)
}

const roleChanged: Step<'role_changed'> = (desk, entry) => {
  const member = desk.members.get(entry.coded.account)
  if (!member) return err({ kind: 'not_a_member' })
  const leads = [...desk.members.values()].filter((one) => one.role === 'lead')
  if (member.role === 'lead' && entry.coded.role !== 'lead' && leads.length === 1)
    return err({ kind: 'last_lead' })
  const { role } = entry.coded
  return ok(
    withRight(
      desk,
      { ...member, role, certifiedUntil: role === 'lead' ? member.certifiedUntil : null },
      entry,
    ),
  )
}

/**
 * Ends the right of one member, begins the next epoch, and takes back every open invitation: who leaves may know their
 * links. Nobody removes themselves: the next secret would be in their hands, too.
 */
const removed: Step<'removed'> = (desk, entry) => {
  const { account, inbox } = entry.coded
  const member = desk.members.get(account)
  if (!member) return err({ kind: 'not_a_member' })
  if (account === entry.author) return err({ kind: 'removes_self' })
  const next = nextEpoch(desk, entry)
  if (!next.ok) return next
  const members = new Map(desk.members)
  members.delete(account)
  const invitations = [...desk.invitations].map(
    ([id, one]) => [id, one.state === 'open' ? { ...one, state: 'revoked' as const } : one] as const,
  )
  const rights = endRight(desk, member, entry)
  return ok({ ...next.value, inbox, members, rights, invitations: new Map(invitations) })
}

/** Everybody stays, with what was compared and released before: the inbox, rights and invitations. */
const nextEpoch = (
  desk: Desk,
  { at, coded: { epoch, bundle } }: EntryOf<'removed'> | EntryOf<'epoch_begun'>,
): Result<Desk, DeskRefusal> => {
  if (epoch <= desk.epoch) return err({ kind: 'old_epoch' })
  if (epoch > desk.epoch + 1) return err({ kind: 'epoch_ahead' })
  return ok({ ...desk, epoch, epochFrom: at, bundle })
}

const kitMade: Step<'kit_made'> = (desk, entry) =>
  withBundle({ ...desk, kits: [...desk.kits, entry.coded.recipient] }, entry.coded)

const exported: Step<'exported'> = (desk, { author, at, coded }) =>
  ok({ ...desk, exports: [...desk.exports, { account: author, at, cases: coded.cases }] })

const rooted: Step<'rooted'> = (desk, { coded, hash }) => {
  const { root, recovery } = coded
  if (desk.root?.root === root && desk.root.recovery === recovery) return err({ kind: 'already_rooted' })
  // What another root has certified, this one has not.
  const members = new Map([...desk.members].map(([id, one]) => [id, { ...one, certifiedUntil: null }]))
  return withBundle({ ...desk, members, root: { root, recovery, from: hash } }, coded)
}

/**
 * The same member under other keys, with the role they had: the right under the old ones ends here. Its author is the
 * member, and its signature the root's, which whoever verifies the log asks for: a lead's keys are certified by it.
 */
const recovered: Step<'recovered'> = (desk, entry) => {
  const { card } = entry.coded
  if (!desk.root) return err({ kind: 'not_rooted' })
  const member = desk.members.get(card.account)
  if (!member) return err({ kind: 'not_a_member' })
  if (card.account !== entry.author || card.name !== member.name) return err({ kind: 'other_card' })
  if (card.signing === member.signing || card.recipient === member.recipient)
    return err({ kind: 'same_card' })
  const certified = member.role === 'lead' ? certifiedUntil(entry.at) : null
  const back = { ...card, role: member.role, certifiedUntil: certified }
  return withBundle(withRight(desk, back, entry), entry.coded)
}

/** Of a lead of the desk, with the keys that its log says: no right begins or ends. */
const certified: Step<'certified'> = (desk, { author, at, coded: { card, until } }) => {
  if (!desk.root) return err({ kind: 'not_rooted' })
  const member = desk.members.get(card.account)
  if (!member) return err({ kind: 'not_a_member' })
  if (member.role !== 'lead') return err({ kind: 'not_a_lead' })
  const { account, name, signing, recipient } = member
  const same = card.name === name && card.signing === signing && card.recipient === recipient
  if (author !== account || !same) return err({ kind: 'other_card' })
  if (!mayCertify(at, until)) return err({ kind: 'not_a_year' })
  return ok({ ...desk, members: new Map([...desk.members, [account, { ...member, certifiedUntil: until }]]) })
}

const rootSteps: { readonly [K in RootKind]: Step<K> } = { recovered, certified }

const deskSteps: { readonly [K in Exclude<DeskKind, 'founded' | RootKind>]: Step<K> } = {
  invited,
  revoked,
  admitted,
  role_changed: roleChanged,
  removed,
  epoch_begun: nextEpoch,
  kit_made: kitMade,
  exported,
  rooted,
}

const withInvitation = (desk: Desk, id: string, invitation: Invitation): Desk => ({
  ...desk,
  invitations: new Map([...desk.invitations, [id, invitation]]),
})

const withRight = (
  desk: Desk,
  member: Omit<Member, 'right'>,
  entry: Pick<DeskEntry, 'hash' | 'at' | 'seq'>,
): Desk => {
  const { account, role, signing } = member
  const before = desk.members.get(account)
  const rights = before ? endRight(desk, before, entry) : new Map(desk.rights)
  rights.set(entry.hash, { account, role, signing, from: entry.at, ended: null })
  return { ...desk, rights, members: new Map([...desk.members, [account, { ...member, right: entry.hash }]]) }
}

const endRight = (
  { rights }: Desk,
  { right }: Member,
  { at, seq }: Pick<DeskEntry, 'at' | 'seq'>,
): Map<string, Right> => {
  const ended = { at, seq, rights: rights.size }
  const old = rights.get(right)
  return new Map(old ? [...rights, [right, { ...old, ended }]] : rights)
}

const withBundle = (
  desk: Desk,
  coded: Pick<DeskCoded<'admitted'>, 'epoch' | 'bundle'>,
): Result<Desk, DeskRefusal> => {
  if (coded.epoch < desk.epoch) return err({ kind: 'old_epoch' })
  // A new epoch comes with what a device needs to read under the ones before it: with a removal or on schedule.
  if (coded.epoch > desk.epoch) return err({ kind: 'epoch_ahead' })
  return ok({ ...desk, bundle: coded.bundle })
}

/** Folds a log that the chain has verified, and says at which place it breaks a rule. */
export const foldDesk = (log: readonly ReadEntry[]): Result<Desk, DeskRefusal & { readonly seq: number }> => {
  let desk: Desk | null = null
  for (const read of log) {
    const entry = parseDeskEntry(read)
    const next: Result<Desk, DeskRefusal> = entry.ok
      ? applyDeskEntry(desk, entry.value, read.statement.log)
      : entry
    if (!next.ok) return err({ ...next.error, seq: read.statement.seq })
    desk = next.value
  }
  return desk ? ok(desk) : err({ kind: 'not_founded', seq: 0 })
}

/** Whom the desk's secret is sealed to, of an epoch from the present one on. */
export const recipientsOf = (desk: Desk): readonly string[] => [
  ...[...desk.members.values()].map(({ recipient }) => recipient),
  ...desk.kits,
  ...(desk.root ? [desk.root.recovery] : []),
]

/** One forgotten passphrase must not lose a desk: two leads, a printed kit, or the organisation's shares. */
export const survivesOneLoss = (desk: Desk): boolean =>
  desk.root !== null ||
  desk.kits.length > 0 ||
  [...desk.members.values()].filter((member) => member.role === 'lead').length > 1

export const atLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)

/** The server takes no entry whose time is further off its own clock. */
export const CLOCK_TOLERANCE_MS = 24 * 3_600_000

/**
 * Both times are their authors' word, each as far off as the server lets it. Less here would let a wrong clock, or a
 * lead who dates back, void a whole case that was written in good faith; more is not needed.
 */
const CLOCKS_DIFFER_MS = 2 * CLOCK_TOLERANCE_MS

/** The right that an entry of one of the desk's cases names, if it covers the entry. */
export const rightFor = (desk: Desk, entry: ReadEntry): Right | null => {
  const { roster, author, at } = entry.statement
  const right = desk.rights.get(roster ?? '')
  if (right?.account !== author) return null
  const ended = right.ended && Date.parse(right.ended.at) + CLOCKS_DIFFER_MS
  return ended !== null && ended < Date.parse(at) ? null : right
}
