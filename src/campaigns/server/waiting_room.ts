/**
 * How many rows may wait for their address. They lie for two days, and nobody is known by whom a flood could be turned away:
 * without a measure it would fill the disk, on which cases are kept too. Whoever comes then is told to come again.
 */

/** Some 4 KiB each, 12 at most. */
const MOST_WAITING = 1_000_000
/** Milliseconds between two counts; between them those who came are added. */
const COUNT_EVERY = 60_000

export type WaitingRoom = {
  /** Counts whoever asks as coming. */
  readonly isFull: () => Promise<boolean>
}

export const openWaitingRoom = (given: {
  readonly count: () => Promise<number>
  /** Milliseconds, of a clock that nobody sets. */
  readonly now?: () => number
  readonly most?: number
}): WaitingRoom => {
  const { count, now = () => performance.now(), most = MOST_WAITING } = given
  let next = -Infinity
  let known: Promise<number> | null = null
  let came = 0
  const recount = (): Promise<number> => {
    next = now() + COUNT_EVERY
    came = 0
    return count()
  }
  return {
    isFull: async () => {
      if (known === null || now() >= next) {
        const counted = recount()
        known = counted
        // Whoever comes next asks again.
        counted.catch(() => {
          if (known === counted) known = null
        })
      }
      came += 1
      const place = came
      return (await known) + place > most
    },
  }
}
