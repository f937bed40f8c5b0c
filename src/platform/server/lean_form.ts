/**
 * Forms that so many may send at once that the pages cannot be asked each time: taken here, beside the API, under the same
 * headers, host, origin and limits. Whatever is not plainly right goes on to the pages, which answer the same form with
 * words; so this way is a shorter one and never another one.
 */
import { IncomingMessage } from 'node:http'

export type LeanForm = {
  /** The pattern of the address, for the log. */
  readonly template: string
  readonly matches: (path: string) => boolean
  /** Where the sender is led on to; null: nothing was taken, and the pages answer. */
  readonly answer: (given: { readonly path: string; readonly body: string }) => Promise<string | null>
}

/** Bytes: a form with two thousand signs, each written as several. */
const MOST_BODY = 32 * 1024
const URL_ENCODED = /^application\/x-www-form-urlencoded(; ?charset=utf-8)?$/i

/** The form that takes this request, if its head is that of a form sent from a page of ours. */
export const leanFormOf = (
  forms: readonly LeanForm[],
  {
    request,
    path,
    origin,
  }: { readonly request: IncomingMessage; readonly path: string; readonly origin: string },
): LeanForm | undefined => {
  if (request.method !== 'POST' || request.url !== path) return undefined
  const { headers } = request
  const size = Number(headers['content-length'] ?? 'NaN')
  // A browser names the page's origin with every form: see `referrer-policy` in headers.ts.
  const plain =
    headers.origin === origin &&
    URL_ENCODED.test(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    size > 0 &&
    size <= MOST_BODY
  return plain ? forms.find((form) => form.matches(path)) : undefined
}

/** Rejects where the sender leaves before the end. */
export const readBody = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)))
    request.once('error', reject)
    request.once('close', () => reject(Object.assign(new Error('The sender left.'), { code: 'ABORT_ERR' })))
  })

/** The same request once more, for whoever reads it from the start. */
export const readAgain = (request: IncomingMessage, body: Buffer): IncomingMessage => {
  const again = new IncomingMessage(request.socket)
  again.method = request.method ?? 'POST'
  again.url = request.url ?? '/'
  again.httpVersion = request.httpVersion
  again.httpVersionMajor = request.httpVersionMajor
  again.httpVersionMinor = request.httpVersionMinor
  again.headers = request.headers
  again.rawHeaders = request.rawHeaders
  again.complete = true
  again.push(body)
  again.push(null)
  return again
}
