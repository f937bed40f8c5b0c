/** Positions that are open, for everybody: read in the role of the public, from rows and from released documents. */
import { amendmentsOf, readAmendments } from '#instruments/core/released_amendment.ts'
import type { BodyLine, ReleasedBody } from '#instruments/core/released_body.ts'
import { votesOfInstrument } from '#instruments/core/released_vote.ts'
import { type OpenFact, type OpenGround, isGround } from '#instruments/core/whip_ground.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import type { OpenDocuments } from '#releases/server/documents.service.ts'
import type { OpenBodies } from './bodies.service.ts'
import type { OpenInstruments } from './instruments.service.ts'
import { findOpenPositions } from './positions.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly positions?: OpenPositions
  }
}

export type OpenPositions = {
  /** Null: no text, vote or amendment of this address is open. */
  readonly of: (instrument: string) => Promise<OpenGround | null>
  /** What desks entered of one member of a body, the oldest first. */
  readonly ofMember: (body: string, member: string) => Promise<readonly OpenFact[]>
  readonly body: (slug: string) => Promise<ReleasedBody | null>
  readonly bodies: () => Promise<readonly BodyLine[]>
}

export type PositionSources = {
  readonly database: Database
  readonly instruments: Pick<OpenInstruments, 'find'>
  readonly documents: Pick<OpenDocuments, 'all'>
  readonly bodies: OpenBodies
}

export const openPositions = ({
  database,
  instruments,
  documents,
  bodies,
}: PositionSources): OpenPositions => ({
  of: async (slug) => {
    const [instrument, votes, amendments, entered] = await Promise.all([
      instruments.find(slug),
      documents.all('vote'),
      documents.all('amendment'),
      inTransaction(database, { role: 'public' }, (db) => findOpenPositions(db, { instrument: slug })),
    ])
    const ground = {
      slug,
      instrument,
      votes: votesOfInstrument(votes, slug),
      amendments: amendmentsOf(readAmendments(amendments), slug),
      entered,
    }
    return isGround(ground) ? ground : null
  },
  ofMember: (body, member) =>
    inTransaction(database, { role: 'public' }, (db) => findOpenPositions(db, { body, member })),
  body: bodies.find,
  bodies: bodies.all,
})
