/**
 * The share of near copies among supporters' texts, for managers. A sketch of each confirmed text stands under the key of
 * the ask's fingerprints, with no word of it and without whose it is; with the ask's random the sketches go, and two
 * numbers stay, [Note: Noise after the close].
 */
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { type Fingerprint, newShortToken } from '#vault/server/held.service.ts'

import { countAlike, type Likeness, sketchOf } from '../core/likeness.ts'
import type { HeldSupporter } from '../core/supporter.ts'
import type { OpenAsk } from './campaigns.service.ts'
import {
  findSettled,
  findSketched,
  findSketches,
  forgetMarks,
  insertSketch,
  settleLikeness,
} from './likeness.store.ts'

/** Texts that are compared; of more, as many by chance. */
const MOST = 10_000

/** No kind of action has a space in its name: an address and a run of words never have one fingerprint. */
const USE = 'text sketch'

/** Made before the transaction that keeps it. Null: no words, or an ask that has closed and must get no new random. */
export const sketchFor = async (
  fingerprints: { readonly of: (ask: OpenAsk) => Promise<Fingerprint> },
  ask: OpenAsk,
  { message }: Pick<HeldSupporter, 'message'>,
): Promise<Uint8Array | null> => {
  if (message === null || ask.state !== 'open') return null
  const keyed = await fingerprints.of(ask)
  return sketchOf(message, (run) => keyed(USE, run))
}

/** In the transaction of the confirmation. Its id is nobody's. */
export const keepSketch = async (
  db: Writer,
  { ask, kind, sketch }: { readonly ask: OpenAsk; readonly kind: string; readonly sketch: Uint8Array | null },
): Promise<void> => {
  if (sketch !== null)
    await insertSketch(db, { id: newShortToken(), ask: ask.id, desk: ask.desk, kind, sketch })
}

/** In the role of the desk. Null where nobody has written anything. */
export const likenessOf = async (
  db: Writer,
  place: { readonly ask: string; readonly kind: string },
): Promise<Likeness | null> => {
  const settled = await findSettled(db, place)
  const now = countAlike(await findSketches(db, place, MOST))
  const texts = settled.texts + now.texts
  return texts === 0 ? null : { texts, alike: settled.alike + now.alike }
}

/** Of asks that are open no more: counted once, then gone. */
export const settleSketches = async (database: Database, open: ReadonlySet<string>): Promise<void> => {
  const sketched = await inTransaction(database, { role: 'jobs' }, findSketched)
  for (const place of sketched.filter(({ ask }) => !open.has(ask)))
    await inTransaction(database, { role: 'jobs' }, async (db) => {
      const counted = countAlike(await findSketches(db, place, MOST))
      // Two servers at once: the second finds none.
      if (counted.texts > 0) await settleLikeness(db, { ...place, ...counted })
    })
  await inTransaction(database, { role: 'jobs' }, (db) => forgetMarks(db, [...open]))
}
