/** Work on one file in a worker of its own, which ends with the answer, or when nobody waits for it any more. */
import type { FromJob, Job, JobAnswers, JobFile, JobQuestion, ToJob } from '#cases/client/files/jobs.ts'
import type { PlayPiece } from '#cases/client/files/play_media.ts'
import { startFileWorker } from './trusted.ts'

/** A chosen file, or evidence that is opened part by part. */
export type PageFile = Blob | PartFile
export type PartFile = {
  readonly size: number
  /** Null: it can no longer be read. */
  readonly read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer> | null>
}

export type Running<K extends keyof JobAnswers> = {
  /** Null: it failed, took too long or was stopped. */
  readonly answer: Promise<JobAnswers[K] | null>
  readonly stop: () => void
}

type Listener = (piece: PlayPiece) => Promise<void>

/**
 * What works longer on what it has was made to: readers of films and pictures, of others and ours, can be kept going round
 * for ever. To wait for the parts of a file on a slow line is no work, and playing lasts as long as somebody listens.
 */
const LONGEST_MS = 120_000

type Of<K> = Extract<Job, { readonly kind: K }>
type Without<J> = J extends unknown ? Omit<J, 'file'> : never

export const runJob = <K extends keyof JobAnswers>(
  file: PageFile,
  job: Without<Of<K>> & { readonly kind: K },
  listener?: Listener,
): Running<K> => {
  const { promise, resolve } = Promise.withResolvers<JobAnswers[K] | null>()
  const worker = startFileWorker('files')
  let late: ReturnType<typeof setTimeout> | undefined
  const limit = (): void => {
    if (job.kind !== 'play') late = setTimeout(() => end(null), LONGEST_MS)
  }
  let unanswered = 0
  let ended = false
  const end = (answer: JobAnswers[K] | null): void => {
    ended = true
    clearTimeout(late)
    worker.terminate()
    resolve(answer)
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker hears its own page alone
  const tell = (message: ToJob): void => worker.postMessage(message)
  worker.addEventListener('message', async ({ data }: MessageEvent<FromJob>) => {
    if ('done' in data) return end(data.done as JobAnswers[K])
    if ('failed' in data) return end(null)
    clearTimeout(late)
    unanswered += 1
    const value = await answerTo(data.question, file, listener)
    unanswered -= 1
    if (ended) return
    tell({ answered: data.ask, value })
    if (unanswered === 0) limit()
  })
  worker.addEventListener('error', () => end(null))
  const jobFile: JobFile = file instanceof Blob ? file : { size: file.size }
  tell({ job: { ...job, file: jobFile } as unknown as Job })
  limit()
  return { answer: promise, stop: () => end(null) }
}

const answerTo = async (question: JobQuestion, file: PageFile, listener?: Listener): Promise<unknown> => {
  switch (question.kind) {
    case 'read':
      return file instanceof Blob ? null : file.read(question.from, question.to)
    case 'can_play':
      return 'MediaSource' in globalThis && MediaSource.isTypeSupported(question.mime)
    case 'give':
      await listener?.(question.piece)
      return null
  }
}

/** All of it, part by part, so that there is something to see. Null: it can no longer be read. */
export const readAll = async (
  file: PageFile,
  onProgress: (done: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer> | null> => {
  if (file instanceof Blob) return new Uint8Array(await file.arrayBuffer())
  const whole = new Uint8Array(file.size)
  for (let at = 0; at < file.size; at += PART) {
    const part = await file.read(at, Math.min(at + PART, file.size))
    if (part === null) return null
    whole.set(part, at)
    onProgress(at + part.length)
  }
  return whole
}

const PART = 4_000_000
