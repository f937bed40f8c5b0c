/** Released missions, their records, commitments, scorecards and programmes for everybody, read in the role of the public. */
import type { z } from 'zod'
import { citationKey } from '#kernel/core/citation.ts'
import { commitmentBody, type CommitmentBody } from '#missions/core/commitment.ts'
import { missionBody, type MissionBody } from '#missions/core/mission.ts'
import { missionRecordBody, type MissionRecordBody } from '#missions/core/mission_record.ts'
import { type ProgrammeBody, programmeBody } from '#missions/core/programme.ts'
import type { ReadMissionFacts } from '#missions/core/public_kinds.ts'
import { scorecardBody, type ScorecardBody } from '#missions/core/scorecard.ts'
import { countScorecard, type GovernmentCount } from '#missions/core/scorecard_counts.ts'
import { changesOf, type DocumentChange } from '#missions/core/document_changes.ts'
import { type Database, inTransaction } from '#platform/server/database.ts'
import { holdOnce } from '#platform/server/held_once.ts'
import { keyOf, openDocuments, type OpenDocuments, toldOf } from '#releases/server/documents.service.ts'
import {
  findHeads,
  findOwnDocuments,
  findOwnStanding,
  findStanding,
  type HeadFilter,
  type HeadRow,
} from './public_missions.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly publicMissions?: PublicMissions
  }
}

export type Open<Body> = {
  readonly id: string
  readonly version: number
  readonly deskName: string
  /** The day of its release, UTC. */
  readonly releasedOn: string
  /** The instant of its release. */
  readonly updatedAt: string
  readonly body: Body
}

export type PublicMissions = {
  readonly missions: () => Promise<readonly Open<MissionBody>[]>
  readonly findMission: (host: string, slug: string) => Promise<Open<MissionBody> | null>
  /** The latest year first; acts alone of which nothing was taken back, [Note: Named while it stands]. */
  readonly recordsOf: (mission: string) => Promise<readonly Open<MissionRecordBody>[]>
  readonly records: () => Promise<readonly Open<MissionRecordBody>[]>
  readonly commitments: () => Promise<readonly Open<CommitmentBody>[]>
  readonly findCommitment: (slug: string) => Promise<Open<CommitmentBody> | null>
  readonly scorecards: () => Promise<readonly Open<ScorecardBody>[]>
  readonly findScorecard: (slug: string) => Promise<Open<ScorecardBody> | null>
  readonly programmes: () => Promise<readonly Open<ProgrammeBody>[]>
  readonly findProgramme: (slug: string) => Promise<Open<ProgrammeBody> | null>
  /** Counted now, from what is open now. */
  readonly count: (
    scope: Pick<ScorecardBody, 'governments' | 'from' | 'to'>,
  ) => Promise<readonly GovernmentCount[]>
  /** What each released version changed, the newest first. */
  readonly changes: (kind: PublicKind, id: string) => Promise<readonly DocumentChange[]>
  /** What the checks of drafts ask. */
  readonly facts: ReadMissionFacts
}

const bodies = {
  mission: missionBody,
  mission_record: missionRecordBody,
  commitment: commitmentBody,
  scorecard: scorecardBody,
  programme: programmeBody,
} as const
export type PublicKind = keyof typeof bodies
type BodyOf<Kind extends PublicKind> = z.infer<(typeof bodies)[Kind]>

type Citable = {
  readonly citable: () => Promise<
    readonly { readonly slug: string; readonly provisions: readonly { readonly id: string }[] }[]
  >
}

/**
 * [Note: Named while it stands] An act that was about a defender's publication is open while that publication is: asked
 * of the database at every reading and kept nowhere. With the publication the whole act is gone from pages, feeds, files
 * and counts, since its words and sources may name whom the publication named.
 */
export const openPublicMissions = (database: Database, norms: Citable): PublicMissions => {
  const documents = openDocuments(database)
  const reader = readerOf(database, documents)
  const records = async (filter: HeadFilter): Promise<readonly Open<MissionRecordBody>[]> =>
    withoutTakenBack(database, await reader('mission_record', filter))
  const bySlug = async <Kind extends 'commitment' | 'scorecard' | 'programme'>(kind: Kind, slug: string) =>
    (await reader(kind)).find(({ body }) => body.slug === slug) ?? null
  return {
    missions: () => reader('mission'),
    findMission: async (host, slug) =>
      (await reader('mission')).find(({ body }) => body.slug === slug && body.host === host) ?? null,
    recordsOf: async (mission) => (await records({ mission })).toSorted((a, b) => b.body.year - a.body.year),
    records: () => records({}),
    commitments: () => reader('commitment'),
    findCommitment: (slug) => bySlug('commitment', slug),
    scorecards: () => reader('scorecard'),
    findScorecard: (slug) => bySlug('scorecard', slug),
    programmes: () => reader('programme'),
    findProgramme: (slug) => bySlug('programme', slug),
    count: async (scope) => {
      const [missions, commitments, told] = await Promise.all([
        reader('mission'),
        reader('commitment'),
        records({ years: scope }),
      ])
      return countScorecard(scope, {
        missions: missions.map(({ body }) => body),
        commitments: commitments.map(({ body }) => body),
        records: told.map(({ body }) => body),
      })
    },
    changes: async (kind, id) => changesOf(await documents.versions(kind, id)),
    facts: async (body, { desk, now }) => {
      const missions = await reader('mission')
      const told = await reader('mission_record')
      const ids = [...missions, ...told].map(({ id }) => id)
      const refs = refsOf(body)
      const [ownIds, standing] = await inTransaction(database, { role: 'jobs' }, async (db) => [
        await findOwnDocuments(db, { ids, desk }),
        await findOwnStanding(db, { refs, desk }),
      ])
      const texts = await norms.citable()
      return {
        missions: missions.map((one) => one.body.slug),
        own: missions.flatMap((one) => (ownIds.includes(one.id) ? [one.body.slug] : [])),
        toldByOthers: told.flatMap((one) => (ownIds.includes(one.id) ? [] : [one.body.mission])),
        standing,
        citable: texts.flatMap(({ slug, provisions }) =>
          provisions.map(({ id }) => citationKey({ instrument: slug, provision: id })),
        ),
        today: now.toISOString().slice(0, 10),
      }
    },
  }
}

/** Bodies of a version never change: each is read and checked once. */
const readerOf = (database: Database, documents: OpenDocuments) => {
  const hold = holdOnce<unknown>(MOST_KNOWN)
  const bodiesOf = (kind: PublicKind, heads: readonly HeadRow[]): Promise<ReadonlyMap<string, unknown>> =>
    hold(heads, keyOf, async (missing) => {
      const read = await documents.bodies(missing)
      return new Map(
        read.map(({ body, ...head }) => {
          const parsed = bodies[kind].safeParse(body)
          return [keyOf(head), parsed.success ? parsed.data : null]
        }),
      )
    })
  return async <Kind extends PublicKind>(
    kind: Kind,
    filter: HeadFilter = {},
  ): Promise<readonly Open<BodyOf<Kind>>[]> => {
    const heads = await inTransaction(database, { role: 'public' }, (db) => findHeads(db, kind, filter))
    const found = await bodiesOf(kind, heads)
    return heads.flatMap((head) => {
      const body = found.get(keyOf(head)) as BodyOf<Kind> | null | undefined
      // What is none by the schema of today, or was taken back meanwhile, is shown nowhere.
      return body ? [{ ...toldOf(head), body }] : []
    })
  }
}

/** Bodies held in memory: those of 200 missions with their records of five years, and the rest. */
const MOST_KNOWN = 1500

const withoutTakenBack = async (
  database: Database,
  records: readonly Open<MissionRecordBody>[],
): Promise<readonly Open<MissionRecordBody>[]> => {
  const refs = [...new Set(records.flatMap(({ body }) => refsOf(body)))]
  if (refs.length === 0) return records
  const standing = new Set(await inTransaction(database, { role: 'public' }, (db) => findStanding(db, refs)))
  return records.map((one) => ({
    ...one,
    body: {
      ...one.body,
      engagements: one.body.engagements.filter(({ about }) => about === null || standing.has(about)),
    },
  }))
}

/** Of a body, which may be a draft and anything. */
const refsOf = (body: unknown): readonly string[] => {
  const list = typeof body === 'object' && body !== null && 'engagements' in body ? body.engagements : []
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((one) =>
    typeof one === 'object' && one !== null && 'about' in one && typeof one.about === 'string'
      ? [one.about]
      : [],
  )
}
