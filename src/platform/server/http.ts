/** Our own HTTP server: guards the headers, hands /api/ to the API and everything else to the pages. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, type Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

import { isLocal } from './config.ts'
import { bareHeaders, guardHeaders, isDesk, REPORT_PATH } from './headers.ts'
import { leanFormOf, type LeanForm, readAgain, readBody } from './lean_form.ts'
import { logLine } from './log.ts'
import { limitPlaces } from './places.ts'
import { problem, problemText } from './problem.ts'
import { isUnavailable, RETRY_SECONDS } from './unavailable.ts'
import type { Violations } from './violations.ts'

/** SvelteKit's built handler, or nothing where only the API is served. */
export type PageHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void | Promise<void>

export type HttpOptions = {
  readonly bind: string
  /** 0 takes any free one. */
  readonly port: number
  /** The desk's addresses; a request to any other host is turned away. */
  readonly origins: readonly [string, ...string[]]
  /** Where only public pages are, when they have an address of their own. */
  readonly publicOrigin?: string
  readonly api: { readonly fetch: (request: Request) => Response | Promise<Response> }
  /** The pattern of the API route behind a method and path, for the log. */
  readonly templateOf: (method: string, path: string) => string
  readonly pages: PageHandler
  /** Taken before the pages. */
  readonly forms?: readonly LeanForm[]
  /** Taken at every address, and with no line in the log for each. */
  readonly violations?: Violations
  readonly services: object
  readonly log: (line: string) => void
  readonly clock: () => Date
}

export type HttpServer = {
  readonly port: number
  /** Lets running requests end, for ten seconds at most. */
  readonly stop: () => Promise<void>
}

/** In these the pages' handler reads protocol and host: its own guess would be https. */
export const pageEnvironment = { PROTOCOL_HEADER: 'x-amparo-protocol', HOST_HEADER: 'x-amparo-host' } as const

/** Starts to listen, or says in words why it cannot. */
export const startHttp = async (options: HttpOptions): Promise<HttpServer> => {
  const server = createServer(limits, (request, response) => {
    answer(options, request, response).catch((cause: unknown) => giveUp(options, response, cause))
  })
  // A reader slower than this, or one who sends nothing, gives his place to others.
  server.timeout = 60_000
  server.keepAliveTimeout = 5_000
  limitPlaces(server, 2_000)
  server.on('clientError', (cause, socket) => turnAway(options, cause, socket))
  // Node would answer these itself, without a header of ours.
  server.on('checkExpectation', (request, response: ServerResponse) => {
    guardHeaders(response, { path: '/api/', origin: options.origins[0] })
    send(response, problem(417, 'not_understood')).catch(() => response.destroy())
  })
  await listen(server, options)
  return { port: (server.address() as AddressInfo).port, stop: () => stopGently(server) }
}

const limits = {
  headersTimeout: 10_000,
  // A mebibyte over a slow onion circuit still fits.
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
  // Without one a request is turned away like one for another host, with our headers.
  requireHostHeader: false,
}

/** What was no request, or never became one in time. */
const turnAway = (options: HttpOptions, cause: ParserFault, socket: Duplex): void => {
  if (!socket.writable || cause.code === 'ECONNRESET') return void socket.destroy()
  const [status, words, type] = unreadable.get(cause.code ?? '') ?? [400, 'Bad Request', 'not_understood']
  const body = problemText(status, type)
  const headers = {
    ...bareHeaders(options.origins[0]),
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${words}\r\n${lines.join('')}\r\n${asksForHeadAlone(cause) ? '' : body}`)
}

type ParserFault = NodeJS.ErrnoException & { readonly rawPacket?: Buffer; readonly bytesParsed?: number }

/** What comes in one packet with it may begin with the end of the body before. */
const asksForHeadAlone = ({ rawPacket, bytesParsed }: ParserFault): boolean => {
  const begun = rawPacket?.toString('latin1', 0, bytesParsed).split('\r\n\r\n').at(-1) ?? ''
  return /HEAD (\S*$|\S* HTTP\/)/.test(begun)
}

const unreadable = new Map<string, readonly [status: number, words: string, type: string]>([
  ['HPE_HEADER_OVERFLOW', [431, 'Request Header Fields Too Large', 'too_large']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', [413, 'Payload Too Large', 'too_large']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'Request Timeout', 'too_slow']],
])

const listen = (server: Server, { bind, port }: HttpOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') return reject(cause)
      const words = `Port ${port} on ${bind} is taken by another program. Choose another one with PORT.`
      return reject(Object.assign(new Error(words), { code: cause.code }))
    })
    server.listen(port, bind, resolve)
  })

const stopGently = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), 10_000)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })

const answer = async (
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  const publicOnly = originOf(request, options.origins) === undefined
  const origin = originOf(request, [
    ...options.origins,
    ...(options.publicOrigin ? [options.publicOrigin] : []),
  ])
  guardHeaders(response, { path, origin: origin ?? options.origins[0] })
  const violations = path === REPORT_PATH ? options.violations : undefined
  if (!violations) logWhenDone(options, { request, response, path })
  const api = path === '/api' || path.startsWith('/api/')
  // Answering any host would let a foreign name that points here act as ours (DNS rebinding).
  if (origin === undefined && path !== '/api/v1/health') {
    return send(response, problem(421, 'unknown_host'))
  }
  if (origin !== undefined && publicOnly && (api || isDesk(path))) {
    return send(response, problem(404, 'not_found'))
  }
  // No address of ours has a NUL in it, and no database takes one.
  if (!path.startsWith('/') || /%00/.test(path)) return send(response, problem(400, 'not_understood'))
  // No Request can be made of these, and TRACE would show a cookie to whoever asks.
  if (['TRACE', 'TRACK', 'CONNECT'].includes(request.method ?? ''))
    return send(response, problem(405, 'method_not_allowed'))
  if (violations) return send(response, await violations.take(request))
  const at = origin ?? options.origins[0]
  if (api) return send(response, await options.api.fetch(toRequest(request, response, at)))
  const form = leanFormOf(options.forms ?? [], { request, path, origin: at })
  if (form) return serveForm(options, form, { request, response, origin: at })
  return servePage(options, { request, response, origin: at })
}

/** See lean_form.ts. */
const serveForm = async (
  options: HttpOptions,
  form: LeanForm,
  { request, response, origin }: Exchange & { readonly origin: string },
): Promise<void> => {
  Object.assign(request, { routeTemplate: form.template })
  const body = await readBody(request)
  const location = await form.answer({ path: request.url ?? '/', body: body.toString('utf8') })
  if (location !== null) {
    response.writeHead(303, { location, 'content-length': 0 }).end()
    return
  }
  const again = Object.assign(readAgain(request, body), { routeTemplate: form.template })
  return servePage(options, { request: again, response, origin })
}

/** Which of our addresses the request names; protocol and host come from configuration, never from the request. */
const originOf = (request: IncomingMessage, origins: readonly string[]): string | undefined => {
  // Of two names Node takes the first, and a proxy in front of it perhaps the second: neither is believed.
  const hosts = request.headersDistinct.host ?? []
  const host = hosts.length === 1 ? hosts[0]?.toLowerCase() : undefined
  return origins.find((origin) => new URL(origin).host === host)
}

/** The names of one machine: at localhost a browser may be told 127.0.0.1 as well. */
export const withLocalNames = (origins: readonly [string, ...string[]]): readonly [string, ...string[]] => {
  const [first, ...others] = origins
  const url = new URL(first)
  if (!isLocal(url) || url.protocol !== 'http:') return origins
  const port = url.port ? `:${url.port}` : ''
  const names = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}${port}`)
  return [first, ...new Set([...others, ...names].filter((name) => name !== first))]
}

type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

const ONE_PRESS = /^(\/[a-z]{2,3})?\/campaigns\/unsubscribe\?k=/

const servePage = (
  options: HttpOptions,
  exchange: Exchange & { readonly origin: string },
): void | Promise<void> => {
  const { request, response, origin } = exchange
  const { protocol, host } = new URL(origin)
  for (const name of Object.keys(request.headers))
    if (name.startsWith('x-forwarded')) delete request.headers[name]
  request.headers[pageEnvironment.PROTOCOL_HEADER] = protocol.slice(0, -1)
  request.headers[pageEnvironment.HOST_HEADER] = host
  // A mail program presses for its reader, from no page at all (RFC 8058): the key in the address is its right to.
  if (request.method === 'POST' && ONE_PRESS.test(request.url ?? '')) request.headers.origin = origin
  Object.assign(request, { services: options.services })
  tellWhen(response)
  return options.pages(request, response, () => {
    response.writeHead(404).end()
  })
}

/** Pages say in words that they cannot be had now; programs are told when to come again. */
const tellWhen = (response: ServerResponse): void => {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse
  response.writeHead = (status: number, ...more: unknown[]) => {
    if (status === 503) response.setHeader('retry-after', String(RETRY_SECONDS))
    return writeHead(status, ...more)
  }
}

const toRequest = (request: IncomingMessage, response: ServerResponse, origin: string): Request => {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableEnded) gone.abort()
  })
  const headers = new Headers()
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '')
  }
  const method = request.method ?? 'GET'
  const bodiless = method === 'GET' || method === 'HEAD'
  return new Request(new URL(request.url ?? '/', origin), {
    method,
    headers,
    signal: gone.signal,
    ...(bodiless ? {} : { body: Readable.toWeb(request) as ReadableStream<Uint8Array>, duplex: 'half' }),
  })
}

const send = async (response: ServerResponse, from: Response): Promise<void> => {
  for (const [name, value] of from.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  const cookies = from.headers.getSetCookie()
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  // What a refused request still sends is not waited for.
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.writeHead(from.status)
  if (!from.body || response.req.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline(Readable.fromWeb(from.body as NodeReadableStream), response)
}

const logWhenDone = (options: HttpOptions, exchange: Exchange & { readonly path: string }): void => {
  const { request, response, path } = exchange
  const started = performance.now()
  response.once('close', () => {
    const method = request.method ?? 'GET'
    const ms = performance.now() - started
    const template = templateOfExchange(options, { request, path, method })
    options.log(logLine({ day: options.clock(), method, template, status: response.statusCode, ms }))
  })
}

const templateOfExchange = (
  options: HttpOptions,
  of: { readonly request: IncomingMessage; readonly path: string; readonly method: string },
): string => {
  if (of.path.startsWith('/api/')) return options.templateOf(of.method, of.path)
  if (of.path.startsWith('/_app/')) return '/_app/*'
  const template = (of.request as { routeTemplate?: unknown }).routeTemplate
  return typeof template === 'string' ? template : '/*'
}

const giveUp = (options: HttpOptions, response: ServerResponse, cause: unknown): void => {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  const readerLeft = code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR'
  if (!readerLeft)
    options.log(`fault ${cause instanceof Error ? cause.name : 'unknown'} ${code ?? ''}`.trim())
  if (response.headersSent) {
    response.destroy()
    return
  }
  const words = isUnavailable(cause)
    ? problem(503, 'unavailable', { seconds: RETRY_SECONDS })
    : problem(500, 'internal')
  void send(response, words).catch(() => response.destroy())
}
