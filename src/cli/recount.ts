/** `amparo recount`: what figures, lists and pages count, made anew from the entries of all cases. */
import { recountCases, type Recount, unreadableWords } from '#cases/server/recount.service.ts'
import { recountShown, type ShownRecount } from '#figures/server/shown_cases.service.ts'
import { secretOffsets } from '#figures/server/offsets.ts'
import { refreshFigures, type RefreshOutcome } from '#figures/server/refresh.service.ts'
import { openOwnerDatabase } from '#platform/server/owner_database.ts'
import { findSecrets } from '#platform/server/secrets.ts'

import { type AddCommand, inWords, readConfig, say } from './command.ts'

export const addRecount: AddCommand = (program) => {
  program
    .command('recount')
    .description(
      'make all that is counted anew from the entries of a stopped installation, or by DATABASE_URL',
    )
    .option('--now', 'refresh what is told of unpublished cases even if a week has not passed')
    .action(inWords(runRecount))
}

const runRecount = async ({ now }: { readonly now?: true }): Promise<void> => {
  const config = readConfig()
  const { database, stop } = await openOwnerDatabase(config)
  try {
    const deps = { database, clock: () => new Date(), config, as: { role: 'owner' } as const }
    const secrets = findSecrets(config.dataFolder)
    const recount = await recountCases(deps, { onProgress: tellProgress })
    for (const line of recountWords(recount)) say(line)
    for (const line of shownWords(await recountShown(database))) say(line)
    if (secrets === null) return say(withoutSecrets(config.dataFolder))
    const offsets = secretOffsets(secrets)
    say(refreshWords(await refreshFigures({ ...deps, offsets }, { early: now ?? false })))
  } finally {
    await stop()
  }
}

const withoutSecrets = (folder: string): string =>
  `What is told of unpublished cases is left to the server: its secrets are not in ${folder} (AMPARO_DATA).`

const EVERY = 1000

const tellProgress = ({ cases }: Recount): void => {
  if (cases % EVERY === 0) say(`${cases} cases …`)
}

const recountWords = ({ cases, repaired, unreadable }: Recount): readonly string[] => [
  repaired === 0
    ? `${cases} cases were counted again from their entries, and nothing was found to be wrong.`
    : `${cases} cases were counted again from their entries; the rows of ${repaired} said something else and are made anew.`,
  ...unreadable.map(unreadableWords),
]

/** Nothing where nothing was wrong: it was said of the cases themselves. */
const shownWords = ({ repaired }: ShownRecount): readonly string[] =>
  repaired === 0 ? [] : [`What is counted of ${repaired} public cases said something else and is made anew.`]

const refreshWords = (outcome: RefreshOutcome): string => {
  switch (outcome.kind) {
    case 'refreshed':
      return `What is told of unpublished cases is refreshed: ${outcome.numbers} numbers.`
    case 'not_due':
      return `What is told of unpublished cases stays until ${outcome.dueAt.toISOString().slice(0, 10)}: a week has to pass.`
    case 'elsewhere':
      return 'What is told of unpublished cases is being refreshed by another process.'
  }
}
