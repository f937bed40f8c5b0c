import { expect, test } from 'vitest'

import { openWaitingRoom } from './waiting_room.ts'

test('no more wait than there is room for; once rows are gone, others come', async () => {
  const world = { rows: 3, time: 0, counts: 0, failing: false }
  const room = openWaitingRoom({
    count: async () => {
      world.counts += 1
      if (world.failing) throw new Error('the database is away')
      return world.rows
    },
    now: () => world.time,
    most: 5,
  })
  const come = async (n: number) => Promise.all(Array.from({ length: n }, () => room.isFull()))
  expect(await come(4)).toEqual([false, false, true, true])
  expect(world.counts, 'once for all of them').toBe(1)
  world.rows = 5
  world.time = 60_000
  expect(await come(1)).toEqual([true])
  world.rows = 0
  world.time = 120_000
  expect(await come(1)).toEqual([false])
  world.failing = true
  world.time = 180_000
  await expect(room.isFull()).rejects.toThrow('away')
  world.failing = false
  expect(await come(1)).toEqual([false])
})
