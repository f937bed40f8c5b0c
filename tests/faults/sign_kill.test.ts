/**
 * kill -9 in the middle of a flood of signatures, and of confirmations: whoever was thanked is in the database, whoever
 * confirmed counts, and the count is what the rows say.
 */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { canonicalAddress } from '../../src/campaigns/core/address.ts'
import { findRunning } from '../../src/platform/server/postgres.ts'
import { loadSecrets } from '../../src/platform/server/secrets.ts'
import { openHeldKeys } from '../../src/vault/server/held.service.ts'
import { askOf, campaignOf, releaseKind } from '../support/campaigns.ts'
import { type FaultyServer, faultyServer, seeded, sizeOf, writingDesk } from '../support/faulty_server.ts'

const KILLS = sizeOf({ usual: 3, release: 100 })
const SIGNERS = 16

let server: FaultyServer
let ask: string
beforeEach(async () => {
  server = await faultyServer()
  await server.start()
  const { desk, devices } = await writingDesk(server)
  const team = { desk, writer: devices[0]!, second: devices[1]! }
  await releaseKind(team, 'campaign', campaignOf())
  ask = (await releaseKind(team, 'ask', askOf())).id
})
afterEach(() => server.end())

const send = async (path: string, form: Readonly<Record<string, string>>): Promise<number> => {
  const { origin } = server
  const body = new URLSearchParams(form)
  const sent = fetch(`${origin}${path}`, {
    method: 'POST',
    body,
    headers: { origin, accept: 'text/html' },
    redirect: 'manual',
  })
  return sent.then(
    ({ status }) => status,
    () => 0,
  )
}

const query = async <T extends object>(
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly T[]> => {
  const address = findRunning(join(server.dataFolder, 'postgres'))
  const client = new Client(address!('postgres'))
  await client.connect()
  try {
    return (await client.query<T>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** Several do this over and over until they are told to end. */
const flood = (work: () => Promise<void>) => {
  const going = { on: true }
  const one = async (): Promise<void> => {
    while (going.on) await work()
  }
  const all = Promise.all(Array.from({ length: SIGNERS }, one))
  return async (): Promise<void> => {
    going.on = false
    await all
  }
}

const killAndStart = async (chance: () => number, kills: number): Promise<void> => {
  for (let kill = 0; kill < kills; kill++) {
    await wait(150 + chance() * 500)
    await server.killServer()
    await server.start()
  }
  await wait(200)
}

test(
  'whoever was thanked is kept, whoever confirmed counts once, over every kill',
  { timeout: 120_000 + KILLS * 15_000 },
  async () => {
    const chance = seeded('kill -9 while many sign')
    const thanked: string[] = []
    let number = 0
    const stop = flood(async () => {
      const mail = `ana.${number++}@d${number % 50}.example`
      const status = await send('/campaigns/lanterns/free-them/sign', { name: 'Ana', mail })
      if (status === 303) thanked.push(mail)
      else {
        // 503: its database was not back yet.
        expect([0, 503]).toContain(status)
        await wait(50)
      }
    })
    await killAndStart(chance, KILLS)
    await stop()

    const keys = openHeldKeys(loadSecrets(server.dataFolder))
    const [random] = await query<{ random: Buffer }>('select random from amparo.ask_random where ask = $1', [
      ask,
    ])
    const fingerprint = keys.fingerprints(ask, random!.random)
    const rows = await query<{ id: string; fingerprint: Buffer; held: Buffer }>(
      'select id, fingerprint, held from amparo.action where ask = $1',
      [ask],
    )
    const there = new Set(rows.map((row) => row.fingerprint.toString('hex')))
    expect(there.size).toBe(rows.length)
    const lost = thanked.filter(
      (mail) => !there.has(fingerprint('signature', canonicalAddress(mail)).toString('hex')),
    )
    console.info(`${thanked.length} thanked, ${rows.length} kept, ${number} sent`)
    expect(lost).toEqual([])
    expect(thanked.length).toBeGreaterThan(100)

    const links = rows.slice(0, sizeOf({ usual: 300, release: 5000 })).map(({ id, held }) => {
      const [token] = JSON.parse(keys.open(id, held) ?? '[]') as readonly [string]
      return `${id}${token}`
    })
    const told = new Map<string, number>()
    let at = 0
    const end = flood(async () => {
      const k = links[at++ % links.length]!
      if ((await send('/campaigns/confirm', { k })) === 200) told.set(k, (told.get(k) ?? 0) + 1)
    })
    await killAndStart(chance, Math.ceil(KILLS / 2))
    await end()
    const confirmed = await query<{ id: string }>(`select id from amparo.action where state = 'confirmed'`)
    const known = new Set(confirmed.map(({ id }) => id))
    expect([...told.keys()].filter((k) => !known.has(k.slice(0, 22)))).toEqual([])
    expect([...told.values()].filter((times) => times > 1)).toEqual([])
    const sealed = await query('select distinct action from amparo.supporter_sealed')
    expect(sealed).toHaveLength(confirmed.length)
    const counted = await fetch(`${server.origin}/campaigns/lanterns/free-them/count.json`)
    expect(await counted.json()).toMatchObject({
      counts: [{ kind: 'signature', what: 'confirmed', number: confirmed.length }],
    })
  },
)
