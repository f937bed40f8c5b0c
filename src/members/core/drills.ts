/** Drills of recovery: what a steward is told of them, and when the next is due. Nobody is made to hold one. */
import { z } from 'zod'
import { idSchema } from '#vault/core/v1/statement.ts'

/** Both names as they are now; `ended` is null while it runs. */
const drill = z.object({
  drill: idSchema,
  begunAt: z.string(),
  begunBy: z.string(),
  ended: z.object({ at: z.string(), by: z.string(), opened: z.boolean() }).nullable(),
})
export type Drill = Readonly<z.infer<typeof drill>>

export const drillsAnswer = z.object({
  running: drill.nullable(),
  /** The last that ended, and the last in which a case was opened. */
  last: drill.nullable(),
  lastOpened: drill.nullable(),
})
export type Drills = Readonly<z.infer<typeof drillsAnswer>>

/** Minutes from the beginning to the first opened case that an organisation should need at most. */
export const DRILL_TARGET_MINUTES = 60

/** Begun ones count: 60 minutes and a second are more than 60. */
export const minutesOf = ({ begunAt, ended }: Drill): number | null =>
  ended && Math.ceil((Date.parse(ended.at) - Date.parse(begunAt)) / 60_000)

const DRILL_MONTHS = 6

/** The day from which the next drill is due, after one that began at this instant; the last of the month where it has no such day. */
export const nextDrillOn = (begunAt: string): string => {
  const [year = 0, month = 0, day = 0] = begunAt.slice(0, 10).split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + DRILL_MONTHS + 1, 0)).getUTCDate()
  const on = new Date(Date.UTC(year, month - 1 + DRILL_MONTHS, Math.min(day, lastOfMonth)))
  return on.toISOString().slice(0, 10)
}

/** One in which no case was opened has shown that something is wrong, and not that it works. */
export const isDrillDue = ({ lastOpened }: Drills, now: Date): boolean =>
  lastOpened === null || nextDrillOn(lastOpened.begunAt) <= now.toISOString().slice(0, 10)
