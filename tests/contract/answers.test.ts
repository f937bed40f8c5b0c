/** Every answer over the wire, of whatever status, carries the same headers; every error has the one shape. */
import { connect } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { templateFinder } from '../../src/platform/server/api.ts'
import { listRoutes } from '../../src/platform/server/endpoint.ts'
import { type HttpServer, startHttp, withLocalNames } from '../../src/platform/server/http.ts'
import { newId, problemSchema, sessionOf } from '../support/adversary.ts'
import { ORIGIN, startTestDesk, type TestDesk } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

let app: TestDesk
let http: HttpServer
let token: string
const lines: string[] = []

beforeAll(async () => {
  app = await startTestDesk()
  http = await startHttp({
    bind: '127.0.0.1',
    port: 0,
    origins: withLocalNames([ORIGIN]),
    api: app.api,
    templateOf: templateFinder(app.api),
    pages: (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>page'),
    services: {},
    log: (line) => lines.push(line),
    clock: () => new Date(),
  })
  const account = await asSuperuser(app.database, async (client) => {
    const { rows } = await client.query<{ id: string }>(`select id from amparo.account where name = 'ben'`)
    return rows[0]!.id
  })
  token = await sessionOf(app, account)
})
afterAll(async () => {
  await http.stop()
  await app.stop()
})

type Answer = { readonly status: number; readonly headers: Headers; readonly body: string }

/** As bytes, so that nothing of ours or of the platform's mends the request on its way. */
const wire = (text: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(http.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', ...rest] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
      const [first = '', ...fields] = head.split('\r\n')
      const headers = new Headers(
        fields.map((field) => field.split(/: (.*)/s).slice(0, 2) as [string, string]),
      )
      resolve({ status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') })
    })
  })

const request = (
  method: string,
  path: string,
  given: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<Answer> => {
  const body = given.body ?? ''
  const headers = {
    host: 'localhost:3000',
    connection: 'close',
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...given.headers,
  }
  const fields = Object.entries(headers).map(([name, text]) => `${name}: ${text}\r\n`)
  return wire(`${method} ${path} HTTP/1.1\r\n${fields.join('')}\r\n${body}`)
}

const own = () => ({ cookie: `amparo=${token}`, origin: ORIGIN, 'content-type': 'application/json' })

const isSafe = ({ status, headers, body }: Answer, asked: string): void => {
  const of = (name: string) => headers.get(name)
  expect(of('content-security-policy'), asked).toMatch(
    /^default-src 'none'; .*base-uri 'none'; frame-ancestors 'none'/,
  )
  expect(of('content-security-policy'), asked).not.toContain('unsafe-inline')
  expect(of('x-content-type-options'), asked).toBe('nosniff')
  expect(of('referrer-policy'), asked).toBe('same-origin')
  expect(of('cross-origin-opener-policy'), asked).toBe('same-origin')
  expect(of('cross-origin-resource-policy'), asked).toBe('same-origin')
  expect(of('permissions-policy'), asked).toContain('geolocation=()')
  expect(of('access-control-allow-origin'), asked).toBeNull()
  expect([of('server'), of('x-powered-by')], asked).toEqual([null, null])
  if (asked.includes('/api/')) expect(of('cache-control'), asked).toBe('no-store')
  if (!asked.includes('/api/') && status === 200) return
  if (status < 400 || asked.startsWith('HEAD')) return
  expect(of('content-type'), asked).toBe('application/problem+json')
  const text = body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)
  expect(problemSchema.parse(JSON.parse(text)).status, asked).toBe(status)
  expect(text, asked).not.toMatch(/node_modules|\.ts:|at \w+ \(|select |amparo_|pg_|stack/i)
}

test('every route, asked in every way it can be, answers with all headers and in the one shape', async () => {
  const statuses = new Set<number>()
  for (const { method, path } of listRoutes(app.api)) {
    const filled = path.replace(':desk', app.desk).replace(/:\w+/, newId())
    const body = method === 'GET' ? '' : '{'
    const ways: readonly Record<string, string>[] = [
      {},
      { origin: ORIGIN },
      { origin: 'https://evil.example' },
      own(),
      { ...own(), 'content-type': 'text/plain' },
      { ...own(), cookie: `amparo=${'x'.repeat(43)}` },
    ]
    for (const headers of ways) {
      const answer = await request(method, filled, { headers, body })
      statuses.add(answer.status)
      isSafe(answer, `${method} ${filled} ${JSON.stringify(headers)}`)
    }
    isSafe(await request('HEAD', filled, { headers: own() }), `HEAD ${filled}`)
  }
  expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 400, 401, 403, 404, 415])
})

test.each<[string, () => Promise<Answer>, number]>([
  [
    'too large a body',
    () => request('POST', '/api/v1/sign-in', { headers: own(), body: `"${'a'.repeat(1_100_000)}"` }),
    413,
  ],
  ['a route that is none', () => request('GET', '/api/v1/nowhere'), 404],
  ['the API’s own root', () => request('GET', '/api'), 404],
  ['another version of it', () => request('GET', '/api/v2/me'), 404],
  ['another host', () => request('GET', '/api/v1/me', { headers: { host: 'evil.example' } }), 421],
  ['another host’s page', () => request('GET', '/', { headers: { host: 'evil.example' } }), 421],
  ['a method that is none', () => request('PROPFIND', '/api/v1/me', { headers: own() }), 404],
  ['TRACE', () => request('TRACE', '/api/v1/me', { headers: own() }), 405],
  ['an address that is none', () => request('GET', '/api/v1/%'), 404],
  ['an address out of the API', () => request('GET', '/api/../desk'), 404],
  ['an absolute address', () => request('GET', 'http://evil.example/api/v1/me'), 400],
  ['a star', () => request('OPTIONS', '*'), 400],
  [
    'too many attempts',
    async () => {
      const body = JSON.stringify({ name: 'guessed', authKey: 'A'.repeat(43) })
      for (let once = 0; once < 8; once++) await request('POST', '/api/v1/sign-in', { headers: own(), body })
      return request('POST', '/api/v1/sign-in', { headers: own(), body })
    },
    429,
  ],
])('%s is answered in the one shape, with all headers', async (name, asked, status) => {
  const answer = await asked()
  expect(answer.status).toBe(status)
  isSafe(answer, name)
  if (status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('a fault of the server tells nothing of itself', async () => {
  await asSuperuser(app.database, (client) => client.query('alter table amparo.session rename to gone'))
  try {
    const answer = await request('GET', '/api/v1/me', { headers: own() })
    expect(answer.status).toBe(500)
    isSafe(answer, 'GET /api/v1/me (broken)')
    expect(answer.body).toContain('"type":"urn:amparo:problem:internal"')
  } finally {
    await asSuperuser(app.database, (client) => client.query('alter table amparo.gone rename to session'))
  }
  expect((await request('GET', '/api/v1/me', { headers: own() })).status).toBe(200)
})

test('the log of all this names no address, case or query', () => {
  expect(lines.length).toBeGreaterThan(100)
  for (const line of lines) expect(line).toMatch(/^\d{4}-\d{2}-\d{2} [A-Z]+ [/a-z0-9:*._-]+ \d{3} \d+ms$/)
})

test('a request with two bodies or two lengths is turned away before it is read', async () => {
  const head = 'POST /api/v1/sign-in HTTP/1.1\r\nhost: localhost:3000\r\nconnection: close\r\n'
  for (const smuggled of [
    'content-length: 5\r\ncontent-length: 6\r\n\r\nhello!',
    'content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  ])
    expect((await wire(`${head}${smuggled}`)).status).toBe(400)
})
