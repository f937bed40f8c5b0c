/**
 * The headers of every response: pages, assets, workers, errors.
 *
 * [Note: Last word] They are set when the head is written, after SvelteKit and the API have spoken, so that
 * nothing can be sent without them.
 */
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'

import { isHttps } from './config.ts'

/**
 * Where browsers tell what a policy stopped; older ones know `report-uri` alone. Those that know `report-to` ask for no
 * other, and believe over HTTPS alone where it leads: over HTTP, as under an onion address, it would silence them.
 */
export const REPORT_PATH = '/violations'
const reportTo = 'report-to violations'
const reporting = [`report-uri ${REPORT_PATH}`, reportTo]
const reportingOver = (origin: string, policyOf: string): string =>
  isHttps(origin) ? policyOf : policyOf.replace(`; ${reportTo}`, '')

const policy = (directives: readonly string[], framers: "'none'" | '*' = "'none'"): string =>
  ["default-src 'none'", ...directives, "base-uri 'none'", `frame-ancestors ${framers}`, ...reporting].join(
    '; ',
  )

/** Public pages have no script at all, and so nothing to send anywhere. */
export const publicPolicy = policy(["style-src 'self'", "img-src 'self'", "form-action 'self'"])
/** Pages that other sites show inside their own. They send nothing: no form, no script. */
export const embedPolicy = policy(["style-src 'self'", "img-src 'self'", "form-action 'none'"], '*')
/** What is no page may do nothing. */
export const filePolicy = policy(["form-action 'none'"])
/** A worker obeys its own response, not its page's. */
export const workerPolicy = policy(["script-src 'self'", "connect-src 'self'", "form-action 'none'"])
/**
 * Three workers compile WebAssembly: the vault's for the passphrase hash, and two that hold no key: the reader of PDF, for
 * the pictures of old scans, and what sets reports as PDF.
 */
export const wasmPolicy = policy([
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "form-action 'none'",
])

const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'xr-spatial-tracking',
]

/** HTTPS alone, for a year, for this host and those below it. */
const overHttps = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'reporting-endpoints': `violations="${REPORT_PATH}"`,
}

const same = {
  // With no-referrer browsers send `Origin: null`, and forms without script would be refused.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': [
    ...deniedFeatures.map((feature) => `${feature}=()`),
    // Security keys, for our own pages and no frame of others.
    'publickey-credentials-create=(self)',
    'publickey-credentials-get=(self)',
  ].join(', '),
}

/** Sees to it that whatever answers, answers with our headers. See [Note: Last word]. */
export const guardHeaders = (
  response: ServerResponse,
  of: { readonly path: string; readonly origin: string },
): void => {
  const { writeHead } = response
  const guarded = (
    status: number,
    second?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    third?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): ServerResponse => {
    const given = typeof second === 'object' ? second : third
    for (const [name, value] of headerPairs(given)) if (value !== undefined) response.setHeader(name, value)
    setHeaders(response, { ...of, status })
    return writeHead.call(response, status)
  }
  response.writeHead = guarded as typeof response.writeHead
}

/** The head of an answer to what was no request, and so has no response to guard. */
export const bareHeaders = (origin: string): Readonly<Record<string, string>> => ({
  ...same,
  ...(isHttps(origin) ? overHttps : {}),
  'content-security-policy': reportingOver(origin, filePolicy),
  'cache-control': 'no-store',
})

const headerPairs = (
  given: OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined,
): readonly (readonly [string, OutgoingHttpHeader | undefined])[] => {
  if (!Array.isArray(given)) return Object.entries(given ?? {})
  return given.flatMap((name, at) => (at % 2 === 0 ? [[String(name), given[at + 1]] as const] : []))
}

type Facts = { readonly path: string; readonly origin: string; readonly status: number }

const setHeaders = (response: ServerResponse, facts: Facts): void => {
  for (const name of response.getHeaderNames()) if (tells(name)) response.removeHeader(name)
  for (const [name, value] of Object.entries({ ...same, ...(isHttps(facts.origin) ? overHttps : {}) }))
    response.setHeader(name, value)
  // Sites that isolate themselves frame and show only what allows it by name.
  if (isEmbed(facts.path) || (isPicture(facts.path) && facts.status < 400))
    response.setHeader('cross-origin-resource-policy', 'cross-origin')
  if (isEmbed(facts.path)) response.setHeader('cross-origin-embedder-policy', 'require-corp')
  // To "not modified" a browser keeps the policy it has; any other would replace that of the page.
  if (facts.status === 304) response.removeHeader('content-security-policy')
  else
    response.setHeader('content-security-policy', reportingOver(facts.origin, choosePolicy(response, facts)))
  const cache = chooseCache(response, facts)
  if (cache !== undefined) response.setHeader('cache-control', cache)
}

/** Which program answers, and how its pages were made, is nobody's business. */
const tells = (name: string): boolean =>
  name === 'server' || name === 'x-powered-by' || name.startsWith('x-sveltekit-')

const choosePolicy = (response: ServerResponse, { path }: Facts): string => {
  if (path === '/service-worker.js') return workerPolicy
  const worker = /^\/_app\/immutable\/workers\/([^/]*)$/.exec(path)?.[1]
  if (worker !== undefined) return /^(vault|pdf)/.test(worker) ? wasmPolicy : workerPolicy
  if (!String(response.getHeader('content-type') ?? '').startsWith('text/html')) return filePolicy
  if (isEmbed(path)) return embedPolicy
  if (!isDesk(path)) return publicPolicy
  // SvelteKit's own (vite.config.ts), with the hash of its boot script; without one, a desk page may do nothing.
  const own = response.getHeader('content-security-policy')
  return typeof own === 'string' ? own : publicPolicy
}

const chooseCache = (response: ServerResponse, { path, status }: Facts): string | undefined => {
  const immutable = path.startsWith('/_app/immutable/') && status < 400
  if (immutable) return 'public, max-age=31536000, immutable'
  if (isDesk(path) || path.startsWith('/api/') || status >= 400) return 'no-store'
  // A withdrawn page must be gone at once, so public pages and feeds are always asked for anew.
  return response.hasHeader('cache-control') ? undefined : 'no-cache'
}

/** As SvelteKit's router reads it: `/%64esk` and `/x/../desk` are the desk, too. */
export const isDesk = (path: string): boolean => /^\/desk(\/|$)/.test(decoded(path))

/**
 * The pages that others may frame, found or not: "not here" has to be seen where one stood. Only spelled as we write
 * them; any other spelling is a page like all others.
 */
export const isEmbed = (path: string): boolean =>
  /^(\/[a-z]{2,3})?\/(figures\/[\w-]+\/embed|campaigns\/[a-z0-9-]+\/[a-z0-9-]+\/widget)$/.test(path)

/** Pictures of figures, which others may show by their address. */
const isPicture = (path: string): boolean => /^(\/[a-z]{2,3})?\/figures\/[\w-]+\.(svg|png)$/.test(path)

const decoded = (path: string): string => {
  try {
    return decodeURI(new URL(path, 'http://host').pathname)
  } catch {
    return path
  }
}
