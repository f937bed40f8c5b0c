/** How long an answer takes tells nothing that the answer does not tell. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { toBase64url } from '../../src/vault/core/bytes.ts'
import { ask, insiders, newId, openRaw, sessionOf } from '../support/adversary.ts'
import { startTestDesk, type TestDesk, value } from '../support/app.ts'
import { sizeOf } from '../support/faulty_server.ts'
import { asSuperuser } from '../support/open_rows.ts'
import { apart, chanceOf } from '../support/ranks.ts'

const PAIRS = sizeOf({ usual: 150, release: 1_000 })
/** Milliseconds between the medians, or a fifth of them where the machine is slow: less than a line adds by itself. */
const ALIKE = 2
/** By ranks: of a hundred pairs of samples of the same one lies further apart. A release must stand it. */
const CHANCE = sizeOf({ usual: 0, release: 0.01 })
/** A machine that does other things meanwhile is asked again; a true difference is there each time. */
const TRIES = 3

let app: TestDesk
beforeAll(async () => {
  app = await startTestDesk()
}, 120_000)
afterAll(() => app.stop())

type Asked = () => Promise<number>

const timed = async (asked: Asked, status: number): Promise<number> => {
  const begun = performance.now()
  expect(await asked()).toBe(status)
  return performance.now() - begun
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

type Pair = {
  readonly one: Asked
  readonly other: Asked
  readonly status: number
  readonly between?: () => Promise<void>
}

/** One after the other and in changing order, so that both meet the same machine. */
const expectAlike = async ({ one, other, status, between }: Pair): Promise<void> => {
  const seen: string[] = []
  for (let run = 0; run < TRIES; run++) {
    const times = { one: [] as number[], other: [] as number[] }
    for (let pair = 0; pair < PAIRS; pair++) {
      await between?.()
      const order = pair % 2 === 0 ? (['one', 'other'] as const) : (['other', 'one'] as const)
      for (const which of order) times[which].push(await timed(which === 'one' ? one : other, status))
    }
    const [first, second] = [median(times.one), median(times.other)]
    const chance = chanceOf(apart(times.one, times.other))
    seen.push(`${first.toFixed(2)} and ${second.toFixed(2)} ms, p = ${chance.toFixed(4)}`)
    if (Math.abs(first - second) <= Math.max(ALIKE, 0.2 * Math.min(first, second)) && chance >= CHANCE)
      return void console.info(`alike: ${seen.at(-1)}`)
  }
  expect(seen, 'medians of two kinds of answer').toEqual([])
}

test('the chance of ranks is that of the tables, and a tenth of a millisecond shows in a thousand', () => {
  for (const [far, chance] of [
    [0, 1],
    [1.959964, 0.05],
    [2.575829, 0.01],
    [3.290527, 0.001],
  ] as const)
    expect(chanceOf(far)).toBeCloseTo(chance, 6)
  const same = Array.from({ length: 1_000 }, (_, place) => 5 + (place % 100) / 100)
  expect(
    chanceOf(
      apart(
        same,
        same.map((ms) => ms + 0.1),
      ),
    ),
  ).toBeLessThan(0.01)
  expect(
    chanceOf(
      apart(
        same,
        same.map((ms) => ms + 0.0001),
      ),
    ),
  ).toBeGreaterThan(0.01)
})

const random = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)))

const forgetGuesses = async (): Promise<void> => {
  await asSuperuser(app.database, (db) => db.query('delete from amparo.attempt'))
}

const signIn =
  (name: string): Asked =>
  async () =>
    (await ask(app, 'POST', '/sign-in', { body: { name, authKey: random() } })).status

const seed =
  (name: string): Asked =>
  async () =>
    (await ask(app, 'POST', '/sign-in/seed', { body: { name } })).status

test('a wrong passphrase for a name that is there takes as long as for one that never was', async () => {
  await expectAlike({
    one: signIn('vera'),
    other: signIn('never-was'),
    status: 401,
    between: forgetGuesses,
  })
}, 240_000)

test('the seed of a name that is there takes as long as that of one that never was', async () => {
  await expectAlike({ one: seed('vera'), other: seed('never-was'), status: 200, between: forgetGuesses })
}, 240_000)

test('another desk’s case takes as long as one that never was', async () => {
  const { vera } = await insiders(app)
  const there = await openRaw(vera)
  const { id: other } = value(await app.steward.foundDesk({ name: 'South' }))
  const token = await sessionOf(app, await founderOf(other))
  const path = (id: string): string => `/desks/${other}/cases/${id}`
  const read =
    (id: () => string): Asked =>
    async () =>
      (await ask(app, 'GET', path(id()), { token })).status
  await expectAlike({ one: read(() => there.id), other: read(newId), status: 404 })
}, 240_000)

const founderOf = (desk: string): Promise<string> =>
  asSuperuser(app.database, async (db) => {
    const { rows } = await db.query<{ account: string }>(
      'select account from amparo.membership where desk = $1 limit 1',
      [desk],
    )
    return rows[0]!.account
  })
