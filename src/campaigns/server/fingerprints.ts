/**
 * By which an address is known again within one ask, and in no other one.
 *
 * [Note: Noise after the close] The key follows from the server's secret and the ask's random. When the ask has closed the
 * random is destroyed, and what is left of the fingerprints leads nowhere, whoever holds the secret.
 */
import { type Database, inTransaction } from '#platform/server/database.ts'
import { type Fingerprint, type HeldKeys, newAskRandom } from '#vault/server/held.service.ts'

import { ensureRandom, renewRandom } from './actions.store.ts'
import type { OpenAsk } from './campaigns.service.ts'

type Deps = { readonly database: Database; readonly clock: () => Date; readonly keys: HeldKeys }

/** Milliseconds: a random that another server has destroyed and made anew is noticed within them. */
const KEPT = 60_000
const MOST_KEPT = 500

export const openFingerprints = ({ database, clock, keys }: Deps) => {
  const kept = new Map<string, { readonly at: number; readonly made: Promise<Fingerprint> }>()
  const load = async ({ id: ask, desk }: OpenAsk): Promise<Fingerprint> => {
    const ensure = (): Promise<Buffer | null> =>
      inTransaction(database, { role: 'gate' }, (db) =>
        ensureRandom(db, { ask, desk, random: newAskRandom(), now: clock() }),
      )
    const there = await ensure()
    if (there !== null) return keys.fingerprints(ask, there)
    await inTransaction(database, { role: 'jobs' }, (db) =>
      renewRandom(db, { ask, random: newAskRandom(), now: clock() }),
    )
    const renewed = await ensure()
    if (renewed === null) throw new Error('The random of an open ask was destroyed while it was made.')
    return keys.fingerprints(ask, renewed)
  }
  return {
    of: (ask: OpenAsk): Promise<Fingerprint> => {
      const known = kept.get(ask.id)
      const now = performance.now()
      if (known && now - known.at < KEPT) return known.made
      if (kept.size >= MOST_KEPT) kept.clear()
      const made = load(ask)
      kept.set(ask.id, { at: now, made })
      made.catch(() => kept.delete(ask.id))
      return made
    },
  }
}
