/** The rooms of this installation, opened on their ground: the one place that knows them all. */
import { casesApi } from '#cases/server/cases.api.ts'
import { findRole } from '#members/server/desk.store.ts'
import { findSession, renewSetupToken } from '#members/server/gate.service.ts'
import { membersApi } from '#members/server/members.api.ts'
import { inTransaction } from '#platform/server/database.ts'
import type { OpenRooms } from '#platform/server/installation.ts'

export const openRooms: OpenRooms = async (ground) => ({
  services: ground,
  sessions: {
    find: async (tokenHash) => {
      const session = await findSession(ground, tokenHash)
      return session ? { account: session.account, steward: session.steward, tokenHash } : undefined
    },
    roleAtDesk: async (account, desk) =>
      (await inTransaction(ground.database, { role: 'gate' }, (db) => findRole(db, desk, account))) ??
      undefined,
  },
  groups: [membersApi, casesApi],
  ensureSetupToken: async () => (await renewSetupToken(ground)) ?? undefined,
})
