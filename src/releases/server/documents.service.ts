/** Released documents for everybody, read in the role of the public; pages, feeds and pictures ask nothing else. */
import { type Database, inTransaction } from '#platform/server/database.ts'
import type { ReleasedDocument } from '#releases/core/kind.ts'
import {
  findNewestDocuments,
  findOpenDocuments,
  findReleasedBodies,
  type OpenDocumentRow,
} from './documents.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly documents?: OpenDocuments
  }
}

export type VersionKey = { readonly id: string; readonly version: number }

export type OpenDocuments = {
  /** Null alike for one that is unknown, not released, withdrawn or deleted. */
  readonly find: (kind: string, id: string) => Promise<ReleasedDocument | null>
  /** The newest version of each, in order of id. */
  readonly all: (kind: string) => Promise<readonly ReleasedDocument[]>
  /** All released versions of one, the newest first. */
  readonly versions: (kind: string, id: string) => Promise<readonly ReleasedDocument[]>
  /** Of those that are released among these. */
  readonly bodies: (
    versions: readonly VersionKey[],
  ) => Promise<readonly (VersionKey & { readonly body: unknown })[]>
}

export const openDocuments = (database: Database): OpenDocuments => {
  const asPublic = <T>(work: Parameters<typeof inTransaction<T>>[2]): Promise<T> =>
    inTransaction(database, { role: 'public' }, work)
  const versions: OpenDocuments['versions'] = async (kind, id) =>
    (await asPublic((db) => findOpenDocuments(db, kind, id))).map(released)
  return {
    find: async (kind, id) => (await versions(kind, id))[0] ?? null,
    all: async (kind) => (await asPublic((db) => findNewestDocuments(db, kind))).map(released),
    versions,
    bodies: (asked) => asPublic((db) => findReleasedBodies(db, asked)),
  }
}

/** What is told of a released version beside its body. */
export const toldOf = ({
  id,
  version,
  desk_name: deskName,
  decided_at,
}: Omit<OpenDocumentRow, 'kind' | 'body'>): Omit<ReleasedDocument, 'kind' | 'body'> => {
  const at = (decided_at ?? new Date(0)).toISOString()
  return { id, version, deskName, releasedOn: at.slice(0, 10), updatedAt: at.replace(/\.\d+Z$/, 'Z') }
}

/** One name for a version in memory. */
export const keyOf = ({ id, version }: VersionKey): string => `${id} ${version}`

const released = (row: OpenDocumentRow): ReleasedDocument => ({
  kind: row.kind,
  body: row.body,
  ...toldOf(row),
})
