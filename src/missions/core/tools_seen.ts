/**
 * Which tools of communication work in a country, as the missions of the desk last saw them: one line for each tool, by its
 * newest sighting. An old sighting stays and says that it is old. Pure.
 */
import type { EngagementWords } from '#cases/core/kinds/engagement.ts'
import { foldText } from '#kernel/core/fold_text.ts'
import { daysBetween, isIsoDay } from '#kernel/core/iso_day.ts'
import { STALE_AFTER } from './programme.ts'

export type ToolSeen = NonNullable<EngagementWords['tools']>[number]
export type ToolStanding = ToolSeen & {
  readonly country: string
  /** The engagement that says so. */
  readonly entry: string
  /** Nobody looked for longer than `STALE_AFTER` days. */
  readonly stale: boolean
}

type Logged = {
  readonly entry: string
  readonly country: string | null
  readonly type: string
  readonly words: EngagementWords | null
}

/** By country and tool; the newest sighting holds. */
export const toolsOf = (logged: readonly Logged[], today: string): readonly ToolStanding[] => {
  const newest = new Map<string, ToolStanding>()
  for (const { entry, country, type, words } of logged) {
    if (type !== 'tools_check' || country === null) continue
    for (const seen of words?.tools ?? []) {
      const key = `${country} ${foldText(seen.tool.trim())}`
      const before = newest.get(key)
      if (before && before.seenOn >= seen.seenOn) continue
      const stale = !isIsoDay(seen.seenOn) || daysBetween(seen.seenOn, today) > STALE_AFTER
      newest.set(key, { ...seen, country, entry, stale })
    }
  }
  const order = ['intercepted', 'attacked', 'blocked', 'slowed', 'not_known', 'works']
  return [...newest.values()].toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.tool.localeCompare(b.tool),
  )
}

/** What whoever works on a case there must know: a tool that betrays or fails. */
export const warningsIn = (tools: readonly ToolStanding[], country: string): readonly ToolStanding[] =>
  tools.filter(
    (one) => one.country === country && ['intercepted', 'attacked', 'blocked', 'slowed'].includes(one.state),
  )
