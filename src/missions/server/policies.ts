/** Who may ask what of the missions room; what is not named here is not answered. */
import type { Access } from '#platform/server/endpoint.ts'

export const missionsPolicy = {
  /** Coded halves and counts; the database decides which missions a desk sees. */
  readCoverage: 'reader',
  readEngagements: 'reader',
  /** Who did how much is for the mission's leads; the database asks it as well. */
  readOfficers: 'lead',
} as const satisfies Readonly<Record<string, Access>>
