/** What a steward is told of backups: the last good one, and whether to worry. */
import { z } from 'zod'

export const backupsAnswer = z.object({
  /** Whether the server makes them by itself. */
  scheduled: z.boolean(),
  lastGood: z.object({ at: z.string(), bytes: z.number() }).nullable(),
  last: z
    .object({ at: z.string(), problem: z.enum(['no_space', 'not_writable', 'fault']).nullable() })
    .nullable(),
  /** When the server's secrets were last written into a file of their own. */
  secretsAt: z.string().nullable(),
})
export type Backups = z.infer<typeof backupsAnswer>

export type BackupWorry = 'none' | 'old' | 'no_space' | 'not_writable' | 'fault'

/** Milliseconds: two days without one. */
const TOO_OLD = 2 * 24 * 60 * 60 * 1000

/** Null where all is well. */
export const backupWorry = ({ last, lastGood }: Backups, now: number): BackupWorry | null => {
  if (last?.problem) return last.problem
  if (lastGood === null) return 'none'
  return now - Date.parse(lastGood.at) > TOO_OLD ? 'old' : null
}
