/** Whether a fault is one that passes: the database is away, starts again, or has no room. Asking again then helps. */

/** Thrown where the database does not answer; what had been asked of it may or may not have been done. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
}

/** Seconds after which whoever was turned away may ask again. */
export const RETRY_SECONDS = 5

/**
 * By the SQLSTATE that PostgreSQL gives: 08 connections; 53 no disk, memory or place; 57 stopped, or a statement that
 * took too long; 58 the system's own errors, as of a disk; 40 and 55P03 two at once in each other's way.
 */
const passing = /^(?:08|53|57|58|40)...$|^55P03$/

/** Of the socket between us and the database. */
const ofSocket = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAGAIN',
])

/** What the driver says without any code. */
const said =
  /^Connection terminated|^timeout exceeded when trying to connect$|^Client has encountered a connection error/

export const isUnavailable = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false
  if (cause instanceof DatabaseAway) return true
  const { code, syscall } = cause as NodeJS.ErrnoException
  if (typeof code !== 'string') return said.test(cause.message)
  // A file that is missing is no database that is away.
  return passing.test(code) || (ofSocket.has(code) && syscall !== 'open' && syscall !== 'stat')
}
