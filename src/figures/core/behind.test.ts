import { describe, expect, test } from 'vitest'

import { behindFilter, parseBehind } from './behind.ts'

const filter = (address: string) => {
  const parsed = parseBehind(new URLSearchParams(address))
  return parsed.ok ? behindFilter(parsed.value) : parsed.error
}

test('a row narrows the question to its class', () => {
  expect(filter('by=country&row=EG')).toEqual({ level: 'VER', from: null, to: null, country: 'EG' })
  expect(filter('by=year&from=2015&row=2020')).toEqual({ level: 'VER', from: 2015, to: null, year: 2020 })
  expect(filter('by=what&country=CO&row=arrest')).toEqual({
    level: 'VER',
    from: null,
    to: null,
    country: 'CO',
    type: 'arrest',
  })
})

test('not known is a row like any other', () => {
  expect(filter('by=country&row=unknown')).toMatchObject({ country: null })
  expect(filter('by=year&row=unknown')).toMatchObject({ year: null })
})

describe('publications show no', () => {
  test.each([
    ['acts', 'unit=acts&by=country&row=EG'],
    ['victims', 'unit=victims'],
    ['sectors', 'unit=persons&by=sector'],
    ['year of writing down', 'dating=recorded&by=year&row=2020'],
    ['follow-up of a killing by themselves', 'measure=impunity'],
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
