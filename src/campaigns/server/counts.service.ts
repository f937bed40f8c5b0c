/** Numbers of an ask: for everybody, a minute old at most, and for its managers, with the ledger behind them. */
import type { AskNumbers } from '#campaigns/core/counts.ts'
import { countsIn } from '#campaigns/core/counts.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import type { Actions } from './actions.ts'
import { findCountries, findDays } from './counts.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly numbers?: Numbers
  }
}

export type Numbers = {
  /** Of an ask that was found open a moment ago. */
  readonly of: (ask: string, kind: string) => Promise<AskNumbers>
}

/** Milliseconds. Of a million rows the sums by day and country take a while, and a page is kept as long. */
const KEPT_MS = 60_000
const MOST_KEPT = 500

type Kept = { readonly at: number; readonly numbers: Promise<AskNumbers> }

/** A day with one confirmation beside a country with one more would tell where that person is. */
const inFives = ({ country, number }: { readonly country: string; readonly number: number }) => ({
  country,
  number: number - (number % 5),
})

export const openNumbers = (deps: {
  readonly database: Database
  readonly actions: Pick<Actions, 'countsOf'>
}): Numbers => {
  const kept = new Map<string, Kept>()
  const read = async (ask: string, kind: string): Promise<AskNumbers> => {
    const lines = await deps.actions.countsOf(ask)
    return inTransaction(deps.database, { role: 'public' }, async (db) => ({
      counts: countsIn(lines, kind),
      days: await findDays(db, { ask, kind }),
      countries: (await findCountries(db, { ask, kind })).map(inFives),
    }))
  }
  return {
    of: (ask, kind) => {
      const key = `${ask} ${kind}`
      const known = kept.get(key)
      if (known && performance.now() - known.at < KEPT_MS) return known.numbers
      if (kept.size >= MOST_KEPT) kept.clear()
      const numbers = read(ask, kind)
      kept.set(key, { at: performance.now(), numbers })
      numbers.catch(() => kept.delete(key))
      return numbers
    },
  }
}
