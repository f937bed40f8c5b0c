/**
 * An endpoint of the API shows its guards in a column: limit, access, permission, parse, act, present.
 * Every endpoint is declared through `endpoint`, so that none is without them and all are listed.
 */
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'

import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi'
import { z } from 'zod'

import type { Result } from '#kernel/core/result.ts'

import { sha256Text } from './hash.ts'
import type { LimitAnswer } from './limit.store.ts'
import { takesGzip } from './page_cache.ts'
import { problem, type Problem } from './problem.ts'
import { bearerOf, deskRoles, tokenHashOf, type DeskRole, type Session, type Sessions } from './session.ts'

/**
 * A desk role asks for at least that role at the desk named `{desk}` in the path; `entering` is a session whose member
 * may have yet to add a second factor.
 */
const accessKinds = ['anyone', 'entering', 'session', 'steward', ...deskRoles] as const
export type Access = (typeof accessKinds)[number]

export type ApiDeps = {
  /** The addresses requests that change anything may come from; the first one names the cookie. */
  readonly origins: readonly [string, ...string[]]
  readonly sessions: Sessions
  readonly limit: (of: LimitOf) => Promise<LimitAnswer>
  readonly report: (cause: unknown, template: string) => void
  /** Throws where the database does not answer. */
  readonly askDatabase: () => Promise<void>
}
export type LimitOf = { readonly purpose: string; readonly subject: string; readonly free?: number }

export type Api = OpenAPIHono
export const apiBase = '/api/v1'

/** What a room adds to the API. */
export type RouteGroup<D> = (api: Api, deps: ApiDeps & D) => void

export type Caller =
  | { readonly kind: 'nobody' }
  | ({ readonly kind: 'member'; readonly role: DeskRole | null } & Session)

export type Asked<A extends Access, P, Q, B> = {
  readonly caller: A extends 'anyone' ? Caller : Extract<Caller, { kind: 'member' }>
  readonly params: P
  readonly query: Q
  readonly body: B
}

export type Endpoint<A extends Access, P, Q, B, V, R extends { readonly kind: string }> = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As in OpenAPI: `/desks/{desk}/members`. */
  readonly path: string
  readonly summary: string
  readonly limit?: (asked: Asked<A, P, Q, B>) => LimitOf
  readonly access: A
  /** The policy of the room; false is answered 403. */
  readonly permission?: (asked: Asked<A, P, Q, B>) => boolean | Promise<boolean>
  /** The passphrase was given within the last minutes: for every request, or for those of which this says so. */
  readonly proof?: 'always' | ((asked: Asked<A, P, Q, B>) => boolean)
  readonly parse: {
    readonly params?: z.ZodType<P>
    readonly query?: z.ZodType<Q>
    readonly body?: z.ZodType<B>
    /** Bytes; a mebibyte unless said otherwise. */
    readonly bodyLimit?: number
    /** The body is no JSON but bytes, `body` a Uint8Array. */
    readonly raw?: true
  }
  readonly act: (asked: Asked<A, P, Q, B>) => Promise<Result<V, R>>
  /** Each kind of refusal and how it is answered. */
  readonly refusals: { readonly [K in R['kind']]: (refusal: Extract<R, { kind: K }>) => Problem }
  readonly status?: 200 | 201 | 202
  /** The shape of the answer; none is answered 204. */
  readonly answer?: z.ZodType
  /** The answer is large: it is packed, and not sent again to a device that has the same. */
  readonly large?: true
  /** An allow-list of what leaves; a Response where headers matter. */
  readonly present: (value: V) => unknown
}

export type ListedRoute = {
  readonly method: string
  readonly path: string
  /** Undefined: declared without `endpoint`, which a test refuses. */
  readonly access: Access | undefined
  /** Whether some or all of its requests ask for the passphrase again. */
  readonly proof: boolean
}

type Guards = { readonly access: Access; readonly proof: boolean }
const guardsByRoute = new WeakMap<Api, Map<string, Guards>>()

/** Declares an endpoint: registers its guards, its documentation and its place in the list. */
export const endpoint =
  (api: Api, deps: ApiDeps) =>
  <const A extends Access, P, Q, B, V, R extends { readonly kind: string }>(
    declared: Endpoint<A, P, Q, B, V, R>,
  ): void => {
    const path = declared.path.replaceAll(/\{(\w+)\}/g, ':$1')
    const guards = guardsByRoute.get(api) ?? new Map<string, Guards>()
    const { access, proof } = declared
    const route = `${declared.method.toUpperCase()} ${apiBase}${path}`
    guardsByRoute.set(api, guards.set(route, { access, proof: proof !== undefined }))
    document(api, declared)
    api.on(declared.method.toUpperCase(), path, (context) =>
      answer(declared, deps, {
        request: context.req.raw,
        params: context.req.param(),
        query: context.req.query(),
      }),
    )
  }

/** Every method and path there is, for the authorisation matrix. */
export const listRoutes = (api: Api): readonly ListedRoute[] =>
  api.routes.map(({ method, path }) => {
    const guards = guardsByRoute.get(api)?.get(`${method} ${path}`)
    return { method, path, access: guards?.access, proof: guards?.proof ?? false }
  })

type Received = {
  readonly request: Request
  readonly params: Record<string, string>
  readonly query: Record<string, string>
}

type Step<T> =
  | { readonly passed: true; readonly value: T }
  | { readonly passed: false; readonly answer: Response }
const passed = <T>(value: T): Step<T> => ({ passed: true, value })
const stopped = (...about: Parameters<typeof problem>): Step<never> => ({
  passed: false,
  answer: problem(...about),
})

const answer = async <A extends Access, P, Q, B, V, R extends { readonly kind: string }>(
  declared: Endpoint<A, P, Q, B, V, R>,
  deps: ApiDeps,
  received: Received,
): Promise<Response> => {
  const origin = checkOrigin(received.request, deps)
  if (!origin.passed) return origin.answer
  const caller = await checkAccess(declared.access, deps, received)
  if (!caller.passed) return caller.answer
  const parsed = await parseAll(declared.parse, received)
  if (!parsed.passed) return parsed.answer
  // The guards above make the caller what the access promises.
  const asked = { caller: caller.value, ...parsed.value } as Asked<A, P, Q, B>
  if (declared.limit) {
    const limit = await deps.limit(declared.limit(asked))
    if (limit.kind === 'wait') return problem(429, 'too_many_attempts', { seconds: limit.seconds })
  }
  if (declared.permission && !(await declared.permission(asked))) return problem(403, 'not_permitted')
  if (asksProof(declared, asked) && !isProved(caller.value)) return problem(403, 'passphrase_again')
  const outcome = await declared.act(asked)
  if (!outcome.ok) {
    const kind: R['kind'] = outcome.error.kind
    const { status, type, fields } = declared.refusals[kind](
      outcome.error as Extract<R, { kind: typeof kind }>,
    )
    return problem(status, type, fields)
  }
  const shown = declared.present(outcome.value)
  if (shown instanceof Response) return shown
  if (shown === undefined) return new Response(null, { status: 204 })
  if (declared.large) return largeAnswer(shown, received.request.headers)
  return Response.json(shown, { status: declared.status ?? 200 })
}

const asksProof = <A extends Access, P, Q, B, V, R extends { readonly kind: string }>(
  { proof }: Endpoint<A, P, Q, B, V, R>,
  asked: Asked<A, P, Q, B>,
): boolean => proof === 'always' || (proof !== undefined && proof(asked))

const isProved = (caller: Caller): boolean => caller.kind === 'member' && caller.proved === true

const gzip = promisify(gzipWithCallback)

/** What is packed is sealed or random, and nothing that a stranger chose stands beside it: its length tells nothing. */
const largeAnswer = async (shown: unknown, asked: Headers): Promise<Response> => {
  const text = JSON.stringify(shown)
  const etag = `"${sha256Text(Buffer.from(text))}"`
  if (asked.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
  const headers = { etag, 'content-type': 'application/json', vary: 'Accept-Encoding' }
  if (!takesGzip(asked.get('accept-encoding') ?? '')) return new Response(text, { headers })
  const packed = new Uint8Array(await gzip(text, { level: 1 }))
  const size = String(packed.length)
  return new Response(packed, {
    headers: { ...headers, 'content-encoding': 'gzip', 'content-length': size },
  })
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/** A page of another site can make a browser send our cookie's request, but not our Origin. */
const checkOrigin = (request: Request, deps: ApiDeps): Step<null> => {
  if (safeMethods.includes(request.method)) return passed(null)
  const origin = request.headers.get('origin')
  if (origin === null && bearerOf(request.headers) !== undefined) return passed(null)
  if (origin !== null && deps.origins.includes(origin)) return passed(null)
  return stopped(403, 'foreign_origin')
}

const checkAccess = async (access: Access, deps: ApiDeps, received: Received): Promise<Step<Caller>> => {
  const tokenHash = tokenHashOf(received.request.headers, deps.origins[0])
  const named = received.params.desk
  const desk = named === undefined || named.includes('\0') ? null : named
  const member = tokenHash === undefined ? undefined : await deps.sessions.find(tokenHash, desk)
  if (!member) return access === 'anyone' ? passed({ kind: 'nobody' }) : stopped(401, 'not_signed_in')
  const caller = { kind: 'member', ...member } as const
  if (access === 'anyone' || access === 'entering') return passed(caller)
  if (member.confined) return stopped(403, 'factor_to_add')
  if (access === 'session') return passed(caller)
  if (access === 'steward') return member.steward ? passed(caller) : stopped(403, 'not_permitted')
  // The same answer as for a desk that does not exist: others' desks cannot be counted.
  if (!member.role) return stopped(404, 'not_found')
  if (deskRoles.indexOf(member.role) < deskRoles.indexOf(access)) return stopped(403, 'not_permitted')
  return passed(caller)
}

type Schemas<P, Q, B> = Endpoint<Access, P, Q, B, unknown, never>['parse']

const parseAll = async <P, Q, B>(
  schemas: Schemas<P, Q, B>,
  received: Received,
): Promise<Step<{ params: P; query: Q; body: B }>> => {
  const limit = schemas.bodyLimit ?? 1024 * 1024
  const read = schemas.raw ? readRaw : readJson
  const body = schemas.body ? await read(received.request, limit) : passed(undefined)
  if (!body.passed) return body
  const parsed = z
    .object({
      params: schemas.params ?? z.unknown(),
      query: schemas.query ?? z.strictObject({}),
      body: schemas.body ?? z.unknown(),
    })
    .safeParse({ params: received.params, query: received.query, body: body.value })
  if (parsed.success) return passed(parsed.data as { params: P; query: Q; body: B })
  // Where it is wrong and in which way; never the value, which may be a name.
  const fields = parsed.error.issues.map((issue) => ({ at: issue.path.join('.'), code: issue.code }))
  return stopped(400, 'not_understood', { fields })
}

const typeOf = (request: Request): string | undefined =>
  request.headers.get('content-type')?.toLowerCase().replaceAll(' ', '')

const readJson = async (request: Request, limit: number): Promise<Step<unknown>> => {
  const type = typeOf(request)
  if (type !== 'application/json' && type !== 'application/json;charset=utf-8') {
    return stopped(415, 'not_json')
  }
  const bytes = await readBytes(request, limit)
  if (!bytes.passed) return bytes
  try {
    return passed(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)))
  } catch {
    return stopped(400, 'not_json')
  }
}

const readRaw = async (request: Request, limit: number): Promise<Step<unknown>> =>
  typeOf(request) === 'application/octet-stream' ? readBytes(request, limit) : stopped(415, 'not_bytes')

const readBytes = async (request: Request, limit: number): Promise<Step<Uint8Array>> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > limit) return stopped(413, 'too_large', { limit })
    chunks.push(chunk)
  }
  return passed(Buffer.concat(chunks))
}

const problemContent = {
  'application/problem+json': {
    schema: z.object({ type: z.string(), title: z.string(), status: z.int() }),
  },
}

/** For the OpenAPI document; parsing itself is done above. */
const document = <A extends Access, P, Q, B, V, R extends { readonly kind: string }>(
  api: Api,
  declared: Endpoint<A, P, Q, B, V, R>,
): void => {
  const { params, query, body, raw } = declared.parse
  const content = raw
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: body } }
  const done = declared.status ?? 200
  const request = {
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body: { required: true, content } } : {}),
  }
  const responses = {
    ...(declared.answer
      ? { [done]: { description: 'Done', content: { 'application/json': { schema: declared.answer } } } }
      : { 204: { description: 'Done' } }),
    default: { description: 'Refused (RFC 9457)', content: problemContent },
  }
  api.openAPIRegistry.registerPath({
    method: declared.method,
    path: declared.path,
    summary: declared.summary,
    request,
    responses,
    'x-access': declared.access,
    security: declared.access === 'anyone' ? [] : [{ cookie: [] }, { bearer: [] }],
  } as unknown as RouteConfig)
}
