/** What managers see of the numbers of an ask, and what they change: each change is a line of the ledger. */
import { z } from 'zod'
import {
  type Chosen,
  chosenAnswer,
  chosenSchema,
  invalidateForm,
  ledgerAnswer,
  type LedgerLine,
  numbersAnswer,
  paperForm,
  restoreForm,
} from '#campaigns/core/counts.ts'
import { err, ok } from '#kernel/core/result.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { type Access, type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import type { Actions } from './actions.ts'
import { likenessOf } from './likeness.service.ts'
import {
  addOnPaper,
  countChosen,
  findAwaiting,
  findBatches,
  findCountries,
  findDays,
  findFlags,
  findLedger,
  invalidate,
  isOwnAsk,
  type LedgerRow,
  restore,
} from './counts.store.ts'

const countsPolicy = {
  readNumbers: 'reader',
  addPaper: 'writer',
  lookAtChosen: 'lead',
  invalidate: 'lead',
  restore: 'lead',
} as const satisfies Readonly<Record<string, Access>>

type Deps = ApiDeps & { readonly database: Database; readonly clock: () => Date }

/** Lines of the ledger on a page, and in a list to be kept. */
const SHOWN_LINES = 200
const MOST_LINES = 20_000

const presentLine = ({ at, kind, what, number, by_account, note }: LedgerRow): LedgerLine => ({
  at: at.toISOString(),
  kind,
  what,
  number,
  by: by_account,
  note,
})

const askParams = z.object({ desk: idSchema, ask: idSchema })
type Asking = {
  readonly caller: { readonly account: string }
  readonly params: { readonly desk: string; readonly ask: string }
}

export const countsApi =
  (actions: Pick<Actions, 'countsOf'>) =>
  (api: Api, deps: Deps): void => {
    const declare = endpoint(api, deps)
    const asDesk = <T>({ caller, params }: Asking, work: (db: Writer) => Promise<T>): Promise<T> =>
      inTransaction(deps.database, { role: 'desk', account: caller.account, desk: params.desk }, work)
    declare({
      method: 'get',
      path: '/desks/{desk}/asks/{ask}/numbers',
      summary: 'Counts of an ask with their ledger',
      access: countsPolicy.readNumbers,
      parse: { params: askParams, query: z.strictObject({ kind: z.string().regex(/^[a-z_]{1,20}$/) }) },
      act: async (asked) => {
        const { ask } = asked.params
        // Sums by day are told by functions that know no desk, of asks that were stopped or are under embargo, too.
        if (!(await asDesk(asked, (db) => isOwnAsk(db, ask)))) return err({ kind: 'not_found' })
        const counts = await actions.countsOf(ask)
        const own = await asDesk(asked, async (db) => ({
          ledger: await findLedger(db, ask, SHOWN_LINES),
          awaiting: await findAwaiting(db, ask),
          flags: await findFlags(db, ask),
          likeness: await likenessOf(db, { ask, kind: asked.query.kind }),
          batches: await findBatches(db, ask),
          days: await findDays(db, { ask, kind: asked.query.kind }),
          countries: await findCountries(db, { ask, kind: asked.query.kind }),
        }))
        return ok({ counts, ...own })
      },
      refusals: { not_found: () => ({ status: 404, type: 'not_found' }) },
      answer: numbersAnswer,
      present: ({ counts, awaiting, days, countries, flags, likeness, batches, ledger }) => ({
        counts: counts.map(({ kind, what, number }) => ({ kind, what, number })),
        awaiting,
        days,
        countries,
        flags,
        likeness,
        batches: batches.map((one) => ({
          id: one.id,
          at: one.at.toISOString(),
          by: one.by_account,
          number: one.number,
          note: one.note,
          undoneAt: one.undone_at?.toISOString() ?? null,
        })),
        ledger: ledger.map(presentLine),
      }),
    })
    declare({
      method: 'get',
      path: '/desks/{desk}/asks/{ask}/numbers/ledger',
      summary: 'Every line of the ledger of an ask',
      access: countsPolicy.readNumbers,
      parse: { params: askParams },
      act: async (asked) => {
        const lines = await asDesk(asked, (db) => findLedger(db, asked.params.ask, MOST_LINES + 1))
        return ok({ lines: lines.slice(0, MOST_LINES), whole: lines.length <= MOST_LINES })
      },
      refusals: {},
      answer: ledgerAnswer,
      present: ({ lines, whole }) => ({ lines: lines.map(presentLine), whole }),
    })
    declare({
      method: 'post',
      path: '/desks/{desk}/asks/{ask}/numbers/paper',
      summary: 'Add signatures that were given on paper',
      access: countsPolicy.addPaper,
      parse: { params: askParams, body: paperForm },
      act: async (asked) => {
        const given = { ask: asked.params.ask, ...asked.body, now: deps.clock() }
        return (await asDesk(asked, (db) => addOnPaper(db, given))) ? ok(null) : err({ kind: 'below_none' })
      },
      refusals: { below_none: () => ({ status: 409, type: 'below_none' }) },
      present: () => undefined,
    })
    declare({
      method: 'post',
      path: '/desks/{desk}/asks/{ask}/numbers/chosen',
      summary: 'Count what an invalidation would take out',
      access: countsPolicy.lookAtChosen,
      parse: { params: askParams, body: chosenSchema },
      act: async (asked) =>
        ok(await asDesk(asked, (db) => countChosen(db, asked.params.ask, asked.body as Chosen))),
      refusals: {},
      answer: chosenAnswer,
      present: (number) => ({ number }),
    })
    declare({
      method: 'post',
      path: '/desks/{desk}/asks/{ask}/numbers/invalidate',
      summary: 'Take actions out of the count, as many as were seen',
      access: countsPolicy.invalidate,
      parse: { params: askParams, body: invalidateForm },
      act: async (asked) => {
        const { batch, chosen, seen, note } = asked.body
        const given = { batch, chosen, seen, note, now: deps.clock() }
        const done = await asDesk(asked, (db) => invalidate(db, asked.params.ask, given))
        return done === null ? err({ kind: 'others_chosen' }) : ok(done)
      },
      refusals: { others_chosen: () => ({ status: 409, type: 'others_chosen' }) },
      answer: chosenAnswer,
      present: (number) => ({ number }),
    })
    declare({
      method: 'post',
      path: '/desks/{desk}/asks/{ask}/numbers/{batch}/restore',
      summary: 'Let what was invalidated count again',
      access: countsPolicy.restore,
      parse: { params: askParams.extend({ batch: idSchema }), body: restoreForm },
      act: async (asked) => {
        const given = { batch: asked.params.batch, note: asked.body.note, now: deps.clock() }
        const back = await asDesk(asked, (db) => restore(db, given))
        return back === null ? err({ kind: 'not_found' }) : ok(back)
      },
      refusals: { not_found: () => ({ status: 404, type: 'not_found' }) },
      answer: chosenAnswer,
      present: (number) => ({ number }),
    })
  }
