/** `amparo start`: a real installation, in ./data unless told otherwise. */
import { startInstallation, type OpenRooms } from '#platform/server/installation.ts'

import {
  buildFolder,
  endWith,
  ensureBuilt,
  explainLost,
  inWords,
  readConfig,
  say,
  type AddCommand,
} from './command.ts'

type BackupOptions = {
  readonly backupTo?: string
  readonly backupEvery?: string
  readonly backupKeep?: string
}

/** An option says the same as its setting, and comes before it. */
const withOptions = (environment: NodeJS.ProcessEnv, options: BackupOptions): NodeJS.ProcessEnv => ({
  ...environment,
  ...(options.backupTo === undefined ? {} : { AMPARO_BACKUP_TO: options.backupTo }),
  ...(options.backupEvery === undefined ? {} : { AMPARO_BACKUP_EVERY: options.backupEvery }),
  ...(options.backupKeep === undefined ? {} : { AMPARO_BACKUP_KEEP: options.backupKeep }),
})

export const addStart =
  (openRooms: OpenRooms): AddCommand =>
  (program) => {
    program
      .command('start')
      .description('start the server on the data folder')
      .option('--backup-to <folder>', 'make backups there by itself (AMPARO_BACKUP_TO)')
      .option('--backup-every <time>', 'hour, day or week (AMPARO_BACKUP_EVERY)')
      .option('--backup-keep <number>', 'how many of the newest stay (AMPARO_BACKUP_KEEP)')
      .action(
        inWords(async (options: BackupOptions) => {
          const config = readConfig(withOptions(process.env, options))
          ensureBuilt()
          const installation = await startInstallation({
            config,
            openRooms,
            buildFolder,
            log: say,
            clock: () => new Date(),
            onLost: (words) => say(explainLost(words)),
          })
          endWith(installation.stop)
          say(`Amparo is ready at ${installation.origin}`)
          if (installation.setupLink !== undefined) {
            say(`Set it up here; this link works once and is not shown again:\n${installation.setupLink}`)
          }
        }),
      )
  }
