import { gunzipSync } from 'node:zlib'

import { expect, test } from 'vitest'
import { z } from 'zod'

import { err, ok, type Result } from '#kernel/core/result.ts'

import { createApi } from './api.ts'
import { endpoint, listRoutes, type Access, type ApiDeps, type LimitOf, type RouteGroup } from './endpoint.ts'
import type { LimitAnswer } from './limit.store.ts'
import { endedCookie, sessionCookie, tokenHashOf } from './session.ts'
import { DatabaseAway } from './unavailable.ts'

const origin = 'https://desk.example.org'
const anaToken = 'a'.repeat(43)
const stewardToken = 's'.repeat(43)
const hashOf = (token: string): string | undefined =>
  tokenHashOf(new Headers({ cookie: `__Host-amparo=${token}` }), origin)

const reported: string[] = []
const database = { away: false }
const deps: ApiDeps = {
  origins: [origin, 'https://www.example.org'],
  sessions: {
    find: async (tokenHash, desk) => {
      const role = desk === 'north' ? 'writer' : null
      if (tokenHash === hashOf(anaToken)) return { account: 'ana', steward: false, tokenHash, role }
      if (tokenHash === hashOf(stewardToken)) return { account: 'sam', steward: true, tokenHash, role: null }
      return undefined
    },
  },
  limit: async ({ subject }: LimitOf): Promise<LimitAnswer> =>
    subject === 'flood' ? { kind: 'wait', seconds: 7 } : { kind: 'may' },
  report: (_cause, template) => reported.push(template),
  askDatabase: async () => (database.away ? Promise.reject(new DatabaseAway('away')) : undefined),
}

const get = (path: string, access: Access) => ({
  method: 'get' as const,
  path,
  summary: path,
  access,
  parse: {},
  act: async () => ok({ seen: true, inner: 'hidden' }),
  refusals: {},
  answer: z.object({ seen: z.boolean() }),
  present: ({ seen }: { seen: boolean }) => ({ seen }),
})

type NoteRefusal = { readonly kind: 'tip_moved'; readonly seq: number }

const group: RouteGroup<object> = (api, given) => {
  const declare = endpoint(api, given)
  declare(get('/mine', 'session'))
  declare({ ...get('/large', 'session'), large: true })
  declare(get('/stewards', 'steward'))
  declare(get('/desks/{desk}/reads', 'reader'))
  declare(get('/desks/{desk}/leads', 'lead'))
  declare({ ...get('/broken', 'anyone'), act: async () => Promise.reject(new Error('canary')) })
  declare({
    method: 'post',
    path: '/desks/{desk}/notes',
    summary: 'Write',
    limit: ({ body }) => ({ purpose: 'note', subject: body.text }),
    access: 'writer',
    permission: ({ body }) => body.text !== 'forbidden',
    parse: { body: z.strictObject({ text: z.string(), seq: z.int().default(0) }), bodyLimit: 1000 },
    act: async ({ body, caller }): Promise<Result<string, NoteRefusal>> =>
      body.seq > 0 ? err({ kind: 'tip_moved', seq: body.seq }) : ok(`${caller.account}: ${body.text}`),
    refusals: { tip_moved: ({ seq }) => ({ status: 409, type: 'tip_moved', fields: { seq } }) },
    status: 201,
    answer: z.object({ note: z.string() }),
    present: (note) => ({ note }),
  })
}
const api = createApi(deps, [group])

const ask = async (
  path: string,
  given: { readonly headers?: Record<string, string>; readonly body?: string; readonly token?: string } = {},
): Promise<{ status: number; type: unknown; text: string; response: Response }> => {
  const headers = new Headers(given.headers)
  if (given.token) headers.set('cookie', `__Host-amparo=${given.token}`)
  const init = given.body === undefined ? { headers } : { headers, method: 'POST', body: given.body }
  const response = await api.request(`${origin}/api/v1${path}`, init)
  const text = await response.text()
  const problem = text.startsWith('{') ? (JSON.parse(text) as { type?: string }) : {}
  return { status: response.status, type: problem.type?.replace('urn:amparo:problem:', ''), text, response }
}

const write = (
  text: string,
  more: { headers?: Record<string, string>; body?: string; token?: string } = {},
) =>
  ask('/desks/north/notes', {
    token: anaToken,
    body: JSON.stringify({ text }),
    ...more,
    headers: { origin, 'content-type': 'application/json', ...more.headers },
  })

test('only what present lets through leaves', async () => {
  expect((await ask('/mine', { token: anaToken })).text).toBe('{"seen":true}')
})

test('without a session, or with one that ended, the answer is 401', async () => {
  expect(await ask('/mine')).toMatchObject({ status: 401, type: 'not_signed_in' })
  expect(await ask('/mine', { token: 'x'.repeat(43) })).toMatchObject({ status: 401 })
  expect(await ask('/mine', { token: 'short' })).toMatchObject({ status: 401 })
})

test('of two cookies with our name neither is believed', async () => {
  const headers = { cookie: `__Host-amparo=${anaToken}; __Host-amparo=${stewardToken}` }
  expect(await ask('/mine', { headers })).toMatchObject({ status: 401 })
})

test("a steward's route is closed to others", async () => {
  expect(await ask('/stewards', { token: anaToken })).toMatchObject({ status: 403, type: 'not_permitted' })
  expect(await ask('/stewards', { token: stewardToken })).toMatchObject({ status: 200 })
})

test('another desk answers like one that does not exist, to a steward too', async () => {
  expect(await ask('/desks/north/reads', { token: anaToken })).toMatchObject({ status: 200 })
  expect(await ask('/desks/south/reads', { token: anaToken })).toMatchObject({
    status: 404,
    type: 'not_found',
  })
  expect(await ask('/desks/north/reads', { token: stewardToken })).toMatchObject({ status: 404 })
})

test('a role that is too low is refused', async () => {
  expect(await ask('/desks/north/leads', { token: anaToken })).toMatchObject({ status: 403 })
})

test('a change comes from our own origin, or from a program with a bearer token', async () => {
  expect(await write('a')).toMatchObject({ status: 201, text: '{"note":"ana: a"}' })
  expect(await write('a', { headers: { origin: 'https://www.example.org' } })).toMatchObject({ status: 201 })
  for (const foreign of [
    'https://evil.example',
    'null',
    `${origin}.evil.example`,
    'http://desk.example.org',
  ]) {
    expect(await write('a', { headers: { origin: foreign } })).toMatchObject({
      status: 403,
      type: 'foreign_origin',
    })
  }
  const body = '{"text":"a"}'
  const json = { 'content-type': 'application/json' }
  expect(await ask('/desks/north/notes', { token: anaToken, headers: json, body })).toMatchObject({
    status: 403,
  })
  const bearer = { ...json, authorization: `Bearer ${anaToken}` }
  expect(await ask('/desks/north/notes', { headers: bearer, body })).toMatchObject({ status: 201 })
  const foreign = { ...bearer, origin: 'https://evil.example' }
  expect(await ask('/desks/north/notes', { headers: foreign, body })).toMatchObject({ status: 403 })
})

test('only JSON is read, and only so much of it', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; x=y',
    'text/json',
  ]) {
    expect(await write('a', { headers: { 'content-type': type } })).toMatchObject({
      status: 415,
      type: 'not_json',
    })
  }
  expect(await write('a', { body: '{"text":' })).toMatchObject({ status: 400, type: 'not_json' })
  expect(await write('a', { body: '' })).toMatchObject({ status: 400, type: 'not_json' })
  expect(await write('a'.repeat(1000))).toMatchObject({ status: 413, type: 'too_large' })
})

test('an unknown field is refused; the answer says where and never quotes', async () => {
  const refused = await write('a', { body: '{"text":"a","canary":"Ana"}' })
  expect(refused).toMatchObject({ status: 400, type: 'not_understood' })
  expect(refused.text).toContain('unrecognized_keys')
  expect(refused.text).not.toContain('Ana')
  expect(await ask('/mine?x=1', { token: anaToken })).toMatchObject({ status: 400 })
})

test('limit, permission and refusal each answer in their own way', async () => {
  const flooded = await write('flood')
  expect(flooded).toMatchObject({ status: 429, type: 'too_many_attempts' })
  expect(flooded.response.headers.get('retry-after')).toBe('7')
  expect(await write('forbidden')).toMatchObject({ status: 403, type: 'not_permitted' })
  const moved = await write('a', { body: '{"text":"a","seq":4}' })
  expect(moved).toMatchObject({ status: 409, type: 'tip_moved' })
  expect(JSON.parse(moved.text)).toMatchObject({ seq: 4 })
})

test('every error has the one shape, and a fault tells nothing of itself', async () => {
  const broken = await ask('/broken')
  expect(broken).toMatchObject({ status: 500, type: 'internal' })
  expect(broken.text).not.toMatch(/canary|at /)
  expect(reported).toEqual(['/api/v1/broken'])
  for (const path of ['/nowhere', '/broken', '/mine']) {
    const { response, text } = await ask(path)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(JSON.parse(text)).toMatchObject({ status: response.status, title: expect.any(String) })
  }
})

test('every route is listed with its access; one declared past the guards stands out', () => {
  const open = createApi(deps, [group, (inner) => inner.get('/sneaked', (context) => context.text('here'))])
  const listed = listRoutes(open)
  const notes = { method: 'POST', path: '/api/v1/desks/:desk/notes', access: 'writer', proof: false }
  expect(listed).toContainEqual(notes)
  expect(listed.filter(({ access }) => access === undefined)).toEqual([
    { method: 'GET', path: '/api/v1/sneaked', access: undefined, proof: false },
  ])
  expect(listRoutes(api).every(({ access }) => access !== undefined)).toBe(true)
})

test('the API describes itself in OpenAPI 3.1, each route with its access', async () => {
  const { text } = await ask('/openapi.json')
  const described = JSON.parse(text) as { openapi: string; paths: Record<string, Record<string, object>> }
  expect(described.openapi).toBe('3.1.0')
  expect(described.paths['/api/v1/desks/{desk}/notes']?.post).toMatchObject({
    'x-access': 'writer',
    requestBody: { required: true },
  })
  expect(Object.keys(described.paths)).toHaveLength(listRoutes(api).length)
})

test('a large answer is packed for whoever unpacks it, and not sent twice', async () => {
  const plain = await ask('/large', { token: anaToken })
  expect(plain.text).toBe('{"seen":true}')
  const etag = plain.response.headers.get('etag')!
  const packed = await api.request(`${origin}/api/v1/large`, {
    headers: { cookie: `__Host-amparo=${anaToken}`, 'accept-encoding': 'gzip' },
  })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await packed.arrayBuffer()).toString()).toBe('{"seen":true}')
  const same = await ask('/large', { token: anaToken, headers: { 'if-none-match': etag } })
  expect(same).toMatchObject({ status: 304, text: '' })
  const stranger = await ask('/large', { headers: { 'if-none-match': etag } })
  expect(stranger.status, 'whoever may not read it learns nothing of it').toBe(401)
})

test('it tells that it is well', async () => {
  expect((await ask('/health')).text).toBe('{"state":"well"}')
})

test('without its database it does not say that it is well', async () => {
  database.away = true
  const { status, text } = await ask('/health').finally(() => (database.away = false))
  expect(status).toBe(503)
  expect(text).not.toContain('well')
})

test('the cookie is for this host, for http and for same-site requests only', () => {
  expect(sessionCookie(origin, { token: 't', seconds: 60 })).toBe(
    '__Host-amparo=t; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
  )
  expect(sessionCookie('http://localhost:3000', { token: 't', seconds: 60 })).toBe(
    'amparo=t; Path=/; Max-Age=60; HttpOnly; SameSite=Strict',
  )
  expect(endedCookie(origin)).toContain('Max-Age=0')
})
