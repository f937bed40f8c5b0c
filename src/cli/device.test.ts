import { createServer, type Server, type Socket } from 'node:net'

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { newDeviceDeps } from './device.ts'

const REST_MS = 50
let server: Server
let address: string
let connections = 0

/** Answers, and ends a connection that rests; it does not say for how long it waits. */
const serve = (socket: Socket): void => {
  connections += 1
  socket.on('error', () => undefined)
  socket.on('data', () => {
    socket.setTimeout(REST_MS, () => socket.destroy())
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
  })
}

beforeAll(async () => {
  server = createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const computeFor = (ms: number): void => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

test('a request after long computing does not go onto a connection that was ended meanwhile', async () => {
  const { api } = newDeviceDeps({ server: address, clock: () => new Date() })
  const ask = () => api('POST', '/desks', { body: {}, answer: z.strictObject({}) })
  for (let round = 1; round <= 3; round += 1) {
    expect(await ask()).toEqual({ ok: true, value: {} })
    // The connection rests, and its time is up while nobody here can see it.
    await new Promise((resolve) => setTimeout(resolve, 5))
    computeFor(4 * REST_MS)
    expect(await ask()).toEqual({ ok: true, value: {} })
  }
  expect(connections).toBeGreaterThan(3)
})
