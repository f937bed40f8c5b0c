/** A chosen file to what a worker of its own read in it. The worker ends with its answer, or when nobody waits for it. */
// Vite gives the address of the built file as the default export.
// oxlint-disable-next-line import/default
import workerAddress from '#instruments/client/text_file.worker.ts?worker&url'
import { err, type Result } from '#kernel/core/result.ts'
import { LARGEST_FILE, type ReadFile, type TextFileRefusal } from '#instruments/core/text_file.ts'
import { trustedAddresses } from '#platform/client/trusted_addresses.ts'

export type Reading = {
  /** Null: given up. */
  readonly answer: Promise<Result<ReadFile, TextFileRefusal> | null>
  readonly giveUp: () => void
}

/** The longest text that is read at all takes some seconds; what takes a minute was made to take long. */
const LONGEST_MS = 60_000

export const readOnDevice = (file: Blob): Reading => {
  const { promise, resolve } = Promise.withResolvers<Result<ReadFile, TextFileRefusal> | null>()
  const large = file.size > LARGEST_FILE
  if (large) return { answer: Promise.resolve(err({ kind: 'too_large', at: '' })), giveUp: () => {} }
  const worker = startWorker()
  const end = (answer: Result<ReadFile, TextFileRefusal> | null): void => {
    clearTimeout(late)
    worker.terminate()
    resolve(answer)
  }
  const late = setTimeout(() => end(err({ kind: 'too_slow', at: '' })), LONGEST_MS)
  worker.addEventListener('message', ({ data }: MessageEvent<Result<ReadFile, TextFileRefusal>>) => end(data))
  worker.addEventListener('error', () => end(err({ kind: 'no_reader', at: '' })))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker hears its own page alone
  worker.postMessage(file)
  return { answer: promise, giveUp: () => end(null) }
}

const trusted = trustedAddresses('amparo-texts', [workerAddress])

const startWorker = (): Worker => new Worker(trusted(workerAddress), { type: 'module', name: 'texts' })
