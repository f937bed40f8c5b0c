/**
 * Public pages, kept as they were rendered while nothing that is open has changed.
 *
 * [Note: Gone at once] Before a kept page is given, the database is asked for the number of what is open, which a
 * withdrawal changes in its own transaction. So a withdrawal holds for every server process from its commit on, and
 * one that cannot ask gives nothing. The number is read before a page is rendered: a page kept under it may be newer
 * than its number, never older.
 */
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

export type PageCache = {
  /** `render` is called when there is no page that still holds. Only successful answers to GET are kept. */
  readonly answer: (asked: AskedPage, render: () => Promise<Response>) => Promise<Response>
}

/** `address` is what the answer depends on; a query that the page does not read is no part of it. */
export type AskedPage = { readonly request: Request; readonly address: string }

type Kept = {
  readonly version: number
  readonly until: number
  readonly headers: readonly (readonly [string, string])[]
  readonly plain: Uint8Array<ArrayBuffer>
  readonly packed: Uint8Array<ArrayBuffer>
}

export type PageCacheDeps = {
  /** The number of what is open now, as committed after the question. */
  readonly version: () => Promise<number>
  readonly clock: () => Date
  /** Bytes. */
  readonly keptBytes?: number
}

/** Milliseconds: what a page says beside publications (its day, the organisation's name) is at most this old. */
const keptFor = 60_000
/** Addresses with any query are pages too: the oldest make room. */
const keptPages = 1_000
const usualBytes = 16 * 1024 * 1024

export const createPageCache = ({ version, clock, keptBytes = usualBytes }: PageCacheDeps): PageCache => {
  const pages = new Map<string, Kept>()
  const underWay = new Map<string, Promise<Kept | null>>()
  let size = 0
  const drop = (key: string): void => {
    const page = pages.get(key)
    if (page) size -= page.plain.length + page.packed.length
    pages.delete(key)
  }
  const keep = (key: string, page: Kept): void => {
    drop(key)
    pages.set(key, page)
    size += page.plain.length + page.packed.length
    for (const oldest of pages.keys()) {
      if (pages.size <= keptPages && size <= keptBytes) return
      drop(oldest)
    }
  }
  return {
    answer: async ({ request, address }, render) => {
      if (request.method !== 'GET') return render()
      const number = await version()
      const now = clock().getTime()
      const kept = pages.get(address)
      if (kept && kept.version === number && kept.until > now && kept.until <= now + keptFor)
        return send(kept, request)
      // Nothing was withdrawn since that rendering began: its number is still the one just read.
      const rendering = underWay.get(`${number} ${address}`)
      const shared = rendering && (await rendering)
      if (shared) return send(shared, request)
      drop(address)
      const { promise, resolve } = Promise.withResolvers<Kept | null>()
      underWay.set(`${number} ${address}`, promise)
      let page: Kept | null = null
      try {
        const response = await render()
        if (!mayKeep(response)) return response
        page = await keptOf(response, {
          version: number,
          until: Math.min(now + keptFor, nextDay(now), endOf(response)),
        })
        keep(address, page)
        return send(page, request)
      } finally {
        underWay.delete(`${number} ${address}`)
        resolve(page)
      }
    },
  }
}

const mayKeep = (response: Response): boolean =>
  response.status === 200 && !response.headers.has('set-cookie') && !response.headers.has('content-encoding')

/** A page that says `expires` is other from then on: an ask that ends at its hour does so on every page. */
const endOf = (response: Response): number => {
  const end = Date.parse(response.headers.get('expires') ?? '')
  return Number.isNaN(end) ? Infinity : end
}

const keptOf = async (response: Response, at: Pick<Kept, 'version' | 'until'>): Promise<Kept> => {
  const plain = new Uint8Array(await response.arrayBuffer())
  const headers = [...response.headers].filter(([name]) => !ownHeaders.has(name))
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return {
    ...at,
    headers: [...headers, ['etag', etag], ['cache-control', 'no-cache'], ['vary', 'accept-encoding']],
    plain,
    packed: new Uint8Array(gzipSync(plain, { level: 9 })),
  }
}

/** Consents end with their day (UTC), and with them what they allow: no feed, list or file outlives it. */
const nextDay = (now: number): number => (Math.floor(now / DAY) + 1) * DAY
/** Milliseconds. */
const DAY = 86_400_000

const ownHeaders = new Set(['etag', 'cache-control', 'vary', 'content-length', 'expires'])

/** Packing tells nothing here: a public page holds no secret that its length could betray. */
const send = (page: Kept, request: Request): Response => {
  if (isUnchanged(page, request.headers))
    return new Response(null, { status: 304, headers: validators(page) })
  const packed = takesGzip(request.headers.get('accept-encoding') ?? '')
  const body = packed ? page.packed : page.plain
  const headers = new Headers(page.headers.map(([name, value]): [string, string] => [name, value]))
  headers.set('content-length', String(body.length))
  if (packed) headers.set('content-encoding', 'gzip')
  return new Response(body, { headers })
}

/** The hash decides; whoever has none is answered by the day and second, which only files of open data state. */
const isUnchanged = ({ headers }: Kept, asked: Headers): boolean => {
  const since = asked.get('if-modified-since')
  const changed = headers.find(([name]) => name === 'last-modified')?.[1]
  if (asked.has('if-none-match') || since === null || changed === undefined) return false
  return Date.parse(since) >= Date.parse(changed)
}

const validators = ({ headers }: Kept): [string, string][] =>
  headers.flatMap(([name, value]): [string, string][] =>
    name === 'last-modified' || ownHeaders.has(name) ? [[name, value]] : [],
  )

export const takesGzip = (accepted: string): boolean =>
  accepted.split(',').some((one) => {
    const [name, quality] = one.split(';').map((part) => part.trim().toLowerCase())
    return name === 'gzip' && !/^q=0(\.0*)?$/.test(quality ?? '')
  })
