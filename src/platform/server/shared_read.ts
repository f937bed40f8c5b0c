/** One reading for all who ask at the same time. */

/**
 * Whoever asks gets what was read after they asked, never before: those who come while a reading runs share the
 * next one. So many requests cost one look at the database, and none is answered from before it was made.
 */
export const shareReads = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    next ??= running.then(() => {
      next = undefined
      const reading = read()
      // A reading that fails fails those who share it, not those who come after.
      running = reading.catch(() => undefined)
      return reading
    })
    return next
  }
}
