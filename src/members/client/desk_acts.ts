/** What a lead does for a desk: found it, invite, admit, change roles, print a kit. Each is an entry of the desk's log. */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { survivesOneLoss } from '#members/core/desk.ts'
import { certificateOf } from '#members/core/certificates.ts'
import { rootDigits } from '#members/core/root.ts'
import { type Role, roles } from '#members/core/desk_entries.ts'
import { accountsAnswer, invitationsAnswer, nothing } from '#members/core/wire.ts'
import { appendToDeskLog, foundDesk, openDesk, widenBundle } from '#members/client/desk_log.ts'
import { beginJournal, noJournalsYet } from '#members/client/journal.ts'
import { countToRenew } from '#members/client/renewal.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, deskKeyOf, newId, type OpenDesk, type Unlocked } from '#members/client/unlocked.ts'
import type { DeskHistoryLine, DeskView, InvitationLine, Kit, SteersAccount } from '#members/client/views.ts'
import { fingerprint } from '#vault/core/v1/fingerprint.ts'
import { toInstant } from '#vault/core/v1/statement.ts'
import type { ReadEntry } from '#vault/core/v1/entry.ts'
import { openWords } from '#vault/client/v1/entry.ts'
import { newKit } from '#vault/client/v1/desk.ts'
import { isMacOf, linkText, newInvitation, openForLead, sealForLeads } from '#vault/client/v1/invitation.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>
const HOUR_MS = 3_600_000

/** The desk, and its journal at once, so that its writers find one. */
export const foundWithJournal = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  name: string,
): Answer<OpenDesk> => {
  const founded = await foundDesk(deps, unlocked, name)
  // The desk stands, whatever cuts this off: a lead's device begins the journal as soon as a page asks for it.
  if (founded.ok) await beginJournal(noJournalsYet({ deps, unlocked }), founded.value.desk.id)
  return founded
}

export const invite = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly role: Role; readonly days: number },
): Answer<{ readonly link: string; readonly expires: string }> => {
  // As it is now: the secret is for its present leads alone.
  const fresh = await openDesk(deps, unlocked, given.desk)
  if (!fresh.ok) return fresh
  const open = fresh.value
  const { secret, id: invitation } = await newInvitation(deps.chance)
  const leads = [...open.desk.members.values()].filter(({ role }) => role === 'lead')
  const sealed = await sealForLeads(
    secret,
    leads.map(({ recipient }) => recipient),
  )
  const until = new Date(deps.clock().getTime() + given.days * 24 * HOUR_MS)
  const expires = toInstant(until)
  const coded = { invitation, role: given.role, expires }
  const done = await appendToDeskLog(deps, unlocked, {
    desk: given.desk,
    kind: 'invited',
    coded,
    words: { secret: sealed },
  })
  if (!done.ok) return done
  const fragment = linkText({ secret, desk: given.desk, founding: open.log[0]!.hash })
  return ok({ link: `${deps.origin}/desk/join#${fragment}`, expires })
}

/** Invitations that are open or accepted; of an accepted one, whether the guest's keys are proved. */
export const findInvitations = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  desk: string,
): Answer<readonly InvitationLine[]> => {
  const guests = await acceptedBy(deps, unlocked, desk)
  if (!guests.ok) return guests
  const members = unlocked.desks.get(desk)?.desk.members
  const isMember = (account: string): boolean => members?.has(account) === true
  return ok(
    guests.value.map(({ invitation, role, expires, state, guest, proved }) => ({
      invitation,
      role,
      expires,
      state,
      guest: guest && {
        name: guest.name,
        fingerprint: fingerprint(guest),
        proved,
        member: isMember(guest.account),
      },
    })),
  )
}

type Guest = z.infer<typeof invitationsAnswer>['invitations'][number] & { readonly proved: boolean }

const acceptedBy = async (deps: ClientDeps, unlocked: Unlocked, desk: string): Answer<readonly Guest[]> => {
  const open = unlocked.desks.get(desk)
  if (!open) return err({ kind: 'locked' })
  const answer = await deps.api('GET', `/desks/${desk}/invitations`, { answer: invitationsAnswer })
  if (!answer.ok) return serverErr(answer.error)
  // The log decides which invitations there are and what they allow; the server only adds who answered.
  const known = answer.value.invitations.filter(
    (one) => open.desk.invitations.get(one.invitation)?.state === 'open',
  )
  return ok(
    await Promise.all(
      known.map(async (one) => {
        const { role } = open.desk.invitations.get(one.invitation)!
        const secret = await secretOf(unlocked, open, one.invitation)
        const proved =
          secret !== null &&
          one.guest !== null &&
          one.mac !== null &&
          (await isMacOf(one.mac, secret, one.guest))
        return { ...one, role, proved }
      }),
    ),
  )
}

const secretSchema = z.object({ secret: z.string() })

/**
 * The secret lies in the entry that invited, sealed to the leads of that day, so that any of them can admit; in the epoch of
 * that day, since an invitation outlives a renewal on schedule.
 */
const secretOf = async (unlocked: Unlocked, open: OpenDesk, invitation: string): Promise<string | null> => {
  const invited = open.log.find(
    ({ statement, coded }) =>
      statement.kind === 'invited' && (coded as { invitation: string }).invitation === invitation,
  )
  const under = invited && deskKeyOf(open, Number(invited.statement.key.slice('desk:'.length)))
  const words = under && (await openWords(invited, under.key))
  const parsed = words?.ok ? secretSchema.safeParse(words.value) : null
  return parsed?.success ? openForLead(parsed.data.secret, unlocked.keys.identity) : null
}

type Admission = { readonly desk: string; readonly invitation: string }

const TRIES = 5

/** Where another lead was first, the desk has other members now, and its secret is sealed anew to all of them. */
export const whereverItMoved = async (act: () => Answer<OpenDesk>): Answer<OpenDesk> => {
  for (let tries = 1; ; tries++) {
    const done = await act()
    const moved = !done.ok && done.error.kind === 'refused_by_server' && done.error.type === 'tip_moved'
    if (!moved || tries === TRIES) return done
  }
}

export const admit = (deps: ClientDeps, unlocked: Unlocked, given: Admission): Answer<OpenDesk> =>
  whereverItMoved(() => admitOnce(deps, unlocked, given))

/** Seals the desk's secret to the guest's proved keys. An unproved card may be the server's own: never. */
const admitOnce = async (deps: ClientDeps, unlocked: Unlocked, given: Admission): Answer<OpenDesk> => {
  const fresh = await openDesk(deps, unlocked, given.desk)
  if (!fresh.ok) return fresh
  const guests = await acceptedBy(deps, unlocked, given.desk)
  if (!guests.ok) return guests
  const found = guests.value.find((one) => one.invitation === given.invitation)
  if (!found?.guest || found.mac === null) return err({ kind: 'invitation_not_open' })
  if (!found.proved) return err({ kind: 'card_not_proved' })
  const bundle = await widenBundle(fresh.value, found.guest.recipient)
  return appendToDeskLog(deps, unlocked, {
    desk: given.desk,
    kind: 'admitted',
    coded: {
      invitation: given.invitation,
      role: found.role,
      card: found.guest,
      mac: found.mac,
      epoch: fresh.value.desk.epoch,
      bundle: bundle.hash,
    },
    bundle: bundle.bytes,
  })
}

export const revoke = (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly invitation: string },
): Answer<OpenDesk> =>
  appendToDeskLog(deps, unlocked, {
    desk: given.desk,
    kind: 'revoked',
    coded: { invitation: given.invitation },
  })

export const changeRole = (
  deps: ClientDeps,
  unlocked: Unlocked,
  given: { readonly desk: string; readonly account: string; readonly role: Role },
): Answer<OpenDesk> =>
  appendToDeskLog(deps, unlocked, {
    desk: given.desk,
    kind: 'role_changed',
    coded: { account: given.account, role: given.role },
  })

/** A key on paper that opens the desk when every passphrase is lost. Shown once, kept nowhere. */
export const makeKit = async (unlocked: Unlocked, desk: string): Answer<Kit> => {
  const open = unlocked.desks.get(desk)
  if (!open) return err({ kind: 'locked' })
  const { identity, recipient } = await newKit()
  const deskName = open.desk.name
  return ok({ desk, deskName, identity, recipient, fingerprint: fingerprint({ signing: '', recipient }) })
}

/** Only a kit that was printed counts: from now on the desk's secret is sealed to it as well. */
export const confirmKit = (deps: ClientDeps, unlocked: Unlocked, given: Confirmation): Answer<OpenDesk> =>
  whereverItMoved(() => confirmOnce(deps, unlocked, given))

type Confirmation = { readonly desk: string; readonly recipient: string }

const confirmOnce = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  { desk, recipient }: Confirmation,
): Answer<OpenDesk> => {
  const fresh = await openDesk(deps, unlocked, desk)
  if (!fresh.ok) return fresh
  const open = fresh.value
  const bundle = await widenBundle(open, recipient)
  const coded = { kit: newId(deps), recipient, epoch: open.desk.epoch, bundle: bundle.hash }
  return appendToDeskLog(deps, unlocked, { desk, kind: 'kit_made', coded, bundle: bundle.bytes })
}

export const viewDesk = async (deps: ClientDeps, unlocked: Unlocked, id: string): Answer<DeskView> => {
  const opened = await openDesk(deps, unlocked, id)
  if (!opened.ok) return opened
  const { desk, log } = opened.value
  const role = desk.members.get(unlocked.keys.account)?.role ?? 'reader'
  const invitations = role === 'lead' ? await findInvitations(deps, unlocked, id) : ok([])
  if (!invitations.ok) return invitations
  const toRenew = role === 'lead' ? await countToRenew(deps, opened.value) : ok(0)
  if (!toRenew.ok) return toRenew
  const members = [...desk.members.values()].map((member) => ({
    account: member.account,
    name: member.name,
    role: member.role,
    fingerprint: fingerprint(member),
    self: member.account === unlocked.keys.account,
    certificate: certificateOf(desk, member, deps.clock()),
  }))
  return ok({
    id,
    name: desk.name,
    role,
    epoch: desk.epoch,
    epochFrom: desk.epochFrom,
    members: members.toSorted(
      (a, b) => roles.indexOf(b.role) - roles.indexOf(a.role) || a.name.localeCompare(b.name),
    ),
    invitations: invitations.value,
    kits: desk.kits.length,
    toRenew: toRenew.value,
    survivesOneLoss: survivesOneLoss(desk),
    rootDigits: desk.root && rootDigits(desk.root),
    inbox: desk.inbox,
    history: log.map((entry) => historyLine(entry, namesIn(log))).toReversed(),
  })
}

type Carded = {
  readonly account?: string
  readonly card?: { readonly account: string; readonly name: string }
}

/** Of everybody who ever belonged to the desk. */
const namesIn = (log: readonly ReadEntry[]): ReadonlyMap<string, string> =>
  new Map(
    log.flatMap(({ coded }) => {
      const { card } = (coded ?? {}) as Carded
      return card ? [[card.account, card.name] as const] : []
    }),
  )

const historyLine = (entry: ReadEntry, names: ReadonlyMap<string, string>): DeskHistoryLine => {
  const nameOf = (account: string): string => names.get(account) ?? account
  const coded = entry.coded as Carded
  const subject = coded.card?.name ?? (coded.account === undefined ? null : nameOf(coded.account))
  const { seq, at, kind, author } = entry.statement
  return { seq, at, kind, author: nameOf(author), subject }
}

export const findAccounts = async (deps: ClientDeps): Answer<readonly SteersAccount[]> => {
  const answer = await deps.api('GET', '/accounts', { answer: accountsAnswer })
  return answer.ok ? ok(answer.value.accounts) : serverErr(answer.error)
}

export const closeAccount = async (deps: ClientDeps, account: string): Answer<readonly SteersAccount[]> => {
  const closed = await deps.api('POST', `/accounts/${account}/close`, { body: {}, answer: nothing })
  return closed.ok ? findAccounts(deps) : serverErr(closed.error)
}
