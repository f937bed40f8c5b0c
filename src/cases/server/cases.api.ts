/** The cases' part of the API: lists of heads, logs, appending. What identifies a person passes as bytes. */
import { z } from 'zod'
import {
  caseListAnswer,
  caseLogAnswer,
  HEADS_PER_PAGE,
  MOST_CASES,
  MOST_ENTRIES,
  newCaseSchema,
  tipAnswer,
  tipsAnswer,
} from '#cases/core/wire.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { noteAccess } from '#members/server/access.service.ts'
import { orRefused, type Refused } from '#members/server/desk.service.ts'
import { inTransaction } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import type { Tip } from '#vault/core/v1/chain.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  entryToWire,
  entryWireSchema,
  headToWire,
  headWireSchema,
  wireToBytes,
  wireToEntry,
  wireToHead,
} from '#vault/core/wire.ts'
import {
  appendToCase,
  type CaseAppendRefusal,
  type CaseDeps,
  openCases,
  refreshHead,
} from './case.service.ts'
import { handOutCase } from './case_reading.service.ts'
import { casesPolicy } from './policies.ts'
import { findHeads, type HeadRow } from './case.store.ts'

const deskParams = z.object({ desk: idSchema })
const caseParams = z.object({ desk: idSchema, case: idSchema })
type AppendRefused = Refused<CaseAppendRefusal>

/** The largest place the database can be asked for. */
const MOST_PLACES = 2 ** 31 - 1

export const casesApi = (api: Api, deps: ApiDeps & CaseDeps): void => {
  readRoutes(api, deps)
  openRoutes(api, deps)
  writeRoutes(api, deps)
}

const readRoutes = (api: Api, deps: ApiDeps & CaseDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    large: true,
    path: '/desks/{desk}/cases',
    summary: 'Tips, heads and grants of the desk’s cases, a page at a time',
    access: casesPolicy.listCases,
    parse: { params: deskParams, query: z.strictObject({ after: idSchema.optional() }) },
    act: async ({ caller, params, query }) => {
      const by = { account: caller.account, desk: params.desk }
      const heads = await inTransaction(deps.database, { role: 'desk', ...by }, (db) =>
        findHeads(db, params.desk, { after: query.after ?? '', limit: HEADS_PER_PAGE }),
      )
      if (heads.length > 0) await noteAccess(deps, by, { act: 'listed', subject: params.desk })
      return ok(heads)
    },
    refusals: {},
    answer: caseListAnswer,
    present: (rows) => ({
      cases: rows.map(presentHead),
      next: rows.length === HEADS_PER_PAGE ? (rows.at(-1)?.log ?? null) : null,
    }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/cases/{case}',
    summary: 'The log of a case, from an entry on',
    access: casesPolicy.readCase,
    parse: {
      params: caseParams,
      query: z.strictObject({ from: z.coerce.number().int().min(0).max(MOST_PLACES).default(0) }),
    },
    act: ({ caller, params, query }) =>
      handOutCase(
        deps,
        { account: caller.account, desk: params.desk },
        { log: params.case, from: query.from },
      ),
    refusals: {
      not_found: () => ({ status: 404, type: 'not_found' }),
      too_many_cases: ({ limit, again }) => ({
        status: 429,
        type: 'too_many_cases',
        fields: { limit, again },
      }),
    },
    answer: caseLogAnswer,
    present: ({ entries, tip }) => ({ entries: entries.map(entryToWire), tip }),
  })
}

export const presentHead = (row: HeadRow) => ({
  case: row.log,
  tip: { seq: row.tip_seq, hash: row.tip_hash },
  head:
    row.statement && row.signature && row.sealed
      ? headToWire({ statement: row.statement, signature: row.signature, sealed: row.sealed })
      : null,
  grant:
    row.grant && row.epoch !== null && row.desk_epoch !== null
      ? { epoch: row.epoch, deskEpoch: row.desk_epoch, sealed: toBase64url(row.grant) }
      : null,
})

const openRoutes = (api: Api, deps: ApiDeps & CaseDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/cases',
    summary: 'Open cases: all or none',
    access: casesPolicy.openCases,
    parse: {
      params: deskParams,
      body: z.strictObject({ cases: z.array(newCaseSchema).min(1).max(MOST_CASES) }),
      bodyLimit: 16 * 1024 * 1024,
    },
    act: ({ caller, params, body }): Promise<Result<readonly Tip[], AppendRefused>> =>
      orRefused(
        openCases(
          deps,
          { account: caller.account, desk: params.desk },
          body.cases.map(({ entries, grant, head }) => ({
            entries: entries.map(wireToEntry),
            grant: { ...grant, sealed: wireToBytes(grant.sealed) },
            head: wireToHead(head),
          })),
        ),
      ),
    refusals: { append_refused: ({ why }) => appendProblem(why) },
    status: 201,
    answer: tipsAnswer,
    present: (tips) => ({ tips: tips.map(({ seq, hash }) => ({ seq, hash })) }),
  })
}

const writeRoutes = (api: Api, deps: ApiDeps & CaseDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/cases/{case}/entries',
    summary: 'Append entries of one author: all or none. Any member may withdraw, writers may more',
    access: casesPolicy.appendToCase,
    parse: {
      params: caseParams,
      body: z.strictObject({
        entries: z.array(entryWireSchema).min(1).max(MOST_ENTRIES),
        head: headWireSchema.optional(),
      }),
      bodyLimit: 16 * 1024 * 1024,
    },
    act: ({ caller, params, body }): Promise<Result<Tip, AppendRefused>> =>
      orRefused(
        appendToCase(
          deps,
          { account: caller.account, desk: params.desk },
          {
            log: params.case,
            entries: body.entries.map(wireToEntry),
            head: body.head === undefined ? null : wireToHead(body.head),
          },
        ),
      ),
    refusals: { append_refused: ({ why }) => appendProblem(why) },
    status: 201,
    answer: tipAnswer,
    present: ({ seq, hash }) => ({ seq, hash }),
  })
  declare({
    method: 'put',
    path: '/desks/{desk}/cases/{case}/head',
    summary: 'Write back a head that covers the newest entry',
    access: casesPolicy.refreshHead,
    parse: { params: caseParams, body: z.strictObject({ head: headWireSchema }) },
    act: ({ caller, params, body }): Promise<Result<void, AppendRefused>> =>
      orRefused(
        refreshHead(
          deps,
          { account: caller.account, desk: params.desk },
          { log: params.case, head: wireToHead(body.head) },
        ),
      ),
    refusals: { append_refused: ({ why }) => appendProblem(why) },
    present: () => undefined,
  })
}

const forbidden = ['no_right', 'not_your_entry', 'right_ended', 'role_too_low', 'own_release']

const appendProblem = (refusal: CaseAppendRefusal): Problem => {
  const { kind, ...fields } = refusal
  if (kind === 'tip_moved' || kind === 'id_taken' || kind === 'old_key' || kind === 'old_grant')
    return { status: 409, type: kind, fields }
  if (kind === 'not_found') return { status: 404, type: kind }
  if (forbidden.includes(kind)) return { status: 403, type: kind }
  return { status: 422, type: kind, fields: 'kind' in fields ? {} : fields }
}
