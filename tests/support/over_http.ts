/** The test API behind a port, for commands that run as processes of their own. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { ORIGIN, type TestApp } from './app.ts'
import { inherited } from './inherited.ts'

export type OverHttp = { readonly address: string; readonly stop: () => Promise<void> }

/** `around` stands between the command and the API: it may look, wait, or end the command. */
export const overHttp = async (
  app: TestApp,
  around: (request: Request, send: () => Promise<Response>) => Promise<Response> = (_, send) => send(),
): Promise<OverHttp> => {
  const server = createServer((incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const request = await requestOf(incoming)
      const response = await around(request, async () => app.api.fetch(request))
      outgoing.writeHead(response.status, {
        ...Object.fromEntries(response.headers),
        'set-cookie': response.headers.getSetCookie(),
      })
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    }
    answer().catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { address: `http://localhost:${port}`, stop }
}

const requestOf = async (incoming: IncomingMessage): Promise<Request> => {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers))
    if (typeof value === 'string') headers.set(name, value)
  // The API under test knows itself by one address, whatever the port.
  headers.set('origin', ORIGIN)
  const method = incoming.method ?? 'GET'
  const body = method === 'GET' ? {} : { body: Buffer.concat(parts) }
  return new Request(`${ORIGIN}${incoming.url ?? '/'}`, { method, headers, ...body })
}

const amparo = fileURLToPath(new URL('../../src/cli/amparo.ts', import.meta.url))

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }
export type Running = { readonly kill: () => void; readonly ended: Promise<Ran> }

/** The real command, as a process. */
export const startAmparo = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running => {
  const child = spawn(process.execPath, [amparo, ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (said.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (said.err += part.toString()))
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, ...said })))
  return { kill: () => child.kill('SIGKILL'), ended }
}
