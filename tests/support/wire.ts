/** Everything that passes between a browser and the server: a proxy that keeps a copy of both directions. */
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Wire = {
  /** For the browser, as the proxy it goes through. */
  readonly address: string
  /** Every request and every answer, heads and bodies. */
  readonly heard: () => Buffer
  readonly count: () => number
  readonly stop: () => Promise<void>
}

export const tapWire = async (): Promise<Wire> => {
  const heard: Buffer[] = []
  let count = 0
  const server = createServer((incoming, outgoing) => {
    const pass = async (): Promise<void> => {
      const { method, url = '', headers } = incoming
      const body = await bytesOf(incoming)
      heard.push(Buffer.from(`${method} ${url}\n${JSON.stringify(headers)}\n`), body)
      count += 1
      // A compressed answer could not be searched.
      const { 'accept-encoding': _, 'proxy-connection': __, ...rest } = headers
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        request(url, { method, headers: rest }, resolve).once('error', reject).end(body)
      })
      const answered = await bytesOf(answer)
      heard.push(Buffer.from(`${answer.statusCode}\n${JSON.stringify(answer.headers)}\n`), answered)
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(answered)
    }
    pass().catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { address: `http://127.0.0.1:${port}`, heard: () => Buffer.concat(heard), count: () => count, stop }
}

const bytesOf = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
