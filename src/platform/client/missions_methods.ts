/** The work of a mission, as the workbench offers it: sealed into cases and the desk's journal by the worker. */
import { appendEntries } from '#cases/client/case_writing.ts'
import { type CasesOf, viewCase } from '#cases/client/desk_cases.ts'
import type { Result } from '#kernel/core/result.ts'
import type { JournalsOf } from '#members/client/journal.ts'
import { coverHearing, findEngagements, logEngagement } from '#missions/client/engagements.ts'
import type { CoverForm, EngagementRefusal, Engagements, Logged, LogForm } from '#missions/client/views.ts'
import { whileOpen } from './while_open.ts'

type Answer<T> = Promise<Result<T, EngagementRefusal>>

export type MissionsMethods = {
  /** Without a case: coded rows of the whole desk. With one, or null for the journal: opened, with what waits here. */
  engagements(given: { desk: string; case?: string | null }): Answer<Engagements>
  /** Off line too where a case is meant. */
  logEngagement(given: LogForm): Answer<Logged>
  coverHearing(given: CoverForm): Answer<Logged>
}

type State = { readonly journals: JournalsOf | null; readonly cases: CasesOf | null }

export const missionsMethods = (state: () => State): MissionsMethods => {
  const open = whileOpen(() => {
    const { journals, cases } = state()
    return (
      journals &&
      cases && {
        journals,
        cases: {
          open: (of: Parameters<typeof viewCase>[1]) => viewCase(cases, of),
          append: (given: Parameters<typeof appendEntries>[1]) => appendEntries(cases, given),
        },
      }
    )
  })
  return {
    engagements: (of) => open((now) => findEngagements(now, of)),
    logEngagement: (form) => open((now) => logEngagement(now, form)),
    coverHearing: (form) => open((now) => coverHearing(now, form)),
  }
}
