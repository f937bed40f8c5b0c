/** Released documents for everybody, read in the role of the public; pages, feeds and pictures ask nothing else. */
import { type Database, inTransaction } from '#platform/server/database.ts'
import type { ReleasedDocument } from '#releases/core/kind.ts'
import { findNewestDocuments, findOpenDocuments, type OpenDocumentRow } from './documents.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly documents?: OpenDocuments
  }
}

export type OpenDocuments = {
  /** Null alike for one that is unknown, not released, withdrawn or deleted. */
  readonly find: (kind: string, id: string) => Promise<ReleasedDocument | null>
  /** The newest version of each, in order of id. */
  readonly all: (kind: string) => Promise<readonly ReleasedDocument[]>
  /** All released versions of one, the newest first. */
  readonly versions: (kind: string, id: string) => Promise<readonly ReleasedDocument[]>
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
  }
}

const released = (row: OpenDocumentRow): ReleasedDocument => {
  const updatedAt = (row.decided_at ?? new Date(0)).toISOString()
  return {
    kind: row.kind,
    id: row.id,
    version: row.version,
    body: row.body,
    deskName: row.desk_name,
    releasedOn: updatedAt.slice(0, 10),
    updatedAt: updatedAt.replace(/\.\d+Z$/, 'Z'),
  }
}
