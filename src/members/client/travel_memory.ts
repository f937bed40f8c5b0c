/** What a member's devices remember of cases that were handed back: see [Note: Handed back] in travel.ts. */
import { z } from 'zod'

/** Per case: when the newest paper was sealed that this device believed, and whether the case was seen to come back. */
export type TravelMemory = Map<string, readonly [at: string, back: boolean]>

export const travelSchema = z.record(z.string(), z.tuple([z.string(), z.boolean()])).default({})

type Remembering = { readonly travel: TravelMemory; changed: boolean }

/** A paper is believed until its case came back, and no older one after it. */
export const isBelievedAway = (memory: Remembering, log: string, at: string): boolean => {
  const known = memory.travel.get(log)
  if (known && (known[0] > at || (known[0] === at && known[1]))) return false
  if (known?.[0] !== at) {
    memory.travel.set(log, [at, false])
    memory.changed = true
  }
  return true
}

/** What the server lists came back. */
export const noteReturned = (memory: Remembering, isListed: (log: string) => boolean): void => {
  for (const [log, [at, back]] of memory.travel) {
    if (back || !isListed(log)) continue
    memory.travel.set(log, [at, true])
    memory.changed = true
  }
}

/** Only ever forward. */
export const mergeTravel = (into: Remembering, other: TravelMemory): void => {
  for (const [log, [at, back]] of other) {
    const known = into.travel.get(log)
    if (known && (known[0] > at || (known[0] === at && (known[1] || !back)))) continue
    into.travel.set(log, [at, back])
    into.changed = true
  }
}
