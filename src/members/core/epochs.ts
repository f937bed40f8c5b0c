/** How long a desk's keys serve before they are due to be renewed. Nobody is made to, and nothing stops when it is late. */

/** Days from the beginning of an epoch: what somebody copied unseen opens what is written for no longer than that. */
export const EPOCH_DAYS = 90

const DAY_MS = 86_400_000

/** The day from which new keys are due, of an epoch that began at this instant. */
export const epochDueOn = (from: string): string =>
  new Date(Date.parse(from) + EPOCH_DAYS * DAY_MS).toISOString().slice(0, 10)

export const isEpochDue = (from: string, now: Date): boolean =>
  epochDueOn(from) <= now.toISOString().slice(0, 10)
