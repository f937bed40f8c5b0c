import { inject } from 'vitest'
import { afterEach, expect, test } from 'vitest'

import { createTestDatabase } from '../support/database.ts'
import { asSuperuser } from '../support/open_rows.ts'
import {
  ask,
  type FaultyServer,
  faultyServer,
  keepWriting,
  sizeOf,
  whatIsLost,
  writingDesk,
} from '../support/faulty_server.ts'
import { value, PASSPHRASE } from '../support/app.ts'

const servers: FaultyServer[] = []
afterEach(async () => {
  for (const one of servers.splice(0).toReversed()) await one.end()
})
const TIMES = sizeOf({ usual: 1, release: 100 })

const open = async (given?: Parameters<typeof faultyServer>[0]): Promise<FaultyServer> => {
  const server = await faultyServer(given)
  servers.push(server)
  return server
}

test(
  'a second server on the same data folder is refused in words, and the first one goes on',
  async () => {
    const first = await open()
    await first.start()
    const waits: number[] = []
    for (let i = 0; i < TIMES; i++) {
      const second = await faultyServer({ dataFolder: first.dataFolder })
      const begun = performance.now()
      await expect(second.start()).rejects.toThrow(
        /Another Amparo is already running on .* Stop that one first, or choose another folder with AMPARO_DATA/,
      )
      waits.push(performance.now() - begun)
    }
    console.info(
      `a second server was refused ${TIMES} times, after ${Math.round(Math.max(...waits))} ms at most`,
    )
    expect((await ask(first.origin)).status).toBe(401)
  },
  180_000 + TIMES * 5_000,
)

test('two servers on one PostgreSQL serve one desk: one chain, one count a week, and a third that comes later', async () => {
  const database = await createTestDatabase()
  const host = encodeURIComponent(inject('postgresHost'))
  const url = `postgres://amparo_owner@localhost/${database.superuser.database}?host=${host}`
  try {
    const first = await open({ environment: { DATABASE_URL: url } })
    const second = await open({ dataFolder: first.dataFolder, environment: { DATABASE_URL: url } })
    await Promise.all([first.start(), second.start()])
    // The set-up link is that of the start that was last; a third server makes it known.
    const third = await open({ dataFolder: first.dataFolder, environment: { DATABASE_URL: url } })
    await third.start()
    const desk = await writingDesk(first, third)
    const there = second.device()
    value(await there.signIn({ name: 'ana', passphrase: PASSPHRASE }))
    const writing = keepWriting({ ...desk, devices: [desk.devices[0]!, there] })
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    await writing.stop()
    for (const one of [first, second])
      expect(await whatIsLost(one, desk, writing)).toMatchObject({ lost: [], doubled: 0 })
    const counts = await asSuperuser(database, async (client) => {
      const found = await client.query<{ refreshes: string }>(
        'select count(*) as refreshes from amparo.told_refresh',
      )
      return Number(found.rows[0]?.refreshes)
    })
    expect(counts).toBe(1)
    expect(`${first.said()}${second.said()}`).not.toMatch(/^(fault|unavailable) /m)
  } finally {
    for (const one of servers.splice(0)) await one.end()
    await database.drop()
  }
}, 180_000)
