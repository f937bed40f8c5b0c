import { afterEach, beforeEach, expect, test } from 'vitest'

import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { asSuperuser, count, publish, withdraw } from '../../../tests/support/open_rows.ts'
import { parseBehind } from '#figures/core/behind.ts'
import { openCasesBehind } from './behind.service.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

const names = async (address: string, page = 1) => {
  const parsed = parseBehind(new URLSearchParams(address))
  if (!parsed.ok) throw new Error(address)
  return (await openCasesBehind(database)(parsed.value, page))?.lines.map(({ name }) => name).toSorted()
}

const show = async (name: string, event: { type: string; year: number | null; verification?: number }) => {
  await count(database, { name, events: [{ country: 'CO', ...event }] })
  return publish(database, { name, events: [`${event.type} ${event.year ?? '?'}`] })
}

test('the cases behind a number are those that show such an event, and no others', async () => {
  await show('Ana', { type: 'arrest', year: 2020 })
  await show('Ben', { type: 'arrest', year: 2021 })
  await show('Cleo', { type: 'threat', year: 2020 })
  await show('Dan', { type: 'arrest', year: null })
  expect(await names('by=country&row=CO')).toEqual(['Ana', 'Ben', 'Cleo', 'Dan'])
  expect(await names('by=year&row=2020')).toEqual(['Ana', 'Cleo'])
  expect(await names('by=year&row=unknown')).toEqual(['Dan'])
  expect(await names('what=arrest&from=2020&to=2021')).toEqual(['Ana', 'Ben'])
  expect(await names('unit=persons&by=what&row=threat')).toEqual(['Cleo'])
  expect(await names('country=EG')).toEqual([])
})

test('an event that is shown but not verified is behind no number of the level verified', async () => {
  await show('Ana', { type: 'arrest', year: 2020, verification: 2 })
  expect(await names('by=country&row=CO')).toEqual([])
  expect(await names('level=CORR&by=country&row=CO')).toEqual(['Ana'])
  expect(await names('level=OFF')).toEqual([])
})

test('a case whose publication leaves the event out is not behind it, and a withdrawn one is gone at once', async () => {
  await count(database, {
    name: 'Ana',
    events: [
      { type: 'arrest', year: 2020 },
      { type: 'threat', year: 2020 },
    ],
  })
  const ref = await publish(database, { name: 'Ana', events: ['arrest 2020'] })
  expect(await names('by=what&row=threat')).toEqual([])
  expect(await names('by=what&row=arrest')).toEqual(['Ana'])
  await withdraw(database, ref)
  expect(await names('by=what&row=arrest')).toEqual([])
})

test('behind impunity stand the killings whose follow-up is shown', async () => {
  for (const [name, shown] of [
    ['Ana', 'impunity'],
    ['Ben', 'none_known'],
  ] as const) {
    await count(database, { name, events: [{ type: 'death', year: 2020, followUp: 'impunity' }] })
    await publish(database, { name, events: ['death 2020'], open: { status: { accountability: shown } } })
  }
  await show('Cleo', { type: 'arrest', year: 2020 })
  expect(await names('measure=impunity')).toEqual(['Ana'])
})

test('what publications do not show has no cases behind it', async () => {
  expect(await names('unit=victims')).toBeUndefined()
})

test('more than twenty cases come in pages', async () => {
  for (let at = 0; at < 21; at++) await show(`Case ${at}`, { type: 'arrest', year: 2020 })
  expect(await names('', 1)).toHaveLength(20)
  expect(await names('', 2)).toHaveLength(1)
  expect(await names('', 99)).toHaveLength(1)
})

test('a case made public after the weekly count stands behind no number before the next: it is told there', async () => {
  await show('Ana', { type: 'arrest', year: 2020 })
  await asSuperuser(database, (client) =>
    client.query('insert into amparo.told_pool select log, 0, true from amparo.publication'),
  )
  expect(await names('by=what&row=arrest')).toEqual([])
})
