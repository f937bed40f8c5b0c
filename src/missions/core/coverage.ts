/**
 * Which duties missions fulfilled: missions × duties, counted from groups of engagements that were done alike. An act that
 * answers several duties counts once for each; the proposal of 2011 is read through the duties by its table, and there too
 * an act counts once for each line. Pure.
 */
import {
  dutyCodes,
  type Duty,
  type Guideline,
  type OfficerRole,
  type Promised,
  promisedBy,
  proposed2011,
} from '#kernel/core/vocabulary/missions.ts'
import type { EngagementRow, MissionRow } from './rows.ts'

/** Months, both included: YYYY-MM. */
export type Period = { readonly from: string; readonly to: string }

export type CoverageFilter = Period & {
  readonly role: OfficerRole | null
  /** Of the case, or as the journal says it. */
  readonly country: string | null
}

/** Engagements of one mission that answer the same duties. */
export type EngagementGroup = {
  readonly mission: string
  readonly duties: readonly Duty[]
  /** Done in the period. */
  readonly done: number
  /** In the period refused, declined, postponed, cancelled or pending. */
  readonly notDone: number
  /** Month of the last that was done, up to the period's end: before it began, too. */
  readonly last: string | null
}

/**
 * The month that a date begins in, which is the one it is counted in; a year alone begins in January. Null where the date
 * says no month and no year. The database says the same (migration 0057).
 */
export const monthOf = (date: string): string | null => {
  const month = /^\d{4}-(?:0[1-9]|1[0-2])/.exec(date)?.[0]
  if (month !== undefined) return month
  const year = /^(\d{4})(?:[~?%/]|$)/.exec(date)?.[1]
  return year === undefined ? null : `${year}-01`
}

/** Whole months of a period. */
export const monthsIn = ({ from, to }: Period): number => Math.max(0, monthNumber(to) - monthNumber(from) + 1)

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))

/** What the database does for many missions at once. */
export const groupsOf = (
  rows: readonly EngagementRow[],
  { from, to, role, country }: CoverageFilter,
): readonly EngagementGroup[] => {
  const groups = new Map<string, EngagementGroup>()
  for (const row of rows) {
    const month = monthOf(row.date)
    if (month === null || month > to) continue
    if ((role !== null && row.role !== role) || (country !== null && row.country !== country)) continue
    const duties = [...new Set(row.duties)].toSorted()
    const key = JSON.stringify([row.mission, duties])
    const before = groups.get(key) ?? { mission: row.mission, duties, done: 0, notDone: 0, last: null }
    const within = month >= from ? 1 : 0
    const isDone = row.result === 'done'
    groups.set(key, {
      ...before,
      done: before.done + (isDone ? within : 0),
      notDone: before.notDone + (isDone ? 0 : within),
      last: isDone ? later(before.last, month) : before.last,
    })
  }
  return [...groups.values()]
}

const later = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null ? a : a > b ? a : b

/** How often a mission answered one duty, or one line of the proposal of 2011. */
export type Count = Pick<EngagementGroup, 'mission' | 'done' | 'notDone' | 'last'> & {
  readonly code: string
}

type Code = { readonly code: string; readonly duties: readonly Duty[] }

/** The lines of 2011 have a prefix, since two of them are called as the duty that stands for them. */
export const code2011 = (code: string): string => `2011.${code}`

const codes: readonly Code[] = [
  ...dutyCodes.map((code) => ({ code, duties: [code] })),
  ...proposed2011.map(({ code, duties }) => ({ code: code2011(code), duties })),
]

/** Only what was done or tried: what is not here is nought. */
export const countsOf = (groups: readonly EngagementGroup[]): readonly Count[] => {
  const counts = new Map<string, Count>()
  for (const group of groups) {
    for (const { code, duties } of codes) {
      if (!duties.some((duty) => group.duties.includes(duty))) continue
      const key = `${group.mission} ${code}`
      const before = counts.get(key) ?? { mission: group.mission, code, done: 0, notDone: 0, last: null }
      counts.set(key, {
        ...before,
        done: before.done + group.done,
        notDone: before.notDone + group.notDone,
        last: later(before.last, group.last),
      })
    }
  }
  return [...counts.values()]
}

export type Cell = Count & {
  readonly promised: Promised
  /** Promised, and nothing done in the period. */
  readonly gap: boolean
}

export type MissionBound = Pick<MissionRow, 'desk' | 'guidelines'>

export type Coverage = {
  readonly missions: readonly {
    readonly mission: string
    /** In the order of the duties. */
    readonly cells: readonly Cell[]
    readonly gaps: number
    /** Duties that it promised: what the gaps are out of. */
    readonly stated: number
  }[]
  readonly duties: readonly {
    readonly code: Duty
    readonly gaps: number
    readonly stated: number
    readonly done: number
  }[]
}

/** Missions × duties. Read by one guideline, only what that one states counts as promised, of those whom it binds. */
export const coverageOf = (
  missions: readonly MissionBound[],
  counts: readonly Count[],
  guideline: Guideline | null = null,
): Coverage => {
  const byKey = new Map(counts.map((one) => [`${one.mission} ${one.code}`, one]))
  const rows = missions.map(({ desk, guidelines }) => {
    const bound = guideline === null ? guidelines : guidelines.filter((one) => one === guideline)
    const cells = dutyCodes.map((code): Cell => {
      const none = { mission: desk, code, done: 0, notDone: 0, last: null }
      const count = byKey.get(`${desk} ${code}`) ?? none
      const promised = promisedBy(code, bound)
      return { ...count, promised, gap: promised === 'stated' && count.done === 0 }
    })
    return { mission: desk, cells, ...sums(cells) }
  })
  const duties = dutyCodes.map((code, place) => {
    const column = rows.map(({ cells }) => cells[place]!)
    return { code, ...sums(column), done: column.reduce((sum, { done }) => sum + done, 0) }
  })
  return { missions: rows, duties }
}

const sums = (cells: readonly Cell[]): { readonly gaps: number; readonly stated: number } => ({
  gaps: cells.filter(({ gap }) => gap).length,
  stated: cells.filter(({ promised }) => promised === 'stated').length,
})

export type Proposed = {
  readonly code: string
  readonly duties: readonly Duty[]
  readonly done: number
  readonly notDone: number
  readonly last: string | null
  /** Missions of those shown that did anything of it in the period. */
  readonly missions: number
}

/** What was proposed in 2011, line by line: nobody is bound by it, so nothing of it is a gap. */
export const proposedOf = (counts: readonly Count[]): readonly Proposed[] =>
  proposed2011.map(({ code, duties }) => {
    const those = counts.filter((one) => one.code === code2011(code))
    return {
      code,
      duties,
      done: those.reduce((sum, { done }) => sum + done, 0),
      notDone: those.reduce((sum, { notDone }) => sum + notDone, 0),
      last: those.reduce<string | null>((last, one) => later(last, one.last), null),
      missions: those.filter(({ done }) => done > 0).length,
    }
  })
