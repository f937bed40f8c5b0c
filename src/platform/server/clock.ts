/**
 * The time of this machine, and whether somebody set it meanwhile.
 *
 * [Note: A clock that jumps] Beside the clock runs another that only counts on from the start and that nobody can set.
 * Where the two part by minutes, the clock was set: forward, and what had to wait would be let through; back, and what
 * had ended would live again. The new time is taken, since a machine often learns the right one after its start; but
 * what only time had allowed is ended (`onJump`), and a week is counted by whichever clock has gone less.
 */

export type WatchedClock = {
  /** What the clock says. */
  readonly now: () => Date
  /** Settles when what a jump demands is done; fails where it failed, and is then tried again. */
  readonly settled: () => Promise<void>
  /** Milliseconds since that time, at least: never more than have gone by while this process ran. */
  readonly elapsedSince: (at: Date) => number
}

export type ClockOptions = {
  readonly clock: () => Date
  /** Milliseconds from anywhere; never set. */
  readonly monotonic: () => number
  readonly log: (line: string) => void
  /** Ends what was allowed for a time. */
  readonly onJump: () => Promise<void>
}

/** Milliseconds. Two servers' clocks may differ so much, and a clock may be put right by so much. */
export const CLOCK_SLACK = 5 * 60_000

export const watchClock = ({ clock, monotonic, log, onJump }: ClockOptions): WatchedClock => {
  const begun = { wall: clock().getTime(), steady: monotonic() }
  const steady = (): number => begun.wall + monotonic() - begun.steady
  let ahead = 0
  let owed = false
  let paying: Promise<void> = Promise.resolve()
  let mark: { readonly at: number; readonly gone: number; readonly since: number } | undefined

  const now = (): Date => {
    const wall = clock()
    const jump = wall.getTime() - steady() - ahead
    if (Math.abs(jump) > CLOCK_SLACK) {
      ahead += jump
      owed = true
      log(jumpWords(jump))
    }
    return wall
  }

  const settled = async (): Promise<void> => {
    now()
    if (owed) {
      owed = false
      paying = onJump().catch((cause: unknown) => {
        owed = true
        throw cause
      })
      paying.catch(() => undefined)
    }
    await paying
  }

  const elapsedSince = (at: Date): number => {
    const time = at.getTime()
    if (mark?.at !== time) {
      const gone = Math.max(0, Math.min(now().getTime(), steady()) - time)
      mark = { at: time, gone, since: monotonic() }
    }
    return mark.gone + monotonic() - mark.since
  }
  return { now, settled, elapsedSince }
}

const jumpWords = (jump: number): string =>
  `The clock of this machine was set ${jump > 0 ? 'forward' : 'back'} by ${lengthOf(Math.abs(jump))}. ` +
  'All sessions are ended; members sign in again. If the time is wrong now, put it right.'

const lengthOf = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
