/** Requests as no browser sends them: any path, any header, over connections that stay open; or bytes on a socket. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'

export type RawRequest = {
  readonly method: string
  readonly path: string
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: Buffer
  /** Without a declared length. */
  readonly chunked?: boolean
}
export type RawAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type RawClient = {
  /** Undefined where the server hung up without an answer. */
  readonly ask: (asked: RawRequest) => Promise<RawAnswer | undefined>
  readonly close: () => void
}

export const rawClient = (port: number, connections = 16, name = `localhost:${port}`): RawClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const once = (asked: RawRequest): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const { method, path, headers = [], body, chunked } = asked
      const given = ['host', name, ...headers.flat()]
      if (body !== undefined && !chunked) given.push('content-length', String(body.length))
      if (chunked) given.push('transfer-encoding', 'chunked')
      const sent = request({ agent, port, host: '127.0.0.1', method, path, headers: given }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        )
      })
      sent.setTimeout(60_000, () => sent.destroy(new Error('no answer within 60 seconds')))
      sent.on('error', reject)
      sent.end(body)
    })
  const ask = async (asked: RawRequest, tries = 3): Promise<RawAnswer | undefined> => {
    try {
      return await once(asked)
    } catch (cause) {
      // A kept connection that the server closes just now is no answer; neither is one closed on a body too large.
      const code = (cause as NodeJS.ErrnoException).code ?? ''
      if (!['ECONNRESET', 'EPIPE'].includes(code))
        throw new Error(`${asked.method} ${asked.path}: ${String(cause)}`, { cause })
      return tries > 1 ? ask(asked, tries - 1) : undefined
    }
  }
  return { ask: (asked) => ask(asked), close: () => agent.destroy() }
}

export type Heard = {
  readonly text: string
  /** Milliseconds until the server closed, or null where it did not within the wait. */
  readonly closedAfter: number | null
}

/** Sends bytes, and then one by one the `drops`, and hears what comes until the server closes or `wait` is over. */
export const sayOnSocket = (
  port: number,
  bytes: string | Buffer,
  given: { readonly wait: number; readonly drop?: { readonly text: string; readonly every: number } },
): Promise<Heard> =>
  new Promise((resolve) => {
    const begun = performance.now()
    const parts: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const { drop } = given
    const dropping = drop && setInterval(() => socket.writable && socket.write(drop.text), drop.every)
    const finish = (closedAfter: number | null): void => {
      clearInterval(dropping)
      clearTimeout(waiting)
      socket.destroy()
      resolve({ text: Buffer.concat(parts).toString('latin1'), closedAfter })
    }
    const waiting = setTimeout(() => finish(null), given.wait)
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('error', () => undefined)
    socket.on('close', () => finish(performance.now() - begun))
  })
