/** `amparo start`: a real installation, in ./data unless told otherwise. */
import { startInstallation, type OpenRooms } from '#platform/server/installation.ts'

import {
  buildFolder,
  endWith,
  ensureBuilt,
  inWords,
  readConfig,
  refuse,
  say,
  type AddCommand,
} from './command.ts'

export const addStart =
  (openRooms: OpenRooms): AddCommand =>
  (program) => {
    program
      .command('start')
      .description('start the server on the data folder')
      .action(
        inWords(async () => {
          const config = readConfig()
          ensureBuilt()
          const installation = await startInstallation({
            config,
            openRooms,
            buildFolder,
            log: say,
            clock: () => new Date(),
            onLost: (words) => refuse(`PostgreSQL ended by itself. Its last words: ${words}`),
          })
          endWith(installation.stop)
          say(`Amparo is ready at ${installation.origin}`)
          if (installation.setupLink !== undefined) {
            say(`Set it up here; this link works once and is not shown again:\n${installation.setupLink}`)
          }
        }),
      )
  }
