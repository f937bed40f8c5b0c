/** A renewal of a test's secrets, as an operator runs it on a stopped installation. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { renewedColumns } from '../../src/cli/renewed_columns.ts'
import { openDatabase } from '../../src/platform/server/database.ts'
import { type Renewal, type RenewalStep, renewSecrets } from '../../src/platform/server/renew_secrets.ts'
import { loadSecrets, type ServerSecrets } from '../../src/platform/server/secrets.ts'
import { configOf, newFolder, testSecretsFile } from './backups.ts'
import type { TestDatabase } from './database.ts'

export type Renewing = {
  readonly folder: string
  /** All that the file holds now. */
  readonly secrets: () => ServerSecrets
  readonly renew: (database: TestDatabase, tell?: (step: RenewalStep) => void) => Promise<Renewal>
}

/** A data folder with the secrets of `startTestApp`. */
export const renewing = (): Renewing => {
  const folder = newFolder()
  writeFileSync(join(folder, 'secrets.json'), testSecretsFile, { mode: 0o600 })
  return {
    folder,
    secrets: () => loadSecrets(folder),
    renew: (database, tell = () => undefined) =>
      renewSecrets(configOf(database, folder), { tables: renewedColumns, clock: () => new Date(), tell }),
  }
}

/** Its servers end, and it is opened again for those that come after them. */
export const stopServing = async (database: TestDatabase): Promise<TestDatabase> => {
  await database.close()
  const again = openDatabase(database.address, { connections: 4 })
  const drop = async (): Promise<void> => {
    await again.close()
    await database.drop()
  }
  return { ...database, ...again, drop }
}
