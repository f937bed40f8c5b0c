/**
 * What members and supporters send, with bits turned over by chance: parts of age files, forms of several parts, and every
 * JSON that a device sends, its vault among it. Needs `zzuf`; AMPARO_FAULTS=release: ten thousand.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { fetchWithJar } from '../../src/platform/client/api.ts'
import { createWorkbench } from '../../src/platform/client/create_workbench.ts'
import { newId } from '../support/adversary.ts'
import { givingAgain } from '../support/again.ts'
import { memoryDrafts, PASSPHRASE, value } from '../support/app.ts'
import { openCampaign } from '../support/campaigns.ts'
import { fileOf } from '../support/evidence.ts'
import { sizeOf } from '../support/faulty_server.ts'
import { startOwnProcess, type OwnProcess } from '../support/own_process.ts'
import { rawClient, type RawClient, type RawRequest } from '../support/raw_http.ts'
import { bodyFaults, headFaults } from '../support/rubric.ts'

const isThere = spawnSync('zzuf', ['--version']).error === undefined
if (!isThere) console.warn('zzuf is not installed, so no upload was mangled.')

const RUNS = sizeOf({ usual: 120, release: 10_000 })

/** Megabytes; a server that has just begun still grows by itself. */
const MOST_GROWTH = sizeOf({ usual: 100, release: 50 })

type Upload = RawRequest & { readonly body: Buffer }

let server: OwnProcess
let client: RawClient
/** What a device sent by itself. */
const sent: Upload[] = []
let cookie = ''

const recording: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers)
  cookie = headers.get('cookie') ?? cookie
  const { body, method = 'GET' } = init ?? {}
  if (body !== undefined && body !== null) {
    const bytes = Buffer.from(await new Response(body).arrayBuffer())
    const type = headers.get('content-type') ?? ''
    const path = String(input).slice(server.origin.length)
    sent.push({ method, path, body: bytes, headers: [['content-type', type]] })
  }
  return fetch(input, init)
}

const work = async (): Promise<void> => {
  const device = givingAgain(
    createWorkbench({
      fetch: fetchWithJar(server.origin, recording),
      base: server.origin,
      chance: (size) => crypto.getRandomValues(new Uint8Array(size)),
      clock: () => new Date(),
      drafts: memoryDrafts(),
    }),
    PASSPHRASE,
  )
  const token = server.setupLink.split('#')[1] ?? ''
  value(await device.setUp({ token, organisation: 'Watch', name: 'ana', passphrase: PASSPHRASE }))
  const { id: desk } = value(await device.foundDesk({ name: 'North' }))
  const { recipient } = value(await device.makeKit({ desk }))
  value(await device.confirmKit({ desk, recipient }))
  const opened = { kind: 'opened', coded: { dark: false, country: 'TJ' } }
  const made = value(await device.createCase({ desk, entries: [opened] }))
  const file = fileOf(crypto.getRandomValues(new Uint8Array(20_000)))
  value(await device.addEvidence({ desk, case: made.case, file, type: 'video', words: { title: 'A film' } }))
}

const form = async (): Promise<Upload> => {
  const fields = new FormData()
  for (const [name, text] of Object.entries({
    name: 'Ana Lopez',
    mail: 'ana@example.org',
    country: 'TJ',
    message: 'Free them, all of them.',
  }))
    fields.append(name, text)
  const said = new Response(fields)
  return {
    method: 'POST',
    path: '/campaigns/lanterns/free-them/sign',
    headers: [['content-type', said.headers.get('content-type') ?? '']],
    body: Buffer.from(await said.arrayBuffer()),
  }
}

describe.skipIf(!isThere)('uploads with bits turned over', () => {
  beforeAll(async () => {
    // With room for little more than it needs: what grows then is kept, and not only waiting to be collected.
    server = await startOwnProcess({ NODE_OPTIONS: '--max-old-space-size=128' })
    client = rawClient(server.port, 8)
    await work()
    await openCampaign(server.database)
    sent.push(await form())
  }, 300_000)
  afterAll(async () => {
    client?.close()
    await server?.stop()
  })

  test(
    'none breaks the server, tells of its inside or stays in its memory',
    async () => {
      const kinds = [sent.filter(isPart), sent.slice(-1), sent.filter((one) => /json/.test(typeOf(one)))]
      for (const kind of kinds) expect(kind.length).toBeGreaterThan(0)
      const statuses = new Map<number, number>()
      const faults: string[] = []
      let longest = 0
      const run = async (at: number): Promise<void> => {
        const kind = kinds[at % kinds.length]!
        const whole = kind[Math.floor(at / kinds.length) % kind.length]!
        const body = mangled(whole, at)
        const path = isPart(whole) ? await fresh(whole, body) : whole.path
        const begun = performance.now()
        const answer = await client.ask({
          ...whole,
          path,
          body,
          headers: [...(whole.headers ?? []), ['origin', server.origin], ['cookie', cookie]],
        })
        longest = Math.max(longest, performance.now() - begun)
        const status = answer?.status ?? 0
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (answer === undefined) return
        const asked = { method: whole.method, path, ...answer }
        for (const fault of [...headFaults(asked), ...bodyFaults(asked)])
          faults.push(`${whole.method} ${path} ${status}, run ${at}: ${fault}`)
      }
      const all = async (from: number, to: number): Promise<void> => {
        for (let at = from; at < to; at += 8)
          await Promise.all(Array.from({ length: Math.min(8, to - at) }, (_, step) => run(at + step)))
      }
      // Half of them warm it up: what a server keeps once is no leak.
      await all(0, RUNS / 2)
      const before = server.memory() ?? 0
      await all(RUNS / 2, RUNS)
      const grown = ((server.memory() ?? 0) - before) / 2 ** 20
      console.info(
        `${RUNS} mangled uploads: ${JSON.stringify([...statuses])}, longest ${longest.toFixed()} ms, memory ${grown.toFixed(1)} MB more`,
      )
      expect(faults).toEqual([])
      expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([])
      expect(server.ended()).toBe(null)
      expect(grown).toBeLessThan(MOST_GROWTH)
      expect((await client.ask({ method: 'GET', path: '/api/v1/health' }))?.status).toBe(200)
    },
    RUNS * 200 + 60_000,
  )
})

const isPart = ({ path }: Upload): boolean => path.includes('/parts/')

const typeOf = ({ headers = [] }: RawRequest): string =>
  headers.find(([name]) => name === 'content-type')?.[1] ?? ''

/** One bit in ten thousand to one in forty. Every other time what holds JSON and forms together stays, and the words go. */
const mangled = (upload: Upload, seed: number): Buffer => {
  const ratio = String(0.0001 + (seed % 50) / 2000)
  const words = ['-P', '{}[]":,;=-\\r\\n', '-R', '"\\\\\\x00-\\x1f\\x7f-\\xff']
  const held = isPart(upload) || seed % 2 === 0 ? [] : words
  const { stdout, status } = spawnSync('zzuf', ['-s', String(seed), '-r', ratio, ...held], {
    input: upload.body,
  })
  if (status !== 0) throw new Error('zzuf did not run')
  return stdout
}

/** Of a file that is begun now, with the hash of what is sent: only so are the bytes themselves taken. */
const fresh = async (part: Upload, body: Buffer): Promise<string> => {
  const [files = ''] = part.path.split(/\/[^/]+\/parts\//)
  const id = newId()
  await client.ask({
    method: 'POST',
    path: files,
    headers: [
      ['content-type', 'application/json'],
      ['origin', server.origin],
      ['cookie', cookie],
    ],
    body: Buffer.from(JSON.stringify({ id, entry: newId(), size: body.length })),
  })
  const hash = createHash('sha256').update(body).digest('base64url')
  return `${files}/${id}/parts/0?hash=${hash}`
}
