/** Rows of what missions did, for whoever holds the transaction in which a case or a journal grows. */
import { journalRows, type MissionRows } from '#missions/core/engagement_rows.ts'
import type { GeneralCoded } from '#missions/core/journal_kinds.ts'
import type { EngagementRow, HearingRow } from '#missions/core/rows.ts'
import { journalOf } from '#members/core/journal.ts'
import type { JournalProjection } from '#members/server/journal.service.ts'
import type { Writer } from '#platform/server/database.ts'
import {
  deleteEngagements,
  deleteRows,
  findEngagements,
  findHearings,
  insertEngagements,
  insertHearings,
} from './rows.store.ts'

/** Most cases have none: where nothing stood and nothing stands, nothing is asked of the database. */
const isEmpty = ({ engagements, hearings }: MissionRows): boolean =>
  engagements.length === 0 && hearings.length === 0

/** Replaces the rows of these cases. `before`: what stands there now, where it is known. */
export const saveMissionRows = async (
  db: Writer,
  cases: readonly { readonly log: string; readonly rows: MissionRows; readonly before: MissionRows | null }[],
): Promise<void> => {
  const old = cases.filter(({ before }) => before === null || !isEmpty(before)).map(({ log }) => log)
  if (old.length > 0) await deleteRows(db, old)
  const engagements = cases.flatMap(({ rows }) => rows.engagements)
  const hearings = cases.flatMap(({ rows }) => rows.hearings)
  if (engagements.length > 0) await insertEngagements(db, engagements)
  if (hearings.length > 0) await insertHearings(db, hearings)
}

export const findMissionRows = async (
  db: Writer,
  logs: readonly string[],
): Promise<(log: string) => MissionRows> => {
  const engagements = Map.groupBy(await findEngagements(db, logs), ({ log }) => log)
  const hearings = Map.groupBy(await findHearings(db, logs), ({ log }) => log)
  return (log) => ({
    engagements: engagements.get(log) ?? ([] as readonly EngagementRow[]),
    hearings: hearings.get(log) ?? ([] as readonly HearingRow[]),
  })
}

const keyOf = (row: EngagementRow): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** What no single case means: of the desk's journal. */
export const engagementsOfJournal: JournalProjection = {
  kinds: ['engagement'],
  project: async (db, { desk, log: all }) => {
    const log = journalOf(desk)
    const logged = all
      .filter(({ kind }) => kind === 'engagement')
      // Checked against its schema before it was appended.
      .map(({ id, coded }) => ({ id, coded: coded as GeneralCoded }))
    const before = await findEngagements(db, [log])
    const now = journalRows(logged, { mission: desk, log })
    const [stand, hold] = [before, now].map((rows) => new Set(rows.map(keyOf)))
    // A journal holds the work of years: what stands as it is said is not written again for each new line.
    const old = before.filter((row) => !hold!.has(keyOf(row))).map(({ entry }) => entry)
    const changed = now.filter((row) => !stand!.has(keyOf(row)))
    if (old.length > 0) await deleteEngagements(db, log, old)
    await insertEngagements(db, changed)
  },
}
