/**
 * A thief with the machine while it runs: the memory of the server and of its PostgreSQL, byte by byte, where also what
 * was swapped out would be read. No word that a member typed is in it, in any encoding.
 */
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Workbench } from '../../src/platform/client/workbench.ts'
import { newId } from '../support/adversary.ts'
import { PASSPHRASE, value } from '../support/app.ts'
import { allCanaries, canaryEntries } from '../support/canary_entries.ts'
import { canaries, findCanaries } from '../support/canary_words.ts'
import { type FaultyServer, faultyServer, writingDesk } from '../support/faulty_server.ts'
import { publicationOf } from '../support/published.ts'

const PUBLISHED = 'Published Nightjar Öffentlich'
const WRONG = `${PASSPHRASE} umbrella`

const whyNot = ((): string | null => {
  if (process.platform !== 'linux') return 'memory of others is looked at on Linux alone'
  return process.getuid?.() === 0 ? null : 'only root may read the memory of others'
})()
if (whyNot) console.info(`The memory of the server is not looked at: ${whyNot}`)

let server: FaultyServer
beforeAll(async () => {
  if (whyNot) return
  server = await faultyServer()
  await server.start()
}, 120_000)
afterAll(async () => {
  if (whyNot) return
  const gone = once(server.child(), 'exit')
  server.child().kill('SIGTERM')
  await gone
  await server.end()
}, 120_000)

type Area = { readonly from: number; readonly to: number; readonly shared: boolean }

/** What a process may read and has ever touched, but for the files of programs. */
const areasOf = (smaps: string): readonly Area[] =>
  smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).flatMap((text) => {
    const [, from = '', to = '', rights = '', name = ''] =
      /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+ *(.*)$/m.exec(text) ?? []
    const touched = /^(?:Rss|Swap): +[1-9]/m.test(text)
    const isProgram = name.startsWith('/') && !rights.includes('w')
    if (!rights.startsWith('r') || !touched || isProgram || name.startsWith('[v')) return []
    return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), shared: rights[3] === 's' }]
  })

const PIECE = 1024 ** 2
const EMPTY = Buffer.alloc(PIECE)
/** Longer than the longest way to write the longest word. */
const OVERLAP = 4096

const isPublished = (hit: string): boolean => hit.startsWith(PUBLISHED)

type Found = { readonly hits: readonly string[]; readonly bytes: number }

/** Words, a passphrase, and at last what was published: looked for in one pass. */
const wanted = [...canaries, PASSPHRASE, PUBLISHED]

const KEY = 'AGE-SECRET-KEY-'
/** The beginning alone stands in the code of a library. */
const keysIn = (bytes: Buffer): readonly string[] => {
  const found: string[] = []
  for (let at = bytes.indexOf(KEY); at !== -1; at = bytes.indexOf(KEY, at + 1)) {
    const text = bytes.toString('latin1', at, at + KEY.length + 50)
    if (/^[A-Z-]{15}(?:PQ-)?1[0-9A-Z]{30}/.test(text)) found.push('a key of age')
  }
  return found
}
/** What of it is in this process; memory that several share is read in one of them. */
const searchMemory = (pid: number, withShared: boolean): Found => {
  const hits = new Set<string>()
  let bytes = 0
  const process = openMemory(pid)
  if (!process) return { hits: [], bytes }
  const { memory, smaps } = process
  const piece = Buffer.alloc(PIECE)
  for (const area of areasOf(smaps)) {
    if (area.shared && !withShared) continue
    for (let at = area.from; at < area.to; at += PIECE - OVERLAP) {
      const read = readSome(memory, piece, at, Math.min(PIECE, area.to - at))
      bytes += read
      const bytesHere = piece.subarray(0, read)
      // Most of what is set aside was never written.
      if (bytesHere.equals(EMPTY.subarray(0, read))) continue
      for (const hit of [...findCanaries(bytesHere, wanted), ...keysIn(bytesHere)]) hits.add(hit)
    }
  }
  closeSync(memory)
  return { hits: [...hits], bytes }
}

/** Null where it has ended meanwhile, as a worker of PostgreSQL does, and its memory with it. */
const openMemory = (pid: number): { readonly memory: number; readonly smaps: string } | null => {
  try {
    return { smaps: readFileSync(`/proc/${pid}/smaps`, 'utf8'), memory: openSync(`/proc/${pid}/mem`, 'r') }
  } catch {
    return null
  }
}

/** An area may be gone by now. */
const readSome = (memory: number, into: Buffer, at: number, length: number): number => {
  try {
    return readSync(memory, into, 0, length, at)
  } catch {
    return 0
  }
}

const said = (text: string): readonly string[] => keysIn(Buffer.from(text))

test('a key is found where one stands, and not where the code speaks of keys', () => {
  for (const kind of ['', 'PQ-']) expect(said(`x${KEY}x ${KEY}${kind}1${'Q7'.repeat(29)}`)).toHaveLength(1)
  expect(said(`"${KEY}PQ-1[A-Z0-9]" ${KEY}`)).toEqual([])
})

const work = async (ana: Workbench, ben: Workbench, desk: string): Promise<void> => {
  const made = value(await ana.createCase({ desk, entries: canaryEntries }))
  const where = { desk, case: made.case }
  const publication = {
    ...publicationOf({ name: PUBLISHED }, newId()),
    words: { reason: allCanaries, note: allCanaries },
  }
  const of = value(await ana.append({ ...where, entries: [publication] })).entries.at(-1)!.id
  const release = { kind: 'release', coded: { of }, words: { note: allCanaries } }
  value(await ben.append({ ...where, entries: [release] }))
  const file = new File([allCanaries], `${canaries[2]}.txt`, { type: 'text/plain' })
  const words = { title: canaries[3], receivedFrom: canaries[5], note: allCanaries }
  value(await ana.addEvidence({ ...where, file, type: 'document', words }))
  value(await ben.openCase(where))
  value(await ben.cases({ desk, filter: { text: canaries[0], inside: true } }))
  expect((await ben.signIn({ name: 'ben', passphrase: WRONG })).ok).toBe(false)
  expect((await fetch(`${server.origin}/cases`)).status).toBe(200)
}

test.skipIf(whyNot !== null)(
  'while members work no word of theirs, no passphrase and no key is in the memory of the server',
  async () => {
    const { desk, devices } = await writingDesk(server)
    const [ana, ben] = devices as readonly [Workbench, Workbench]
    await work(ana, ben, desk)
    const postmaster = Number(
      readFileSync(join(server.dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0],
    )
    const children = server.postgres().filter((pid) => pid !== postmaster)
    const node = searchMemory(server.child().pid!, true)
    const database = [searchMemory(postmaster, true), ...children.map((pid) => searchMemory(pid, false))]
    expect(node.bytes, 'it was read').toBeGreaterThan(30 * 1024 ** 2)
    const all = [node, ...database]
    expect(all.flatMap(({ hits }) => hits.filter((hit) => !isPublished(hit)))).toEqual([])
    expect(node.hits.some(isPublished), 'what was published is found in the server').toBe(true)
    expect(
      database.some(({ hits }) => hits.some(isPublished)),
      'and in its PostgreSQL',
    ).toBe(true)
    const megabytes = Math.round(all.reduce((sum, one) => sum + one.bytes, 0) / 2 ** 20)
    console.info(`${megabytes} MB of memory searched`)
  },
  240_000,
)
