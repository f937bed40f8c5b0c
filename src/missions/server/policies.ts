/** Who may ask what of the missions room; what is not named here is not answered. */
import type { Access } from '#platform/server/endpoint.ts'

export const missionsPolicy = {
  /** Coded halves and counts; the database decides which missions a desk sees. */
  readCoverage: 'reader',
  readEngagements: 'reader',
  /** Days in court; of like-minded missions what the database tells. */
  readCalendar: 'reader',
  /** Whoever may read the days may have them in a calendar of their own. */
  ownFeed: 'reader',
  /** Who did how much is for the mission's leads; the database asks it as well. */
  readOfficers: 'lead',
} as const satisfies Readonly<Record<string, Access>>
