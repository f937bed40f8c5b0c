/** A device that stays open asks every minute whether its session still holds; what ended it is told to that device alone. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { ask } from '../support/adversary.ts'
import { memoryDrafts, memoryKept, PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { deviceOf } from '../support/liar.ts'
import { asSuperuser } from '../support/open_rows.ts'

let app: TestDesk
let desk: string
let vera: string
let log: string
beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  vera = (await app.writer.me())!.account
  const opened = { kind: 'opened', coded: { dark: false }, words: { reference: 'R' } }
  log = value(await app.writer.createCase({ desk, entries: [opened] })).case
})
afterAll(() => app.stop())

const away = (error: string) => ({ ok: false, error: { kind: error } })

test('a heartbeat tells what ended a session to its own device alone, and nothing to others', async () => {
  const beat = async (body: unknown, held: string | null = null) =>
    (await ask(app, 'POST', '/heartbeat', { token: held, body })).body
  const drafts = memoryDrafts()
  const { device } = await deviceOf(app, 'vera', { drafts })
  const mark = Buffer.from((await drafts.get('device vera'))!).toString()
  expect(await beat({ name: 'vera', device: mark })).toEqual({ state: 'gone' })
  const rosa = (await app.reader.me())!.account
  const suspend = { kind: 'suspend', account: vera, reason: 'detained' } as const
  value(await app.reader.actOnSuspension({ desk, act: suspend }))
  expect(rosa).not.toBe(vera)
  expect(await beat({ name: 'vera', device: mark })).toEqual({ state: 'ended' })
  for (const body of [
    { name: 'vera' },
    { name: 'vera', device: 'A'.repeat(43) },
    { name: 'nobody', device: mark },
  ])
    expect(await beat(body)).toEqual({ state: 'gone' })
  expect(value(await device.heartbeat())).toEqual({ kind: 'ended' })
  await asSuperuser(app.database, (client) => client.query('delete from amparo.suspension'))
  expect(await device.heartbeat()).toEqual(away('locked'))
})

test('a chosen device keeps nothing more after a suspension: at its heartbeat, or where somebody tries the passphrase', async () => {
  const chosen = async () => {
    const kept = memoryKept()
    const drafts = memoryDrafts()
    const device = app.device({ kept, drafts })
    value(await device.signIn({ name: 'vera', passphrase: PASSPHRASE }))
    value(await device.keepOffline({ passphrase: PASSPHRASE }))
    value(await device.openCase({ desk, case: log }))
    expect((await kept.store.marks()).length).toBeGreaterThan(2)
    return { device, kept, drafts }
  }
  const [open, locked] = [await chosen(), await chosen()]
  await locked.device.lock()
  const wrong = app.device(locked)
  expect(await wrong.signIn({ name: 'vera', passphrase: 'some other words' })).toEqual(away('wrong_sign_in'))
  const left = await locked.kept.store.marks()
  expect(left.length, 'by a slip of the finger nothing is lost').toBeGreaterThan(2)
  const act = { kind: 'suspend', account: vera, reason: 'device' } as const
  value(await app.reader.actOnSuspension({ desk, act }))
  expect(value(await open.device.heartbeat())).toEqual({ kind: 'ended' })
  expect(await open.kept.store.marks()).toEqual([])
  const again = await app.device(locked).signIn({ name: 'vera', passphrase: PASSPHRASE })
  expect(again).toEqual(away('wrong_sign_in'))
  expect(await locked.kept.store.marks()).toEqual([])
  await asSuperuser(app.database, (client) => client.query('delete from amparo.suspension'))
})

test('a removed member’s open device learns it by its heartbeat', async () => {
  const lotte = await app.join('lotte', 'reader')
  expect(value(await lotte.heartbeat())).toMatchObject({ kind: 'here' })
  value(await app.steward.removeMember({ desk, account: (await lotte.me())!.account }))
  expect(value(await lotte.heartbeat())).toEqual({ kind: 'here', moved: true })
  const me = (await lotte.me())!
  expect([me.desks, me.alarms[0]?.kind]).toEqual([[], 'withheld'])
  value(await app.steward.renewKeys({ desk }))
})

test('a server that is away has ended nothing', async () => {
  let isAway = false
  const device = app.device({
    through: (request, send) => {
      if (isAway) throw new TypeError('no line')
      return send(request)
    },
  })
  value(await device.signIn({ name: 'rosa', passphrase: PASSPHRASE }))
  isAway = true
  expect(await device.heartbeat()).toEqual(away('unreachable'))
  expect(await device.me()).not.toBeNull()
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
