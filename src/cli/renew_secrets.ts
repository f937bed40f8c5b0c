/** `amparo renew-secrets`: after it, older copies of secrets.json try nothing against the database of today. */
import { type RenewalStep, renewSecrets } from '#platform/server/renew_secrets.ts'

import { type AddCommand, inWords, readConfig, say } from './command.ts'
import { renewedColumns } from './renewed_columns.ts'

export const addRenewSecrets: AddCommand = (program) => {
  program
    .command('renew-secrets')
    .description("renew the server's secrets, of a stopped installation; no member has to do anything")
    .action(inWords(runRenewSecrets))
}

const runRenewSecrets = async (): Promise<void> => {
  const config = readConfig()
  const { rows, times, unopened, cleared } = await renewSecrets(config, {
    tables: renewedColumns,
    clock: () => new Date(),
    tell,
  })
  say(
    `The secrets are renewed, ${times === 1 ? 'once' : `${times} times`} by now, and ${rows} rows with them.`,
  )
  if (unopened > 0)
    say(
      `${unopened} values were under secrets that are lost, and stay as they are: docs/operations/recovery.md.`,
    )
  if (!cleared)
    say(
      'There was no room to write the tables anew: their files hold the older rows until PostgreSQL writes over them.',
    )
  say(
    'Copies of secrets.json from before do not open the database any more. Make a new one now: amparo backup. It serves ' +
      'older backups too.',
  )
  if (config.databaseUrl !== null)
    say(
      `Where other machines serve this database, put ${config.dataFolder}/secrets.json on each before you start them.`,
    )
}

const EVERY = 10_000

const tell = (step: RenewalStep): void => {
  if (step.kind === 'changed' && step.rows % EVERY === 0) say(`${step.table}: ${step.rows} rows …`)
}
