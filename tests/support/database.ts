/** A fresh database per test file or test: a copy of the migrated template, in some 35 ms. */
import { randomBytes } from 'node:crypto'

import { Client, type ClientConfig } from 'pg'
import { inject } from 'vitest'

import { openDatabase, type Database, type DatabaseAddress } from '../../src/platform/server/database.ts'

export type TestDatabase = Database & {
  readonly address: DatabaseAddress
  /** For tests that must look past every wall. */
  readonly superuser: ClientConfig
  readonly drop: () => Promise<void>
}

/** With `empty`, a database without any migration. */
export const createTestDatabase = async (given: { readonly empty?: boolean } = {}): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asSuperuser('postgres', async (client) => {
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
    drop: async () => {
      await database.close()
      await asSuperuser('postgres', async (client) => {
        await client.query(`drop database ${name} with (force)`)
      })
    },
  }
}

const connection = (user: string, database: string): ClientConfig => ({
  host: inject('postgresHost'),
  user,
  database,
})

const asSuperuser = async (database: string, work: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client(connection('postgres', database))
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
