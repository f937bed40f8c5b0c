/** Handing cases back before a border, and giving them back to whoever came home. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { inTransaction } from '#platform/server/database.ts'
import { deviceMark, sameSecret, type ServerKeys } from '#vault/server/server_keys.service.ts'
import { utf8 } from '#vault/core/bytes.ts'
import { findAccountByName } from './account.store.ts'
import { findDesksOf } from './desk.store.ts'
import type { AbsenceDeps, Named } from './suspension.service.ts'
import { findNames, isSuspended } from './suspension.store.ts'
import {
  countCases,
  findHandedBack,
  findOwnHandBacks,
  findReturns,
  type HandedCase,
  insertHandBack,
  lockHandBacks,
  type OwnHandBack,
  returnCases,
  travelMark,
} from './travel.store.ts'

type By = { readonly account: string; readonly desk: string }

export type HandBackRefusal = { readonly kind: 'not_found' }

/** All or none: a case that is not there, or is handed back already, is one that does not exist. */
export const handBack = (
  deps: AbsenceDeps,
  by: By,
  given: { readonly cases: readonly string[]; readonly sealed: Uint8Array },
): Promise<Result<void, HandBackRefusal>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) => {
    const cases = [...new Set(given.cases)]
    await lockHandBacks(db, by.account)
    if ((await countCases(db, { desk: by.desk, cases })) !== cases.length)
      return err({ kind: 'not_found' as const })
    await insertHandBack(db, { ...by, cases, sealed: given.sealed, since: deps.clock() })
    return ok(undefined)
  })

export type HandedBack = {
  readonly own: readonly OwnHandBack[]
  readonly others: readonly {
    readonly traveller: Named
    readonly since: Date
    readonly cases: readonly string[]
  }[]
  readonly returned: readonly {
    readonly traveller: Named
    readonly by: Named
    readonly at: Date
    readonly cases: number
  }[]
}

export const listHandedBack = async (deps: AbsenceDeps, by: By): Promise<HandedBack> => {
  const found = await inTransaction(deps.database, { role: 'desk', ...by }, async (db) => ({
    own: await findOwnHandBacks(db),
    others: await findHandedBack(db, by.desk),
    returned: await findReturns(db, by.desk),
  }))
  const people = [
    ...found.others.map(({ account }) => account),
    ...found.returned.flatMap(({ account, by: who }) => [account, who]),
  ]
  const names = await inTransaction(deps.database, { role: 'gate' }, (db) => findNames(db, people))
  const named = (account: string): Named => ({ account, name: names.get(account) ?? '' })
  const acts = Map.groupBy(found.others, ({ account, since }) => `${account} ${since.getTime()}`)
  return {
    own: found.own,
    others: [...acts.values()].map((act) => ofOneAct(act, named)),
    returned: found.returned.map(({ account, by: who, ...rest }) => ({
      ...rest,
      traveller: named(account),
      by: named(who),
    })),
  }
}

const ofOneAct = (act: readonly HandedCase[], named: (account: string) => Named) => {
  const [{ account, since }] = act as readonly [HandedCase]
  return { traveller: named(account), since, cases: act.map(({ log }) => log) }
}

/** By a colleague who writes; the rows and their policy know who may (0029_absence.sql). */
export const returnToTraveller = (
  deps: AbsenceDeps,
  by: By,
  given: { readonly traveller: string; readonly cases: readonly string[] },
): Promise<Result<{ readonly returned: number }, never>> =>
  inTransaction(deps.database, { role: 'desk', ...by }, async (db) =>
    ok({
      returned: await returnCases(db, { ...given, desk: by.desk, by: by.account, now: deps.clock() }),
    }),
  )

export type Beat =
  | { readonly state: 'here'; readonly desks: readonly string[]; readonly travel: string }
  | { readonly state: 'gone' }
  | { readonly state: 'ended' }

/**
 * Once a minute from an open desk. A device without a session shows the mark that it was given at its sign-in: to such a
 * one alone it is told that colleagues have ended the sessions of the account, so that it can drop what it keeps.
 */
export const heartbeat = (
  deps: AbsenceDeps & { readonly secrets: ServerKeys },
  given: { readonly account: string | null; readonly name: string; readonly device?: string | undefined },
): Promise<Beat> =>
  inTransaction(deps.database, { role: 'gate' }, async (db) => {
    if (given.account !== null) {
      const desks = await findDesksOf(db, given.account)
      return { state: 'here', desks: desks.map(({ id }) => id), travel: await travelMark(db, given.account) }
    }
    const known = sameSecret(utf8(given.device ?? ''), utf8(deviceMark(deps.secrets, given.name)))
    const account = known ? await findAccountByName(db, given.name) : null
    const ended = account !== null && (await isSuspended(db, { account: account.id, now: deps.clock() }))
    return { state: ended ? 'ended' : 'gone' }
  })
