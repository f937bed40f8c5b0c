import { expect, test } from 'vitest'

import { createBatch } from './batch.ts'

/** A database that commits when it is told to. */
const slowWrites = () => {
  const groups: { readonly rows: readonly number[]; readonly end: (cause?: Error) => void }[] = []
  const write = (rows: readonly number[]): Promise<void> =>
    new Promise((resolve, reject) => {
      groups.push({ rows, end: (cause) => (cause ? reject(cause) : resolve()) })
    })
  return { groups, write }
}
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test('who comes together is written together, and answered after the commit alone', async () => {
  const { groups, write } = slowWrites()
  const batch = createBatch({ write, few: 0 })
  const answered: number[] = []
  for (const row of [1, 2, 3]) void batch.add(row).then(() => answered.push(row))
  await soon()
  expect(groups.map(({ rows }) => rows)).toEqual([[1, 2, 3]])
  expect(answered).toEqual([])
  groups[0]!.end()
  await soon()
  expect(answered).toEqual([1, 2, 3])
})

test('a commit that fails fails those whose rows it held, and those after it are written', async () => {
  const { groups, write } = slowWrites()
  const batch = createBatch({ write, few: 0, atOnce: 1 })
  const first = batch.add(1)
  await soon()
  const second = batch.add(2)
  groups[0]!.end(new Error('the database is away'))
  await expect(first).rejects.toThrow('the database is away')
  await soon()
  groups[1]!.end()
  expect(await second).toMatchObject({ ok: true })
  expect(batch.waiting()).toBe(0)
})

test('beyond so many who wait the next is turned away at once, and its row is nowhere', async () => {
  const { groups, write } = slowWrites()
  const batch = createBatch({ write, few: 0, mostWaiting: 2 })
  const kept = [batch.add(1), batch.add(2)]
  expect(await batch.add(3)).toEqual({ ok: false, error: { kind: 'crowded' } })
  await soon()
  groups[0]!.end()
  expect((await Promise.all(kept)).every(({ ok }) => ok)).toBe(true)
  expect(groups.flatMap(({ rows }) => rows)).toEqual([1, 2])
})

test('while few wait, nobody is answered before the floor, with a row or without', async () => {
  const batch = createBatch<number>({ write: () => Promise.resolve(), floor: 40 })
  const begun = performance.now()
  const took = await Promise.all(
    [1, null].map(async (row) => {
      await batch.add(row)
      return performance.now() - begun
    }),
  )
  for (const ms of took) expect(ms).toBeGreaterThan(38)
})
