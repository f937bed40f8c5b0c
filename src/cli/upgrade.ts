/** `amparo upgrade`: brings the database to this release, and back again. */
import { goBack, upgrade } from '#platform/server/upgrade.ts'

import { inWords, readConfig, say, type AddCommand } from './command.ts'

export const addUpgrade: AddCommand = (program) => {
  program
    .command('upgrade')
    .description('bring the database of a stopped installation to this release')
    .option('--back', 'put back the copy made before the last upgrade')
    .option('--own-backup-made', 'with DATABASE_URL: a backup was made by other means')
    .action(
      inWords(async ({ back, ownBackupMade }: { back?: boolean; ownBackupMade?: boolean }) => {
        const config = readConfig()
        if (back) {
          const { restored, kept } = await goBack(config)
          say(`The database is again as in ${restored}. What came after it is kept in ${kept}.`)
          return
        }
        const outcome = await upgrade(config, { ownCopyMade: ownBackupMade ?? false })
        if (outcome.kind === 'nothing_to_do')
          return say('The database fits this release; nothing was changed.')
        say(`Applied: ${outcome.applied.join(', ')}.`)
        if (outcome.copy !== null)
          say(`The copy before it is ${outcome.copy}; "amparo upgrade --back" returns to it.`)
      }),
    )
}
