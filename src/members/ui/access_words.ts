/** The access log in words: hours, members, what was done to what; rows of its table and of its CSV. */
import { formatDay, formatHour, formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import type { DeskAccess } from '#members/client/access.ts'
import { caseOf, type AccessLine } from '#members/core/access_chain.ts'
import { dayBefore, type DayCount, type Unusual } from '#members/core/access_unusual.ts'

export type ShownAccess = DeskAccess & { readonly titles: Readonly<Record<string, string>> }

/** One thing that somebody did, from whichever log. */
export type Happening = {
  readonly key: string
  readonly when: string
  readonly account: string
  readonly act: AccessLine['act'] | DeskAccess['shared'][number]['kind']
  readonly case: string | null
  readonly about: string | null
  readonly cases: number | null
}

/** Newest first. */
export const happeningsOf = ({ lines, shared }: DeskAccess): readonly Happening[] => {
  const read = lines.map((line) => ({
    key: `line ${line.seq}`,
    when: line.hour,
    account: line.account,
    act: line.act,
    case: caseOf(line),
    about: null,
    cases: null,
  }))
  const told = shared.map(({ at, kind, author, about, cases }, place) => ({
    key: `shared ${place}`,
    when: at,
    account: author,
    act: kind,
    case: null,
    about,
    cases,
  }))
  return [...read, ...told].toSorted((a, b) => (a.when < b.when ? 1 : a.when > b.when ? -1 : 0))
}

/** To the minute what was shared; an hour what was read, for the server keeps no minutes of it. */
export const whenWords = (when: string, lang: string): string =>
  when.length > 14 ? `${formatDay(when, lang)}, ${when.slice(11, 16)}` : formatHour(when, lang)

export const nameOf = (t: Translate, { members }: Pick<DeskAccess, 'members'>, account: string): string => {
  const member = members.find((one) => one.account === account)
  if (!member) return account
  return member.role === null ? t('access.left', { name: member.name }) : member.name
}

export const ofWords = (t: Translate, view: ShownAccess, one: Happening): string => {
  if (one.case !== null) {
    const title = view.titles[one.case]
    return title === undefined ? t('access.unknownCase') : title || t('cases.noName')
  }
  if (one.about !== null) return nameOf(t, view, one.about)
  return one.cases === null ? '' : t('access.cases', { n: one.cases })
}

export const unusualWords = (t: Translate, name: string, one: Unusual): string =>
  t(`access.unusual.${one.kind}`, {
    name,
    day: formatDay(one.day, t.lang),
    amount: formatNumber(one.amount, t.lang),
    // Of hours, which are counted down to whole ones: within how many.
    n: one.amount + 1,
    before: formatNumber(one.before, t.lang),
    usual: formatNumber(one.usual, t.lang),
  })

/** Mondays up to today, and what each member opened in the weeks that begin with them. */
export const weeksOf = (
  opened: readonly DayCount[],
  { today, days }: { readonly today: string; readonly days: number },
): { readonly weeks: readonly string[]; readonly amount: (account: string, week: string) => number } => {
  const last = mondayOf(today)
  const count = Math.min(MOST_WEEKS, Math.ceil(days / 7))
  const weeks = Array.from({ length: count }, (_, place) => dayBefore(last, 7 * (count - 1 - place)))
  const byKey = new Map<string, number>()
  for (const { account, day, amount } of opened) {
    const key = `${account} ${mondayOf(day)}`
    byKey.set(key, (byKey.get(key) ?? 0) + amount)
  }
  return { weeks, amount: (account, week) => byKey.get(`${account} ${week}`) ?? 0 }
}

/** As many as a page is wide. */
const MOST_WEEKS = 26

const mondayOf = (day: string): string => dayBefore(day, (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)
