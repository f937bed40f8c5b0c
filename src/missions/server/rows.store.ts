/** Rows of engagements and of days in court. They replace those of their log; what did not change is not touched. */
import { sql } from 'kysely'
import type { EngagementRow, HearingRow } from '#missions/core/rows.ts'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    engagement: StoredEngagement
    hearing_day: HearingRow
  }
}

export type StoredEngagement = Omit<EngagementRow, 'duties' | 'requestedBy' | 'daysToAnswer'> & {
  readonly duties: EngagementRow['duties'][number][]
  readonly requested_by: EngagementRow['requestedBy']
  readonly days_to_answer: EngagementRow['daysToAnswer']
}

const toStored = ({ requestedBy, daysToAnswer, duties, ...row }: EngagementRow): StoredEngagement => ({
  ...row,
  duties: [...duties],
  requested_by: requestedBy,
  days_to_answer: daysToAnswer,
})

/** As it was stored: its terms were checked before they were written. */
const toRow = ({ requested_by, days_to_answer, ...row }: StoredEngagement): EngagementRow => ({
  ...row,
  requestedBy: requested_by,
  daysToAnswer: days_to_answer,
})

const columns = [
  'mission',
  'log',
  'entry',
  'type',
  'duties',
  'officer',
  'role',
  'date',
  'result',
  'requested_by',
  'requested',
  'days_to_answer',
  'hearing',
  'country',
  'due',
] as const
const dayColumns = [
  'mission',
  'log',
  'entry',
  'day',
  'country',
  'held',
  'covered',
  'officer',
  'observed',
] as const

export const deleteRows = async (db: Writer, logs: readonly string[]): Promise<void> => {
  await db.deleteFrom('engagement').where('log', 'in', logs).execute()
  await db.deleteFrom('hearing_day').where('log', 'in', logs).execute()
}

/** Fifteen values a row, of at most 65,535 in a statement. */
const AT_ONCE = 4000

export const insertEngagements = async (db: Writer, rows: readonly EngagementRow[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await db
      .insertInto('engagement')
      .values(rows.slice(from, from + AT_ONCE).map(toStored))
      .execute()
}

export const insertHearings = async (db: Writer, rows: readonly HearingRow[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await db
      .insertInto('hearing_day')
      .values(rows.slice(from, from + AT_ONCE))
      .execute()
}

export const deleteEngagements = async (
  db: Writer,
  log: string,
  entries: readonly string[],
): Promise<void> => {
  await db
    .deleteFrom('engagement')
    .where('log', '=', log)
    .where(sql<boolean>`entry = any(${entries}::text[])`)
    .execute()
}

export const findEngagements = async (
  db: Writer,
  logs: readonly string[],
): Promise<readonly EngagementRow[]> => {
  const rows = await db
    .selectFrom('engagement')
    .select(columns)
    .where('log', 'in', logs)
    .orderBy('entry')
    .execute()
  return rows.map(toRow)
}

export const findHearings = (db: Writer, logs: readonly string[]): Promise<readonly HearingRow[]> =>
  db
    .selectFrom('hearing_day')
    .select(dayColumns)
    .where('log', 'in', logs)
    .orderBy('entry')
    .orderBy('day')
    .execute()

/** Of the whole desk, in the order of their entries. */
export const findEngagementsOf = async (
  db: Writer,
  mission: string,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly EngagementRow[]> => {
  const rows = await db
    .selectFrom('engagement')
    .select(columns)
    .where('mission', '=', mission)
    .where('entry', '>', page.after)
    .orderBy('entry')
    .limit(page.limit)
    .execute()
  return rows.map(toRow)
}
