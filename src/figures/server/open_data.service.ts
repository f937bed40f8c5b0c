/**
 * Open data: the files of today, and snapshots of earlier days.
 *
 * [Note: What a snapshot keeps] The told numbers as they were, and of the cases nothing but which released forms were
 * in it. Its files are made anew from what is live at each reading. So a withdrawal takes a row out of every snapshot
 * in its own transaction; and a page that was replaced by a newer version is left out of the older snapshots too,
 * since the desk may have replaced it to take something back. Both are counted and said, beside the hash of the file
 * as it was and the hash of the file as it is.
 */
import { publicCase } from '#cases/server/publications.service.ts'
import {
  type CountedLabel,
  isOpenFileName,
  OPEN_DATA_FORMAT,
  openFile,
  type OpenContent,
  type OpenFileName,
  openFileNames,
} from '#figures/core/open_data.ts'
import { withPublic } from '#figures/core/open_counts.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import { type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { sha256Hex } from '#platform/server/hash.ts'
import {
  findChangedAt,
  findLive,
  findLiveOf,
  findSnapshots,
  hasSnapshot,
  holdOpenVersion,
  insertSnapshot,
  type LiveRow,
  type SnapshotRow,
} from './snapshots.store.ts'

declare module '#platform/server/services.ts' {
  interface Services {
    readonly openData?: OpenData
  }
}

/** In place of a day: the files as they are now. */
export const LATEST = 'latest'

export type OpenFileAnswer = {
  readonly text: string
  /** A whole second; null: it may still change in this one. */
  readonly changedAt: Date | null
}

export type SnapshotFile = {
  readonly name: OpenFileName
  /** SHA-256 in hexadecimal letters, as `sha256sum` prints it. */
  readonly madeHash: string
  readonly hash: string
}

export type SnapshotLine = {
  readonly day: string
  readonly cases: number
  readonly withdrawn: number
  readonly replaced: number
}

export type Snapshot = SnapshotLine & {
  readonly vocabulary: string
  readonly files: readonly SnapshotFile[]
}

export type SnapshotRefusal = { readonly kind: 'snapshot_of_today'; readonly day: string }

export type OpenData = {
  /** Null alike for a day without a snapshot and for a file that none has. */
  readonly file: (day: string, name: string) => Promise<OpenFileAnswer | null>
  /** Newest first. */
  readonly snapshots: () => Promise<readonly SnapshotLine[]>
  readonly snapshot: (day: string) => Promise<Snapshot | null>
  /** One a day at most: what has a hash is not overwritten. */
  readonly take: () => Promise<Result<SnapshotLine, SnapshotRefusal>>
}

export type OpenDataDeps = {
  readonly database: Database
  readonly clock: () => Date
  /** The labels of unpublished cases that are told now. */
  readonly findTold: (db: Writer) => Promise<readonly CountedLabel[]>
}

export const openOpenData = ({ database, clock, findTold }: OpenDataDeps): OpenData => {
  const asJob = <T>(work: (db: Writer) => Promise<T>): Promise<T> =>
    inTransaction(database, { role: 'jobs' }, work)
  const today = (): string => clock().toISOString().slice(0, 10)

  const latest = async (db: Writer): Promise<OpenContent> =>
    contentOf({ day: today(), vocabulary: VOCABULARY_VERSION }, await findLive(db), await findTold(db))

  const older = async (db: Writer, day: string): Promise<Found | null> => {
    const [row] = isIsoDay(day) ? await findSnapshots(db, day) : []
    return row ? { row, content: contentOf(row, await findLiveOf(db, day), row.told) } : null
  }

  return {
    file: async (day, name) => {
      if (!isOpenFileName(name)) return null
      return asJob(async (db) => {
        const changedAt = await findChangedAt(db)
        if (day !== LATEST) {
          const found = await older(db, day)
          return found && { text: openFile(found.content, name), changedAt }
        }
        const content = await latest(db)
        return { text: openFile(content, name), changedAt: changedAt && laterOf(changedAt, content.day) }
      })
    },
    snapshots: async () => (await asJob((db) => findSnapshots(db))).map(lineOf),
    snapshot: async (day) => {
      const found = await asJob((db) => older(db, day))
      return found && snapshotOf(found)
    },
    take: () =>
      asJob(async (db) => {
        await holdOpenVersion(db)
        const day = today()
        if (await hasSnapshot(db, day)) return err({ kind: 'snapshot_of_today', day } as const)
        const [rows, told] = [await findLive(db), await findTold(db)]
        const content = contentOf({ day, vocabulary: VOCABULARY_VERSION }, rows, told)
        await insertSnapshot(db, {
          day,
          madeAt: clock(),
          format: OPEN_DATA_FORMAT,
          vocabulary: VOCABULARY_VERSION,
          told,
          hashes: Object.fromEntries(openFileNames.map((name) => [name, sha256Hex(openFile(content, name))])),
          rows,
        })
        return ok({ day, cases: rows.length, withdrawn: 0, replaced: 0 })
      }),
  }
}

type Found = { readonly row: SnapshotRow; readonly content: OpenContent }

const contentOf = (
  { day, vocabulary }: Pick<OpenContent, 'day' | 'vocabulary'>,
  rows: readonly LiveRow[],
  told: readonly CountedLabel[],
): OpenContent => ({
  day,
  vocabulary,
  cases: rows.map(publicCase),
  counts: withPublic(
    told,
    rows.flatMap(({ counted }) => counted),
  ),
})

/** The files of now name their day. */
const laterOf = (at: Date, day: string): Date => {
  const begun = new Date(`${day}T00:00:00Z`)
  return begun > at ? begun : at
}

const lineOf = ({ day, cases, live, replaced }: SnapshotRow): SnapshotLine => ({
  day,
  cases,
  // Whatever is not live and was not replaced: also what goes in this very moment.
  withdrawn: Math.max(0, cases - live - replaced),
  replaced,
})

const snapshotOf = ({ row, content }: Found): Snapshot => ({
  ...lineOf(row),
  vocabulary: row.vocabulary,
  files: openFileNames.flatMap((name) => {
    const madeHash = row.hashes[name]
    return madeHash === undefined ? [] : [{ name, madeHash, hash: sha256Hex(openFile(content, name)) }]
  }),
})
