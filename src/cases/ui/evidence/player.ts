/**
 * Plays sound and film from memory: a worker cuts the file into pieces, the browser holds those around the place that
 * is played and forgets the rest. Nothing is given an address that a browser could write to disk.
 */
import type { PlayPiece } from '#cases/client/files/play_media.ts'
import type { FileKind } from '#cases/core/file_facts.ts'
import { type PageFile, runJob, type Running } from './file_jobs.ts'

export type Player = { readonly stop: () => void }

/** Seconds kept before and behind the place that is played. */
const AHEAD = 60
const BEHIND = 30
const LOOK_EVERY_MS = 250

export const play = (
  element: HTMLMediaElement,
  given: { readonly file: PageFile; readonly kind: FileKind; readonly onRefused: () => void },
): Player => {
  const source = new MediaSource()
  const address = URL.createObjectURL(source)
  let running: Running<'play'> | null = null
  let buffer: SourceBuffer | null = null
  let stopped = false

  const isCurrent = (job: Running<'play'> | null): boolean => !stopped && running === job

  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      if (!buffer?.updating) resolve()
      else buffer.addEventListener('updateend', () => resolve(), { once: true })
    })

  /** Until there is room: far ahead nothing is needed yet, and what lies behind is thrown away. */
  const room = async (mine: Running<'play'> | null): Promise<void> => {
    while (isCurrent(mine) && aheadOf(element) > AHEAD) await pause(LOOK_EVERY_MS)
    const behind = element.currentTime - BEHIND
    if (buffer && behind > 0 && buffer.buffered.length > 0 && buffer.buffered.start(0) < behind) {
      await settled()
      buffer.remove(0, behind)
      await settled()
    }
  }

  const take = async (piece: PlayPiece, mine: Running<'play'> | null): Promise<void> => {
    if (!isCurrent(mine) || source.readyState === 'closed') return
    if (piece.kind === 'begins') {
      buffer ??= source.addSourceBuffer(piece.mime)
      await settled()
      if (source.readyState === 'open' && Number.isFinite(piece.seconds)) source.duration = piece.seconds
      buffer.timestampOffset = piece.from
      return
    }
    await room(mine)
    await settled()
    if (!isCurrent(mine) || buffer === null) return
    try {
      buffer.appendBuffer(piece.bytes)
      await settled()
    } catch {
      given.onRefused()
    }
  }

  /** What was stopped on purpose was not refused. */
  const halt = (): void => {
    const before = running
    running = null
    before?.stop()
  }

  const start = (from: number): void => {
    const mine: { current: Running<'play'> | null } = { current: null }
    halt()
    const job = runJob(given.file, { kind: 'play', as: given.kind, from }, (piece) =>
      take(piece, mine.current),
    )
    mine.current = job
    running = job
    void finish(job)
  }

  const finish = async (job: Running<'play'>): Promise<void> => {
    const played = await job.answer
    if (!isCurrent(job)) return
    if (played !== true) return given.onRefused()
    await settled()
    if (source.readyState === 'open') source.endOfStream()
  }

  const seek = async (): Promise<void> => {
    if (stopped || isHeld(element)) return
    halt()
    await settled()
    buffer?.abort()
    start(element.currentTime)
  }

  source.addEventListener('sourceopen', () => start(0), { once: true })
  element.addEventListener('seeking', () => void seek())
  element.src = address
  return {
    stop: () => {
      stopped = true
      running?.stop()
      element.removeAttribute('src')
      element.load()
      URL.revokeObjectURL(address)
    },
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const aheadOf = ({ buffered, currentTime }: HTMLMediaElement): number => {
  for (let at = 0; at < buffered.length; at++)
    if (buffered.start(at) <= currentTime + 0.5 && buffered.end(at) >= currentTime)
      return buffered.end(at) - currentTime
  return 0
}

const isHeld = ({ buffered, currentTime }: HTMLMediaElement): boolean => {
  for (let at = 0; at < buffered.length; at++)
    if (buffered.start(at) <= currentTime && buffered.end(at) > currentTime) return true
  return false
}
