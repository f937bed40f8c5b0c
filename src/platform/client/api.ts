/** The client of our own API: JSON there and back, refusals as values, no answer believed before it is parsed. */
import type { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'

export type ApiRefusal =
  /** What the server said: `type` is the last part of the problem's URN, `fields` what it adds. */
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly type: string
      readonly fields: Record<string, unknown>
    }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'bad_answer' }

export type Api = <T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  given: { readonly body?: unknown; readonly answer: z.ZodType<T>; readonly had?: Had },
) => Promise<Result<T, ApiRefusal>>

/** What the device had of a large answer: it is not sent again while it is the same. `tag` is the server's name for it. */
export type Had = {
  readonly tag: string | null
  readonly value: unknown
  readonly learn: (tag: string | null) => void
}

type ApiDeps = { readonly fetch: typeof fetch; readonly base: string }

/** `fetch` carries the session: the browser's own cookies, or a program's jar. `base` ends without a slash. */
export const createApi =
  (deps: ApiDeps): Api =>
  async (method, path, { body, answer, had }) => {
    let response: Response
    let text: string
    try {
      response = await deps.fetch(`${deps.base}/api/v1${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(had?.tag && { 'if-none-match': had.tag }),
        },
        redirect: 'error',
        cache: 'no-store',
      })
      // A connection that breaks in the middle of an answer is no answer, and no lie either.
      text = await response.text()
    } catch {
      return err({ kind: 'unreachable' })
    }
    // Its database is away or has no room: to whoever asks, the server is not there.
    if (response.status === 503) return err({ kind: 'unreachable' })
    const isSame = response.status === 304 && had !== undefined
    const json = isSame ? had.value : response.status === 204 ? null : parseJson(text)
    had?.learn(response.headers.get('etag'))
    if (!response.ok && !isSame) return err(refusalOf(response.status, json))
    const parsed = answer.safeParse(json)
    return parsed.success ? ok(parsed.data) : err({ kind: 'bad_answer' })
  }

/** The same for bytes that are no JSON: sent as they are, or answered as they are. */
export type BytesApi = {
  readonly put: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<Result<null, ApiRefusal>>
  readonly get: (path: string) => Promise<Result<Uint8Array<ArrayBuffer>, ApiRefusal>>
}

export const createBytesApi = (deps: ApiDeps): BytesApi => {
  const send = async (
    path: string,
    init: RequestInit,
  ): Promise<Result<Uint8Array<ArrayBuffer>, ApiRefusal>> => {
    try {
      const response = await deps.fetch(`${deps.base}/api/v1${path}`, {
        ...init,
        redirect: 'error',
        cache: 'no-store',
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (response.ok) return ok(bytes)
      if (response.status === 503) return err({ kind: 'unreachable' })
      return err(refusalOf(response.status, parseJson(new TextDecoder().decode(bytes))))
    } catch {
      return err({ kind: 'unreachable' })
    }
  }
  return {
    get: (path) => send(path, { method: 'GET' }),
    put: async (path, body) => {
      const headers = { 'content-type': 'application/octet-stream' }
      const sent = await send(path, { method: 'PUT', body, headers })
      return sent.ok ? ok(null) : sent
    },
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const refusalOf = (status: number, json: unknown): ApiRefusal => {
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string')
    return status >= 500 ? { kind: 'unreachable' } : { kind: 'bad_answer' }
  const {
    type,
    title: _title,
    status: _status,
    ...fields
  } = json as Record<string, unknown> & { type: string }
  return { kind: 'refused', status, type: type.split(':').at(-1) ?? type, fields }
}

/** For programs: keeps the session cookie and names the origin, as a browser would. */
export const fetchWithJar = (base: string, send: typeof fetch = fetch): typeof fetch => {
  const jar = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('origin', base)
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await send(input, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
}
