/**
 * Whoever stuffs the confirmation with made-up links, codes and replays confirms nothing and learns nothing from the time
 * that an answer takes; nor from how long a signature takes that is new, double or refused. AMPARO_FAULTS=release: 100,000
 * attempts and 1,000 signatures of each kind.
 */
import { randomBytes, randomInt } from 'node:crypto'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { codeIn, keyIn, startActing, type Acting } from '../../../tests/support/acting.ts'
import { openCampaign } from '../../../tests/support/campaigns.ts'
import { sizeOf } from '../../../tests/support/faulty_server.ts'
import type { ConfirmKey } from './actions.ts'

const FORGED = sizeOf({ usual: 1200, release: 100_000 })
const AT_ONCE = 8
const SIGNED = sizeOf({ usual: 40, release: 1000 })
/**
 * Milliseconds between medians, or this share of them. Of few, on a machine that does other things, only what is plain can
 * be told apart: an answer before the floor, or one that waits for more. A busy machine is asked again.
 */
const ALIKE = sizeOf({ usual: 15, release: 2 })
const SHARE = sizeOf({ usual: 100, release: 20 }) / 100
const TRIES = 3

let acting: Acting
beforeAll(async () => {
  acting = await startActing()
  await openCampaign(acting.database, {
    campaign: { slug: 'over' },
    asks: [{ slug: 'ended', to: { day: '2026-01-31', time: '12:00' } }],
  })
})
afterAll(() => acting.database.drop())

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
const areAlike = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(ALIKE, SHARE * Math.min(a, b))

/** How often one of the first takes longer than one of the second (Mann–Whitney): a half where nobody can tell them apart. */
const ahead = (one: readonly number[], other: readonly number[]): number => {
  const all = [
    ...one.map((time) => ({ time, first: true })),
    ...other.map((time) => ({ time, first: false })),
  ]
  const ranks = all.toSorted((a, b) => a.time - b.time)
  const sum = ranks.reduce((total, { first }, at) => total + (first ? at + 1 : 0), 0)
  return (sum - (one.length * (one.length + 1)) / 2) / (one.length * other.length)
}

const token = (bytes: number): string => randomBytes(bytes).toString('base64url')
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const code = (): string => Array.from({ length: 10 }, () => signs[randomInt(32)]).join('')

test('of made-up links, codes and replays none confirms, and none takes longer than another', async () => {
  for (let n = 0; n < 20; n++) await acting.sign({ mail: `waits${n}@supporter.example` })
  const waiting = await acting.sent()
  await acting.sign({ mail: 'used@supporter.example' })
  const [used] = await acting.sent()
  const usedKey = keyIn(used!)
  expect((await acting.actions.confirmAction({ kind: 'link', k: usedKey })).ok).toBe(true)
  const before = await acting.confirmed()
  const rightId = (n: number) => keyIn(waiting[n % waiting.length]!).slice(0, 22)
  const kinds: Readonly<Record<string, (n: number) => ConfirmKey>> = {
    unknown: () => ({ kind: 'link', k: token(33) }),
    'wrong token': (n) => ({ kind: 'link', k: rightId(n) + token(17).slice(0, 22) }),
    replay: () => ({ kind: 'link', k: usedKey }),
    'used code': () => ({ kind: 'code', code: codeIn(used!) }),
    code: () => ({ kind: 'code', code: code() }),
    broken: (n) => ({ kind: 'link', k: ['', 'x', usedKey.slice(1), `${usedKey}A`][n % 4] ?? '' }),
  }
  const names = Object.keys(kinds)
  const times = new Map(names.map((name) => [name, [] as number[]]))
  const [early, late]: [number[], number[]] = [[], []]
  let confirmed = 0
  const attempt = async (n: number): Promise<void> => {
    const name = names[n % names.length]!
    const key = kinds[name]!(n)
    const begun = performance.now()
    const done = await acting.actions.confirmAction(key)
    const took = performance.now() - begun
    times.get(name)!.push(took)
    if (name === 'unknown' && n < FORGED / 10) early.push(took)
    if (name === 'unknown' && n >= FORGED * 0.9) late.push(took)
    if (done.ok) confirmed++
  }
  for (let n = 0; n < FORGED; n += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, FORGED - n) }, (_, at) => attempt(n + at)))
  expect(confirmed).toBe(0)
  expect(await acting.confirmed()).toBe(before)
  const told = names.map((name) => `${name} ${median(times.get(name)!).toFixed(2)}`)
  const course = `first tenth ${median(early).toFixed(2)}, last ${median(late).toFixed(2)}`
  console.info(`${FORGED} forged, medians in ms: ${told.join(', ')}; ${course}`)
  // A link that was never given, one with the right row and the wrong token, and one that was used.
  for (const name of ['wrong token', 'replay'])
    expect(areAlike(median(times.get('unknown')!), median(times.get(name)!)), told.join()).toBe(true)
  expect(areAlike(median(early), median(late)) || median(late) < median(early), course).toBe(true)
  // Whoever was sent a link confirms by it all the same.
  for (const one of waiting)
    expect((await acting.actions.confirmAction({ kind: 'link', k: keyIn(one) })).ok).toBe(true)
  expect(await acting.confirmed()).toBe(before + waiting.length)
}, 1_800_000)

test('nobody learns from the time of the thanks whether a signature was new, double or refused', async () => {
  await acting.sign({ mail: 'double@supporter.example' })
  let count = 0
  const request = (campaign: string, ask: string, mail: string) => {
    const fields: Readonly<Record<string, string>> = { name: 'Ana Lopez', mail }
    const read = (name: string): readonly string[] => (fields[name] === undefined ? [] : [fields[name]])
    return acting.signing.sign({ campaign, ask, language: 'en', read })
  }
  const kinds = {
    new: () => request('lanterns', 'free-them', `new${count++}@supporter.example`),
    double: () => request('lanterns', 'free-them', 'double@supporter.example'),
    refused: () => request('over', 'ended', `late${count++}@supporter.example`),
  } as const
  type Kind = keyof typeof kinds
  const order = Object.keys(kinds) as Kind[]
  const seen: string[] = []
  for (let run = 0; run < TRIES; run++) {
    const times: Record<Kind, number[]> = { new: [], double: [], refused: [] }
    for (let n = 0; n < SIGNED; n++)
      for (let at = 0; at < order.length; at++) {
        const kind = order[(n + at) % order.length]!
        const begun = performance.now()
        expect(await kinds[kind]()).toEqual({ kind: 'thanks' })
        times[kind].push(performance.now() - begun)
      }
    const medians = order.map((kind) => median(times[kind]))
    const pairs = [
      ['new', 'double'],
      ['new', 'refused'],
      ['double', 'refused'],
    ] as const
    seen.push(
      `${SIGNED} of each, medians in ms: ${order.map((kind, at) => `${kind} ${medians[at]!.toFixed(2)}`).join(', ')}; ahead: ` +
        pairs.map(([a, b]) => `${a} of ${b} ${ahead(times[a], times[b]).toFixed(3)}`).join(', '),
    )
    if (areAlike(Math.max(...medians), Math.min(...medians))) return void console.info(seen.at(-1))
  }
  expect(seen).toEqual([])
}, 1_800_000)
