import { request as ask, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

import { ok } from '#kernel/core/result.ts'

import { createApi, templateFinder } from './api.ts'
import { endpoint } from './endpoint.ts'
import { embedPolicy, filePolicy, publicPolicy, wasmPolicy, workerPolicy } from './headers.ts'
import { pageEnvironment, startHttp, withLocalNames, type HttpServer, type PageHandler } from './http.ts'
import { faultLine } from './log.ts'

const origin = 'https://desk.example.org'
const deskPolicy = "default-src 'none'; script-src 'self' 'sha256-boot'"
const lines: string[] = []

/** Stands for SvelteKit, saying what a careless page might say. */
const pages: PageHandler = (request, response) => {
  const path = request.url ?? ''
  if (path === '/fault') throw new Error('canary')
  if (path === '/away') return void response.writeHead(503).end('words')
  if (path.startsWith('/_app/')) {
    return void response
      .writeHead(200, 'Fine', { 'content-type': 'text/javascript', 'x-powered-by': 'x' })
      .end()
  }
  response.setHeader('content-type', 'text/html')
  response.setHeader('content-security-policy', deskPolicy)
  response.setHeader('x-sveltekit-page', 'true')
  response.setHeader('referrer-policy', 'unsafe-url')
  response.statusCode = path.startsWith('/missing') ? 404 : 200
  const { headers } = request
  const seen = [headers[pageEnvironment.PROTOCOL_HEADER], headers[pageEnvironment.HOST_HEADER]]
  response.end(JSON.stringify({ seen, services: (request as { services?: unknown }).services }))
}

let server: HttpServer
beforeAll(async () => {
  const api = createApi(
    {
      origins: [origin],
      sessions: { find: async () => undefined },
      limit: async () => ({ kind: 'may' }),
      report: (cause, template) => lines.push(faultLine(cause, template)),
      askDatabase: async () => undefined,
    },
    [
      (inner, deps) =>
        endpoint(
          inner,
          deps,
        )({
          method: 'post',
          path: '/things',
          summary: 'Tells the length of what came',
          access: 'anyone',
          parse: { body: z.strictObject({ text: z.string() }) },
          act: async ({ body }) => ok(body.text.length),
          refusals: {},
          answer: z.object({ length: z.int() }),
          present: (length) => ({ length }),
        }),
      (inner, deps) =>
        endpoint(
          inner,
          deps,
        )({
          method: 'get',
          path: '/things/{thing}',
          summary: 'A thing',
          access: 'anyone',
          parse: {},
          act: async () => ok(null),
          refusals: {},
          present: () => undefined,
        }),
    ],
  )
  server = await startHttp({
    bind: '127.0.0.1',
    port: 0,
    origins: [origin],
    publicOrigin: 'https://www.example.org',
    api,
    templateOf: templateFinder(api),
    pages,
    services: { name: 'services' },
    log: (line) => lines.push(line),
    clock: () => new Date('2026-11-22T10:15:00Z'),
  })
})
afterAll(() => server.stop())

test('a page that cannot be had now says when to come again', async () => {
  const away = await get('/away')
  expect(away.status).toBe(503)
  expect(away.headers['retry-after']).toBe('5')
  expect(away.text).toBe('words')
})

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }

const get = (
  path: string,
  given: { host?: string; headers?: object; method?: string; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { host: given.host ?? 'desk.example.org', ...given.headers }
    const options = { port: server.port, host: '127.0.0.1', path, method: given.method ?? 'GET', headers }
    ask(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
      .on('error', reject)
      .end(given.body)
  })

test.each([
  '/',
  '/desk/cases',
  '/missing',
  '/fault',
  '/_app/immutable/chunks/x.js',
  '/api/v1/health',
  '/api/v1/nowhere',
  '/api',
])('%s answers with every header, and tells nothing of its maker', async (path) => {
  const { headers } = await get(path)
  expect(headers).toMatchObject({
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'permissions-policy': expect.stringContaining('camera=()'),
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'reporting-endpoints': 'violations="/violations"',
    'cache-control': expect.any(String),
  })
  for (const name of ['server', 'x-powered-by', 'x-sveltekit-page']) expect(headers).not.toHaveProperty(name)
})

const policyOf = async (path: string) => (await get(path)).headers['content-security-policy']

test('a public page may run no script, whatever it asks for', async () => {
  expect(await policyOf('/')).toBe(publicPolicy)
  expect(await policyOf('/missing')).toBe(publicPolicy)
  expect(publicPolicy).not.toContain('script-src')
  expect(publicPolicy).toMatch(/; report-uri \/violations; report-to violations$/)
})

test('a figure to be shown elsewhere is the one page that others may frame', async () => {
  for (const path of ['/figures/f01/embed', '/ar/figures/f-01_x/embed', '/figures/f01/embed?a=b']) {
    const { headers } = await get(path)
    expect(headers).toMatchObject({
      'content-security-policy': embedPolicy,
      'cross-origin-resource-policy': 'cross-origin',
      'cross-origin-embedder-policy': 'require-corp',
    })
  }
  expect(embedPolicy).toContain('frame-ancestors *')
  expect(embedPolicy).not.toContain('script-src')
})

test.each([
  '/figures/f01',
  '/figures/f01/embed/',
  '/figures/f01/embed/more',
  '/figures/f01/%65mbed',
  '/figures/embed',
  '/figures/../desk/embed',
  '/x/../figures/f01/embed',
  '//figures/f01/embed',
  '/desk/figures/f01/embed',
  '/cases/f01/embed',
])('%s may stand in no frame', async (path) => {
  const { headers } = await get(path)
  expect(headers['content-security-policy']).not.toContain('frame-ancestors *')
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
})

const resource = async (path: string) => (await get(path)).headers['cross-origin-resource-policy']

test('pictures of figures may be shown elsewhere, other files not', async () => {
  for (const path of ['/figures/f01.svg', '/ar/figures/explore.png?unit=events'])
    expect(await resource(path)).toBe('cross-origin')
  for (const path of ['/figures/f01.csv', '/icon.svg', '/cases/x.svg', '/figures/f01/x.svg'])
    expect(await resource(path)).toBe('same-origin')
})

test('the desk keeps the policy with the hash of its boot script', async () => {
  expect(await policyOf('/desk')).toBe(deskPolicy)
  expect(await policyOf('/desk/cases')).toBe(deskPolicy)
  expect(await policyOf('/desktop')).toBe(publicPolicy)
})

test("WebAssembly is for the vault's worker and the reader of PDF alone", async () => {
  expect(await policyOf('/_app/immutable/workers/vault.worker-x1.js')).toBe(wasmPolicy)
  expect(await policyOf('/_app/immutable/workers/pdf.worker.min-x1.js')).toBe(wasmPolicy)
  expect(await policyOf('/_app/immutable/workers/search-x1.js')).toBe(workerPolicy)
  expect(await policyOf('/_app/immutable/chunks/vault-x1.js')).toBe(filePolicy)
  expect(await policyOf('/api/v1/health')).toBe(filePolicy)
  for (const other of [workerPolicy, filePolicy, publicPolicy]) expect(other).not.toContain('wasm')
})

const cacheOf = async (path: string) => (await get(path)).headers['cache-control']

test('assets are kept, the desk and the API never, public pages asked for anew', async () => {
  expect(await cacheOf('/_app/immutable/chunks/x.js')).toBe('public, max-age=31536000, immutable')
  expect(await cacheOf('/desk')).toBe('no-store')
  expect(await cacheOf('/%64esk')).toBe('no-store')
  expect(await cacheOf('/api/v1/health')).toBe('no-store')
  expect(await cacheOf('/')).toBe('no-cache')
})

test('pages learn protocol and host from the configuration, never from the request', async () => {
  const forged = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    'x-amparo-protocol': 'ftp',
    'x-amparo-host': 'evil.example',
  }
  const { text } = await get('/', { headers: forged })
  expect(JSON.parse(text)).toEqual({ seen: ['https', 'desk.example.org'], services: { name: 'services' } })
})

test('a request to another host is turned away, but for the question whether we are well', async () => {
  expect((await get('/', { host: 'evil.example' })).status).toBe(421)
  expect((await get('/api/v1/openapi.json', { host: '127.0.0.1' })).status).toBe(421)
  expect((await get('/api/v1/health', { host: '127.0.0.1' })).status).toBe(200)
})

test('at the public address there is no desk and no API', async () => {
  const host = 'www.example.org'
  expect((await get('/', { host })).status).toBe(200)
  for (const path of ['/desk', '/%64esk/cases', '/api/v1/openapi.json']) {
    expect((await get(path, { host })).status).toBe(404)
  }
})

test('one machine has three names, an installation none but its own', () => {
  expect(withLocalNames(['http://localhost:3000'])).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])
  expect(withLocalNames([origin])).toEqual([origin])
})

test('a fault answers in the one shape and tells nothing', async () => {
  const { status, headers, text } = await get('/fault')
  expect(status).toBe(500)
  expect(headers['content-type']).toBe('application/problem+json')
  expect(text).not.toContain('canary')
  expect(lines.join('\n')).not.toContain('canary')
})

test('the log tells day, pattern, status and time, and nothing about anybody', async () => {
  lines.length = 0
  const headers = { 'user-agent': 'Ana Browser', referer: 'https://x.example/ana' }
  await get('/api/v1/things/ana?name=ana', { headers })
  await get('/cases/ana?q=ana', { headers })
  await get('/_app/immutable/ana.js', { headers })
  await get('/api/v1/ana', { headers })
  await get('/', { headers, method: 'PROPFIND' })
  await expect.poll(() => lines.length).toBe(5)
  expect(lines.map((line) => line.replace(/ \d+ms$/, ''))).toEqual([
    '2026-11-22 GET /api/v1/things/:thing 400',
    '2026-11-22 GET /* 200',
    '2026-11-22 GET /_app/* 200',
    '2026-11-22 GET /api/* 404',
    '2026-11-22 OTHER /* 200',
  ])
})

test('what is no HTTP is turned away without a word about us', async () => {
  const text = await new Promise<string>((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write('canary\r\n\r\n'))
    let said = ''
    socket.on('data', (part) => (said += part.toString()))
    socket.on('close', () => resolve(said))
  })
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(text).not.toContain('canary')
})

test('a port that is taken is refused in words', async () => {
  const options = {
    bind: '127.0.0.1',
    port: server.port,
    origins: [origin] as const,
    api: { fetch: () => new Response() },
    templateOf: () => '',
    pages,
    services: {},
    log: () => undefined,
    clock: () => new Date(0),
  }
  await expect(startHttp(options)).rejects.toThrow(
    `Port ${server.port} on 127.0.0.1 is taken by another program. Choose another one with PORT.`,
  )
})

const post = (text: string): Promise<Answer> =>
  get('/api/v1/things', {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  })

test('a body is read to its limit and not beyond', async () => {
  expect(JSON.parse((await post('ñ'.repeat(400_000))).text)).toEqual({ length: 400_000 })
  const refused = await post('x'.repeat(1024 * 1024))
  expect(refused.status).toBe(413)
  expect(refused.headers).toMatchObject({ 'content-type': 'application/problem+json', connection: 'close' })
  expect((await post('again')).status).toBe(200)
})

test.each(['/desk', '/x/../desk', '/./desk/cases', '/%64esk', '/d%65sk/cases'])(
  'the public host has no desk, however it is spelled: %s',
  async (path) => expect((await get(path, { host: 'www.example.org' })).status).toBe(404),
)
