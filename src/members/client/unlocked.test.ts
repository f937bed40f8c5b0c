import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ok } from '#kernel/core/result.ts'
import { emptyMemory, openMemory, rememberTip } from '#members/client/memory.ts'
import {
  type ClientDeps,
  endSaving,
  keepMemory,
  notSaved,
  saveMemory,
  saveSoon,
  type Unlocked,
} from '#members/client/unlocked.ts'
import { fromBase64url } from '#vault/core/bytes.ts'
import type { AccountKeys } from '#vault/client/v1/account.ts'
import { aesKey } from '#vault/core/v1/webcrypto.ts'

const realTimer = setTimeout
/** Time passes by the faked clock; what is sealed meanwhile takes real time. */
const pass = async (ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 1000) {
    await vi.advanceTimersByTimeAsync(Math.min(left, 1000))
    await new Promise((next) => realTimer(next, 3))
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

/** Sealing takes a real moment, which no clock of the test lets pass: the clock goes on until it is over. */
const passUntil = async (work: Promise<unknown>): Promise<void> => {
  const state = { done: false }
  void work.finally(() => (state.done = true))
  while (!state.done) await pass(1000)
}
const passWritten = async (unlocked: Unlocked, ms: number): Promise<void> => {
  await pass(ms)
  await passUntil(unlocked.saving.last)
}

/** A device that has signed in an hour ago, and what reached its storage and the server. */
const device = async (given: { readonly storageFails?: true; readonly putTakes?: number } = {}) => {
  const kept: Uint8Array[] = []
  const told: Uint8Array[] = []
  const api = async (_method: string, _path: string, { body }: { body?: unknown }) => {
    if (given.putTakes) await new Promise((next) => setTimeout(next, given.putTakes))
    told.push(fromBase64url((body as { memory: string }).memory)!)
    return ok({ kept: true, memory: null })
  }
  const deps = {
    api,
    chance: (size: number) => crypto.getRandomValues(new Uint8Array(size)),
    clock: () => new Date(),
    drafts: {
      set: async (_key: string, bytes: Uint8Array) => {
        if (given.storageFails) throw new Error('no storage in this window')
        kept.push(bytes)
      },
    },
  } as unknown as ClientDeps
  const keys = { account: 'a', memory: await aesKey(new Uint8Array(32)) } as unknown as AccountKeys
  const unlocked = { keys, memory: emptyMemory(), saving: notSaved() } as unknown as Unlocked
  const see = (seq: number) => rememberTip(unlocked.memory, { desk: 'd', log: 'c' }, { seq, hash: `h${seq}` })
  const seqOf = async (sealed: Uint8Array | undefined) =>
    sealed && (await openMemory(sealed, keys))?.logs.get('c')?.[0]
  return { deps, unlocked, see, kept, told, seqOf }
}

test('what is learned just after a save is written within seconds, though nothing more is done', async () => {
  const { deps, unlocked, see, kept, told, seqOf } = await device()
  see(1)
  await saveMemory(deps, unlocked)
  see(2)
  saveSoon(deps, unlocked)
  await passWritten(unlocked, 6000)
  expect(await seqOf(kept.at(-1))).toBe(2)
  expect(await seqOf(told.at(-1))).toBe(1)
  await passWritten(unlocked, 61_000)
  expect(await seqOf(told.at(-1))).toBe(2)
  const writes = kept.length
  await pass(600_000)
  expect([kept.length, told.length]).toEqual([writes, 2])
})

test('a memory of three thousand cases is told every ten minutes, and at once when the device locks', async () => {
  const { deps, unlocked, see, kept, told, seqOf } = await device()
  const hash = () => Buffer.from(deps.chance(32)).toString('base64url')
  for (let of = 0; of < 3000; of += 1)
    rememberTip(unlocked.memory, { desk: 'd', log: hash().slice(0, 22) }, { seq: of, hash: hash() })
  see(1)
  await saveMemory(deps, unlocked)
  see(2)
  saveSoon(deps, unlocked)
  await passWritten(unlocked, 590_000)
  expect([await seqOf(kept.at(-1)), await seqOf(told.at(-1))]).toEqual([2, 1])
  await passWritten(unlocked, 20_000)
  expect(await seqOf(told.at(-1))).toBe(2)
  see(3)
  await saveMemory(deps, unlocked, true)
  expect(await seqOf(told.at(-1))).toBe(3)
})

test('what is learned just before the page goes out of sight is on the device, and the server is told in its time', async () => {
  const { deps, unlocked, see, kept, told, seqOf } = await device()
  see(1)
  await saveMemory(deps, unlocked)
  see(2)
  saveSoon(deps, unlocked)
  await keepMemory(deps, unlocked)
  expect([await seqOf(kept.at(-1)), await seqOf(told.at(-1))]).toEqual([2, 1])
  const writes = kept.length
  await keepMemory(deps, unlocked)
  expect(kept).toHaveLength(writes)
  await passWritten(unlocked, 61_000)
  expect(await seqOf(told.at(-1))).toBe(2)
})

test('of two saves at once the later one is the one that stays', async () => {
  const { deps, unlocked, see, told, seqOf } = await device({ putTakes: 50 })
  see(1)
  const first = saveMemory(deps, unlocked, true)
  see(2)
  const second = saveMemory(deps, unlocked, true)
  await passUntil(Promise.all([first, second]))
  expect(await seqOf(told.at(-1))).toBe(2)
})

test('a browser without storage tells the server all the same', async () => {
  const { deps, unlocked, see, told, seqOf } = await device({ storageFails: true })
  see(1)
  await saveMemory(deps, unlocked, true)
  expect(await seqOf(told.at(-1))).toBe(1)
})

test('nothing is written after the lock', async () => {
  const { deps, unlocked, see, kept } = await device()
  see(1)
  saveSoon(deps, unlocked)
  endSaving(unlocked)
  await pass(600_000)
  await saveMemory(deps, unlocked, true)
  expect(kept).toEqual([])
})

test('of two entries at one place the one seen first is remembered, however far a member has read', () => {
  const memory = emptyMemory()
  rememberTip(memory, { desk: 'd', log: 'c' }, { seq: 3, hash: 'first' })
  rememberTip(memory, { desk: 'd', log: 'c' }, { seq: 3, hash: 'other' }, 3)
  expect(memory.logs.get('c')).toEqual([3, 'first', 3, 'd', -1])
})
