/** Bodies for everybody: the built-in ones, and released documents read in the role of the public. */
import {
  type BodyLine,
  bodyLines,
  findBuiltIn,
  readBody,
  type ReleasedBody,
} from '#instruments/core/released_body.ts'
import { readTabled, sponsoringBody, type TabledInstrument } from '#instruments/core/member_record.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { findBodiesBySlug, findBodyHeads, findTabled } from './bodies.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly bodies?: OpenBodies
  }
}

export type OpenBodies = {
  /** Null alike for one that is unknown, not released, withdrawn or deleted. */
  readonly find: (slug: string) => Promise<ReleasedBody | null>
  /** Without their members. */
  readonly all: () => Promise<readonly BodyLine[]>
  /** The body whose members the sponsors of a text are, where it is here. */
  readonly ofSponsors: (text: Parameters<typeof sponsoringBody>[0]) => Promise<ReleasedBody | null>
  /** Instruments whose sponsors are known. */
  readonly tabled: () => Promise<readonly TabledInstrument[]>
}

export const openBodies = (database: Database): OpenBodies => {
  const find: OpenBodies['find'] = async (slug) => {
    const builtIn = findBuiltIn(slug)
    if (builtIn) return builtIn
    const rows = await inTransaction(database, { role: 'public' }, (db) => findBodiesBySlug(db, slug))
    for (const { body, desk_name, decided_at } of rows) {
      const releasedOn = (decided_at ?? new Date(0)).toISOString().slice(0, 10)
      const found = readBody({ body, deskName: desk_name, releasedOn }, slug)
      if (found) return found
    }
    return null
  }
  const all: OpenBodies['all'] = async () => {
    const rows = await inTransaction(database, { role: 'public' }, findBodyHeads)
    return bodyLines(rows.map(({ head }) => head))
  }
  return {
    find,
    all,
    ofSponsors: async (text) => {
      const slug = sponsoringBody(text, await all())
      return slug === null ? null : find(slug)
    },
    tabled: async () => {
      const rows = await inTransaction(database, { role: 'public' }, findTabled)
      return rows.flatMap(({ head }) => readTabled(head) ?? [])
    },
  }
}
