/**
 * Many sign at once, through the real server to the commit; beside it the same row by the barest server that keeps the
 * same promise: node:http, one HMAC, one AES-GCM, grouped commits.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

import { sql } from 'kysely'

import { type ActionRow, insertActions } from '../src/campaigns/server/actions.store.ts'
import { createBatch } from '../src/campaigns/server/batch.ts'
import { inTransaction } from '../src/platform/server/database.ts'
import { newShortToken, openHeldKeys, tokenHash } from '../src/vault/server/held.service.ts'
import { askOf, campaignOf } from '../tests/support/campaigns.ts'
import { type BenchWorld, ms, type Row } from './world.ts'

const full = process.env.AMPARO_BENCH === 'release'
const THERE = full ? 1_000_000 : 50_000
const SECONDS = full ? 30 : 6
const CONNECTIONS = 64

type Load = {
  readonly accepted: number
  readonly others: number
  readonly perSecond: number
  readonly median: number
  readonly p99: number
}

export const benchSign = async (world: BenchWorld): Promise<Row> => {
  const ask = await openPetition(world)
  await fill(world, ask)
  const before = await countRows(world, ask)
  const { host } = new URL(world.origin)
  const path = '/campaigns/lanterns/free-them/sign'
  // What is loaded at the first request is no part of it.
  await load({ host, path, seconds: 2, first: 1 })
  const warm = await countRows(world, ask)
  const signed = await load({ host, path, seconds: SECONDS, first: 10_000_000 })
  const kept = (await countRows(world, ask)) - warm
  const bare = await bareServer(world)
  const limit = await load({ host: bare.host, path: '/', seconds: SECONDS, first: 100_000_000 })
  await bare.stop()
  const share = signed.perSecond / limit.perSecond
  return {
    path: 'sign a petition',
    load: `${CONNECTIONS} connections, ${before} rows already there, ${SECONDS} s`,
    target: '≥ 6,000 accepted/s, p99 ≤ 100 ms, each in the database when it is answered; ≥ 50 % of the limit',
    measured:
      `${Math.round(signed.perSecond)}/s, median ${ms(signed.median)}, p99 ${ms(signed.p99)}; ` +
      `${signed.accepted} answered, ${kept} kept, ${signed.others} turned away; ${Math.round(share * 100)} % of the limit`,
    limit: `node:http with grouped commits: ${Math.round(limit.perSecond)}/s, p99 ${ms(limit.p99)}`,
    met: signed.perSecond >= 6000 && signed.p99 <= 100 && kept === signed.accepted && share >= 0.5,
  }
}

const openPetition = async ({ services, desk }: BenchWorld): Promise<string> => {
  const ids = [newShortToken(), newShortToken()] as const
  const bodies = { campaign: campaignOf(), ask: askOf() }
  await inTransaction(services.database, { role: 'owner' }, async (db) => {
    for (const [at, kind] of (['campaign', 'ask'] as const).entries())
      await sql`insert into document (id, version, kind, act, desk, desk_name, body, revision, state, writers, decided_at)
        values (${ids[at]}, 1, ${kind}, 'publish', ${desk}, 'Bench', ${JSON.stringify(bodies[kind])}::jsonb, 1, 'released',
          array[${ids[0]}], now())`.execute(db)
  })
  return ids[1]
}

/** People who signed before: their fingerprints are as random as any. */
const fill = async ({ services, desk }: BenchWorld, ask: string): Promise<void> => {
  await inTransaction(services.database, { role: 'owner' }, async (db) => {
    await sql`set local statement_timeout = 0`.execute(db)
    await sql`insert into action (id, ask, desk, kind, state, fingerprint, language, on_day, confirmed_on, counted)
      select translate(encode(substring(sha256(('id' || n)::bytea) for 16), 'base64'), '+/=', '-_'), ${ask}, ${desk},
        'signature', 'confirmed', sha256(n::text::bytea), 'en', '2026-11-22', '2026-11-22', true
      from generate_series(1, ${THERE}) n`.execute(db)
    await sql`analyze action`.execute(db)
  })
}

const countRows = ({ services }: BenchWorld, ask: string): Promise<number> =>
  inTransaction(services.database, { role: 'owner' }, async (db) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from action where ask = ${ask}`.execute(db)
    return rows[0]?.n ?? 0
  })

const load = async (of: {
  readonly host: string
  readonly path: string
  readonly seconds: number
  readonly first: number
}): Promise<Load> => {
  const file = fileURLToPath(new URL('sign_load.ts', import.meta.url))
  const port = of.host.split(':')[1] ?? ''
  const given = [port, of.host, of.path, CONNECTIONS, of.seconds, of.first].map(String)
  const child = spawn(process.execPath, [file, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  await once(child, 'close')
  return JSON.parse(said) as Load
}

const bareServer = async (world: BenchWorld) => {
  const { database, secrets } = world.services
  const keys = openHeldKeys(secrets)
  const ask = newShortToken()
  const fingerprint = keys.fingerprints(ask, Buffer.alloc(32, 1))
  const batch = createBatch<ActionRow>({
    write: (rows) =>
      inTransaction(database, { role: 'gate' }, async (db) => void (await insertActions(db, rows))),
  })
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const id = newShortToken()
      const row: ActionRow = {
        id,
        ask,
        desk: world.desk,
        kind: 'signature',
        fingerprint: fingerprint('signature', body),
        tokenHash: tokenHash(id),
        codeHash: keys.codeHash(id),
        held: keys.seal(id, body.padEnd(400)),
        language: 'en',
        flags: [],
        now: new Date(),
        // Nobody is written to: these are no people.
        mailDue: new Date('9999-12-31'),
      }
      void batch
        .add(row)
        .then(() => response.writeHead(303, { location: '/thanks', 'content-length': 0 }).end())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
