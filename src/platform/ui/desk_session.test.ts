/** When the desk locks: by itself, by another tab, by the server. */
import { expect, test } from 'vitest'
import { err, ok } from '#kernel/core/result.ts'
import type { Me } from '#members/client/views.ts'
import type { Workbench } from '#platform/client/workbench.ts'
import { DeskSession, type TabMessage } from '#platform/ui/desk_session.svelte.ts'

const ana: Me = {
  account: 'ana',
  name: 'ana',
  steward: false,
  organisation: 'Lantern',
  fingerprint: '1234 5678',
  desks: [
    {
      id: 'd1',
      name: 'First',
      role: 'lead',
      covered: true,
      epochFrom: '2026-11-22T10:15:00Z',
      certificatesDue: 0,
    },
    {
      id: 'd2',
      name: 'Second',
      role: 'reader',
      covered: true,
      epochFrom: '2026-11-22T10:15:00Z',
      certificatesDue: 0,
    },
  ],
  alarms: [],
  letIn: [],
}

const nothing = () => undefined
const notAsked = async () => false

const open = () => {
  let minutes = 0
  let locks = 0
  let kept = 0
  let beats = 0
  let visible = true
  let pulse: unknown = { ok: true, value: { kind: 'here', moved: false } }
  const told: TabMessage[] = []
  let otherTab: (message: TabMessage) => void = nothing
  let answer: (value: unknown) => void = nothing
  let progress: (step: { done: number; total: number; what: string }) => void = nothing
  let askAgain: () => Promise<boolean> = notAsked
  const session = new DeskSession({
    lang: 'en',
    now: () => minutes * 60_000,
    visible: () => visible,
    workbench: (on) => {
      answer = on.onAnswer
      progress = on.onProgress
      askAgain = on.onAgain
      return {
        me: async () => ana,
        lock: async () => void (locks += 1),
        keepMemory: async () => void (kept += 1),
        signOut: async () => undefined,
        offline: async () => null,
        heartbeat: async () => ((beats += 1), pulse),
      } as unknown as Workbench
    },
    tabs: {
      tell: (message) => void told.push(message),
      hear: (listener) => (otherTab = listener),
      close: nothing,
    },
  })
  session.enter(ana)
  return {
    session,
    told,
    askAgain: () => askAgain(),
    locks: () => locks,
    kept: () => kept,
    beats: () => beats,
    says: (given: unknown) => void (pulse = given),
    hide: (hidden: boolean) => void (visible = !hidden),
    after: (given: number) => {
      minutes += given
      session.tick()
    },
    otherTab: (message: TabMessage) => otherTab(message),
    answer: (value: unknown) => answer(value),
    work: () => progress({ done: 1, total: 2, what: 'cases' }),
  }
}

test('nine idle minutes warn, ten lock and end the worker', () => {
  const { session, after, locks } = open()
  after(8.9)
  expect(session.secondsLeft).toBeNull()
  after(0.1)
  expect(session.secondsLeft).toBe(60)
  after(1)
  expect([session.me, session.reason, locks()]).toEqual([null, 'idle', 1])
})

test('a key pressed during the warning takes it away', () => {
  const { session, after } = open()
  after(9.5)
  session.stay()
  after(1)
  expect([session.me, session.secondsLeft]).toEqual([ana, null])
})

test('long work keeps the desk open', () => {
  const { session, after, work } = open()
  after(9)
  work()
  after(9)
  expect(session.me).toBe(ana)
})

test('a device that slept locks when it wakes', () => {
  const { session, after } = open()
  after(600)
  expect(session.reason).toBe('idle')
})

test('signing out tells the other tabs, which lock', async () => {
  const { session, told, otherTab, locks } = open()
  otherTab({ kind: 'signed_out' })
  expect([session.me, session.reason, locks()]).toEqual([null, 'elsewhere', 1])
  session.enter(ana)
  await session.signOut()
  expect(told.at(-1)).toEqual({ kind: 'signed_out' })
  expect(session.name).toBe('')
})

test('another member who signs in elsewhere locks this tab, the same member does not', () => {
  const { session, otherTab } = open()
  otherTab({ kind: 'entered', account: 'ana' })
  expect(session.me).toBe(ana)
  otherTab({ kind: 'entered', account: 'bo' })
  expect(session.reason).toBe('elsewhere')
})

test('a session that the server ended locks the desk and keeps the name', () => {
  const { session, answer } = open()
  answer(err({ kind: 'locked' }))
  expect([session.me, session.reason, session.name]).toEqual([null, 'expired', 'ana'])
})

test('a server that is away is said until it answers again', () => {
  const { session, answer, work } = open()
  answer(err({ kind: 'unreachable' }))
  expect(session.reachable).toBe(false)
  answer('no result')
  expect(session.reachable).toBe(false)
  answer(ok(1))
  expect(session.reachable).toBe(true)
  work()
  answer(err({ kind: 'fault' }))
  expect(session.progress).toBeNull()
  expect(session.reachable).toBe(true)
  answer(err({ kind: 'unreachable' }))
  answer(err({ kind: 'fault' }))
  expect(session.reachable).toBe(false)
})

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('a desk that can be seen asks once a minute whether its session lives, and at once when it wakes', async () => {
  const { after, beats, hide } = open()
  after(0)
  expect(beats()).toBe(1)
  after(0.5)
  expect(beats()).toBe(1)
  after(0.5)
  expect(beats()).toBe(2)
  hide(true)
  after(5)
  expect(beats()).toBe(2)
  hide(false)
  after(0)
  expect(beats()).toBe(3)
})

test('a session that colleagues have ended locks like one that ran out', async () => {
  const { session, after, says } = open()
  says(ok({ kind: 'ended' }))
  after(1)
  await settled()
  expect([session.me, session.reason]).toEqual([null, 'expired'])
})

test('a beat that finds other desks or cases begins the page anew, and one without an answer changes nothing', async () => {
  const { session, after, says } = open()
  says(err({ kind: 'unreachable' }))
  after(1)
  await settled()
  expect([session.me, session.version]).toEqual([ana, 0])
  says(ok({ kind: 'here', moved: true }))
  after(1)
  await settled()
  expect([session.me, session.version]).toEqual([ana, 1])
})

test('the first desk is open until another one is chosen', () => {
  const { session } = open()
  expect(session.desk?.id).toBe('d1')
  session.chooseDesk('d2')
  expect(session.desk?.id).toBe('d2')
})

test('a page that goes out of sight writes what it remembers, one that is locked has nothing to write', async () => {
  const { session, kept } = open()
  session.hide()
  expect(kept()).toBe(1)
  await session.lock('member')
  session.hide()
  expect(kept()).toBe(1)
})

test('the passphrase is asked for once for all that wait, and not given by whoever locks', async () => {
  const { session, askAgain } = open()
  const waiting = Promise.all([askAgain(), askAgain()])
  session.again!.answer(true)
  expect(await waiting).toEqual([true, true])
  expect(session.again).toBeNull()
  const left = askAgain()
  await session.lock('idle')
  expect(await left).toBe(false)
  expect(session.again).toBeNull()
  expect(await askAgain(), 'a locked desk asks nothing').toBe(false)
})
