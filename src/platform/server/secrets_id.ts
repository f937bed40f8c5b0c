/** Which of the server's secrets a database is under: it says so itself, in the one row of `secrets_id`. */
import { Client, type ClientConfig } from 'pg'

import { secretsNamed, type ServerSecrets } from './secrets.ts'

/** Null before the first renewal, and in a database of an older release. */
export const readSecretsId = async (client: Client): Promise<string | null> => {
  const made = await client.query<{ made: boolean }>(
    "select to_regclass('amparo.secrets_id') is not null as made",
  )
  if (!made.rows[0]?.made) return null
  return (await client.query<{ id: string }>('select id from amparo.secrets_id')).rows[0]?.id ?? null
}

/** Of all that a file holds those that this database is under; waits for the end of a renewal that is under way. */
export const secretsOf = async (owner: ClientConfig, all: ServerSecrets): Promise<ServerSecrets> => {
  const client = new Client({ ...owner, application_name: 'amparo secrets' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock_shared(7266700)')
    const right = secretsNamed(all, await readSecretsId(client))
    await client.query('commit')
    if (right === null) throw new Error(otherSecrets)
    return right
  } finally {
    await client.end().catch(() => undefined)
  }
}

export const otherSecrets =
  'The secrets.json of this data folder does not fit the database: its secrets were renewed since ' +
  '("amparo renew-secrets"), or it is another server\'s. Put the newest secrets.json, or the newest copy of it, in its place.'
