import { expect, test } from 'vitest'

import { err, ok } from '#kernel/core/result.ts'

import { createTurns } from './turns.ts'

/** Work that ends when it is told to. */
const workbench = () => {
  const under: (() => void)[] = []
  const done = { begun: 0, most: 0, now: 0 }
  const work = async (): Promise<string> => {
    done.begun += 1
    done.now += 1
    done.most = Math.max(done.most, done.now)
    await new Promise<void>((resolve) => under.push(resolve))
    done.now -= 1
    return 'done'
  }
  const finishOne = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    under.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { work, finishOne, done }
}

const options = { atOnce: 2, together: 3, mostWaiting: 3, patience: 60_000 }

test('of twenty at once two work, three wait, and the others are turned away without waiting', async () => {
  const { work, finishOne, done } = workbench()
  const turns = createTurns(options)
  const all = Array.from({ length: 20 }, () => turns.take('pictures', work))
  const turnedAway = await Promise.all(all.slice(5))
  expect(turnedAway).toEqual(Array.from({ length: 15 }, () => err({ kind: 'crowded' })))
  for (let i = 0; i < 5; i++) await finishOne()
  expect(await Promise.all(all.slice(0, 5))).toEqual(Array.from({ length: 5 }, () => ok('done')))
  expect(done).toEqual({ begun: 5, most: 2, now: 0 })
  const later = turns.take('pictures', work)
  await finishOne()
  expect(await later).toEqual(ok('done'))
})

test('a crowd of one purpose takes no place of another', async () => {
  const { work, finishOne } = workbench()
  const turns = createTurns(options)
  const all = Array.from({ length: 5 }, () => turns.take('pictures', work))
  expect(await turns.take('texts', async () => 'at once')).toEqual(ok('at once'))
  for (let i = 0; i < 5; i++) await finishOne()
  await Promise.all(all)
})

test('all purposes together work no more than so much, and come in their order', async () => {
  const { work, finishOne, done } = workbench()
  const turns = createTurns({ ...options, atOnce: 1, together: 2 })
  const all = ['a', 'b', 'c', 'a', 'b'].map((purpose) => turns.take(purpose, work))
  for (let i = 0; i < 5; i++) await finishOne()
  expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => ok('done')))
  expect(done).toEqual({ begun: 5, most: 2, now: 0 })
})

test('work that fails gives its place to the next', async () => {
  const turns = createTurns({ ...options, atOnce: 1 })
  const failing = turns.take('pictures', async () => {
    throw new Error('broken')
  })
  const next = turns.take('pictures', async () => 'done')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toEqual(ok('done'))
})

test('who waits too long, or left, is not worked for', async () => {
  const { work, finishOne, done } = workbench()
  const turns = createTurns({ atOnce: 1, together: 1, mostWaiting: 3, patience: 20 })
  const first = turns.take('pictures', work)
  const gone = new AbortController()
  const left = turns.take('pictures', work, gone.signal)
  gone.abort()
  expect(await left).toEqual(err({ kind: 'crowded' }))
  expect(await turns.take('pictures', work, gone.signal)).toEqual(err({ kind: 'crowded' }))
  expect(await turns.take('pictures', work)).toEqual(err({ kind: 'crowded' }))
  await finishOne()
  expect(await first).toEqual(ok('done'))
  expect(done.begun).toBe(1)
})
