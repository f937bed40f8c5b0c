/** No text of 50 kB keeps an expression of the source busy for longer than 50 ms. */
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

import { expect, test } from 'vitest'

import type { Timing } from '../support/pattern_timer.ts'
import { attacksOn, type Pattern, patternsIn } from '../support/patterns.ts'

/** Milliseconds. */
const LIMIT = 50
const GIVEN_UP = 10_000
const source = fileURLToPath(new URL('../../src/', import.meta.url))
const timer = new URL('../support/pattern_timer.ts', import.meta.url)

type Timed = Timing & { readonly pattern: Pattern }

const timeAll = async (patterns: readonly Pattern[], givenUp = GIVEN_UP): Promise<readonly Timed[]> => {
  const left = [...patterns]
  const times: Timed[] = []
  const work = async (): Promise<void> => {
    let worker = new Worker(timer)
    for (let pattern = left.pop(); pattern; pattern = left.pop()) {
      const timing = await time(worker, pattern, givenUp)
      times.push({ ...timing, pattern })
      if (timing.ms !== Infinity) continue
      await worker.terminate()
      worker = new Worker(timer)
    }
    await worker.terminate()
  }
  await Promise.all([work(), work()])
  return times
}

const time = (worker: Worker, pattern: Pattern, givenUp: number): Promise<Timing> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => resolve({ ms: Infinity, text: 'no end' }), givenUp)
    worker.once('error', reject)
    worker.once('message', (timing: Timing) => {
      clearTimeout(late)
      worker.off('error', reject)
      resolve(timing)
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin to name
    worker.postMessage(pattern)
  })

test('the texts find slow expressions: those known to be slow among them', async () => {
  const slow = ['(a+)+$', '^(\\w|\\d)+$', '\\s+$', '(?:a|a)*b', '^(.*),(.*),(.*),x$', '(x+x+)+y']
  const times = await timeAll(
    slow.map((one) => ({ source: one, flags: '', at: one })),
    2_000,
  )
  expect(times.filter(({ ms }) => ms <= LIMIT).map(({ pattern }) => pattern.at)).toEqual([])
}, 120_000)

test('no expression of the source takes longer than 50 ms for 50 kB', async () => {
  const patterns = patternsIn(source)
  expect(patterns.length).toBeGreaterThan(300)
  expect(patterns.filter((pattern) => attacksOn(pattern).length === 0).map(({ at }) => at)).toEqual([])
  const times = await timeAll(patterns)
  const slow = times.filter(({ ms }) => ms > LIMIT)
  expect(
    slow.map(
      ({ pattern, ms, text }) =>
        `${pattern.at} /${pattern.source}/${pattern.flags}: ${Math.round(ms)} ms of ${JSON.stringify(text)}`,
    ),
  ).toEqual([])
}, 600_000)
