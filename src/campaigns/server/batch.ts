/**
 * Grouped commits: rows of many requests go to the database in one statement and one commit, and each request is answered
 * after the commit that holds its row.
 *
 * [Note: One answer, one time] What a batch did to a row is told to nobody: new, double or refused, all are answered when
 * their batch is done. While few sign at once, no answer leaves before a floor that lies above what a commit takes; while
 * many do, each batch holds rows of many people and its time tells of none of them.
 */
import { err, ok, type Result } from '#kernel/core/result.ts'

export type Batch<Row> = {
  /** Null rides along and writes nothing. */
  readonly add: (row: Row | null) => Promise<Result<null, { readonly kind: 'crowded' }>>
  /** How many wait for their answer. */
  readonly waiting: () => number
}

export type BatchOptions<Row> = {
  /** One transaction; resolves after its commit. */
  readonly write: (rows: readonly Row[]) => Promise<void>
  readonly mostRows?: number
  /** Batches on their way at once. */
  readonly atOnce?: number
  /** Beyond so many who wait, whoever comes is told to come again. */
  readonly mostWaiting?: number
  /** Milliseconds before which nobody is answered while fewer than `few` wait. */
  readonly floor?: number
  readonly few?: number
}

type Waiting<Row> = {
  readonly row: Row | null
  readonly came: number
  readonly settle: (failed: { readonly cause: unknown } | null) => void
}

export const createBatch = <Row>({
  write,
  mostRows = 500,
  atOnce = 2,
  mostWaiting = 5000,
  floor = 25,
  few = 16,
}: BatchOptions<Row>): Batch<Row> => {
  let queue: Waiting<Row>[] = []
  let flying = 0
  let unanswered = 0
  let planned = false
  /** Milliseconds: the slowest commit of late, forgotten by a tenth with each faster one. */
  let slowest = 0

  const answer = (group: readonly Waiting<Row>[], failed: { readonly cause: unknown } | null): void => {
    const least = Math.min(250, Math.max(floor, slowest * 1.5))
    const calm = unanswered < few
    for (const { came, settle } of group) {
      const wait = calm ? came + least - performance.now() : 0
      if (wait > 0) setTimeout(settle, wait, failed)
      else settle(failed)
    }
  }

  const fly = async (group: readonly Waiting<Row>[]): Promise<void> => {
    flying++
    const begun = performance.now()
    let failed: { readonly cause: unknown } | null = null
    try {
      const rows = group.flatMap(({ row }) => (row === null ? [] : [row]))
      if (rows.length > 0) await write(rows)
    } catch (cause) {
      failed = { cause }
    }
    slowest = Math.max(performance.now() - begun, slowest * 0.9)
    flying--
    answer(group, failed)
    plan()
  }

  const plan = (): void => {
    if (planned || queue.length === 0 || flying >= atOnce) return
    planned = true
    // Whoever has been read from the network by now comes along.
    setImmediate(() => {
      planned = false
      if (flying >= atOnce || queue.length === 0) return
      const group = queue.slice(0, mostRows)
      queue = queue.slice(mostRows)
      void fly(group)
      plan()
    })
  }

  return {
    add: (row) => {
      if (unanswered >= mostWaiting) return Promise.resolve(err({ kind: 'crowded' }))
      unanswered++
      return new Promise((resolve, reject) => {
        const settle: Waiting<Row>['settle'] = (failed) => {
          unanswered--
          if (failed) reject(failed.cause as Error)
          else resolve(ok(null))
        }
        queue.push({ row, came: performance.now(), settle })
        plan()
      })
    },
    waiting: () => unanswered,
  }
}
