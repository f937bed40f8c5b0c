/** The API under /api/v1: the rooms' route groups, its own description, one shape for every error. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'

import { ok } from '#kernel/core/result.ts'

import { apiBase, endpoint, listRoutes, type Api, type ApiDeps, type RouteGroup } from './endpoint.ts'
import { problem } from './problem.ts'
import { cookieName } from './session.ts'
import { isUnavailable, RETRY_SECONDS } from './unavailable.ts'

/** Mounts what the rooms register; whatever they do not register does not exist. */
export const createApi = <D extends object>(
  deps: ApiDeps & D,
  groups: readonly RouteGroup<D>[] = [],
): Api => {
  const api = new OpenAPIHono().basePath(apiBase)
  api.notFound(() => problem(404, 'not_found'))
  api.onError((cause, context) => {
    deps.report(cause, context.req.routePath)
    if (isUnavailable(cause)) return problem(503, 'unavailable', { seconds: RETRY_SECONDS })
    return problem(500, 'internal')
  })
  describeItself(api, deps)
  for (const group of groups) group(api, deps)
  return api
}

const describeItself = (api: Api, deps: ApiDeps): void => {
  const declare = endpoint(api, deps)
  const description = writtenOnce(() =>
    api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Amparo', version: '1' } }),
  )
  api.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName(deps.origins[0]),
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  declare({
    method: 'get',
    path: '/health',
    summary: 'Whether the server and its database answer',
    access: 'anyone',
    parse: {},
    act: async () => {
      await deps.askDatabase()
      return ok({ state: 'well' })
    },
    refusals: {},
    answer: z.object({ state: z.literal('well') }),
    present: ({ state }) => ({ state }),
  })
  declare({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description of the API',
    access: 'anyone',
    parse: {},
    act: async () => ok(null),
    refusals: {},
    answer: z.looseObject({ openapi: z.string() }),
    present: () => new Response(description(), { headers: { 'content-type': 'application/json' } }),
  })
}

/** Making it takes a tenth of a second, and anybody may ask for it; once all routes are there it stays the same. */
const writtenOnce = (make: () => object): (() => string) => {
  let written: string | undefined
  return () => (written ??= JSON.stringify(make()))
}

/** Finds the pattern behind an address, for the log; an address that matches none stays unnamed. */
export const templateFinder = (api: Api): ((method: string, path: string) => string) => {
  const patterns = listRoutes(api).map(({ method, path }) => ({
    method,
    path,
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
  }))
  return (method, path) => {
    const asked = method === 'HEAD' ? 'GET' : method
    return (
      patterns.find((pattern) => pattern.method === asked && pattern.matches.test(path))?.path ?? '/api/*'
    )
  }
}
