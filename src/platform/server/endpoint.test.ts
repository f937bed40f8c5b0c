/** The guards of an endpoint one by one: who is let through, who is told to do something first, and what is read at all. */
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'

import { ok } from '#kernel/core/result.ts'

import { createApi } from './api.ts'
import { type Access, type ApiDeps, endpoint, listRoutes, type RouteGroup } from './endpoint.ts'
import { tokenHashOf } from './session.ts'

const origin = 'https://desk.example.org'
const tokens = { writer: 'w'.repeat(43), proved: 'p'.repeat(43), confined: 'c'.repeat(43) }
const hashOf = (token: string): string =>
  tokenHashOf(new Headers({ cookie: `__Host-amparo=${token}` }), origin)!

const deps: ApiDeps = {
  origins: [origin],
  sessions: {
    find: async (tokenHash, desk) => {
      const member = {
        account: 'ana',
        steward: false,
        tokenHash,
        role: desk === 'north' ? 'writer' : null,
      } as const
      if (tokenHash === hashOf(tokens.writer)) return member
      if (tokenHash === hashOf(tokens.proved)) return { ...member, proved: true }
      // Of every right there is none counts before the factor is there.
      if (tokenHash === hashOf(tokens.confined))
        return { ...member, steward: true, role: 'lead', confined: true }
      return undefined
    },
  },
  limit: async () => ({ kind: 'may' }),
  report: () => undefined,
  askDatabase: async () => undefined,
}

let acted: unknown[] = []
beforeEach(() => {
  acted = []
})

const open = (path: string, access: Access) => ({
  method: 'get' as const,
  path,
  summary: path,
  access,
  parse: {},
  act: async ({ caller }: { caller: { kind: string } }) => {
    acted.push(caller.kind)
    return ok(caller.kind)
  },
  refusals: {},
  answer: z.object({ caller: z.string() }),
  present: (caller: string) => ({ caller }),
})

const group: RouteGroup<object> = (api, given) => {
  const declare = endpoint(api, given)
  for (const access of ['anyone', 'entering', 'session', 'steward'] as const)
    declare(open(`/${access}`, access))
  for (const access of ['reader', 'writer', 'lead'] as const) declare(open(`/desks/{desk}/${access}`, access))
  declare({ ...open('/grave', 'session'), proof: 'always' })
  const taken = {
    method: 'post' as const,
    access: 'session' as const,
    act: async ({ body }: { body: unknown }) => {
      acted.push(body)
      return ok(undefined)
    },
    refusals: {},
    present: () => undefined,
  }
  declare({
    ...taken,
    path: '/sometimes-grave',
    summary: 'Grave for some',
    proof: ({ body }: { body: { grave: boolean } }) => body.grave,
    parse: { body: z.strictObject({ grave: z.boolean(), more: z.string().optional() }), bodyLimit: 40 },
  })
  declare({
    ...taken,
    path: '/bytes',
    summary: 'Bytes',
    parse: { body: z.instanceof(Uint8Array), bodyLimit: 8, raw: true },
  })
}
const api = createApi(deps, [group])

const ask = async (path: string, who?: keyof typeof tokens) => {
  const headers = new Headers(who && { cookie: `__Host-amparo=${tokens[who]}` })
  const response = await api.request(`${origin}/api/v1${path}`, { headers })
  const body = (await response.json()) as { type?: string; caller?: string }
  return [response.status, body.type?.replace('urn:amparo:problem:', '') ?? body.caller]
}
const send = async (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  given: { readonly who?: keyof typeof tokens; readonly type?: string | null } = {},
) => {
  const { who = 'writer', type = 'application/json' } = given
  const headers = new Headers({ origin, cookie: `__Host-amparo=${tokens[who]}` })
  if (type !== null) headers.set('content-type', type)
  const response = await api.request(`${origin}/api/v1${path}`, {
    method: 'POST',
    headers,
    body: type === null ? new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body) : body,
  })
  const text = await response.text()
  const problem = (text === '' ? {} : JSON.parse(text)) as { type?: string; limit?: number }
  return [response.status, problem.type?.replace('urn:amparo:problem:', ''), problem.limit].filter(
    (one) => one !== undefined,
  )
}

test('whoever has a factor to add yet enters, and reaches nothing else, whatever their rights', async () => {
  for (const path of ['/anyone', '/entering']) expect(await ask(path, 'confined')).toEqual([200, 'member'])
  for (const path of ['/session', '/steward', '/grave', '/desks/north/reader', '/desks/north/lead'])
    expect(await ask(path, 'confined'), path).toEqual([403, 'factor_to_add'])
  expect(acted).toEqual(['member', 'member'])
})

test('what is for anyone knows who asks, and is answered to nobody in particular too', async () => {
  expect(await ask('/anyone')).toEqual([200, 'nobody'])
  expect(await ask('/anyone', 'writer')).toEqual([200, 'member'])
  expect(await ask('/entering')).toEqual([401, 'not_signed_in'])
})

test('each role reaches its own and what is below it, at its desk alone', async () => {
  expect(await ask('/desks/north/reader', 'writer')).toEqual([200, 'member'])
  expect(await ask('/desks/north/writer', 'writer')).toEqual([200, 'member'])
  expect(await ask('/desks/north/lead', 'writer')).toEqual([403, 'not_permitted'])
  for (const desk of ['south', 'north%00', '%00'])
    expect(await ask(`/desks/${desk}/reader`, 'writer'), desk).toEqual([404, 'not_found'])
  expect(await ask('/steward', 'writer')).toEqual([403, 'not_permitted'])
})

test('a grave act asks for the passphrase again, and does nothing before', async () => {
  expect(await ask('/grave', 'writer')).toEqual([403, 'passphrase_again'])
  expect(await send('/sometimes-grave', '{"grave":true}')).toEqual([403, 'passphrase_again'])
  expect(acted).toEqual([])
  expect(await send('/sometimes-grave', '{"grave":false}')).toEqual([204])
  expect(await send('/sometimes-grave', '{"grave":true}', { who: 'proved' })).toEqual([204])
  expect(await ask('/grave', 'proved')).toEqual([200, 'member'])
  const grave = listRoutes(api).filter(({ proof }) => proof)
  expect(grave.map(({ path }) => path)).toEqual(['/api/v1/grave', '/api/v1/sometimes-grave'])
})

test('a body is read to its limit and no further, as UTF-8 and nothing else', async () => {
  const most = '{"grave":false,"more":"123456789012345"}'
  expect(most).toHaveLength(40)
  expect(await send('/sometimes-grave', most)).toEqual([204])
  expect(await send('/sometimes-grave', `${most} `)).toEqual([413, 'too_large', 40])
  const utf8 = { type: 'Application/JSON; charset=UTF-8' }
  expect(await send('/sometimes-grave', '{"grave":false}', utf8)).toEqual([204])
  expect(await send('/sometimes-grave', '{"grave":false}', { type: null })).toEqual([415, 'not_json'])
  const broken = new Uint8Array([...Buffer.from('{"grave":false,"more":"'), 0xff, ...Buffer.from('"}')])
  expect(await send('/sometimes-grave', broken)).toEqual([400, 'not_json'])
})

test('bytes come as bytes, whole, and not as anything else', async () => {
  const bytes = new Uint8Array([0, 1, 2, 255, 0, 0, 0, 9])
  const type = 'application/octet-stream'
  expect(await send('/bytes', bytes, { type })).toEqual([204])
  expect(acted.map((one) => [...(one as Uint8Array)])).toEqual([[...bytes]])
  expect(await send('/bytes', new Uint8Array(9), { type })).toEqual([413, 'too_large', 8])
  for (const other of ['application/json', 'text/plain'])
    expect(await send('/bytes', bytes, { type: other }), other).toEqual([415, 'not_bytes'])
})
