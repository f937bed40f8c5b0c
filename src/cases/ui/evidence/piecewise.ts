/**
 * Saving through the browser's downloads: a piece is opened when the one before it was taken, and no byte lies
 * anywhere but in the file that is saved. A service worker for this alone answers as a server would, and goes afterwards.
 */
import type { Asked, Offer, Piece } from './saving.worker.ts'
import { savingAddress } from './trusted.ts'

export type Piecewise = {
  readonly save: (
    stream: ReadableStream<Uint8Array>,
    headers: Readonly<Record<string, string>>,
  ) => Promise<void>
}

/** Null where the browser has no such workers, as in most private windows. */
export const startPiecewise = async (): Promise<Piecewise | null> => {
  if (!('serviceWorker' in navigator)) return null
  try {
    await register()
    return {
      save: (stream, headers) =>
        navigator.locks.request(IN_USE, { mode: 'shared' }, () => saveBy(stream, headers)),
    }
  } catch {
    return null
  }
}

const IN_USE = 'amparo saving'

const saveBy: Piecewise['save'] = async (stream, headers) => {
  const { registration, worker, scope } = await register()
  try {
    await give(stream, { worker, scope, headers })
  } finally {
    // Over all tabs of the browser: one that is done does not take the worker away from another that saves.
    const leave = () =>
      navigator.locks.request(IN_USE, { ifAvailable: true }, (lock) => lock && registration.unregister())
    setTimeout(() => void leave(), AFTERWARDS_MS)
  }
}

const register = async () => {
  const scope = new URL('saving/', new URL(String(savingAddress()), location.href))
  const registration = await navigator.serviceWorker.register(savingAddress(), { scope: scope.pathname })
  const worker = registration.installing ?? registration.waiting ?? registration.active
  if (worker === null) throw new Error('no worker')
  await activated(worker)
  return { registration, worker, scope }
}

/** What was given last may still be on its way to the disk. */
const AFTERWARDS_MS = 20_000
/** Browsers end a worker that heard nothing for half a minute. */
const STILL_HERE_MS = 10_000

const activated = (worker: ServiceWorker): Promise<void> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker.state === 'activated') resolve()
      if (worker.state === 'redundant') reject(new Error('redundant'))
    }
    worker.addEventListener('statechange', look)
    look()
  })

type Through = {
  readonly worker: ServiceWorker
  readonly scope: URL
  readonly headers: Readonly<Record<string, string>>
}

/** Ends when the last piece was taken; fails with the stream, with the worker, or when the member stops the download. */
const give = async (
  stream: ReadableStream<Uint8Array>,
  { worker, scope, headers }: Through,
): Promise<void> => {
  const offer: Offer = { id: crypto.randomUUID(), headers }
  const { port1: port, port2 } = new MessageChannel()
  const reader = stream.getReader()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
  const stillHere = setInterval(() => worker.postMessage({ id: offer.id }), STILL_HERE_MS)
  const post = (piece: Piece): void =>
    piece instanceof Uint8Array && piece.buffer instanceof ArrayBuffer
      ? port.postMessage(piece, [piece.buffer])
      : port.postMessage(piece)
  try {
    await new Promise<void>((resolve, reject) => {
      const next = async (): Promise<void> => {
        const { done, value } = await reader.read()
        post(done ? 'end' : value)
        if (done) resolve()
      }
      port.addEventListener('message', ({ data: asked }: MessageEvent<Asked>) => {
        if (asked === 'held') location.assign(new URL(offer.id, scope))
        else if (asked === 'stopped') reject(new Error('stopped'))
        else next().catch((fault: unknown) => reject(fault as Error))
      })
      port.addEventListener('close', () => reject(new Error('the worker has ended')))
      port.start()
      worker.postMessage(offer, [port2])
    })
  } catch (fault) {
    post('cut')
    await reader.cancel().catch(() => undefined)
    throw fault
  } finally {
    clearInterval(stillHere)
  }
}
