/** No column is forgotten: what stands in bytes is renewed with the server's secrets, or it stands here why not. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { renewedColumns } from '../../src/cli/renewed_columns.ts'
import { testSecrets } from '../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { asSuperuser } from '../support/open_rows.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const BY_DEVICES = 'sealed, signed or hashed on members’ devices'
const BY_CHANCE = 'by chance, or the SHA-256 of 128 bits by chance and more'
const FROM_RANDOM = 'made with the random of its ask, which is renewed'
const FIRST = 'of what stands in letters that have left: under the first secrets'
const OPEN = 'for everybody, of the programme, or a plain hash of coded facts'

/** A new column of bytes fails until it stands in src/cli/renewed_columns.ts or here. */
const notRenewed: Readonly<Record<string, string>> = {
  'account.memory': BY_DEVICES,
  'account.recovery_note': BY_DEVICES,
  'account.seed': BY_CHANCE,
  'action.fingerprint': FROM_RANDOM,
  'action.token_hash': BY_CHANCE,
  'bundle.bytes': BY_DEVICES,
  'calendar_feed.token': BY_CHANCE,
  'calendar_change.state': OPEN,
  'entry.signature': BY_DEVICES,
  'entry.statement': BY_DEVICES,
  'hand_back.sealed': BY_DEVICES,
  'head.sealed': BY_DEVICES,
  'head.signature': BY_DEVICES,
  'head.statement': BY_DEVICES,
  'host_group.link': BY_CHANCE,
  'key_grant.sealed': BY_DEVICES,
  'message_state.seen': BY_DEVICES,
  'migration.hash': OPEN,
  'organisation_root.signature': BY_DEVICES,
  'organisation_root.statement': BY_DEVICES,
  'part.bytes': BY_DEVICES,
  'recovery_request.seed': BY_CHANCE,
  'signatory.own_hash': FIRST,
  'signatory.second_hash': FIRST,
  'signatory_logo.png': OPEN,
  'signatory_sealed.sealed': BY_DEVICES,
  'supporter.link': BY_CHANCE,
  'supporter_sealed.sealed': BY_DEVICES,
  'text_sketch.sketch': FROM_RANDOM,
}

test('every column of bytes is renewed with the secrets, or says why it need not be', async () => {
  const { rows } = await asSuperuser(database, (client) =>
    client.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'amparo'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         and a.atttypid in ('bytea'::regtype, 'bytea[]'::regtype)`,
    ),
  )
  const renewed = renewedColumns(testSecrets, testSecrets).flatMap(({ table, columns }) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  )
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...renewed, ...Object.keys(notRenewed)].toSorted())
})
