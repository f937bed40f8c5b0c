/**
 * Sealing to recipients whose identities this server does not hold, as age files.
 *
 * [Note: A thread that seals] One hybrid seal costs 3 to 7 ms. Of a thousand confirmations at once that would be
 * seconds in which no page is answered, so they are made in a thread beside, one after the other.
 */
import { Worker } from 'node:worker_threads'

type Waiting = { readonly done: (sealed: Uint8Array) => void; readonly failed: (cause: Error) => void }
type Thread = { readonly worker: Worker; readonly waiting: Map<number, Waiting> }
type Answer = { readonly id: number; readonly sealed: Uint8Array | null }

/** One for the process: it keeps nothing between two seals. */
let thread: Thread | null = null
let asked = 0

/** Throws where the recipient is none, or the thread ended: the caller's transaction then writes nothing. */
export const sealTo = (recipient: string, plain: Uint8Array): Promise<Uint8Array> =>
  new Promise((done, failed) => {
    const { worker, waiting } = (thread ??= startThread())
    const id = (asked += 1)
    waiting.set(id, { done, failed })
    // While somebody waits the process stays; a thread with nothing to do does not hold it.
    worker.ref()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id, plain, recipient })
  })

const startThread = (): Thread => {
  const worker = new Worker(new URL('./sealing.worker.ts', import.meta.url))
  const waiting = new Map<number, Waiting>()
  const own: Thread = { worker, waiting }
  worker.on('message', ({ id, sealed }: Answer) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    if (sealed) one?.done(sealed)
    else one?.failed(new Error('not sealed: the recipient is none'))
  })
  const end = (cause: Error): void => {
    if (thread === own) thread = null
    for (const one of waiting.values()) one.failed(cause)
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the sealing thread ended')))
  return own
}
