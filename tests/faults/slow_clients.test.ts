/** Many who send a body letter by letter, or read letter by letter: everybody else is answered as before. */
import { connect, type Socket } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { sizeOf } from '../support/faulty_server.ts'
import { startOwnProcess, type OwnProcess } from '../support/own_process.ts'
import { rawClient } from '../support/raw_http.ts'

const SLOW = sizeOf({ usual: 300, release: 1_000 })
/** A machine shared with other tests may itself be late. */
const LEAST_LIMIT = sizeOf({ usual: 500, release: 25 })
/** MiB: what the server grows by itself while it is asked, and for each of them half a mebibyte at most. */
const MEMORY = 150 + SLOW / 2

let server: OwnProcess
beforeAll(async () => {
  server = await startOwnProcess()
}, 180_000)
afterAll(() => server?.stop())

type Crowd = { readonly open: () => number; readonly end: () => void }

const crowdOf = async (said: string, slowly: (socket: Socket) => () => void): Promise<Crowd> => {
  const stops: (() => void)[] = []
  const sockets = await Promise.all(
    Array.from(
      { length: SLOW },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(server.port, '127.0.0.1', () => {
            socket.write(said)
            stops.push(slowly(socket))
            resolve(socket)
          })
          socket.on('error', reject)
        }),
    ),
  )
  for (const socket of sockets) socket.on('error', () => undefined)
  return {
    open: () => sockets.filter((socket) => !socket.destroyed).length,
    end: () => {
      for (const stop of stops) stop()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const timesOf = async (path: string): Promise<readonly number[]> => {
  const client = rawClient(server.port, 1)
  const times: number[] = []
  for (let asked = 0; asked < 200; asked++) {
    const begun = performance.now()
    expect((await client.ask({ method: 'GET', path }))?.status).toBe(200)
    times.push(performance.now() - begun)
  }
  client.close()
  return times.toSorted((a, b) => a - b)
}

const host = (): string => `host: localhost:${server.port}\r\n`
const p99 = (times: readonly number[]): number => times[Math.floor(times.length * 0.99)] ?? Infinity

const expectUnmoved = async (crowd: () => Promise<Crowd>): Promise<void> => {
  await timesOf('/help')
  const before = { page: p99(await timesOf('/help')), api: p99(await timesOf('/api/v1/health')) }
  const memory = server.memory() ?? 0
  const slow = await crowd()
  const during = { page: p99(await timesOf('/help')), api: p99(await timesOf('/api/v1/health')) }
  const grown = ((server.memory() ?? 0) - memory) / 1024 ** 2
  console.info(`${slow.open()} slow clients: p99`, before, during, `${Math.round(grown)} MiB more`)
  expect(slow.open(), 'they are still there').toBeGreaterThan(SLOW / 2)
  slow.end()
  expect(during.page).toBeLessThan(Math.max(2 * before.page, LEAST_LIMIT))
  expect(during.api).toBeLessThan(Math.max(2 * before.api, LEAST_LIMIT))
  // Each costs a connection and what is written for it, whatever it has announced.
  expect(grown).toBeLessThan(MEMORY)
  await timesOf('/help')
}

test('who sends a body letter by letter keeps nobody else waiting', async () => {
  const head = `POST /api/v1/sign-in HTTP/1.1\r\n${host()}origin: ${server.origin}\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n"`
  await expectUnmoved(() =>
    crowdOf(head, (socket) => {
      const timer = setInterval(() => socket.writable && socket.write('a'), 500)
      return () => clearInterval(timer)
    }),
  )
}, 90_000)

test('who reads an answer letter by letter keeps nobody else waiting', async () => {
  const many = `GET /help/file HTTP/1.1\r\n${host()}\r\n`.repeat(5)
  await expectUnmoved(() =>
    crowdOf(many, (socket) => {
      socket.pause()
      const timer = setInterval(() => socket.read(1), 500)
      return () => clearInterval(timer)
    }),
  )
}, 90_000)
