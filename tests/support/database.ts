/** A fresh database per test file or test: a copy of the migrated template, in some 35 ms. */
import { randomBytes } from 'node:crypto'

import { Client, type ClientConfig } from 'pg'
import { inject } from 'vitest'

import { openDatabase, type Database, type DatabaseAddress } from '../../src/platform/server/database.ts'

export type TestDatabase = Database & {
  readonly address: DatabaseAddress
  /** For tests that must look past every wall. */
  readonly superuser: ClientConfig
  /** What an operator writes into DATABASE_URL. */
  readonly url: string
  readonly drop: () => Promise<void>
}

/** A PostgreSQL: the run's own asks for no passwords. */
export type TestPostgres = { readonly host: string; readonly password?: string }

/** With `empty`, a database without any migration. `on` another PostgreSQL than that of the run. */
export const createTestDatabase = async (
  given: { readonly empty?: boolean; readonly on?: TestPostgres } = {},
): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`
  const on = given.on ?? { host: inject('postgresHost') }
  const connection = (user: string, database: string): ClientConfig => ({ ...on, user, database })
  const asSuperuser = (work: (client: Client) => Promise<void>) =>
    within(connection('postgres', 'postgres'), work)
  await asSuperuser(async (client) => {
    const template = given.empty ? 'template0' : 'amparo_template'
    // File by file; by itself it writes every page into the log as well, which takes twice as long.
    await client.query(`create database ${name} template ${template} owner amparo_owner strategy file_copy`)
    // Rights on the database itself are not copied from its template.
    await client.query(`revoke all on database ${name} from public`)
    if (!given.empty) await client.query(`grant connect on database ${name} to amparo_login`)
  })
  const address = { owner: connection('amparo_owner', name), login: connection('amparo_login', name) }
  const database = openDatabase(address, { connections: 4 })
  return {
    ...database,
    address,
    superuser: connection('postgres', name),
    url: `postgres://${ownerIn(on)}@localhost/${name}?host=${encodeURIComponent(on.host)}`,
    drop: async () => {
      await database.close()
      await asSuperuser(async (client) => {
        await client.query(`drop database ${name} with (force)`)
      })
    },
  }
}

const ownerIn = ({ password }: TestPostgres): string =>
  password === undefined ? 'amparo_owner' : `amparo_owner:${password}`

const within = async (config: ClientConfig, work: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client(config)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
