/** The API of a desk's journal: read, begin, append. Rooms give the kinds; what is noted passes as sealed bytes. */
import { z } from 'zod'
import { ok, type Result } from '#kernel/core/result.ts'
import { journalOf, type JournalKind } from '#members/core/journal.ts'
import { journalAnswer, MOST_JOURNAL_ENTRIES, tipAnswer } from '#members/core/wire.ts'
import type { Database } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import { entryToWire, entryWireSchema, grantWireSchema, wireToBytes, wireToEntry } from '#vault/core/wire.ts'
import { noteAccess } from './access.service.ts'
import { orRefused, type Refused } from './desk.service.ts'
import {
  appendToJournal,
  beginJournal,
  type JournalAppendRefusal,
  type JournalDeps,
  type JournalProjection,
  readJournal,
} from './journal.service.ts'
import { membersPolicy } from './policies.ts'

const deskParams = z.object({ desk: idSchema })
type AppendRefused = Refused<JournalAppendRefusal>

/** The largest place the database can be asked for. */
const MOST_PLACES = 2 ** 31 - 1

type Ground = { readonly database: Database; readonly clock: () => Date }

export const journalApi =
  (kinds: readonly JournalKind[], projections: readonly JournalProjection[] = []) =>
  (api: Api, ground: ApiDeps & Ground): void => {
    readRoute(api, ground)
    writeRoutes(api, { ...ground, kinds, projections })
  }

const readRoute = (api: Api, deps: ApiDeps & Ground): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/journal',
    summary:
      'The desk’s journal from an entry on, and its key as granted to the desk; null before it is begun',
    access: membersPolicy.readJournal,
    parse: {
      params: deskParams,
      query: z.strictObject({ from: z.coerce.number().int().min(0).max(MOST_PLACES).default(0) }),
    },
    act: async ({ caller, params, query }) => {
      const by = { account: caller.account, desk: params.desk }
      const journal = await readJournal(deps, by, query.from)
      if (journal) await noteAccess(deps, by, { act: 'journal', subject: journalOf(params.desk) })
      return ok(journal)
    },
    refusals: {},
    answer: journalAnswer,
    present: (stored) => ({
      journal: stored && {
        entries: stored.entries.map(entryToWire),
        tip: presentTip(stored.tip),
        grant: stored.grant && { ...stored.grant, sealed: toBase64url(stored.grant.sealed) },
      },
    }),
  })
}

const writeRoutes = (api: Api, deps: ApiDeps & JournalDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/journal',
    summary: 'Begin the desk’s journal: there is one at most',
    access: membersPolicy.beginJournal,
    parse: {
      params: deskParams,
      body: z.strictObject({ entry: entryWireSchema, grant: grantWireSchema }),
    },
    act: ({ caller, params, body }): Promise<Result<Tip, AppendRefused>> => {
      const by = { account: caller.account, desk: params.desk }
      const grant = { ...body.grant, sealed: wireToBytes(body.grant.sealed) }
      return orRefused(beginJournal(deps, by, { entry: wireToEntry(body.entry), grant }))
    },
    refusals: { append_refused: ({ why }) => journalProblem(why) },
    status: 201,
    answer: tipAnswer,
    present: presentTip,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/journal/entries',
    summary: 'Append entries of one author to the journal: all or none',
    access: membersPolicy.appendToJournal,
    parse: {
      params: deskParams,
      body: z.strictObject({ entries: z.array(entryWireSchema).min(1).max(MOST_JOURNAL_ENTRIES) }),
      bodyLimit: 8 * 1024 * 1024,
    },
    act: ({ caller, params, body }): Promise<Result<Tip, AppendRefused>> =>
      orRefused(
        appendToJournal(deps, { account: caller.account, desk: params.desk }, body.entries.map(wireToEntry)),
      ),
    refusals: { append_refused: ({ why }) => journalProblem(why) },
    status: 201,
    answer: tipAnswer,
    present: presentTip,
  })
}

const presentTip = ({ seq, hash }: Tip): Tip => ({ seq, hash })

const conflicts = ['tip_moved', 'id_taken', 'journal_there', 'old_key']
const forbidden = ['no_right', 'not_your_entry', 'right_ended', 'role_too_low']

const journalProblem = (refusal: JournalAppendRefusal): Problem => {
  const { kind, ...fields } = refusal
  if (conflicts.includes(kind)) return { status: 409, type: kind, fields }
  if (kind === 'not_found') return { status: 404, type: kind }
  if (forbidden.includes(kind)) return { status: 403, type: kind }
  return { status: 422, type: kind, fields }
}
