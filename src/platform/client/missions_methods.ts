/** The work of a mission, as the workbench offers it: sealed into cases and the desk's journal by the worker. */
import type { Result } from '#kernel/core/result.ts'
import type { CoverForm, EngagementRefusal, Engagements, Logged, LogForm } from '#missions/client/views.ts'

type Answer<T> = Promise<Result<T, EngagementRefusal>>

export type MissionsMethods = {
  /** Without a case: coded rows of the whole desk. With one, or null for the journal: opened, with what waits here. */
  engagements(given: { desk: string; case?: string | null }): Answer<Engagements>
  /** Off line too where a case is meant. */
  logEngagement(given: LogForm): Answer<Logged>
  coverHearing(given: CoverForm): Answer<Logged>
}
