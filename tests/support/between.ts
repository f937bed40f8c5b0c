/** What stands between a browser and the server and changes answers on their way: a line that is not what it seems. */
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is said in place of an answer, from the request (`GET /path?query`) and the bytes; undefined: the truth. */
export type Change = (asked: string, told: Buffer) => string | undefined

export type Between = {
  /** The address that the browser is given. */
  readonly origin: string
  readonly change: (change: Change | null) => void
  /** From now on another server stands behind it. */
  readonly lead: (server: string) => void
  readonly stop: () => Promise<void>
}

export const standBetween = async (server: string): Promise<Between> => {
  let now: Change | null = null
  let to = new URL(server)
  const proxy = createServer((request, response) => {
    const { host, hostname, port, origin } = to
    // To the server it is a page of its own address.
    const headers = { ...request.headers, host, ...(request.headers.origin && { origin }) }
    delete headers['accept-encoding']
    // What is changed is asked for anew each time: a browser that kept it would be told that nothing is new.
    delete headers['if-none-match']
    const onward = ask(
      { hostname, port, path: request.url, method: request.method, headers, agent: false },
      (answer) => void pass(answer, { request, response, now }),
    )
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    change: (change) => void (now = change),
    lead: (next) => void (to = new URL(next)),
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      }),
  }
}

type Passing = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly now: Change | null
}

const pass = async (answer: IncomingMessage, { request, response, now }: Passing): Promise<void> => {
  try {
    const told = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>))
    const said = now?.(`${request.method} ${request.url}`, told) ?? told
    const headers = { ...answer.headers }
    delete headers['transfer-encoding']
    delete headers['content-length']
    response.writeHead(answer.statusCode ?? 502, headers).end(said)
  } catch {
    response.destroy()
  }
}
