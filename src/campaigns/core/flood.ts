/**
 * How fast an ask is being signed, and what follows from it. Nobody is counted by the address of a computer, since none is
 * kept: what is counted is the ask, and the domain of an address. Whoever signs is never told and never refused for it: a
 * flag is for the campaign's managers, and the mail goes out later.
 */

/** Of one ask or one domain in it, by the minute of the last hour. In memory; a restart begins anew. */
export type Meter = { readonly minutes: readonly number[]; readonly minute: number }

export const emptyMeter: Meter = { minutes: Array.from({ length: 60 }, () => 0), minute: 0 }

/** One more at that time. Minutes in which nobody came count nothing. */
export const tick = (meter: Meter, nowMs: number): Meter => {
  const minute = Math.floor(nowMs / 60_000)
  const gone = minute - meter.minute
  if (gone <= 0) return { ...meter, minutes: meter.minutes.with(59, (meter.minutes[59] ?? 0) + 1) }
  const kept = gone >= 60 ? [] : meter.minutes.slice(gone)
  const empty = Array.from({ length: 59 - kept.length }, () => 0)
  return { minute, minutes: [...kept, ...empty, 1] }
}

export const inLastHour = ({ minutes }: Meter): number => minutes.reduce((sum, one) => sum + one, 0)

export type Flood = {
  readonly flags: readonly ('burst' | 'domain')[]
  /** Milliseconds until the confirmation mail is due. */
  readonly delay: number
}

/**
 * Above ten times the rate of the hour before, and at least this many a minute, an ask is flooded: what comes in that
 * minute is marked for review, and its mail waits a quarter of an hour, so that mail to those before is not held up.
 */
const BURST_FACTOR = 10
const BURST_LEAST = 120
const BURST_DELAY = 15 * 60_000

/** From one domain that is no large provider; beyond it each further mail to that domain waits half a minute more. */
const DOMAIN_FREE = 30
const DOMAIN_DELAY = 30_000
/** Whoever floods a domain in order to hold up the mail of its people gains no more than this. */
const MOST_DELAY = 2 * 60 * 60_000

/** What the meters say after `tick`. */
export const judgeFlood = (ask: Meter, domain: Meter | null): Flood => {
  const now = ask.minutes[59] ?? 0
  const before = (inLastHour(ask) - now) / 59
  const burst = now > BURST_LEAST && now > BURST_FACTOR * before
  const beyond = domain === null ? 0 : Math.max(0, inLastHour(domain) - DOMAIN_FREE)
  return {
    flags: [...(burst ? (['burst'] as const) : []), ...(beyond > 0 ? (['domain'] as const) : [])],
    delay: Math.min(MOST_DELAY, Math.max(burst ? BURST_DELAY : 0, beyond * DOMAIN_DELAY)),
  }
}
