/** `amparo snapshot`: a snapshot of the open data, beside those that follow each weekly refresh. */
import { openOpenData } from '#figures/server/open_data.service.ts'
import { openOwnerDatabase } from '#platform/server/owner_database.ts'

import { type AddCommand, inWords, readConfig, say } from './command.ts'

export const addSnapshot: AddCommand = (program) => {
  program
    .command('snapshot')
    .description('keep the open data of today, of a stopped installation or by DATABASE_URL')
    .action(inWords(runSnapshot))
}

const runSnapshot = async (): Promise<void> => {
  const { database, stop } = await openOwnerDatabase(readConfig())
  try {
    const taken = await openOpenData({
      database,
      clock: () => new Date(),
      as: { role: 'owner' },
    }).take()
    if (!taken.ok)
      throw new Error(
        `There is a snapshot of ${taken.error.day} already; what has a hash is not overwritten.`,
      )
    say(`The open data of ${taken.value.day} are kept: ${taken.value.cases} public cases.`)
  } finally {
    await stop()
  }
}
