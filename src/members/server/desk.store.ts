/** Rows of desks, memberships and invitations: projections of the desks' logs. */
import type { Role } from '#members/core/desk_entries.ts'
import type { Writer } from '#platform/server/database.ts'
import { sql } from 'kysely'

type InvitationState = 'open' | 'accepted' | 'admitted' | 'revoked'

declare module '#platform/server/database.ts' {
  interface Tables {
    desk: { id: string; name: string; created_on: string; rooted_in: string | null }
    membership: { desk: string; account: string; role: Role }
    invitation: {
      id: string
      desk: string
      role: Role
      expires_at: Date
      state: InvitationState
      account: string | null
      mac: string | null
    }
  }
}

export type DeskRow = { readonly id: string; readonly name: string }

/** As the owner: every desk of the installation. */
export const findDesks = (db: Writer): Promise<readonly DeskRow[]> =>
  db.selectFrom('desk').select(['id', 'name']).orderBy('name').execute()

export type DeskOfMember = { readonly id: string; readonly name: string; readonly role: Role }

export const findDesksOf = (db: Writer, account: string): Promise<readonly DeskOfMember[]> =>
  db
    .selectFrom('membership')
    .innerJoin('desk', 'desk.id', 'membership.desk')
    .select(['desk.id', 'desk.name', 'membership.role'])
    .where('membership.account', '=', account)
    .orderBy('desk.name')
    .execute()

/** No row of a desk exists before its founder's, so this one passes row-level security by a function. */
export const foundDesk = async (
  db: Writer,
  desk: { readonly id: string; readonly name: string; readonly founder: string; readonly today: string },
): Promise<void> => {
  await sql`select found_desk(${desk.id}, ${desk.name}, ${desk.founder}, ${desk.today}::date)`.execute(db)
}

export const saveMembership = async (
  db: Writer,
  member: { readonly desk: string; readonly account: string; readonly role: Role },
): Promise<void> => {
  await db
    .insertInto('membership')
    .values(member)
    .onConflict((conflict) => conflict.columns(['desk', 'account']).doUpdateSet({ role: member.role }))
    .execute()
}

export const deleteMembership = async (
  db: Writer,
  member: { readonly desk: string; readonly account: string },
): Promise<void> => {
  await db
    .deleteFrom('membership')
    .where('desk', '=', member.desk)
    .where('account', '=', member.account)
    .execute()
}

/** Whoever leaves may know the links of the open ones; a guest who has accepted is invited anew. */
export const revokeInvitationsOf = async (db: Writer, desk: string): Promise<void> => {
  await db
    .updateTable('invitation')
    .set({ state: 'revoked' })
    .where('desk', '=', desk)
    .where('state', 'in', ['open', 'accepted'])
    .execute()
}

export const insertInvitation = async (
  db: Writer,
  invitation: { readonly id: string; readonly desk: string; readonly role: Role; readonly expires: Date },
): Promise<void> => {
  const { id, desk, role, expires } = invitation
  await db
    .insertInto('invitation')
    .values({ id, desk, role, expires_at: expires, state: 'open', account: null, mac: null })
    .execute()
}

export const revokeInvitation = async (db: Writer, id: string): Promise<void> => {
  await db.updateTable('invitation').set({ state: 'revoked' }).where('id', '=', id).execute()
}

/** Whatever else this guest has accepted at the desk has done its work, too. */
export const closeAcceptedBy = async (
  db: Writer,
  of: { readonly desk: string; readonly account: string },
): Promise<void> => {
  await db
    .updateTable('invitation')
    .set({ state: 'admitted' })
    .where('desk', '=', of.desk)
    .where('account', '=', of.account)
    .where('state', '=', 'accepted')
    .execute()
}

/** Who accepted an invitation of the transaction's desk, and the proof that came with their keys. */
export const findAcceptance = async (
  db: Writer,
  id: string,
): Promise<{
  readonly state: InvitationState
  readonly account: string | null
  readonly mac: string | null
} | null> =>
  (await db
    .selectFrom('invitation')
    .select(['state', 'account', 'mac'])
    .where('id', '=', id)
    .executeTakeFirst()) ?? null

export type InvitationLook = {
  readonly desk: string
  readonly deskName: string
  readonly role: Role
  readonly expires: Date
  readonly state: InvitationState
}

/** As the gate: who holds the id of an invitation, which its secret makes, may see where it leads. */
export const findInvitation = async (db: Writer, id: string): Promise<InvitationLook | null> =>
  (await db
    .selectFrom('invitation')
    .innerJoin('desk', 'desk.id', 'invitation.desk')
    .select([
      'invitation.desk',
      'desk.name as deskName',
      'invitation.role',
      'invitation.expires_at as expires',
      'invitation.state',
    ])
    .where('invitation.id', '=', id)
    .executeTakeFirst()) ?? null

/** False where it was accepted before or has run out. Of one who is a member already nobody is left to admit. */
export const acceptInvitation = async (
  db: Writer,
  given: { readonly id: string; readonly account: string; readonly mac: string; readonly now: Date },
): Promise<boolean> => {
  const accepted = await db
    .updateTable('invitation')
    .set(({ case: when, exists, selectFrom }) => ({
      state: when()
        .when(
          exists(
            selectFrom('membership')
              .select('membership.account')
              .whereRef('membership.desk', '=', 'invitation.desk')
              .where('membership.account', '=', given.account),
          ),
        )
        .then(sql<InvitationState>`'admitted'`)
        .else(sql<InvitationState>`'accepted'`)
        .end(),
      account: given.account,
      mac: given.mac,
    }))
    .where('id', '=', given.id)
    .where('state', '=', 'open')
    .where('expires_at', '>', given.now)
    .executeTakeFirst()
  return accepted.numUpdatedRows === 1n
}

export type AcceptedInvitation = {
  readonly invitation: string
  readonly role: Role
  readonly state: InvitationState
  readonly expires: Date
  readonly mac: string | null
  readonly account: string | null
  readonly name: string | null
  readonly signing: string | null
  readonly recipient: string | null
}

/** As the gate: the desk's open invitations, with the public keys of whoever accepted one. */
export const findInvitationsOf = (db: Writer, desk: string): Promise<readonly AcceptedInvitation[]> =>
  db
    .selectFrom('invitation')
    .leftJoin('account', 'account.id', 'invitation.account')
    .select([
      'invitation.id as invitation',
      'invitation.role',
      'invitation.state',
      'invitation.expires_at as expires',
      'invitation.mac',
      'account.id as account',
      'account.name',
      'account.signing',
      'account.recipient',
    ])
    .where('invitation.desk', '=', desk)
    .where('invitation.state', 'in', ['open', 'accepted'])
    .orderBy('invitation.expires_at')
    .execute()
