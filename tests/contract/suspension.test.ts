/**
 * A colleague in detention: anybody of a common desk suspends the account, a second locks it out, two let it in again. Each
 * refusal is asked of the server by a program that asks what no page would, and again of the database without the server.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { inTransaction } from '../../src/platform/server/database.ts'
import type { Workbench } from '../../src/platform/client/workbench.ts'
import { ask, type Said, sessionOf } from '../support/adversary.ts'
import { PASSPHRASE, startTestDesk, type TestDesk, value } from '../support/app.ts'
import { asSuperuser } from '../support/open_rows.ts'

let app: TestDesk
let desk: string
const ids = new Map<string, string>()

beforeAll(async () => {
  app = await startTestDesk()
  desk = app.desk
  for (const name of ['will', 'wanda']) await app.join(name, 'writer')
  const found = await asSuperuser(app.database, (client) =>
    client.query<{ name: string; id: string }>('select name, id from amparo.account'),
  )
  for (const { name, id } of found.rows) ids.set(name, id)
}, 60_000)
afterAll(() => app.stop())
beforeEach(() =>
  asSuperuser(app.database, (client) =>
    client.query('delete from amparo.suspension; delete from amparo.attempt'),
  ),
)

const idOf = (name: string): string => ids.get(name)!
const does = async (who: string, act: string, body: unknown = {}, at = desk): Promise<Said> =>
  ask(app, 'POST', `/desks/${at}/suspensions${act}`, { token: await sessionOf(app, idOf(who)), body })
const suspends = (who: string, whom: string, reason = 'detained') =>
  does(who, '', { account: idOf(whom), reason })
const locksOut = (who: string, whom: string) => does(who, `/${idOf(whom)}/lock-out`)
const lifts = (who: string, whom: string) => does(who, `/${idOf(whom)}/lift`)
const done = { status: 204 }
const refused = (status: number, type: string) => ({ status, type })

/** As if it had been done so many hours earlier. */
const agesBy = (hours: number) =>
  asSuperuser(app.database, (client) =>
    client.query(
      `update amparo.suspension set since = since - $1::interval, until = until - $1::interval,
       lifted_at = lifted_at - $1::interval`,
      [`${hours} hours`],
    ),
  )
const signsIn = async (name: string): Promise<boolean> =>
  (await app.device().signIn({ name, passphrase: PASSPHRASE })).ok
const signedIn = async (name: string): Promise<Workbench> => {
  const device = app.device()
  value(await device.signIn({ name, passphrase: PASSPHRASE }))
  return device
}

test('a proposal of somebody who has left since does not wait for a yes, and one of a lead who is none any more counts for less', async () => {
  const leaver = await app.join('xenia', 'lead')
  const xenia = (await leaver.me())!.account
  ids.set('xenia', xenia)
  await suspends('rosa', 'vera')
  await lifts('xenia', 'vera')
  value(await app.second.desk({ desk }))
  value(await app.second.changeRole({ desk, account: xenia, role: 'reader' }))
  expect(await lifts('will', 'vera')).toMatchObject(refused(403, 'lead_needed'))
  value(await app.second.removeMember({ desk, account: xenia }))
  value(await app.second.renewKeys({ desk }))
  // Theirs is gone: this one proposes, and needs somebody else.
  expect(await lifts('ana', 'vera')).toMatchObject(done)
  expect(await signsIn('vera')).toBe(false)
  expect(await lifts('ana', 'vera')).toMatchObject(refused(403, 'second_member_needed'))
  expect(await lifts('rosa', 'vera')).toMatchObject(done)
  expect(await signsIn('vera')).toBe(true)
})

test('a reader suspends a colleague: every session ends, and the right passphrase is refused like a wrong one', async () => {
  const vera = await signedIn('vera')
  const token = await sessionOf(app, idOf('vera'))
  expect(await suspends('rosa', 'vera')).toMatchObject(done)
  expect((await ask(app, 'GET', '/me', { token })).status).toBe(401)
  expect(await vera.sessions()).toEqual({ ok: false, error: { kind: 'locked' } })
  const left = await asSuperuser(app.database, (client) =>
    client.query('select from amparo.session where account = $1', [idOf('vera')]),
  )
  expect(left.rowCount).toBe(0)
  const [right, wrong] = [PASSPHRASE, 'another passphrase that is wrong'].map((passphrase) =>
    app.device().signIn({ name: 'vera', passphrase }),
  )
  expect(await right).toEqual({ ok: false, error: { kind: 'wrong_sign_in' } })
  expect(await right).toEqual(await wrong)
})

test('it ends by itself after 72 hours and not before', async () => {
  await suspends('rosa', 'vera')
  await agesBy(71.9)
  expect(await signsIn('vera')).toBe(false)
  await agesBy(0.2)
  expect(await signsIn('vera')).toBe(true)
})

test('a second member locks out, and time alone opens nothing any more', async () => {
  await suspends('rosa', 'vera')
  expect(await locksOut('will', 'vera')).toMatchObject(done)
  await agesBy(24 * 365)
  expect(await signsIn('vera')).toBe(false)
})

test('two let in again, one of them a lead', async () => {
  await suspends('rosa', 'vera')
  await locksOut('will', 'vera')
  expect(await lifts('rosa', 'vera')).toMatchObject(done)
  expect(await signsIn('vera')).toBe(false)
  expect(await lifts('wanda', 'vera')).toMatchObject(refused(403, 'lead_needed'))
  expect(await lifts('ben', 'vera')).toMatchObject(done)
  expect(await signsIn('vera')).toBe(true)
  const listed = await ask(app, 'GET', `/desks/${desk}/suspensions`, {
    token: await sessionOf(app, idOf('rosa')),
  })
  expect(listed.body.suspensions).toMatchObject([
    {
      of: { name: 'vera' },
      by: { name: 'rosa' },
      reason: 'detained',
      inForce: false,
      locked: { by: { name: 'will' } },
      lift: { by: { name: 'rosa' } },
      lifted: { by: { name: 'ben' } },
    },
  ])
})

test('a lead who proposes needs any second member', async () => {
  await suspends('rosa', 'vera')
  expect(await lifts('ana', 'vera')).toMatchObject(done)
  expect(await lifts('wanda', 'vera')).toMatchObject(done)
  expect(await signsIn('vera')).toBe(true)
})

test('where no lead is left two members let a lead in again', async () => {
  await suspends('rosa', 'ana')
  await locksOut('will', 'ana')
  await suspends('rosa', 'ben')
  await locksOut('wanda', 'ben')
  await lifts('vera', 'ana')
  expect(await lifts('rosa', 'ana')).toMatchObject(done)
  expect(await signsIn('ana')).toBe(true)
  await lifts('vera', 'ben')
  expect(await lifts('rosa', 'ben'), 'a lead is there again').toMatchObject(refused(403, 'lead_needed'))
})

test('nobody suspends themself, lifts or locks out their own account', async () => {
  expect(await suspends('rosa', 'rosa')).toMatchObject(refused(403, 'own_account'))
  expect(await locksOut('rosa', 'rosa')).toMatchObject(refused(409, 'not_suspended'))
  expect(await lifts('rosa', 'rosa')).toMatchObject(refused(409, 'not_suspended'))
})

test('whoever is suspended asks nothing of anybody', async () => {
  const token = await sessionOf(app, idOf('vera'))
  await suspends('rosa', 'vera')
  const later = await sessionOf(app, idOf('vera'))
  for (const held of [token, later])
    for (const path of ['/me', `/desks/${desk}/cases`, `/desks/${desk}/suspensions`])
      expect((await ask(app, 'GET', path, { token: held })).status, path).toBe(401)
  const body = { account: idOf('rosa'), reason: 'other' }
  expect((await ask(app, 'POST', `/desks/${desk}/suspensions`, { token: later, body })).status).toBe(401)
  const seen = await inTransaction(
    app.database,
    { role: 'desk', account: idOf('vera'), desk },
    async (db) => (await sql`select from log`.execute(db)).rows.length,
  )
  expect(seen, 'nor of the database').toBe(0)
})

test('a proposal of somebody who is suspended then does not wait for a yes', async () => {
  await suspends('rosa', 'vera')
  await lifts('ben', 'vera')
  await suspends('wanda', 'ben')
  expect(await lifts('will', 'vera')).toMatchObject(done)
  expect(await signsIn('vera'), 'his was a new proposal').toBe(false)
  expect(await lifts('ana', 'vera')).toMatchObject(done)
})

test('one person suspends one account at a time, until a second agrees', async () => {
  expect(await suspends('rosa', 'ana')).toMatchObject(done)
  expect(await suspends('rosa', 'ben')).toMatchObject(refused(409, 'one_at_a_time'))
  expect(await locksOut('will', 'ana')).toMatchObject(done)
  expect(await suspends('rosa', 'ben')).toMatchObject(done)
})

test('of two at once by one person one is taken', async () => {
  const both = await Promise.all([suspends('rosa', 'ana'), suspends('rosa', 'ben')])
  expect(both.map(({ status }) => status).toSorted()).toEqual([204, 409])
  const again = await Promise.all([suspends('will', 'vera'), suspends('wanda', 'vera')])
  expect(again.map(({ status }) => status).toSorted()).toEqual([204, 409])
})

test('what ran out is not renewed by the same member alone, and by another one it is', async () => {
  await suspends('rosa', 'vera')
  await agesBy(73)
  expect(await suspends('rosa', 'vera')).toMatchObject(refused(409, 'suspended_lately'))
  expect(await suspends('will', 'vera')).toMatchObject(done)
  await asSuperuser(app.database, (client) => client.query('delete from amparo.suspension'))
  await suspends('rosa', 'vera')
  await agesBy(72 + 14 * 24 + 1)
  expect(await suspends('rosa', 'vera')).toMatchObject(done)
})

test('the same member does not lock out as the second, and nobody twice', async () => {
  await suspends('rosa', 'vera')
  expect(await locksOut('rosa', 'vera')).toMatchObject(refused(403, 'second_member_needed'))
  await locksOut('will', 'vera')
  expect(await locksOut('wanda', 'vera')).toMatchObject(refused(409, 'locked_out_already'))
  expect(await suspends('wanda', 'vera')).toMatchObject(refused(409, 'suspended_already'))
})

test('nobody agrees with themself, and what is over is lifted by nobody', async () => {
  await suspends('rosa', 'vera')
  await lifts('ana', 'vera')
  expect(await lifts('ana', 'vera')).toMatchObject(refused(403, 'second_member_needed'))
  await agesBy(73)
  expect(await lifts('ben', 'vera')).toMatchObject(refused(409, 'not_suspended'))
  expect(await locksOut('ben', 'vera')).toMatchObject(refused(409, 'not_suspended'))
})

test('a lock-out after a proposal asks for the proposal anew', async () => {
  await suspends('rosa', 'vera')
  await lifts('ana', 'vera')
  await locksOut('will', 'vera')
  await lifts('ben', 'vera')
  expect(await signsIn('vera')).toBe(false)
})

test('a session that began while it was written does not come to life when it is lifted', async () => {
  await suspends('rosa', 'vera')
  const token = await sessionOf(app, idOf('vera'))
  await lifts('ana', 'vera')
  await lifts('ben', 'vera')
  expect((await ask(app, 'GET', '/me', { token })).status).toBe(401)
})

test('only a colleague is suspended, and every desk of the account sees who did it', async () => {
  const olga = app.device()
  const lead = await signedIn('ben')
  const { link } = value(await lead.invite({ desk, role: 'reader', days: 7 }))
  const secret = link.split('#')[1]!
  value(await olga.acceptInvitation({ secret, name: 'olga', passphrase: PASSPHRASE }))
  const account = (await olga.me())!.account
  ids.set('olga', account)
  expect(await suspends('rosa', 'olga')).toMatchObject(refused(404, 'no_colleague'))
  const south = value(await (await signedIn('vera')).foundDesk({ name: 'South' })).id
  expect(await does('ben', '', { account: idOf('vera'), reason: 'other' }, south)).toMatchObject({
    status: 404,
  })
  // In the database as well: vera belongs to both.
  await suspends('rosa', 'vera', 'device')
  await asSuperuser(app.database, (client) =>
    client.query(`insert into amparo.membership values ($1, $2, 'reader')`, [south, account]),
  )
  const seen = await ask(app, 'GET', `/desks/${south}/suspensions`, { token: await sessionOf(app, account) })
  expect(seen.body.suspensions).toMatchObject([
    { of: { name: 'vera' }, by: { name: 'rosa' }, reason: 'device', inForce: true },
  ])
})

const member = (name: string) => ({ role: 'desk', account: idOf(name), desk }) as const
const tries = (who: string, text: string): Promise<number> =>
  inTransaction(app.database, member(who), async (db) =>
    Number((await sql.raw(text).execute(db)).numAffectedRows ?? 0n),
  )
const row = (whom: string, by: string, rest = '') =>
  `insert into suspension (account, desk, by_account, reason, since, until${rest && ', locked_by, locked_at'})
   values ('${idOf(whom)}', '${desk}', '${idOf(by)}', 'other', now(), now() + interval '71 hours'${rest})`

test('the database takes none of it either, with every check of the server gone', async () => {
  await expect(tries('rosa', row('vera', 'will')), 'in another name').rejects.toThrow(/row-level/)
  await expect(tries('rosa', row('rosa', 'rosa')), 'themself').rejects.toThrow(/check/)
  await expect(
    tries('rosa', row('vera', 'rosa').replace('71 hours', '73 hours')),
    'for longer',
  ).rejects.toThrow(/check/)
  await expect(tries('rosa', row('vera', 'rosa', `, '${idOf('will')}', now()`))).rejects.toThrow(/row-level/)
  expect(await tries('rosa', row('vera', 'rosa'))).toBe(1)
  await expect(tries('will', row('vera', 'will'))).rejects.toThrow(/already/)
  await expect(tries('rosa', row('ana', 'rosa'))).rejects.toThrow(/at a time/)
  const set = (who: string, text: string) => tries(who, `update suspension set ${text}`)
  await expect(set('rosa', `locked_by = '${idOf('rosa')}', locked_at = now()`)).rejects.toThrow(/check/)
  await expect(set('will', `locked_by = '${idOf('wanda')}', locked_at = now()`)).rejects.toThrow(/own name/)
  await expect(set('will', `lift_by = '${idOf('ben')}', lift_at = now()`)).rejects.toThrow(/another name/)
  const alone = `lift_by = '${idOf('will')}', lift_at = now(), lifted_by = '${idOf('will')}', lifted_at = now()`
  await expect(set('will', alone)).rejects.toThrow(/own name|check/)
  expect(await set('will', `lift_by = '${idOf('will')}', lift_at = now(), lift_lead = true`)).toBe(1)
  const agrees = (who: string) => set(who, `lifted_by = '${idOf(who)}', lifted_at = now()`)
  await expect(agrees('wanda')).rejects.toThrow(/a lead/)
  await expect(agrees('will')).rejects.toThrow(/a lead|check/)
  expect(await set('vera', `lift_by = '${idOf('vera')}', lift_at = now()`), 'herself').toBe(0)
  await expect(tries('rosa', `update suspension set until = now()`)).rejects.toThrow(/denied/)
  await expect(tries('rosa', `delete from suspension`)).rejects.toThrow(/denied/)
  expect(await agrees('ben')).toBe(1)
  await expect(set('ana', `lift_by = '${idOf('ana')}', lift_at = now()`)).rejects.toThrow(/already/)
  await expect(tries('rosa', row('vera', 'rosa'))).rejects.toThrow(/lately/)
})

const triesAt = async (name: string) => {
  const said: string[] = []
  for (let n = 0; n < 12; n++) {
    const { status, text } = await ask(app, 'POST', '/sign-in', { body: { name, authKey: 'A'.repeat(43) } })
    said.push(`${status} ${text.replace(/"seconds":\d+/, '')}`)
  }
  return said
}

test('tries at a suspended account are counted like tries at any other', async () => {
  await suspends('rosa', 'vera')
  expect(await triesAt('vera')).toEqual(await triesAt('wanda'))
})

test('nothing of all this was a fault of the server', () => {
  expect(app.faults).toEqual([])
})
