/** A PostgreSQL that asks for passwords, named by DATABASE_URL: that of the server changes with the secrets. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { migrate } from '../../src/platform/server/migrate.ts'
import type { ServerSecrets } from '../../src/platform/server/secrets.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { findOtherPostgres, type OtherPostgres, startOtherPostgres } from '../support/other_postgres.ts'
import { renewing } from '../support/renewal.ts'

const native = findOtherPostgres()
let on: OtherPostgres
let database: TestDatabase
beforeAll(async () => {
  if (!native) return
  on = await startOtherPostgres(native)
  database = await createTestDatabase({ on })
}, 60_000)
afterAll(async () => {
  await database?.drop()
  await on?.stop()
})

/** As a server with these secrets: null, or why not. */
const enters = async ({ loginPassword }: ServerSecrets): Promise<string | null> => {
  const client = new Client({ ...database.address.login, password: loginPassword.reveal() })
  const refused = await client.connect().then(
    () => null,
    (cause: { readonly code?: string }) => cause.code ?? '',
  )
  await client.end().catch(() => undefined)
  return refused
}

test.skipIf(!native)(
  'with the older secrets nobody enters as the server, with the newer it does',
  async () => {
    const own = renewing()
    const older = own.secrets()
    await migrate(database.address.owner, { loginPassword: older.loginPassword.reveal() })
    expect(await enters(older)).toBeNull()
    expect(await own.renew(database)).toMatchObject({ times: 1 })
    expect(await enters(older), 'password refused').toBe('28P01')
    expect(await enters(own.secrets())).toBeNull()
  },
)
