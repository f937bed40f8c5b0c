/** The meters of this process: how fast each ask, and each domain in it, acts. See ../core/flood.ts. */
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'

import { canonicalDomain, isLookalike, isSharedProvider } from '../core/address.ts'
import { emptyMeter, judgeFlood, type Meter, tick } from '../core/flood.ts'

export const openFloodMeters = () => {
  const asks = new Map<string, Meter>()
  const domains = new Map<string, Meter>()
  return {
    /** `address` as it is written to. */
    judge: (
      ask: string,
      address: string,
      at: Date,
    ): { readonly flags: readonly string[]; readonly delay: number } => {
      const now = at.getTime()
      const typed = address.slice(address.lastIndexOf('@') + 1)
      const domain = canonicalDomain(typed)
      const ofDomain = isSharedProvider(domain) ? null : count(domains, `${ask} ${domain}`, now)
      const { flags, delay } = judgeFlood(count(asks, ask, now), ofDomain)
      return { flags: [...flags, ...whatIsOdd(typed)], delay }
    },
  }
}

/** One more; the one that was asked for longest ago makes room. */
const count = (meters: Map<string, Meter>, key: string, now: number): Meter => {
  const meter = tick(meters.get(key) ?? emptyMeter, now)
  meters.delete(key)
  meters.set(key, meter)
  for (const oldest of meters.keys()) {
    if (meters.size <= MOST_METERS) break
    meters.delete(oldest)
  }
  return meter
}

const MOST_METERS = 10_000

const whatIsOdd = (domain: string): readonly string[] => [
  ...(disposable().has(domain) ? ['disposable'] : []),
  ...(isLookalike(domain) ? ['lookalike'] : []),
]

/** Some ten thousand names, made into a set by every call. */
let made: ReadonlySet<string> | undefined
const disposable = (): ReadonlySet<string> => (made ??= disposableEmailBlocklistSet())
