/**
 * What a desk of 1,000 cases costs on a bad line: bytes there and back, heads of HTTP included, of a member's device
 * that opens it for the first time, opens it again where its member chose that it keeps what it opens, and adds an entry.
 */
import { memoryDrafts, memoryKept } from '../tests/support/app.ts'
import { fetchWithJar } from '../src/platform/client/api.ts'
import { createWorkbench } from '../src/platform/client/create_workbench.ts'
import { ensureCases } from './fill.ts'
import { type BenchWorld, PASSPHRASE, type Row, value } from './world.ts'

const CASES = 1_000
const filter = { text: '' }

export const benchBadLine = async (world: BenchWorld): Promise<readonly Row[]> => {
  await ensureCases(world, CASES)
  const { desk, origin } = world
  const line = { bytes: 0, memory: 0 }
  const counted = async <T>(work: () => Promise<T>): Promise<readonly [number, T]> => {
    line.bytes = 0
    const done = await work()
    return [line.bytes, done]
  }
  const device = { drafts: memoryDrafts(), kept: memoryKept() }
  const workbench = () =>
    createWorkbench({
      fetch: fetchWithJar(origin, counting(line)),
      base: origin,
      chance: (size) => crypto.getRandomValues(new Uint8Array(size)),
      clock: () => new Date(),
      ...device,
    })
  const open = async (bench: ReturnType<typeof workbench>) => {
    value(await bench.signIn({ name: 'ana', passphrase: PASSPHRASE }))
    return value(await bench.cases({ desk, filter }))
  }
  const first = workbench()
  const [atFirst, list] = await counted(() => open(first))
  const heads = list.lines.length
  value(await first.keepOffline({ passphrase: PASSPHRASE }))
  await open(first)
  await first.keepMemory()
  const next = workbench()
  const [again] = await counted(() => open(next))
  const chosen = list.lines[0]?.case ?? ''
  value(await next.openCase({ desk, case: chosen }))
  const note = { kind: 'note', coded: { toCode: false }, words: { text: 'she was moved to another prison' } }
  const [entry] = await counted(async () => value(await next.append({ desk, case: chosen, entries: [note] })))
  // What it remembers of every case is told to the server when it is due, whatever else is done, and at its sign-out.
  await next.signOut()
  const memory = `${kilobytes(line.memory)} once a minute at most, of what the device remembers of every case`
  const row = (load: string, target: number, measured: number, more = ''): Row => ({
    path: 'desk over a bad line',
    load,
    target: `≤ ${target} KB there and back`,
    measured: `${kilobytes(measured)}${more}`,
    limit: `the sealed heads alone: ${(CASES * HEAD_BYTES) / 1000} KB (${heads} cases on the first page)`,
    met: measured <= target * 1000,
  })
  return [
    row('first unlock, 1,000 cases', 1000, atFirst),
    row('next unlock of a device that keeps what it opens', 50, again),
    row('an entry', 4, entry, `; and ${memory}`),
  ]
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`

const HEAD_BYTES = 540

/** Bodies as they travel, packed, and the lines of the heads. */
const counting =
  (line: { bytes: number; memory: number }): typeof fetch =>
  async (input, init) => {
    const sent = typeof init?.body === 'string' ? Buffer.byteLength(init.body) : 0
    const response = await fetch(input, init)
    const told = response.headers.get('content-length')
    const body = told === null ? (await response.clone().arrayBuffer()).byteLength : Number(told)
    const all = sent + headOf(new Headers(init?.headers)) + headOf(response.headers) + body
    if (init?.method === 'PUT' && String(input).endsWith('/me/memory')) line.memory = all
    else line.bytes += all
    return response
  }

const headOf = (headers: Headers): number =>
  [...headers].reduce((bytes, [name, text]) => bytes + name.length + text.length + 4, 20)
