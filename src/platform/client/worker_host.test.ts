/** The page's side of the vault against a worker that the test plays. */
import { expect, test, vi } from 'vitest'
import { memoryDrafts } from '../../../tests/support/app.ts'
import { err, ok } from '#kernel/core/result.ts'
import { createWorkbench } from '#platform/client/create_workbench.ts'
import { createWorkbenchProxy, type Port } from '#platform/client/worker_host.ts'
import { type Call, type FromWorker, movedIn, type Progress } from '#platform/client/worker_messages.ts'

const nothing = () => undefined

const world = (given: { readonly onAgain?: () => Promise<boolean> } = {}) => {
  const calls: Call[] = []
  const answers: unknown[] = []
  const progress: Progress[] = []
  const faults: string[] = []
  let started = 0
  let ended = 0
  let hear: (event: { readonly data: FromWorker }) => void = nothing
  let fail: () => void = nothing
  const start = (): Port => {
    started += 1
    return {
      postMessage: (call) => void calls.push(call),
      terminate: () => void (ended += 1),
      addEventListener: (type: 'message' | 'error', listener: never) => {
        if (type === 'message') hear = listener
        else fail = listener
      },
    }
  }
  const workbench = createWorkbenchProxy({
    start,
    onAnswer: (value) => answers.push(value),
    onProgress: (step) => progress.push(step),
    onFault: (fault) => faults.push(fault),
    ...given,
  })
  return {
    workbench,
    calls,
    answers,
    progress,
    faults,
    say: (data: FromWorker) => hear({ data }),
    fail: () => fail(),
    counts: () => ({ started, ended }),
  }
}

test('answers find their calls, in whatever order they come', async () => {
  const { workbench, calls, say } = world()
  const first = workbench.desk({ desk: 'a' })
  const second = workbench.desk({ desk: 'b' })
  say({ id: calls[1]?.id ?? 0, value: ok('b') })
  say({ id: calls[0]?.id ?? 0, value: ok('a') })
  expect([await first, await second]).toEqual([ok('a'), ok('b')])
})

test('what asks for the passphrase again is called once more with the same, when it was given', async () => {
  const again = err({ kind: 'passphrase_again' })
  for (const isGiven of [true, false]) {
    const { workbench, calls, say } = world({ onAgain: async () => isGiven })
    const form = { desk: 'a', account: 'b' }
    const removed = workbench.removeMember(form)
    say({ id: calls[0]?.id ?? 0, value: again })
    if (isGiven) {
      await vi.waitFor(() => expect(calls).toHaveLength(2))
      expect(calls[1]).toMatchObject({ method: 'removeMember', args: [form] })
      say({ id: calls[1]?.id ?? 0, value: ok('done') })
    }
    expect(await removed).toEqual(isGiven ? ok('done') : again)
    expect(calls).toHaveLength(isGiven ? 2 : 1)
  }
})

test('every method of the workbench reaches the worker', () => {
  const bench = createWorkbench({
    fetch,
    base: 'http://localhost',
    chance: (size) => new Uint8Array(size),
    clock: () => new Date(),
    drafts: memoryDrafts(),
  })
  expect(Object.keys(world().workbench).toSorted()).toEqual(Object.keys(bench).toSorted())
})

test('locking ends the worker, answers what was under way with locked, and the next call starts anew', async () => {
  const { workbench, calls, say, counts } = world()
  const desk = workbench.desk({ desk: 'a' })
  const me = workbench.me()
  const locked = workbench.lock()
  say({ id: calls[2]?.id ?? 0, value: undefined })
  await locked
  expect(await desk).toEqual(err({ kind: 'locked' }))
  expect(await me).toBeNull()
  expect(counts()).toEqual({ started: 1, ended: 1 })
  void workbench.me()
  expect(counts().started).toBe(2)
  expect(calls).toHaveLength(4)
})

test('a worker that does not answer is ended all the same', async () => {
  vi.useFakeTimers()
  const { workbench, counts } = world()
  void workbench.me()
  const locked = workbench.lock()
  await vi.advanceTimersByTimeAsync(2000)
  await locked
  expect(counts().ended).toBe(1)
  vi.useRealTimers()
})

test('who signs in while the old worker still saves gets a new one', async () => {
  const { workbench, calls, say, counts, answers } = world()
  void workbench.me()
  const locked = workbench.lock()
  const signedIn = workbench.signIn({ name: 'ana', passphrase: 'p' })
  expect(counts()).toEqual({ started: 2, ended: 0 })
  say({ id: calls[0]?.id ?? 0, value: err({ kind: 'locked' }) })
  say({ id: calls[1]?.id ?? 0, value: undefined })
  await locked
  say({ id: calls[2]?.id ?? 0, value: ok('me') })
  expect(await signedIn).toEqual(ok('me'))
  expect(answers).not.toContainEqual(err({ kind: 'locked' }))
  expect(counts().ended).toBe(1)
})

test('signing out ends the worker once the server knows', async () => {
  const { workbench, calls, say, counts } = world()
  const done = workbench.signOut()
  expect(counts().ended).toBe(0)
  say({ id: calls[0]?.id ?? 0, value: undefined })
  await done
  expect(counts().ended).toBe(1)
})

test('a worker whose file does not load is a server that is away', async () => {
  const { workbench, answers, fail } = world()
  const desk = workbench.desk({ desk: 'a' })
  fail()
  expect(await desk).toEqual(err({ kind: 'unreachable' }))
  expect(answers).toEqual([err({ kind: 'unreachable' })])
})

test('a fault in the worker is an answer, so that no form waits for ever, and is told to who looks for faults', async () => {
  const { workbench, calls, answers, faults, say, counts } = world()
  const desk = workbench.desk({ desk: 'a' })
  const me = workbench.me()
  say({ id: calls[0]?.id ?? 0, fault: 'broken' })
  say({ id: calls[1]?.id ?? 0, fault: 'broken too' })
  expect(await desk).toEqual(err({ kind: 'fault' }))
  expect(await me).toBeNull()
  expect(answers).toEqual([err({ kind: 'fault' }), null])
  expect(faults).toEqual(['broken', 'broken too'])
  // The worker lives, and the next call is answered.
  const again = workbench.desk({ desk: 'a' })
  say({ id: calls[2]?.id ?? 0, value: ok('a') })
  expect(await again).toEqual(ok('a'))
  expect(counts()).toEqual({ started: 1, ended: 0 })
})

test('what no message can carry is a fault as well', async () => {
  const { workbench, calls, faults } = world()
  const circle: { self?: unknown } = {}
  circle.self = circle
  expect(await workbench.saveDraft({ key: 'k', value: circle })).toBeNull()
  expect(faults).toHaveLength(1)
  expect(calls).toEqual([])
})

test('progress reaches the page, and values that no message can carry are made plain', () => {
  const { workbench, calls, progress, say } = world()
  void workbench.saveDraft({ key: 'k', value: new Proxy({ a: 1 }, {}) })
  say({ progress: { done: 1, total: 2, what: 'keys' } })
  expect(progress).toEqual([{ done: 1, total: 2, what: 'keys' }])
  expect(structuredClone(calls[0]?.args)).toEqual([{ key: 'k', value: { a: 1 } }])
})

test('a file passes as it is, whatever stands beside it', () => {
  const { workbench, calls } = world()
  const file = new File(['photo'], 'a.jpg')
  void workbench.addEvidence({
    desk: 'd',
    case: 'c',
    file,
    type: 'image',
    words: new Proxy({ title: 'A' }, {}),
  })
  const [{ file: passed, ...rest }] = structuredClone(calls[0]?.args) as [{ file: File }]
  expect(passed).toBeInstanceOf(Blob)
  expect(passed.size).toBe(5)
  expect(rest).toEqual({ desk: 'd', case: 'c', type: 'image', words: { title: 'A' } })
})

test('streams and bytes move to the page instead of being copied', () => {
  const stream = new ReadableStream()
  expect(movedIn(ok(stream))).toEqual([stream])
  expect(movedIn(ok({ name: 'a.jpg', stream }))).toEqual([stream])
  const bytes = new Uint8Array(3)
  expect(movedIn(ok(bytes))).toEqual([bytes.buffer])
  for (const value of [ok('x'), ok(null), err({ kind: 'locked' }), null, undefined, 'x'])
    expect(movedIn(value)).toEqual([])
})
