/**
 * The access log as the server keeps it. Whoever hands out what is sealed calls `noteAccess` first, or holds the answer
 * back until it has: what cannot be noted is not handed out.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'
import type { AccessAct, AccessLine, AccessTip } from '#members/core/access_chain.ts'
import {
  countedFrom,
  decideLimit,
  decideOpening,
  decideSingleExport,
  type LimitRefusal,
  type TooManyCases,
  type TooManyExports,
} from '#members/core/access_limits.ts'
import { exportFacts, raisedAlone } from '#members/core/access_facts.ts'
import {
  type AccessFacts,
  DAYS_BEFORE,
  dayBefore,
  findUnusual,
  type Unusual,
  unusualKey,
} from '#members/core/access_unusual.ts'
import {
  ACCESS_LINES_PER_PAGE,
  type LimitForm,
  type LimitSetting,
  type SeenForm,
  type SeenUnusual,
  UNUSUAL_DAYS,
} from '#members/core/access_wire.ts'
import { loadDesk } from '#members/server/desk.service.ts'
import { type Database, inSnapshot, inTransaction, type Writer } from '#platform/server/database.ts'
import { countReleasedCases } from '#releases/server/exports.service.ts'
import {
  ageLines,
  countByDay,
  countCases,
  findChain,
  findLimits,
  findLines,
  findLinesOfCase,
  findListings,
  findOpened,
  findSeen,
  findSettings,
  holdTip,
  insertLimit,
  insertLine,
  insertSeen,
  isNoted,
  type LimitsOf,
} from './access.store.ts'

export type AccessDeps = { readonly database: Database; readonly clock: () => Date }
type By = { readonly account: string; readonly desk: string }

export type Access = {
  readonly act: Exclude<AccessAct, 'refused' | 'supporters_listed'>
  readonly subject: string
  /** Of a file: the case it belongs to. */
  readonly within?: string
}

const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)

/**
 * One line an hour for the same account, act and subject, whatever asks for it how often. Opening a case is held against
 * the member's limit: the end of the chain is held meanwhile, so that of many at once none slips through.
 */
export const noteAccess = (
  deps: AccessDeps,
  by: By,
  { act, subject, within }: Access,
): Promise<Result<void, TooManyCases>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    const now = deps.clock()
    const { account, desk } = by
    const line = { account, desk, act, subject, within: within ?? null, hour: hourOf(now) }
    if (await isNoted(db, line)) return ok(undefined)
    await holdTip(db)
    // Another request may have written it while this one waited.
    if (await isNoted(db, line)) return ok(undefined)
    const may = act === 'opened' ? await mayOpen(db, by, { subject, now }) : ok(undefined)
    if (may.ok) await insertLine(db, line)
    else {
      const refused = { ...line, act: 'refused' as const, subject: by.desk, within: null }
      if (!(await isNoted(db, refused))) await insertLine(db, refused)
    }
    return may
  })

/** A list of an ask's supporters is an export like one of a single case, and held against the same limits. */
export const noteSupporterList = (
  deps: AccessDeps,
  by: By,
  ask: string,
): Promise<Result<void, TooManyExports>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    const now = deps.clock()
    const { account, desk } = by
    const line = {
      account,
      desk,
      act: 'supporters_listed' as const,
      subject: ask,
      within: null,
      hour: hourOf(now),
    }
    await holdTip(db)
    if (await isNoted(db, line)) return ok(undefined)
    const made = (await findListings(db, by)).map((hour) => hour.toISOString())
    const may = decideSingleExport(await findLimits(db, by.account), made, now)
    if (may.ok) await insertLine(db, line)
    return may
  })

const mayOpen = async (
  db: Writer,
  by: By,
  { subject, now }: { readonly subject: string; readonly now: Date },
): Promise<Result<void, TooManyCases>> => {
  const { opened_day, ...counts } = await findOpened(db, { ...by, subject, since: countedFrom(now) })
  const limits = { openedDay: opened_day }
  const bare = decideOpening(limits, { ...counts, released: 0 })
  if (bare.ok) return bare
  const released = await countReleasedCases(db, { account: by.account, now })
  return decideOpening(limits, { ...counts, released })
}

export type AccessSummary = {
  readonly tip: AccessTip
  readonly first: number
  readonly from: number
  readonly cases: number
  readonly ofDesk: LimitsOf
  readonly settings: readonly LimitSetting[]
  readonly seen: readonly SeenUnusual[]
}

export const readAccess = (deps: AccessDeps, by: By, since: string): Promise<AccessSummary> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, async (db) => ({
    ...(await findChain(db, by.desk, new Date(`${since}T00:00:00Z`))),
    cases: await countCases(db, by.desk),
    ofDesk: await findLimits(db, ''),
    settings: await findSettings(db, by.desk),
    seen: await findSeen(db, by.desk),
  }))

export const readAccessLines = (deps: AccessDeps, by: By, from: number): Promise<readonly AccessLine[]> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, (db) =>
    findLines(db, by.desk, { from, limit: ACCESS_LINES_PER_PAGE }),
  )

export const readAccessOfCase = (deps: AccessDeps, by: By, of: string): Promise<readonly AccessLine[]> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, (db) => findLinesOfCase(db, by.desk, of))

/** What is unusual and nobody has looked at, by the measure that devices have as well. */
export const readUnusual = (
  deps: AccessDeps,
  by: By,
): Promise<{ readonly tip: AccessTip; readonly unusual: readonly Unusual[] }> =>
  inSnapshot(deps.database, { role: 'desk', ...by }, async (db) => {
    const since = dayBefore(deps.clock().toISOString().slice(0, 10), UNUSUAL_DAYS)
    const before = new Date(`${dayBefore(since, DAYS_BEFORE)}T00:00:00Z`)
    const found = findUnusual(await factsOf(db, by.desk, before), since)
    const seen = new Set((await findSeen(db, by.desk)).map(unusualKey))
    const { tip } = await findChain(db, by.desk, before)
    return { tip, unusual: found.filter((one) => !seen.has(unusualKey(one))) }
  })

const noDesk = { exports: [], rights: new Map<string, never>() }

const factsOf = async (db: Writer, desk: string, since: Date): Promise<AccessFacts> => {
  const loaded = await loadDesk(db, desk)
  return {
    opened: await countByDay(db, { desk, act: 'opened', since }),
    listed: await countByDay(db, { desk, act: 'supporters_listed', since }),
    refused: await countByDay(db, { desk, act: 'refused', since }),
    ...exportFacts(loaded?.desk ?? noDesk),
    raisedAlone: raisedAlone(await findSettings(db, desk)),
    cases: await countCases(db, desk),
  }
}

export type SetLimitRefusal = LimitRefusal | { readonly kind: 'not_a_member' }

export const setLimit = (
  deps: AccessDeps,
  by: By,
  { account, limits }: LimitForm,
): Promise<Result<void, SetLimitRefusal>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    // Two leads who set at once: the later one is judged by what the first has set.
    await holdTip(db)
    const members = (await loadDesk(db, by.desk))?.desk.members
    if (members?.get(by.account)?.role !== 'lead') return err({ kind: 'not_a_lead' as const })
    if (account !== null && !members.has(account)) return err({ kind: 'not_a_member' as const })
    const decided = decideLimit({
      by: by.account,
      leads: [...members.values()].filter(({ role }) => role === 'lead').length,
      account,
      had: await findLimits(db, by.account),
      limits,
      ofDesk: await findLimits(db, ''),
    })
    if (!decided.ok) return decided
    for (const row of decided.value)
      await insertLimit(db, { desk: by.desk, by: by.account, at: deps.clock() }, row)
    return ok(undefined)
  })

export type SeenRefusal =
  | { readonly kind: 'own_access' }
  | { readonly kind: 'already_seen' }
  /** Marked before it is there, it would never be told. */
  | { readonly kind: 'nothing_unusual' }

export const markSeen = (deps: AccessDeps, by: By, form: SeenForm): Promise<Result<void, SeenRefusal>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    if (form.about === by.account) return err({ kind: 'own_access' as const })
    const before = new Date(`${dayBefore(form.day, DAYS_BEFORE)}T00:00:00Z`)
    const found = findUnusual(await factsOf(db, by.desk, before), form.day)
    if (!found.some((one) => unusualKey(one) === unusualKey(form)))
      return err({ kind: 'nothing_unusual' as const })
    const first = await insertSeen(db, { desk: by.desk, by: by.account, at: deps.clock() }, form)
    return first ? ok(undefined) : err({ kind: 'already_seen' as const })
  })

/** Once an hour is often enough for what happens after two years. */
export const ageAccess = (deps: Pick<AccessDeps, 'database'>): Promise<number> =>
  inTransaction(deps.database, { role: 'jobs' }, ageLines)
