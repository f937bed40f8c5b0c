/** A second factor as a duty: who has none reaches nothing but adding one. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { listRoutes } from '../../src/platform/server/endpoint.ts'
import { ask, newId } from '../support/adversary.ts'
import {
  memoryDrafts,
  PASSPHRASE,
  startTestDesk,
  type TestDesk,
  type Through,
  value,
} from '../support/app.ts'
import { codeAt } from '../support/authenticator.ts'

const STEP = 30_000
let wall: number
let app: TestDesk
beforeAll(async () => {
  wall = Date.now()
  app = await startTestDesk(() => new Date(wall))
})
afterAll(() => app.stop())

const codeOf = (secret: string): string => codeAt(secret, wall)
const refusedAs = (kind: string) =>
  expect.objectContaining({ ok: false, error: expect.objectContaining({ kind }) })
const byApp = (code: string) => ({ kind: 'totp' as const, code })

test('where it is a duty, who has none reaches nothing but adding one', { timeout: 60_000 }, async () => {
  const writer = app.device()
  value(await writer.signIn({ name: 'vera', passphrase: PASSPHRASE }))
  expect(await app.steward.setFactorRule({ required: true })).toEqual(refusedAs('no_factor_yourself'))
  const own = await app.steward.newAppSecret()
  const factor = { kind: 'totp' as const, secret: own.secret, code: codeOf(own.secret) }
  value(await app.steward.addFactor({ passphrase: PASSPHRASE, factor }))
  expect(value(await app.steward.setFactorRule({ required: true })).without).toContain('vera')

  // Sessions that are open meet it at their next request.
  expect(await writer.sessions()).toEqual(refusedAs('locked'))
  const kept: string[] = []
  const through: Through = async (request, send) => {
    const response = await send(request)
    if (request.url.endsWith('/sign-in'))
      kept.push(await response.clone().text(), response.headers.get('set-cookie') ?? '')
    return response
  }
  const drafts = memoryDrafts()
  const device = app.device({ through, drafts })
  expect(await device.signIn({ name: 'vera', passphrase: PASSPHRASE })).toEqual({
    ok: false,
    error: { kind: 'add_factor', name: 'vera' },
  })
  expect(kept[0]).not.toContain('"vault"')
  const token = /amparo=([^;]+)/.exec(kept[1]!)?.[1] ?? null
  const reached: string[] = []
  for (const { method, path } of listRoutes(app.api)) {
    const address = path.replace('/api/v1', '').replaceAll(/:\w+/g, () => newId())
    const { status, type } = await ask(app, method, address, {
      token,
      ...(method === 'GET' ? {} : { body: { more: 1 } }),
    })
    if (!(status === 403 && type === 'factor_to_add')) reached.push(`${method} ${path}`)
  }
  // What the holders of the sheets ask is asked without an account.
  const asMember = reached.filter((route) => !route.includes('/recovery/'))
  expect(asMember.filter((route) => route.includes('/me') || route.includes('/desks')).toSorted()).toEqual([
    'GET /api/v1/me/factors',
    'POST /api/v1/me/factors',
    'POST /api/v1/me/factors/ask',
    'POST /api/v1/me/factors/told',
  ])
  const first = await device.newAppSecret()
  expect(first.address).toContain('vera')
  const added = await device.addFactor({
    factor: { kind: 'totp', secret: first.secret, code: codeOf(first.secret) },
  })
  expect(value(added).codes).toHaveLength(10)
  const me = value(await device.enterWithFactor())
  expect(me).toMatchObject({ name: 'vera', alarms: [], desks: [{ id: app.desk }] })
  wall += 2 * STEP
  const [known] = value(await device.factors()).factors
  const proof = byApp(codeOf(first.secret))
  expect(await device.removeFactor({ passphrase: PASSPHRASE, proof, factor: known!.factor })).toEqual(
    refusedAs('factor_required'),
  )

  // A guest makes an account, adds a factor, and is then where they would have been.
  const { link } = value(await app.steward.invite({ desk: app.desk, role: 'reader', days: 7 }))
  const guest = app.device()
  const joined = { secret: link.split('#')[1]!, name: 'nour', passphrase: PASSPHRASE }
  expect(await guest.acceptInvitation(joined)).toEqual(refusedAs('add_factor'))
  const theirs = await guest.newAppSecret()
  value(
    await guest.addFactor({ factor: { kind: 'totp', secret: theirs.secret, code: codeOf(theirs.secret) } }),
  )
  expect(value(await guest.enterWithFactor()).name).toBe('nour')
  const accepted = value(await app.steward.invitations({ desk: app.desk })).find(
    (one) => one.guest?.name === 'nour',
  )
  value(await app.steward.admit({ desk: app.desk, invitation: accepted!.invitation }))
  expect((await guest.me())?.desks).toHaveLength(1)
  expect((await guest.me())?.alarms).toEqual([])
  value(await app.steward.setFactorRule({ required: false }))
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
