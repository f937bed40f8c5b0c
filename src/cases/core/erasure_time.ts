/**
 * How long the erasure of a whole case may be released after it was asked for. One that waited for ever would be half of
 * two persons, kept in a drawer until somebody can be made to be the other half.
 */
import { addDays } from '#kernel/core/iso_day.ts'

const ERASURE_DAYS = 14

/** `asked` and `released` are instants or days, in UTC. */
export const isInTime = (asked: string, released: string): boolean =>
  released.slice(0, 10) <= addDays(asked.slice(0, 10), ERASURE_DAYS)
