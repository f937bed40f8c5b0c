/** Backups that the server makes by itself: when one is due, and which are thrown away. */
import type { BackupDeps } from './backup.ts'
import { keepNewest, makeBackup } from './backup.ts'
import { findBackupState } from './backup_runs.ts'
import type { Config } from './config.ts'
import { type Database, inTransaction } from './database.ts'
import type { ServerSecrets } from './secrets.ts'

export type BackupPlanDeps = Omit<BackupDeps, 'secrets'> & {
  readonly config: Pick<Config, 'backup'>
  readonly database: Database
  readonly secrets: ServerSecrets
}

/** Milliseconds. */
const HOUR = 60 * 60 * 1000

/**
 * Called every hour. One that failed is tried again at the next call; what a clock that was set back lets look like the
 * future counts as long ago. Of several processes on one database one makes it.
 */
export const backUpIfDue = async (deps: BackupPlanDeps, log: (line: string) => void): Promise<void> => {
  const plan = deps.config.backup
  if (plan === undefined) return
  const { lastGood } = await inTransaction(deps.database, { role: 'gate' }, findBackupState)
  const age = lastGood === null ? Infinity : deps.clock().getTime() - lastGood.startedAt.getTime()
  // Half an hour early, or a timer that is a second slow would make it every other hour.
  if (age >= 0 && age < (plan.everyHours - 0.5) * HOUR) return
  const made = await makeBackup(deps, plan.to)
  if (made.kind === 'elsewhere') return
  await keepNewest(plan.to, deps.secrets, plan.keep)
  log(`backup ${made.bytes} bytes, ${made.files} files${made.lost === 0 ? '' : `, ${made.lost} LOST`}`)
}
