/** Coverage in the API: of the desk's own mission, and to headquarters of every mission that named it. */
import { z } from 'zod'
import {
  actsAnswer,
  actsQuery,
  coverageAnswer,
  coverageQuery,
  headquartersAnswer,
  officersAnswer,
  periodQuery,
} from '#missions/core/coverage_wire.ts'
import { type Api, type ApiDeps, endpoint } from '#platform/server/endpoint.ts'
import { idSchema } from '#vault/core/v1/statement.ts'
import {
  type CoverageDeps,
  readActs,
  readCoverage,
  readHeadquarters,
  readOfficerCounts,
} from './coverage.service.ts'
import { missionsPolicy } from './policies.ts'

const deskParams = z.object({ desk: idSchema })

type Asking = { readonly caller: { readonly account: string }; readonly params: { readonly desk: string } }
const byOf = ({ caller, params }: Asking) => ({ account: caller.account, desk: params.desk })

export const coverageApi = (api: Api, deps: ApiDeps & CoverageDeps): void => {
  const declare = endpoint(api, deps)
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/coverage',
    summary: 'Duties and engagements of the mission, and of those that name this desk as their headquarters',
    access: missionsPolicy.readCoverage,
    parse: { params: deskParams, query: coverageQuery },
    act: (asked) => {
      const { role = null, country = null, ...query } = asked.query
      return readCoverage(deps, byOf(asked), { ...query, role, country })
    },
    refusals: {},
    answer: coverageAnswer,
    large: true,
    present: (answer) => coverageAnswer.parse(answer),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/coverage/officers',
    summary: 'Engagements by officer of this mission, for its leads',
    access: missionsPolicy.readOfficers,
    parse: { params: deskParams, query: periodQuery },
    act: (asked) => readOfficerCounts(deps, byOf(asked), asked.query),
    refusals: {},
    answer: officersAnswer,
    present: (officers) => officersAnswer.parse({ officers }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/coverage/{mission}/acts',
    summary: 'Coded halves of what a mission in view did for one duty, without officer and case',
    access: missionsPolicy.readCoverage,
    parse: { params: deskParams.extend({ mission: idSchema }), query: actsQuery },
    act: (asked) => readActs(deps, byOf(asked), { mission: asked.params.mission, ...asked.query }),
    refusals: { not_found: () => ({ status: 404, type: 'not_found' }) },
    answer: actsAnswer,
    present: (acts) => actsAnswer.parse({ acts }),
  })
  declare({
    method: 'get',
    path: '/desks/{desk}/mission/headquarters',
    summary: 'Whether the desk that this mission named says that it is headquarters of the same government',
    access: missionsPolicy.readCoverage,
    parse: { params: deskParams },
    act: (asked) => readHeadquarters(deps, byOf(asked)),
    refusals: {},
    answer: headquartersAnswer,
    present: (answers) => ({ answers }),
  })
}
