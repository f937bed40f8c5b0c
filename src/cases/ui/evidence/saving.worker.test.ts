/** The worker that gives a file to the downloads, driven as a browser drives it. */
import { beforeAll, expect, test } from 'vitest'
import type { Asked, Piece } from './saving.worker.ts'

type Listener = (event: object) => void
const listeners = new Map<string, Listener>()

beforeAll(async () => {
  Object.assign(globalThis, {
    addEventListener: (name: string, listener: Listener) => void listeners.set(name, listener),
  })
  await import('./saving.worker.ts')
  Reflect.deleteProperty(globalThis, 'addEventListener')
})

const PIECE = 1_000_000
const PIECES = 300

/** A page that offers a file and gives a piece whenever one is asked for; answers what is given and not yet read. */
const offer = (id: string) => {
  const { port1: page, port2 } = new MessageChannel()
  const given = { pieces: 0, stopped: false }
  const give = (piece: Piece) =>
    page.postMessage(piece, piece instanceof Uint8Array ? [piece.buffer as ArrayBuffer] : [])
  page.addEventListener('message', ({ data: asked }: MessageEvent<Asked>) => {
    if (asked === 'stopped') given.stopped = true
    if (asked !== 'next') return
    if (given.pieces === PIECES) return give('end')
    given.pieces += 1
    give(new Uint8Array(PIECE).fill(given.pieces))
  })
  page.start()
  listeners.get('message')?.({ data: { id, headers: { 'content-type': 'video/mp4' } }, ports: [port2] })
  return { given, end: () => page.close() }
}

const fetched = async (id: string): Promise<Response> => {
  let answer: Response | undefined
  const event = {
    request: new Request(`https://desk.example.org/_app/immutable/workers/saving/${id}`),
    respondWith: (response: Response) => void (answer = response),
  }
  listeners.get('fetch')?.(event)
  return answer!
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20))

test('of three hundred megabytes never more than one piece is on its way', async () => {
  const { given, end } = offer('whole')
  const response = await fetched('whole')
  expect(response.headers.get('content-type')).toBe('video/mp4')
  await aMoment()
  expect(given.pieces, 'nobody reads yet').toBe(0)
  let read = 0
  let most = 0
  for await (const bytes of response.body!) {
    expect(bytes[0]).toBe((read / PIECE + 1) % 256)
    most = Math.max(most, given.pieces * PIECE - read)
    read += bytes.length
    // Whoever writes to a slow disk takes its time: nothing comes meanwhile.
    if (read === 3 * PIECE) {
      await aMoment()
      expect(given.pieces).toBe(3)
    }
  }
  expect(read).toBe(PIECES * PIECE)
  expect(most).toBe(PIECE)
  end()
})

test('a download that is stopped asks for nothing more', async () => {
  const { given, end } = offer('stopped')
  const reader = (await fetched('stopped')).body!.getReader()
  await reader.read()
  await reader.cancel()
  await expect.poll(() => given.stopped).toBe(true)
  expect(given.pieces).toBe(1)
  end()
})

test('an address that nobody offers, or that was asked for before, answers nothing', async () => {
  const { end } = offer('once')
  expect((await fetched('once')).status).toBe(200)
  expect((await fetched('once')).status).toBe(204)
  expect((await fetched('never')).status).toBe(204)
  end()
})
