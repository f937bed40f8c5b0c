/** The rooms of this installation, opened on their ground: the one place that knows them all. */
import type { OpenRooms } from '#platform/server/installation.ts'

export const openRooms: OpenRooms = async (ground) => ({
  services: ground,
  sessions: { find: async () => undefined, roleAtDesk: async () => undefined },
  groups: [],
  ensureSetupToken: async () => undefined,
})
