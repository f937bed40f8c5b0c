/**
 * Gives a file to the browser's downloads piece by piece where a page may choose no place on the disk: a service worker
 * for one small address, which answers with what a page of ours offers it and with nothing else. It keeps nothing.
 */

export type Offer = { readonly id: string; readonly headers: Readonly<Record<string, string>> }

/** The offer is held; the next piece is wanted; whoever saves has ended it. */
export type Asked = 'held' | 'next' | 'stopped'

export type Piece = Uint8Array | 'end' | 'cut'

type Worker = {
  addEventListener(type: 'message', listener: (event: Told) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetched) => void): void
}
type Told = { readonly data: Offer; readonly ports: readonly MessagePort[] }
type Fetched = { readonly request: Request; respondWith(answer: Response): void }
type Held = Offer & { readonly port: MessagePort }

const worker = globalThis as unknown as Worker
const offers = new Map<string, Held>()

worker.addEventListener('message', ({ data, ports: [port] }) => {
  // What comes without a port only says that somebody is still there: a browser ends a worker that hears nothing.
  if (!port) return
  offers.set(data.id, { ...data, port })
  ask(port, 'held')
})

worker.addEventListener('fetch', (event) => {
  const id = new URL(event.request.url).pathname.split('/').at(-1) ?? ''
  const held = offers.get(id)
  offers.delete(id)
  // "No content" leaves the page that asked as it is.
  const answer = held
    ? new Response(streamOf(held.port), { headers: held.headers })
    : new Response(null, { status: 204 })
  event.respondWith(answer)
})

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port leads to one page alone
const ask = (port: MessagePort, asked: Asked): void => port.postMessage(asked)

/** A piece is asked for when the one before it is written. */
const streamOf = (port: MessagePort): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      start: (stream) => {
        port.addEventListener('message', ({ data: piece }: MessageEvent<Piece>) => {
          if (piece === 'end') stream.close()
          else if (piece === 'cut') stream.error(new Error('cut'))
          else stream.enqueue(piece)
        })
        port.start()
      },
      pull: () => ask(port, 'next'),
      cancel: () => ask(port, 'stopped'),
    },
    { highWaterMark: 0 },
  )
