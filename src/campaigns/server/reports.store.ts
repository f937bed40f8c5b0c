/** Numbers of what people say that they did for an ask. */
import { sql } from 'kysely'
import type { ReportedKind } from '#campaigns/core/ask_view.ts'
import type { Report } from '#campaigns/core/report.ts'
import type { Writer } from '#platform/server/database.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    reported: {
      ask: string
      what: ReportedKind
      target: string
      language: string
      on_day: string
      number: number
    }
  }
}

export const addReport = async (db: Writer, ask: string, report: Report): Promise<void> => {
  const { what, target, language, on } = report
  await db
    .insertInto('reported')
    .values({ ask, what, target: target ?? '', language, on_day: on, number: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['ask', 'what', 'target', 'language', 'on_day'])
        .doUpdateSet({ number: sql<number>`reported.number + 1` }),
    )
    .execute()
}

export const findReported = async (
  db: Writer,
  ask: string,
): Promise<readonly { readonly what: ReportedKind; readonly number: number }[]> =>
  db
    .selectFrom('reported')
    .select(['what', sql<number>`sum(number)::int`.as('number')])
    .where('ask', '=', ask)
    .groupBy('what')
    .execute()
