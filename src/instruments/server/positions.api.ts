/** The positions' part of the API: facts of a desk, what a second member confirms, and what everybody may count. */
import { z } from 'zod'
import { slug } from '#figures/core/figure.ts'
import type { DecisionRefusal } from '#instruments/core/position_entry.ts'
import {
  confirmSchema,
  factsSchema,
  type PositionRow,
  positionsQuery,
  rowsAnswer,
  strikeSchema,
  whipCountsAnswer,
  whipGroundAnswer,
  whipQuery,
} from '#instruments/core/position_wire.ts'
import { ok, type Result } from '#kernel/core/result.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import type { Problem } from '#platform/server/problem.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  confirm,
  type DeskMember,
  enterPositions,
  listPositions,
  listWhipCounts,
  type PositionsDeps,
  readWhipGround,
  strike,
} from './desk_positions.service.ts'
import { positionsPolicy } from './policies.ts'

/** Of 2,000 facts with explanations of the usual length. */
const LARGEST_ENTRY = 4 * 1024 * 1024

const deskParams = z.object({ desk: idSchema })
const instrumentParams = z.object({ desk: idSchema, instrument: slug })

type Asking = { readonly caller: { readonly account: string }; readonly params: { readonly desk: string } }
const memberOf = ({ caller, params }: Asking): DeskMember => ({
  account: caller.account,
  desk: params.desk,
})

export const positionsApi =
  (given: Pick<PositionsDeps, 'positions' | 'instruments'>) =>
  (api: Api, deps: ApiDeps & Omit<PositionsDeps, keyof typeof given>): void => {
    const all = { ...deps, ...given }
    readRoutes(api, all)
    writeRoutes(api, all)
  }

const readRoutes = (api: Api, deps: ApiDeps & PositionsDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/positions',
    summary: 'Facts of the desk on the positions on an instrument',
    access: positionsPolicy.listPositions,
    parse: { params: deskParams, query: positionsQuery },
    act: async (asked) => ok(await listPositions(deps, memberOf(asked), asked.query.instrument)),
    refusals: {},
    answer: rowsAnswer,
    present: presentRows,
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/whip-counts',
    summary: 'Instruments of which the desk entered positions, and those there are',
    access: positionsPolicy.listWhipCounts,
    parse: { params: deskParams },
    act: async (asked) => ok(await listWhipCounts(deps, memberOf(asked))),
    refusals: {},
    answer: whipCountsAnswer,
    present: (counts) => whipCountsAnswer.parse(counts),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/whip-counts/{instrument}',
    summary: 'What is public of the positions on an instrument, and the members of the body that is asked',
    access: positionsPolicy.readWhipGround,
    parse: { params: instrumentParams, query: whipQuery },
    act: ({ params, query }) =>
      readWhipGround(deps, { instrument: params.instrument, body: query.body ?? null }),
    refusals: {
      instrument_unknown: () => ({ status: 404, type: 'not_found' }),
      body_unknown: () => ({ status: 422, type: 'body_unknown' }),
    },
    answer: whipGroundAnswer,
    present: (ground) => whipGroundAnswer.parse(ground),
  })
}

const writeRoutes = (api: Api, deps: ApiDeps & PositionsDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'post',
    path: '/desks/{desk}/positions',
    summary: 'Enter facts, all of them or none; another member confirms them',
    access: positionsPolicy.enter,
    parse: { params: deskParams, body: factsSchema, bodyLimit: LARGEST_ENTRY },
    act: (asked) => enterPositions(deps, memberOf(asked), asked.body),
    refusals: {
      instrument_unknown: () => ({ status: 422, type: 'instrument_unknown' }),
      body_unknown: () => ({ status: 422, type: 'body_unknown' }),
      facts_refused: ({ problems }) => ({ status: 422, type: 'facts_refused', fields: { problems } }),
    },
    status: 201,
    answer: rowsAnswer,
    present: presentRows,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/positions/confirm',
    summary: 'Confirm facts that another member entered: they are public from then on',
    access: positionsPolicy.confirm,
    parse: { params: deskParams, body: confirmSchema },
    act: (asked): Deciding => confirm(deps, memberOf(asked), asked.body.ids),
    refusals: {
      position_unknown: (refusal) => placed(422, refusal),
      own_confirmation: (refusal) => placed(403, refusal),
      struck_already: (refusal) => placed(409, refusal),
    },
    present: () => undefined,
  })
  declare({
    method: 'post',
    path: '/desks/{desk}/positions/strike',
    summary: 'Strike facts, at once and for good',
    access: positionsPolicy.strike,
    parse: { params: deskParams, body: strikeSchema },
    act: (asked): Deciding => strike(deps, memberOf(asked), asked.body),
    refusals: {
      position_unknown: (refusal) => placed(422, refusal),
      own_confirmation: (refusal) => placed(403, refusal),
      struck_already: (refusal) => placed(409, refusal),
    },
    present: () => undefined,
  })
}

type Deciding = Promise<Result<null, DecisionRefusal>>

const placed = (status: number, { kind, at }: DecisionRefusal): Problem => ({
  status,
  type: kind,
  fields: { at },
})

/** Members of the desk read who entered and decided; what the public reads is chosen elsewhere. */
const presentRows = (rows: readonly PositionRow[]) => ({
  positions: rows.map(({ instrument, body, fact, confirmed, struck }) => ({
    instrument,
    body,
    fact: {
      id: fact.id,
      member: fact.member,
      of: fact.of,
      stance: fact.stance,
      on: fact.on,
      enteredAt: fact.enteredAt,
      enteredBy: fact.enteredBy,
      confidence: fact.confidence,
      source: fact.source,
      explanation: fact.explanation,
      confidential: fact.confidential,
    },
    confirmed,
    struck,
  })),
})
