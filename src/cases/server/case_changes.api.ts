/** A desk's list of cases for devices that had it before: digests of it, and the lines behind those that changed. */
import { z } from 'zod'
import { digestsOf, PREFIX_LENGTH } from '#cases/core/list_digest.ts'
import { changedLinesAnswer, digestsAnswer, MOST_PREFIXES } from '#cases/core/wire.ts'
import { ok } from '#kernel/core/result.ts'
import { noteAccess } from '#members/server/access.service.ts'
import { inTransaction } from '#platform/server/database.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { toBase64url } from '#vault/core/bytes.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import { findChangedHeads, findHeadMarks } from './case.store.ts'
import type { CaseDeps } from './case.service.ts'
import { presentHead } from './cases.api.ts'
import { casesPolicy } from './policies.ts'

const deskParams = z.object({ desk: idSchema })

/** Beginnings of ids, one after the other. */
const prefixes = z
  .string()
  .regex(/^[\w-]+$/)
  .max(MOST_PREFIXES * PREFIX_LENGTH)
  .refine((text) => text.length % PREFIX_LENGTH === 0)
  .transform((text) => text.match(new RegExp(`.{${PREFIX_LENGTH}}`, 'g')) ?? [])

export const caseChangesApi = (api: Api, deps: ApiDeps & CaseDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    large: true,
    path: '/desks/{desk}/case-digests',
    summary: 'Of all cases whose ids begin alike one digest, for devices that had the list before',
    access: casesPolicy.digestCases,
    parse: { params: deskParams },
    act: async ({ caller, params: { desk } }) =>
      ok(
        await inTransaction(deps.database, { role: 'desk', account: caller.account, desk }, (db) =>
          findHeadMarks(db, desk),
        ),
      ),
    refusals: {},
    answer: digestsAnswer,
    present: (rows) => ({
      digests: digestsOf(
        rows.map(({ log, tip_hash, signature, epoch, desk_epoch }) => ({
          case: log,
          tip: tip_hash,
          head: signature && toBase64url(signature),
          grant: epoch === null || desk_epoch === null ? null : `${epoch}.${desk_epoch}`,
        })),
      ),
    }),
  })
  declare({
    method: 'get',
    large: true,
    path: '/desks/{desk}/case-lines',
    summary: 'Tips, heads and grants of the cases whose ids begin so',
    access: casesPolicy.listCases,
    parse: { params: deskParams, query: z.strictObject({ in: prefixes }) },
    act: async ({ caller, params: { desk }, query }) => {
      const by = { account: caller.account, desk }
      const heads = await inTransaction(deps.database, { role: 'desk', ...by }, (db) =>
        findChangedHeads(db, desk, query.in),
      )
      if (heads.length > 0) await noteAccess(deps, by, { act: 'listed', subject: desk })
      return ok(heads)
    },
    refusals: {},
    answer: changedLinesAnswer,
    present: (rows) => ({ cases: rows.map(presentHead) }),
  })
}
