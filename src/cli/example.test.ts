import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp, value } from '../../tests/support/app.ts'
import { overHttp, type OverHttp } from '../../tests/support/over_http.ts'
import type { ExampleMember } from './demo.ts'
import { loadExample } from './example.ts'

let app: TestApp
let http: OverHttp
let members: readonly ExampleMember[]
beforeAll(async () => {
  app = await startTestApp()
  http = await overHttp(app)
  const setupLink = `${http.address}/desk/setup#${app.setupToken}`
  members = await loadExample({ origin: http.address, setupLink })
})
afterAll(async () => {
  await http.stop()
  await app.stop()
})

const rows = async (query: string): Promise<readonly unknown[]> => {
  const client = new Client(app.database.superuser)
  await client.connect()
  const answer = await client.query(query)
  await client.end()
  return answer.rows as unknown[]
}

test('every member it names signs in with the passphrase it tells, and sees a desk', async () => {
  expect(members.map(({ role }) => role)).toEqual([
    'steward, lead of both desks',
    'lead of both desks',
    'writer at both desks',
    'reader at Emergency protection',
  ])
  for (const { name, passphrase } of members) {
    const me = value(await app.device().signIn({ name, passphrase }))
    expect(me.alarms).toEqual([])
    expect(me.desks.length).toBeGreaterThan(0)
    expect(passphrase.split(' ')).toHaveLength(6)
  }
})

test('its cases are sealed at two desks, its publications released by the second lead, one waiting', async () => {
  expect(await rows("select count(*)::int from amparo.log where subject = 'case'")).toEqual([{ count: 201 }])
  const [open] = await rows("select open->>'name' as name from amparo.publication where country = 'TJ'")
  expect(open).toEqual({ name: 'Buzurgmehr Yorov' })
  const [{ published }] = (await rows('select count(*)::int as published from amparo.publication')) as [
    { published: number },
  ]
  expect(published).toBe(24)
  expect(app.faults).toEqual([])
})

test('outside the demo no synthetic case counts', async () => {
  expect(await rows('select count(distinct log)::int from amparo.coded_event')).toEqual([{ count: 1 }])
})
