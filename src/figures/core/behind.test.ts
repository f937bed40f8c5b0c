import { describe, expect, test } from 'vitest'

import { behindFilter, parseBehind } from './behind.ts'

const filter = (address: string) => {
  const parsed = parseBehind(new URLSearchParams(address))
  return parsed.ok ? behindFilter(parsed.value) : parsed.error
}

const open = { level: 'VER', killings: false, from: null, to: null }

test('a row narrows the question to its class', () => {
  expect(filter('by=country&row=EG')).toEqual({ ...open, country: 'EG' })
  expect(filter('by=year&from=2015&row=2020')).toEqual({ ...open, from: 2015, year: 2020 })
  expect(filter('by=what&country=CO&row=arrest')).toEqual({
    ...open,
    country: 'CO',
    type: 'arrest',
  })
})

test('not known is a row like any other', () => {
  expect(filter('by=country&row=unknown')).toMatchObject({ country: null })
  expect(filter('by=year&row=unknown')).toMatchObject({ year: null })
})

test('of custody those whose publication shows the status', () => {
  expect(filter('unit=persons&by=custody&row=held')).toMatchObject({ custody: 'held' })
  expect(parseBehind(new URLSearchParams('unit=persons&by=custody&row=nowhere')).ok).toBe(false)
})

test('impunity is asked of killings alone, and all sectors together are everybody', () => {
  expect(filter('measure=impunity&by=country&row=EG')).toEqual({ ...open, killings: true, country: 'EG' })
  expect(filter('unit=persons&by=sector')).toEqual(open)
})

describe('publications show no', () => {
  test.each([
    ['acts', 'unit=acts&by=country&row=EG'],
    ['victims', 'unit=victims'],
    ['year of writing down', 'dating=recorded&by=year&row=2020'],
  ])('%s', (_, address) => {
    expect(filter(address)).toBeNull()
  })
})

test.each([
  'by=country&row=XX',
  'by=year&row=20',
  'row=EG',
  'by=what&row=nothing',
  'by=year&row=2020&row=2021',
])('there is no such row: %s', (address) => {
  expect(filter(address)).toEqual([{ kind: 'no_such_row' }])
})
