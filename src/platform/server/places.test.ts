import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { limitPlaces } from './places.ts'

let server: Server
let waiting: ServerResponse[]
let guests: Socket[]
beforeEach(async () => {
  waiting = []
  guests = []
  server = createServer((request, response) => {
    if (request.url === '/slow') waiting.push(response)
    else response.end('here')
  })
  limitPlaces(server, 3)
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => {
  for (const guest of guests) guest.destroy()
  server.closeAllConnections()
  server.close()
})

const come = async (): Promise<Socket> => {
  const guest = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
  guests.push(guest)
  const seen = once(server, 'connection')
  await Promise.all([once(guest, 'connect'), seen])
  return guest
}

const say = (guest: Socket, path: string): void =>
  void guest.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
const answerTo = async (guest: Socket): Promise<string> => String((await once(guest, 'data'))[0])
const slow = async (): Promise<Socket> => {
  const guest = await come()
  say(guest, '/slow')
  await expect.poll(() => waiting.length).toBe(guests.length)
  return guest
}

test('whoever said nothing for longest gives way to whoever comes', async () => {
  const [first, second] = [await come(), await come(), await come()]
  const gone = once(first, 'close')
  const fourth = await come()
  await gone
  say(fourth, '/')
  expect(await answerTo(fourth)).toContain('here')
  say(second!, '/')
  expect(await answerTo(second!), 'the others keep their places').toContain('here')
})

test('who was answered rests again, and behind those who have not asked', async () => {
  const first = await come()
  const [second] = [await come(), await come()]
  say(first, '/')
  await answerTo(first)
  const gone = once(second, 'close')
  await come()
  await gone
  say(first, '/')
  expect(await answerTo(first)).toContain('here')
})

test('while all are being answered it is the newcomer who has to go', async () => {
  const busy = [await slow(), await slow(), await slow()]
  const late = await come()
  await once(late, 'close')
  for (const response of waiting) response.end('at last')
  for (const guest of busy) expect(await answerTo(guest)).toContain('at last')
})
