/** What the unusual is judged by: from lines of the access log, the desk's own log and its limits. */
import { type AccessLine } from '#members/core/access_chain.ts'
import type { AccessFacts, DayCount, Export, RoleStart } from '#members/core/access_unusual.ts'
import type { LimitSetting } from '#members/core/access_wire.ts'
import type { Desk } from '#members/core/desk.ts'

/** Roles that began with the desk itself are no change. */
export const exportFacts = (
  desk: Pick<Desk, 'exports' | 'rights'>,
): { readonly exports: readonly Export[]; readonly roles: readonly RoleStart[] } => {
  const founded = [...desk.rights.values()][0]
  return {
    exports: desk.exports,
    roles: [...desk.rights.values()].flatMap((right) =>
      right === founded ? [] : [{ account: right.account, from: right.from }],
    ),
  }
}

/** How many different subjects each member had of an act, by day; the server counts the same in its rows. */
export const dayCounts = (lines: readonly AccessLine[], act: AccessLine['act']): readonly DayCount[] => {
  const subjects = new Map<string, Set<string>>()
  for (const line of lines) {
    if (line.act !== act) continue
    const key = `${line.account} ${line.hour.slice(0, 10)}`
    const known = subjects.get(key) ?? new Set()
    subjects.set(key, known.add(line.subject))
  }
  return [...subjects].map(([key, found]) => {
    const [account = '', day = ''] = key.split(' ')
    return { account, day, amount: found.size }
  })
}

type Ground = {
  readonly desk: Pick<Desk, 'exports' | 'rights'>
  readonly settings: readonly LimitSetting[]
  readonly cases: number
}

export const accessFacts = (lines: readonly AccessLine[], given: Ground): AccessFacts => ({
  opened: dayCounts(lines, 'opened'),
  listed: dayCounts(lines, 'supporters_listed'),
  refused: dayCounts(lines, 'refused'),
  ...exportFacts(given.desk),
  raisedAlone: raisedAlone(given.settings),
  cases: given.cases,
})

export const raisedAlone = (
  settings: readonly LimitSetting[],
): readonly { readonly account: string; readonly day: string }[] =>
  settings.flatMap(({ setBy, setAt, alone }) => (alone ? [{ account: setBy, day: setAt.slice(0, 10) }] : []))
