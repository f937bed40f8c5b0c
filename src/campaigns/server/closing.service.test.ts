/** What is left of actions once nothing of supporters is held: sums, and no row that anybody could be found by. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import { inTransaction } from '#platform/server/database.ts'

import { type Acting, keyIn, ownIn, startActing } from '../../../tests/support/acting.ts'
import { findCountries, findDays } from './counts.store.ts'
import { forgetSupporters } from './supporters.service.ts'

const DAY = 86_400_000
let acting: Acting
beforeAll(async () => {
  acting = await startActing({ ask: { to: { day: '2026-12-01', time: '00:00' }, zone: 'UTC' } })
})
afterAll(() => acting.database.close().then(() => acting.database.drop().catch(() => undefined)))

/** Signed and confirmed; the token of their own page. */
const sign = async (name: string, country: string): Promise<string> => {
  await acting.sign({ mail: `${name}@example.org`, country })
  const [mail] = await acting.sent()
  expect((await acting.actions.confirmAction({ kind: 'link', k: keyIn(mail!) })).ok).toBe(true)
  return ownIn(mail!)
}
const told = () =>
  inTransaction(acting.database, { role: 'public' }, async (db) => ({
    days: await findDays(db, { ask: acting.ask, kind: 'signature' }),
    countries: await findCountries(db, { ask: acting.ask, kind: 'signature' }),
  }))
const forget = () => forgetSupporters({ database: acting.database, clock: acting.now })
const rows = () => acting.rows<{ id: string; state: string }>('select id, state from amparo.action')

test('ninety days after the close a thief finds sums: no row, no person beside a country, and all counts as before', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await sign(name, 'NO')
  await sign('g', 'TJ')
  acting.pass(DAY)
  await sign('h', 'NO')
  await sign('i', 'NO')
  const erased = await sign('j', 'TJ')
  await acting.rows(
    `select amparo.erase_supporter(sha256(convert_to('${erased}', 'UTF8')), false, '2026-11-23T12:00:00Z')`,
  )
  const invalid = `update amparo.action set state = 'invalid' where id = (select min(id) from amparo.action
    where confirmed_on = '2026-11-23' and country = 'NO')`
  expect(await acting.confirmed()).toBe(10)
  await acting.rows(invalid)
  const before = await told()
  expect(before).toEqual({
    days: [
      { day: '2026-11-22', number: 7 },
      { day: '2026-11-23', number: 2 },
    ],
    countries: [{ country: 'NO', number: 7 }],
  })

  acting.pass(9 * DAY)
  await acting.close()
  await forget()
  acting.pass(89 * DAY)
  await forget()
  await acting.close()
  expect(await rows(), 'the day has not come: managers may still take any out of the count').toHaveLength(10)
  acting.pass(DAY)
  await forget()
  await acting.close()
  expect(await rows()).toEqual([])
  expect(await acting.rows('select 1 from amparo.supporter')).toEqual([])
  expect(await acting.confirmed()).toBe(10)
  expect(await told(), 'the course stays; countries stand in fives').toEqual({
    days: before.days,
    countries: [{ country: 'NO', number: 5 }],
  })
  expect(await acting.rows('select country, number::int from amparo.action_countries')).toEqual([
    { country: 'NO', number: 5 },
  ])
  await acting.close()
  expect((await told()).days, 'and once').toEqual(before.days)
})

test('of a host and a guest a row stays, and says nothing of when, where and in which language', async () => {
  const [random] = await acting.rows<{ desk: string }>('select desk from amparo.ask_random')
  await acting.rows(`insert into amparo.action (id, ask, desk, kind, state, language, on_day, confirmed_on, country, flags, counted)
    values (repeat('h', 22), '${acting.ask}', '${random!.desk}', 'host', 'confirmed', 'tg', '2026-11-22', '2026-11-22', 'TJ', '{burst}', true)`)
  await acting.close()
  const [host] = await acting.rows(
    'select state, language, on_day, confirmed_on, country, flags, fingerprint from amparo.action',
  )
  expect(host).toEqual({
    state: 'confirmed',
    language: 'und',
    on_day: null,
    confirmed_on: null,
    country: null,
    flags: [],
    fingerprint: null,
  })
})
