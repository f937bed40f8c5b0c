/** Released instruments for everybody, read in the role of the public. */
import {
  type InstrumentLine,
  instrumentLines,
  readInstrument,
  type ReleasedInstrument,
} from '#instruments/core/released_instrument.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { findInstrumentHeads, findInstrumentsBySlug } from './instruments.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly instruments?: OpenInstruments
  }
}

export type OpenInstruments = {
  /** Null alike for one that is unknown, not released, withdrawn or deleted. */
  readonly find: (slug: string) => Promise<ReleasedInstrument | null>
  /** Without their texts, in the order of the list. */
  readonly all: () => Promise<readonly InstrumentLine[]>
}

export const openInstruments = (database: Database): OpenInstruments => ({
  find: async (slug) => {
    const rows = await inTransaction(database, { role: 'public' }, (db) => findInstrumentsBySlug(db, slug))
    for (const { body: written, desk_name, decided_at } of rows) {
      const body = readInstrument(written, slug)
      const releasedOn = (decided_at ?? new Date(0)).toISOString().slice(0, 10)
      if (body) return { body, deskName: desk_name, releasedOn }
    }
    return null
  },
  all: async () => {
    const rows = await inTransaction(database, { role: 'public' }, findInstrumentHeads)
    return instrumentLines(rows.map(({ head }) => head))
  },
})
