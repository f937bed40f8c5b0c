/** TLS as members meet it: the Caddyfile that is shipped, run by Caddy with a certificate of its own, before our HTTP server. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request as askPlainly } from 'node:http'
import { request as askSecretly } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions, getCiphers } from 'node:tls'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createApi, templateFinder } from '../../src/platform/server/api.ts'
import { type HttpServer, startHttp } from '../../src/platform/server/http.ts'
import { freePort } from '../support/server.ts'

const shipped = fileURLToPath(new URL('../../docs/operations/Caddyfile', import.meta.url))
/** The names in the shipped file. */
const DESK = 'desk.example.org'
const PUBLIC = 'www.example.org'

const isThere = spawnSync('caddy', ['version']).error === undefined
if (!isThere) console.warn('caddy is not installed, so nothing spoke TLS to docs/operations/Caddyfile.')

const folder = mkdtempSync(join(tmpdir(), 'amparo-tls-'))
/** What our server was asked. */
const asked: string[] = []
let server: HttpServer
let caddy: ChildProcess
let plain: number
let secret: number
let ca: Buffer

/** The shipped file, with free ports, its own authority in place of a public one, and nothing else changed. */
const locally = (port: number): string =>
  readFileSync(shipped, 'utf8')
    .replace(
      /^\{$/m,
      `{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port ${plain}\n\thttps_port ${secret}`,
    )
    .replace('127.0.0.1:3000', `127.0.0.1:${port}`)

const startServer = (): Promise<HttpServer> => {
  const api = createApi({
    origins: [`https://${DESK}`],
    sessions: { find: async () => undefined },
    limit: async () => ({ kind: 'may' }),
    report: () => undefined,
    askDatabase: async () => undefined,
  })
  return startHttp({
    bind: '127.0.0.1',
    port: 0,
    origins: [`https://${DESK}`],
    publicOrigin: `https://${PUBLIC}`,
    api,
    templateOf: templateFinder(api),
    pages: (request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('content-type', 'text/html')
      response.end(JSON.stringify(request.headers))
    },
    services: {},
    log: () => undefined,
    clock: () => new Date('2026-11-22T10:15:00Z'),
  })
}

describe.skipIf(!isThere)('behind Caddy', () => {
  beforeAll(async () => {
    server = await startServer()
    plain = await freePort()
    secret = await freePort()
    const file = join(folder, 'Caddyfile')
    writeFileSync(file, locally(server.port))
    caddy = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', file], {
      env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    caddy.stderr?.on('data', (part: Buffer) => (said += part.toString()))
    const root = join(folder, 'caddy/pki/authorities/local/root.crt')
    for (let tried = 0; ; tried++) {
      if (existsSync(root) && (await spoken({ ca: readFileSync(root) })).startsWith('TLSv1')) break
      if (tried > 300 || caddy.exitCode !== null) throw new Error(`Caddy did not start:\n${said}`)
      await wait(200)
    }
    ca = readFileSync(root)
  }, 90_000)
  afterAll(async () => {
    caddy?.kill()
    if (caddy?.exitCode === null) await new Promise((resolve) => caddy.once('exit', resolve))
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('TLS 1.2 and 1.3 are spoken, nothing older', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
      expect(await spoken({ minVersion: version, maxVersion: version })).toBe(version)
    for (const version of ['TLSv1', 'TLSv1.1'] as const) {
      const ciphers = 'ALL:@SECLEVEL=0'
      // Their own words: it is Caddy that refuses, not the library of this test.
      expect(await spoken({ minVersion: version, maxVersion: version, ciphers })).toMatch(
        /ALERT_PROTOCOL_VERSION/,
      )
    }
  })

  test('of all suites of TLS 1.2 those alone that keep former talks secret and authenticate', async () => {
    const offered = getCiphers().filter((name) => !name.startsWith('tls_'))
    expect(offered.length).toBeGreaterThan(20)
    const taken: string[] = []
    for (const name of offered) {
      const ciphers = `${name.toUpperCase()}:@SECLEVEL=0`
      if ((await spoken({ maxVersion: 'TLSv1.2', ciphers })) === 'TLSv1.2') taken.push(name)
    }
    expect(taken.length).toBeGreaterThan(0)
    for (const name of taken) expect(name).toMatch(/^ecdhe-(ecdsa|rsa)-(aes(128|256)-gcm-|chacha20-poly1305)/)
  })

  test('the certificate is for our names, and for no other', async () => {
    for (const servername of [DESK, PUBLIC]) expect(await spoken({ servername })).toMatch(/^TLSv1/)
    expect(await spoken({ servername: 'evil.example' })).toMatch(/ALERT/)
    expect(await spoken({ ca: [] })).toMatch(/CERT|ISSUER|SIGNED/)
  })

  test('plain HTTP is sent to HTTPS, and never reaches our server', async () => {
    const before = asked.length
    for (const host of [DESK, PUBLIC])
      for (const [method, path] of [
        ['GET', '/cases?q=canary'],
        ['POST', '/api/v1/sign-in'],
      ] as const) {
        const { status, headers } = await ask({ over: 'plain', host, method, path })
        expect(status).toBe(308)
        expect(headers).not.toHaveProperty('server')
        expect(headers.location).toMatch(
          new RegExp(`^https://${host}(:${secret})?${path.replace('?', '\\?')}$`),
        )
      }
    expect(asked.length).toBe(before)
  })

  test('what our server says of itself arrives unchanged, HTTPS for a year among it', async () => {
    for (const [host, path] of [
      [DESK, '/'],
      [DESK, '/desk/cases'],
      [DESK, '/figures/f01/embed'],
      [DESK, '/_app/immutable/chunks/x.js'],
      [DESK, '/api/v1/health'],
      [DESK, '/api/v1/nowhere'],
      [PUBLIC, '/cases'],
      [PUBLIC, '/desk'],
    ] as const) {
      const through = await ask({ over: 'tls', host, path })
      const direct = await ask({ over: 'server', host, path })
      expect(through.status, path).toBe(direct.status)
      expect(ours(through.headers), path).toEqual(ours(direct.headers))
      expect(through.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
      for (const name of ['server', 'via', 'x-powered-by']) expect(through.headers).not.toHaveProperty(name)
    }
  })

  test('our server is not told who comes, nor believes what they say of themselves', async () => {
    const claims = {
      'x-forwarded-for': '192.0.2.7',
      'x-forwarded-host': 'evil.example',
      'user-agent': 'Canary/1',
    }
    const { body } = await ask({ over: 'tls', host: DESK, path: '/', headers: claims })
    expect(body).toContain(`"x-amparo-host":"${DESK}"`)
    expect(body).not.toMatch(/192\.0\.2\.7|127\.0\.0\.1|evil\.example|Canary/)
  })

  test.each([
    ['two lengths', 'content-length: 5\r\ncontent-length: 6\r\n\r\nhello!'],
    ['a length and chunks', 'content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks twice', 'transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n'],
    ['a coding that is none', 'transfer-encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'transfer-encoding : chunked\r\n\r\n0\r\n\r\n'],
    ['a length with a sign', 'content-length: +5\r\n\r\nhello'],
    ['a chunk whose size is none', 'transfer-encoding: chunked\r\n\r\nxyz\r\nhello\r\n'],
    ['a chunk longer than it says', 'transfer-encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n'],
    ['a bare CR', 'x: a\rtransfer-encoding: chunked\r\n\r\n'],
  ])(
    'Caddy and our server read a request with %s alike: none is heard that was not answered',
    async (_, said) => {
      asked.length = 0
      const answers = await sayOverTls(
        `POST /first HTTP/1.1\r\nhost: ${DESK}\r\n${said}GET /second HTTP/1.1\r\nhost: ${DESK}\r\nconnection: close\r\n\r\n`,
      )
      const passed = answers.filter((status) => status !== 400)
      expect(answers.length).toBeGreaterThan(0)
      expect(asked.filter((path) => path !== '/first').length).toBeLessThanOrEqual(
        Math.max(0, passed.length - 1),
      )
    },
  )

  // The last one: nobody answers afterwards.
  test('what Caddy answers while our server is away can run nothing, is not kept and tells nothing', async () => {
    await server.stop()
    const { status, headers, body } = await ask({ over: 'tls', host: DESK, path: '/desk' })
    expect([status, body]).toEqual([502, ''])
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    for (const name of ['server', 'via']) expect(headers).not.toHaveProperty(name)
  })
})

/** The version that was agreed on, or the code of what hindered it. */
const spoken = (given: ConnectionOptions): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: secret, servername: DESK, ca, ...given }, () => {
      resolve(socket.getProtocol() ?? '')
      socket.end()
    })
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer within 20 seconds')))
    socket.once('error', (cause: NodeJS.ErrnoException) => resolve(cause.code ?? cause.message))
  })

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }

const ask = (of: {
  readonly over: 'plain' | 'tls' | 'server'
  readonly host: string
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { over, host, path, method = 'GET' } = of
    const port = { plain, tls: secret, server: server.port }[over]
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: { host, ...of.headers },
      agent: false as const,
    }
    const sent = over === 'tls' ? askSecretly({ ...options, ca, servername: host }) : askPlainly(options)
    sent.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })

/** What belongs to one connection or one moment is left out, and where Caddy offers HTTP/3. */
const ours = (headers: IncomingHttpHeaders): object =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date', 'alt-svc'].includes(
          name,
        ),
    ),
  )

/** The statuses that were answered on one connection until it closed. */
const sayOverTls = (bytes: string): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect({ host: '127.0.0.1', port: secret, servername: DESK, ca }, () =>
      socket.write(bytes),
    )
    const done = (): void => {
      socket.destroy()
      resolve([...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)))
    }
    socket.on('data', (part: Buffer) => (heard += part.toString('latin1')))
    socket.once('close', done)
    socket.once('error', reject)
    socket.setTimeout(20_000, done)
  })
