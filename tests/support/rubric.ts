/** What every answer of the server must carry, whatever was asked; used by all tests that look at answers. */
import type { IncomingHttpHeaders } from 'node:http'

export type Seen = {
  readonly method: string
  /** Path with its query, as it was asked. */
  readonly path: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const deniedAlways = ['camera', 'microphone', 'geolocation', 'usb', 'payment']

/** The faults of an answer's head, in words; none is the right number. */
export const headFaults = ({ path, status, headers }: Seen): readonly string[] => {
  const policy = String(headers['content-security-policy'] ?? '')
  const faults: string[] = []
  const expect = (holds: boolean, words: string): void => void (holds || faults.push(words))
  if (status !== 304) {
    expect(policy.startsWith("default-src 'none'"), 'a policy that begins with nothing allowed')
    expect(policy.includes("base-uri 'none'"), 'no base')
    expect(
      !/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|data:|https?:|strict-dynamic/.test(policy),
      'nothing unsafe',
    )
    expect(!/script-src/.test(policy) || !isPublicPage(path, headers), 'no script on a public page')
    const framers = /frame-ancestors ([^;]*)/.exec(policy)?.[1]
    expect(framers === "'none'" || isEmbedPath(path), 'no frame')
  }
  expect(headers['x-content-type-options'] === 'nosniff', 'nosniff')
  expect(headers['referrer-policy'] === 'same-origin', 'referrer within the site')
  expect(headers['cross-origin-opener-policy'] === 'same-origin', 'COOP')
  const resource = headers['cross-origin-resource-policy']
  expect(resource === 'same-origin' || (resource === 'cross-origin' && mayStandElsewhere(path)), 'CORP')
  const features = String(headers['permissions-policy'] ?? '')
  expect(
    deniedAlways.every((feature) => features.includes(`${feature}=()`)),
    'no features',
  )
  expect(headers['cache-control'] !== undefined || status === 304, 'how long it may be kept')
  if (isPrivate(path)) expect(headers['cache-control'] === 'no-store', 'no-store')
  const readers = headers['access-control-allow-origin']
  expect(readers === undefined || (readers === '*' && mayBeReadElsewhere(path)), 'no reader of another site')
  for (const name of Object.keys(headers)) {
    expect(
      !/^(server|via|x-powered-by|x-sveltekit-.*|access-control-(?!allow-origin$).*|x-.*version)$/.test(name),
      `no ${name}`,
    )
  }
  return faults
}

/** Where only what is open may ever be kept by others. */
const isPrivate = (path: string): boolean => /^\/(desk|api)([/?#]|$)/.test(path)

const isPublicPage = (path: string, headers: IncomingHttpHeaders): boolean =>
  !path.startsWith('/desk') &&
  !path.startsWith('/_app/') &&
  /html/.test(headers['content-type'] ?? '') &&
  !encoded(path)

/** A path that may be the desk's in another spelling. */
const encoded = (path: string): boolean => /%|\/\/|\\|\/\.|\.\./.test(path)

const isEmbedPath = (path: string): boolean =>
  /\/(figures\/[\w-]+\/embed|campaigns\/[a-z0-9-]+\/[a-z0-9-]+\/widget)([?#]|$)/.test(path)
const mayStandElsewhere = (path: string): boolean =>
  isEmbedPath(path) || /\/figures\/[\w-]+\.(svg|png)([?#]|$)/.test(path)

/** Open data, which scripts of other sites may read; they get it as everybody does, without a cookie. */
const mayBeReadElsewhere = (path: string): boolean =>
  encoded(path) ||
  /^(\/[a-z]{2,3})?\/(oembed|figures\/.+\.(json|csv)|figures\.csv|instruments\/.+\/akn\.xml)([?#]|$)/.test(
    path,
  )

/** What would tell of our inside: places in the code, statements of the database, names of libraries. */
const inside =
  /node_modules|\/src\/|\/build\/|\.[cm]?[jt]s:\d+|\bat [\w.<>]+ \(|TypeError|RangeError|SyntaxError|ZodError|PostgresError|SQLSTATE|ECONN|relation "|column "|syntax error at|invalid input syntax|amparo_(?:owner|login|app|gate|public|jobs)|kysely|drizzle|\bhono\b|node:internal/i

/** The faults of what an answer says. */
export const bodyFaults = ({ method, path, status, headers, body }: Seen): readonly string[] => {
  const faults: string[] = []
  // A costly page that others wait for says when to come again; nothing of the API does.
  const isBusy = status === 503 && 'retry-after' in headers && !path.startsWith('/api')
  if (status >= 500 && !isBusy) faults.push(`a status of ${status}`)
  if (/<script>alert|<img src=x/.test(body)) faults.push('what was asked comes back as markup')
  if (status < 400 || method === 'HEAD') return faults
  if (inside.test(body)) faults.push(`tells of its inside: ${inside.exec(body)?.[0]}`)
  const type = headers['content-type'] ?? ''
  if (/^\/api([/?#]|$)/.test(path) && type !== 'application/problem+json')
    faults.push(`an error as ${type || 'nothing'}`)
  if (type === 'application/problem+json') faults.push(...problemFaults(body, status))
  return faults
}

const problemFaults = (body: string, status: number): readonly string[] => {
  try {
    const said = JSON.parse(body) as { type?: unknown; title?: unknown; status?: unknown }
    const right =
      typeof said.type === 'string' &&
      /^urn:amparo:problem:[a-z0-9_]+$/.test(said.type) &&
      typeof said.title === 'string' &&
      said.status === status
    return right ? [] : ['a problem of another shape']
  } catch {
    return ['a problem that is no JSON']
  }
}
