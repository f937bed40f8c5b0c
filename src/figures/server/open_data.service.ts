/**
 * Open data: the files of today, and snapshots of earlier days.
 *
 * [Note: What a snapshot keeps] The told numbers as they were, and of the cases nothing but which released forms were
 * in it. Its files are made anew from what is live at each reading. So a withdrawal takes a row out of every snapshot
 * in its own transaction; and a page that was replaced by a newer version is left out of the older snapshots too,
 * since the desk may have replaced it to take something back. Both are counted and said, beside the hash of the file
 * as it was and the hash of the file as it is.
 */
import { type OpenRow, publicCase } from '#cases/server/publications.service.ts'
import {
  type CountedLabel,
  isOpenFileName,
  OPEN_DATA_FORMAT,
  openFile,
  type OpenContent,
  type OpenFileName,
  openFileNames,
} from '#figures/core/open_data.ts'
import { type PublicCount, toldLabels, withPublic } from '#figures/core/open_counts.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { VOCABULARY_VERSION } from '#kernel/core/vocabulary/terms.ts'
import { type Actor, type Database, inTransaction, type Writer } from '#platform/server/database.ts'
import { sha256Hex } from '#platform/server/hash.ts'
import {
  countLive,
  countPublic,
  countPublicOf,
  findChangedAt,
  findLive,
  findLiveOf,
  findNewest,
  findSnapshot,
  findSnapshots,
  findToldOf,
  hasSnapshot,
  holdOpenVersion,
  insertSnapshot,
  type SnapshotRow,
} from './snapshots.store.ts'
import { findRefresh, findTold } from './told.store.ts'

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
  /**
   * SHA-256 in hexadecimal letters, as `sha256sum` prints it. Null: forgotten since a row has left, because codes
   * without a name are few enough to try.
   */
  readonly madeHash: string | null
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
  /** After a weekly refresh that is in no snapshot yet; null: there is none, or nothing to keep. */
  readonly takeIfDue: () => Promise<SnapshotLine | null>
  /** One a day at most: what has a hash is not overwritten. */
  readonly take: () => Promise<Result<SnapshotLine, SnapshotRefusal>>
}

export type OpenDataDeps = {
  readonly database: Database
  readonly clock: () => Date
  /** Jobs in the server; the owner in commands of the operator. */
  readonly as?: Extract<Actor, { readonly role: 'jobs' | 'owner' }>
  /** The labels of unpublished cases that are told now. */
  readonly findLabels?: (db: Writer) => Promise<readonly CountedLabel[]>
}

const findToldLabels = async (db: Writer): Promise<readonly CountedLabel[]> => toldLabels(await findTold(db))

export const openOpenData = ({
  database,
  clock,
  as = { role: 'jobs' },
  findLabels = findToldLabels,
}: OpenDataDeps): OpenData => {
  const asJob = <T>(work: (db: Writer) => Promise<T>): Promise<T> => inTransaction(database, as, work)
  const today = (): string => clock().toISOString().slice(0, 10)

  const ofToday = (): Pick<OpenContent, 'day' | 'vocabulary'> => ({
    day: today(),
    vocabulary: VOCABULARY_VERSION,
  })
  const latest = async (db: Writer, name: OpenFileName): Promise<OpenContent> =>
    isOfCounts(name)
      ? contentOf(ofToday(), { told: await findLabels(db), events: await countPublic(db) })
      : contentOf(ofToday(), { rows: await findLive(db) })

  // Rows only ever leave a snapshot: as long as as many are live, its files are the same.
  const hashes = new Map<string, { readonly live: number; readonly files: Snapshot['files'] }>()
  const filesOf = async (db: Writer, row: SnapshotRow): Promise<Snapshot['files']> => {
    const known = hashes.get(row.day)
    if (known?.live === row.live) return known.files
    const content = row.live === row.cases ? null : await older(db, row)
    const files = openFileNames.map((name) => {
      const madeHash = row.hashes[name] ?? null
      const hash = content === null ? madeHash : sha256Hex(openFile(content, name))
      return { name, madeHash, hash: hash ?? '' }
    })
    hashes.set(row.day, { live: row.live, files })
    return files
  }

  const take = async (db: Writer): Promise<Result<SnapshotLine, SnapshotRefusal>> => {
    await holdOpenVersion(db)
    const day = today()
    if (await hasSnapshot(db, day)) return err({ kind: 'snapshot_of_today', day } as const)
    const [rows, told, events] = [await findLive(db), await findLabels(db), await countPublic(db)]
    const content = contentOf({ day, vocabulary: VOCABULARY_VERSION }, { rows, told, events })
    await insertSnapshot(db, {
      day,
      madeAt: clock(),
      format: OPEN_DATA_FORMAT,
      vocabulary: VOCABULARY_VERSION,
      told,
      hashes: Object.fromEntries(openFileNames.map((name) => [name, sha256Hex(openFile(content, name))])),
      cases: rows.length,
    })
    return ok({ day, cases: rows.length, withdrawn: 0, replaced: 0 })
  }

  return {
    file: async (day, name) => {
      if (!isOpenFileName(name)) return null
      return asJob(async (db) => {
        const changedAt = await findChangedAt(db)
        if (day !== LATEST) {
          const row = await findOlder(db, day)
          return row && { text: openFile(await older(db, row, name), name), changedAt }
        }
        const content = await latest(db, name)
        return { text: openFile(content, name), changedAt: changedAt && laterOf(changedAt, content.day) }
      })
    },
    snapshots: async () => (await asJob((db) => findSnapshots(db))).map(lineOf),
    snapshot: (day) =>
      asJob(async (db) => {
        const row = await findOlder(db, day)
        return row && { ...lineOf(row), vocabulary: row.vocabulary, files: await filesOf(db, row) }
      }),
    takeIfDue: () =>
      asJob(async (db) => {
        const [refresh, newest] = [await findRefresh(db), await findNewest(db)]
        if (refresh === null || (newest !== null && newest >= refresh.at)) return null
        if ((await countLive(db)) === 0 && (await findLabels(db)).length === 0) return null
        const taken = await take(db)
        return taken.ok ? taken.value : null
      }),
    take: () => asJob(take),
  }
}

const isOfCounts = (name: OpenFileName): boolean => name === 'counts.csv' || name === 'counts.json'

/** `name`: of one file alone. */
const older = async (
  db: Writer,
  row: SnapshotRow,
  name: OpenFileName | null = null,
): Promise<OpenContent> => {
  const rows = name !== null && isOfCounts(name) ? [] : await findLiveOf(db, row.day)
  if (name !== null && !isOfCounts(name)) return contentOf(row, { rows })
  return contentOf(row, {
    rows,
    told: await findToldOf(db, row.day),
    events: await countPublicOf(db, row.day),
  })
}

const findOlder = async (db: Writer, day: string): Promise<SnapshotRow | null> =>
  isIsoDay(day) ? findSnapshot(db, day) : null

type Found = {
  readonly rows?: readonly OpenRow[]
  readonly told?: readonly CountedLabel[]
  readonly events?: readonly PublicCount[]
}

const contentOf = (
  { day, vocabulary }: Pick<OpenContent, 'day' | 'vocabulary'>,
  { rows = [], told = [], events = [] }: Found,
): OpenContent => ({ day, vocabulary, cases: rows.map(publicCase), counts: withPublic(told, events) })

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
