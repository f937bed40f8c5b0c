import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noOffsets } from '../../tests/support/counted_facts.ts'
import { refreshFigures } from '#figures/server/refresh.service.ts'
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
  const count = () =>
    refreshFigures({ database: app.database, clock: () => new Date(), offsets: noOffsets }, { early: true })
  members = await loadExample({ origin: http.address, setupLink, count })
}, 180_000)
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
    'headquarters of three invented governments: the widest gap under Missions, Coverage',
    expect.stringMatching(/^lead of their twelve missions: .*, and bundles of which one waits$/),
    'officer who writes at four of them: an engagement logged under Log',
  ])
  for (const { name, passphrase } of members) {
    const me = value(await app.device().signIn({ name, passphrase }))
    expect(me.alarms).toEqual([])
    expect(me.desks.length).toBeGreaterThan(0)
    expect(passphrase.split(' ')).toHaveLength(6)
  }
})

test('its cases are sealed at two desks, its publications released by the second lead, one waiting', async () => {
  // With those of twelve invented missions, and of two people for whom one of them was asked.
  expect(await rows("select count(*)::int from amparo.log where subject = 'case'")).toEqual([{ count: 250 }])
  const [open] = await rows("select open->>'name' as name from amparo.publication where country = 'TJ'")
  expect(open).toEqual({ name: 'Buzurgmehr Yorov' })
  const [{ published }] = (await rows('select count(*)::int as published from amparo.publication')) as [
    { published: number },
  ]
  expect(published).toBe(24)
  expect(app.faults).toEqual([])
})

test('one case has a picture and a letter, sealed as every file is', async () => {
  const files = await rows('select b.state, l.subject from amparo.blob b join amparo.log l on l.id = b.log')
  const whole = { state: 'whole', subject: 'case' }
  expect(files).toEqual([whole, whole])
})

test('outside the demo no synthetic case counts', async () => {
  expect(await rows('select count(distinct log)::int from amparo.coded_event')).toEqual([{ count: 1 }])
})

test('its documents are written by one member and released by another', async () => {
  const documents = (await rows(
    `select kind, state, count(*)::int, bool_or(decided_by = any (writers)) as alone
     from amparo.document group by kind, state order by kind`,
  )) as readonly { kind: string; state: string; count: number; alone: boolean }[]
  for (const { kind, state, alone } of documents)
    expect({ kind, state, alone }).toEqual({ kind, state: 'released', alone: false })
  const countByKind = Object.fromEntries(documents.map(({ kind, count }) => [kind, count]))
  expect(countByKind).toMatchObject({
    figure: 33,
    instrument: 11,
    theme: 8,
    vote: 2,
    campaign: 3,
    outcome: 3,
  })
})

test('its asks run, and the joint letter has its names and addressees, frozen with its close', async () => {
  const [{ running }] = (await rows(
    `select count(*)::int as running from amparo.document
     where kind = 'ask' and body ->> 'slug' <> 'letter-to-states' and amparo.may_run(id, version, current_date)`,
  )) as [{ running: number }]
  expect(running).toBe(8)
  const letter = await rows(
    `select s.state, s.list, s.authority, count(*)::int from amparo.signatory s group by 1, 2, 3`,
  )
  expect(letter).toEqual([{ state: 'accepted', list: 'main', authority: 'secretary', count: 158 }])
  expect(await rows('select count(*)::int from amparo.letter_addressee')).toEqual([{ count: 193 }])
  const [{ names }] = (await rows(
    `select jsonb_array_length(list::jsonb -> 'names') as names from amparo.frozen_list`,
  )) as [{ names: number }]
  expect(names).toBe(158)
})

test('its themes lead to public cases, the one real case among them', async () => {
  const [{ named, real }] = (await rows(
    `select count(*)::int as named, bool_or(p.country = 'TJ') as real
     from amparo.document d, jsonb_array_elements_text(d.body->'cases') as ref
     join amparo.publication p on p.ref = ref where d.kind = 'theme'`,
  )) as [{ named: number; real: boolean }]
  expect(named).toBeGreaterThan(10)
  expect(real).toBe(true)
})
