/** A server that answers too late is as far away as one that does not answer: what is shown instead is older, and says so. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { memoryKept } from '../../../tests/support/app.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { aloneInProcess, createKept } from '#members/client/kept.ts'
import type { ApiRefusal } from '#platform/client/api.ts'
import type { AccountKeys } from '#vault/client/v1/account.ts'
import { aesKey } from '#vault/core/v1/webcrypto.ts'

const realTimer = setTimeout
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 500) {
    await vi.advanceTimersByTimeAsync(Math.min(left, 500))
    await new Promise((next) => realTimer(next, 3))
  }
}
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

type Answer = Result<unknown, ApiRefusal>
const device = async () => {
  const server = { takes: 0, says: ok({ news: 1 }) as Answer, tag: '"1"' }
  const asked: (string | null)[] = []
  const kept = createKept({
    api: async (_method, _path, { had }) => {
      asked.push(had?.tag ?? null)
      had?.learn(server.tag)
      if (server.takes > 0) await new Promise((next) => setTimeout(next, server.takes))
      return server.says as never
    },
    store: memoryKept().store,
    alone: aloneInProcess(),
    chance: (size) => crypto.getRandomValues(new Uint8Array(size)),
    clock: () => new Date(),
  })
  await kept.begin({ account: 'a', memory: await aesKey(new Uint8Array(32)) } as unknown as AccountKeys)
  const ask = () => kept.api('GET', '/norms', { answer: z.object({ news: z.int() }) })
  return { server, kept, ask, asked }
}

test.each<[string, Answer]>([
  ['with news', ok({ news: 2 })],
  ['that something is wrong', err({ kind: 'refused', status: 500, type: 'fault', fields: {} })],
])('an answer that comes too late, %s, does not say that the server is there', async (_, late) => {
  const { server, kept, ask } = await device()
  await ask()
  await pass(500)
  server.takes = 9_000
  server.says = late
  const asked = ask()
  await pass(8_500)
  expect(await asked).toEqual(ok({ news: 1 }))
  expect(kept.away(), 'what is shown is kept').not.toBeNull()
  await pass(5_000)
  expect(kept.away(), 'and still is').not.toBeNull()
  server.takes = 0
  server.says = ok({ news: 3 })
  kept.tryNow()
  expect(await ask()).toEqual(ok({ news: 3 }))
  expect(kept.away()).toBeNull()
})

test('a log that does not come in time, either', async () => {
  const { server, kept } = await device()
  server.takes = 9_000
  const asked = kept.inTime(kept.api('GET', '/desks/d/cases/c', { answer: z.unknown() }))
  await pass(8_500)
  expect(await asked).toEqual(err({ kind: 'unreachable' }))
  expect(kept.away()).not.toBeNull()
  await pass(5_000)
  expect(kept.away()).not.toBeNull()
})

test('what the device has is named when it is asked for again, so that it is not sent twice', async () => {
  const { server, ask, asked } = await device()
  expect(await ask()).toEqual(ok({ news: 1 }))
  server.tag = '"2"'
  server.says = ok({ news: 2 })
  await pass(500)
  expect(await ask()).toEqual(ok({ news: 2 }))
  await pass(500)
  await ask()
  expect(asked).toEqual([null, '"1"', '"2"'])
})
