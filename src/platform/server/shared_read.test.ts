import { expect, test } from 'vitest'

import { shareReads } from './shared_read.ts'

const world = () => {
  const gates: (() => void)[] = []
  let reads = 0
  const share = shareReads(async () => {
    const at = ++reads
    await new Promise<void>((open) => gates.push(open))
    return at
  })
  return { share, open: () => gates.shift()?.(), reads: () => reads }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('all who ask at the same time share one reading', async () => {
  const { share, open, reads } = world()
  const asked = [share(), share(), share()]
  await turn()
  open()
  expect(await Promise.all(asked)).toEqual([1, 1, 1])
  expect(reads()).toBe(1)
})

test('who asks while a reading runs is answered by the next one', async () => {
  const { share, open } = world()
  const early = share()
  await turn()
  const late = share()
  open()
  expect(await early).toBe(1)
  await turn()
  open()
  expect(await late).toBe(2)
})

test('a reading that fails does not fail the next one', async () => {
  let reads = 0
  const share = shareReads(async () => {
    reads += 1
    if (reads === 1) throw new Error('away')
    return reads
  })
  await expect(share()).rejects.toThrow('away')
  expect(await share()).toBe(2)
})
