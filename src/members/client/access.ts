/**
 * A desk's access log on a device: fetched from where this device left off, its chain checked, judged by the same
 * measure as the server's. What the server never wrote down no device can know.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import {
  type AccessLine,
  caseOf,
  type SeenAccess,
  tipAlarm,
  verifyAccess,
} from '#members/core/access_chain.ts'
import { accessFacts, dayCounts } from '#members/core/access_facts.ts'
import type { AccessLimits } from '#members/core/access_limits.ts'
import {
  type DayCount,
  DAYS_BEFORE,
  dayBefore,
  findUnusual,
  type Unusual,
  unusualKey,
} from '#members/core/access_unusual.ts'
import {
  ACCESS_LINES_PER_PAGE,
  accessAnswer,
  accessLinesAnswer,
  type LimitForm,
  type LimitSetting,
  type SeenForm,
  type SeenUnusual,
  UNUSUAL_DAYS,
  unusualAnswer,
} from '#members/core/access_wire.ts'
import { parseDeskEntry } from '#members/core/desk.ts'
import type { Role } from '#members/core/desk_entries.ts'
import { nothing } from '#members/core/wire.ts'
import { openDesk } from '#members/client/desk_log.ts'
import { rememberAccess } from '#members/client/memory.ts'
import { type MemberRefusal, serverErr } from '#members/client/refusals.ts'
import { type ClientDeps, type OpenDesk, saveSoon, type Unlocked } from '#members/client/unlocked.ts'

type Answer<T> = Promise<Result<T, MemberRefusal>>

/** Null: somebody who belongs to the desk no more. */
export type AccessMember = { readonly account: string; readonly name: string; readonly role: Role | null }

/** From the desk's own signed log: what was shared, beside what was read. */
export type SharedLine = {
  readonly at: string
  readonly kind: 'exported' | 'kit_made' | 'admitted' | 'role_changed' | 'removed'
  readonly author: string
  readonly about: string | null
  readonly cases: number | null
}

export type MemberLimit = {
  readonly account: string
  readonly limits: AccessLimits
  /** Null: as the desk has it. */
  readonly setting: LimitSetting | null
}

export type UnusualLine = Unusual & { readonly seen: SeenUnusual | null }

export type DeskAccess = {
  readonly self: string
  readonly members: readonly AccessMember[]
  /** Newest first; at most as many as a page can show, of `total`. */
  readonly lines: readonly AccessLine[]
  readonly total: number
  readonly shared: readonly SharedLine[]
  readonly opened: readonly DayCount[]
  readonly unusual: readonly UnusualLine[]
  readonly cases: number
  readonly ofDesk: AccessLimits
  readonly limits: readonly MemberLimit[]
  readonly settings: readonly LimitSetting[]
  /** Two members who compare these know that they are shown one log. */
  readonly tip: { readonly seq: number; readonly hash: string } | null
  readonly today: string
}

const MOST_LINES = 5000

export const readDeskAccess = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  of: { readonly desk: string; readonly days: number },
): Answer<DeskAccess> => {
  const open = await openDesk(deps, unlocked, of.desk)
  if (!open.ok) return open
  const today = deps.clock().toISOString().slice(0, 10)
  const judged = dayBefore(today, UNUSUAL_DAYS)
  const since = dayBefore(today, Math.max(of.days, UNUSUAL_DAYS + DAYS_BEFORE))
  const found = await fetchVerified(deps, unlocked, { desk: of.desk, since })
  if (!found.ok) return found
  const { lines, summary, tip } = found.value
  const { settings, seen, cases, ofDesk } = summary
  const seenByKey = new Map(seen.map((one) => [unusualKey(one), one]))
  const facts = accessFacts(lines, { desk: open.value.desk, settings, cases })
  const shownSince = dayBefore(today, of.days)
  const shown = lines.filter(({ hour }) => hour >= shownSince)
  const members = membersOf(open.value)
  return ok({
    self: unlocked.keys.account,
    members,
    lines: shown.slice(-MOST_LINES).toReversed(),
    total: shown.length,
    shared: sharedOf(open.value).filter(({ at }) => at >= shownSince),
    opened: dayCounts(shown, 'opened'),
    unusual: findUnusual(facts, judged).map((one) => ({
      ...one,
      seen: seenByKey.get(unusualKey(one)) ?? null,
    })),
    cases,
    ofDesk,
    limits: members.flatMap(({ account, role }) =>
      role === null ? [] : [limitOf(account, settings, ofDesk)],
    ),
    settings: settings.toReversed(),
    tip: tip && { seq: tip[0], hash: tip[1] },
    today,
  })
}

type Found = {
  readonly lines: readonly AccessLine[]
  readonly summary: ReturnType<typeof accessAnswer.parse>
  readonly tip: SeenAccess | null
}

/** Lines since a day, or since what this device saw last if that is longer ago: nothing between is taken unseen. */
const fetchVerified = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  of: { readonly desk: string; readonly since: string },
): Answer<Found> => {
  const path = `/desks/${of.desk}/access`
  // As of the question: what another call learns meanwhile, this answer cannot know.
  const seen = unlocked.memory.access.get(of.desk) ?? null
  const answer = await deps.api('GET', `${path}?since=${of.since}`, { answer: accessAnswer })
  if (!answer.ok) return serverErr(answer.error)
  const { tip, first, from } = answer.value
  const start = Math.max(first, Math.min(from, seen?.[0] ?? from))
  const lines: AccessLine[] = []
  for (let at = start; at <= tip.seq; at += ACCESS_LINES_PER_PAGE) {
    const page = await deps.api('GET', `${path}/lines?from=${at}`, { answer: accessLinesAnswer })
    if (!page.ok) return serverErr(page.error)
    // What was added meanwhile is the next look's.
    lines.push(...page.value.lines.filter(({ seq }) => seq <= tip.seq))
    if (page.value.lines.length === 0) break
  }
  const verified = verifyAccess(lines, { desk: of.desk, first, from: start, tip, seen, now: deps.clock() })
  if (!verified.ok) return alarm(unlocked, of.desk, verified.error)
  unlocked.alarms.delete(alarmName(of.desk))
  if (verified.value) {
    rememberAccess(unlocked.memory, of.desk, verified.value)
    saveSoon(deps, unlocked)
  }
  return ok({ lines, summary: answer.value, tip: verified.value })
}

const alarmName = (desk: string): string => `access ${desk}`

/** The desk stays open: its own log is another, and holds. */
const alarm = (
  unlocked: Unlocked,
  desk: string,
  why: { readonly kind: string; readonly seq: number },
): Result<never, MemberRefusal> => {
  const kind = `access_${why.kind === 'rolled_back' || why.kind === 'withheld' ? 'lost' : 'changed'}`
  const deskName = unlocked.deskNames.get(desk) ?? ''
  unlocked.alarms.set(alarmName(desk), { desk, deskName, log: desk, kind, seq: why.seq })
  return err({ kind: 'tampered', what: kind, seq: why.seq })
}

/** Whoever was let in at some time, by the names that the desk's log gave them. */
const membersOf = ({ desk, log }: OpenDesk): readonly AccessMember[] => {
  const names = new Map<string, string>()
  for (const read of log) {
    const entry = parseDeskEntry(read)
    if (entry.ok && 'card' in entry.value.coded)
      names.set(entry.value.coded.card.account, entry.value.coded.card.name)
  }
  return [...names].map(([account, name]) => ({
    account,
    name,
    role: desk.members.get(account)?.role ?? null,
  }))
}

const sharedOf = ({ log }: OpenDesk): readonly SharedLine[] =>
  log
    .flatMap((read): readonly SharedLine[] => {
      const parsed = parseDeskEntry(read)
      if (!parsed.ok) return []
      const { kind, at, author, coded } = parsed.value
      const bare = { at, author, about: null, cases: null }
      if (kind === 'exported') return [{ ...bare, kind, cases: coded.cases }]
      if (kind === 'kit_made') return [{ ...bare, kind }]
      if (kind === 'admitted') return [{ ...bare, kind, about: coded.card.account }]
      if (kind === 'role_changed' || kind === 'removed') return [{ ...bare, kind, about: coded.account }]
      return []
    })
    .toReversed()

const limitOf = (account: string, settings: readonly LimitSetting[], ofDesk: AccessLimits): MemberLimit => {
  const setting = settings.findLast((one) => one.account === account) ?? null
  return { account, limits: setting?.limits ?? ofDesk, setting: setting?.limits ? setting : null }
}

/** Somebody who was admitted since this device looked at the desk is looked up. */
const namesOf = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  of: { readonly desk: string; readonly accounts: readonly string[] },
): Promise<ReadonlyMap<string, string>> => {
  const known = unlocked.desks.get(of.desk)
  const names = new Map(known ? membersOf(known).map(({ account, name }) => [account, name]) : [])
  if (of.accounts.every((account) => names.has(account))) return names
  const open = await openDesk(deps, unlocked, of.desk)
  return open.ok ? new Map(membersOf(open.value).map(({ account, name }) => [account, name])) : names
}

export type Unseen = { readonly unusual: readonly (Unusual & { readonly name: string })[] }

/** For a page that only warns: a few hundred bytes, and the end of the chain held against memory. */
export const readUnusual = async (deps: ClientDeps, unlocked: Unlocked, desk: string): Answer<Unseen> => {
  const seen = unlocked.memory.access.get(desk) ?? null
  const answer = await deps.api('GET', `/desks/${desk}/access/unusual`, { answer: unusualAnswer })
  if (!answer.ok) return serverErr(answer.error)
  const back = tipAlarm(answer.value.tip, seen)
  if (back) return alarm(unlocked, desk, back)
  const names = await namesOf(deps, unlocked, {
    desk,
    accounts: answer.value.unusual.map(({ about }) => about),
  })
  return ok({
    unusual: answer.value.unusual.map((one) => ({ ...one, name: names.get(one.about) ?? one.about })),
  })
}

export type CaseAccess = readonly (AccessLine & { readonly name: string })[]

/** Newest first. */
export const readCaseAccess = async (
  deps: ClientDeps,
  unlocked: Unlocked,
  of: { readonly desk: string; readonly case: string },
): Answer<CaseAccess> => {
  const path = `/desks/${of.desk}/cases/${of.case}/access`
  const answer = await deps.api('GET', path, { answer: accessLinesAnswer })
  if (!answer.ok) return serverErr(answer.error)
  const { lines } = answer.value
  const names = await namesOf(deps, unlocked, {
    desk: of.desk,
    accounts: lines.map(({ account }) => account),
  })
  return ok(
    lines
      .filter((line) => caseOf(line) === of.case)
      .map((line) => ({ ...line, name: names.get(line.account) ?? line.account }))
      .toReversed(),
  )
}

export const setAccessLimit = async (
  deps: ClientDeps,
  { desk, ...body }: { readonly desk: string } & LimitForm,
): Answer<null> => {
  const answer = await deps.api('POST', `/desks/${desk}/access/limits`, { body, answer: nothing })
  return answer.ok ? ok(null) : serverErr(answer.error)
}

export const markUnusualSeen = async (
  deps: ClientDeps,
  { desk, ...body }: { readonly desk: string } & SeenForm,
): Answer<null> => {
  const answer = await deps.api('POST', `/desks/${desk}/access/seen`, { body, answer: nothing })
  return answer.ok ? ok(null) : serverErr(answer.error)
}
