/** Many signatures wait for their addresses while the secrets are renewed. AMPARO_FAULTS=release: a hundred thousand. */
import { randomBytes } from 'node:crypto'

import { expect, test } from 'vitest'

import { openHeldKeys } from '../../src/vault/server/held.service.ts'
import { startActing } from '../support/acting.ts'
import { testSecrets } from '../support/app.ts'
import { sizeOf } from '../support/faulty_server.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { renewing, stopServing } from '../support/renewal.ts'

const MANY = sizeOf({ usual: 3_500, release: 100_000 })
const AT_ONCE = 500

type Waiting = { readonly id: string; readonly code: string; readonly hash: Buffer; readonly held: Buffer }
const waiting = (keys: ReturnType<typeof openHeldKeys>): Waiting => {
  const id = randomBytes(16).toString('base64url')
  const code = randomBytes(5).toString('hex')
  return { id, code, hash: keys.codeHash(code), held: keys.seal(id, `words of ${id}`.padEnd(300)) }
}

test(
  'every one of many signatures that wait is under the newer secrets, once',
  { timeout: 600_000 },
  async () => {
    const acting = await startActing()
    await acting.sign()
    const before = openHeldKeys(testSecrets)
    const rows = Array.from({ length: MANY }, () => waiting(before))
    await asSuperuser(acting.database, async (client) => {
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        const some = rows.slice(at, at + AT_ONCE)
        await client.query(
          `insert into amparo.action (id, ask, desk, kind, token_hash, code_hash, held, language, on_day, expires_at)
         select n.id, r.ask, r.desk, 'signature', r.random, n.hash, n.held, 'en', '2026-11-22', 'infinity'
         from amparo.ask_random r, unnest($1::text[], $2::bytea[], $3::bytea[]) as n(id, hash, held)`,
          [some.map(({ id }) => id), some.map(({ hash }) => hash), some.map(({ held }) => held)],
        )
      }
    })
    const own = renewing()
    const database = await stopServing(acting.database)
    const begun = performance.now()
    expect(await own.renew(database)).toMatchObject({ rows: MANY + 2, unopened: 0 })
    const seconds = (performance.now() - begun) / 1000
    console.info(`${MANY} signatures in ${seconds.toFixed(1)} s, ${process.memoryUsage().rss >> 20} MB`)
    const after = openHeldKeys(own.secrets())
    const found = await asSuperuser(database, async (client) => {
      const kept = await client.query<{ id: string; code_hash: Buffer; held: Buffer }>(
        'select id, code_hash, held from amparo.action',
      )
      return new Map(kept.rows.map((row) => [row.id, row]))
    })
    const wrong = rows.filter(({ id, code }) => {
      const { code_hash: hash, held } = found.get(id)!
      return after.open(id, held)?.trim() !== `words of ${id}` || !after.codeHash(code).equals(hash)
    })
    expect(wrong).toEqual([])
    await database.drop()
  },
)
