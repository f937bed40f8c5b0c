/** Who a mission is and what it covers, as the workbench offers it. */
import type { JournalsOf } from '#members/client/journal.ts'
import {
  readActs,
  readCoverage,
  readHeadquarters,
  readMission,
  readOfficerCounts,
  setMission,
  setOfficer,
} from '#missions/client/coverage.ts'
import { whileOpen } from './while_open.ts'

type Form<Act extends (journals: JournalsOf, given: never) => unknown> = Parameters<Act>[1]

export type CoverageMethods = {
  /** Profile and officers, from the desk's journal. */
  missionProfile(given: { desk: string }): ReturnType<typeof readMission>
  setMissionProfile(given: Form<typeof setMission>): ReturnType<typeof setMission>
  setOfficer(given: Form<typeof setOfficer>): ReturnType<typeof setOfficer>
  coverage(given: Form<typeof readCoverage>): ReturnType<typeof readCoverage>
  officerCounts(given: Form<typeof readOfficerCounts>): ReturnType<typeof readOfficerCounts>
  missionActs(given: Form<typeof readActs>): ReturnType<typeof readActs>
  headquartersAnswers(given: { desk: string }): ReturnType<typeof readHeadquarters>
}

export const coverageMethods = (journals: () => JournalsOf | null): CoverageMethods => {
  const open = whileOpen(journals)
  return {
    missionProfile: ({ desk }) => open((now) => readMission(now, desk)),
    setMissionProfile: (form) => open((now) => setMission(now, form)),
    setOfficer: (form) => open((now) => setOfficer(now, form)),
    coverage: (of) => open((now) => readCoverage(now, of)),
    officerCounts: (of) => open((now) => readOfficerCounts(now, of)),
    missionActs: (of) => open((now) => readActs(now, of)),
    headquartersAnswers: ({ desk }) => open((now) => readHeadquarters(now, desk)),
  }
}
