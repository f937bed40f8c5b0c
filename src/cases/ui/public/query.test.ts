import { expect, test } from 'vitest'

import { listAddress, readListQuery } from './query.ts'

test('what an address asks for is read back from it', () => {
  const query = { country: 'CO', event: 'arrest', year: 2020, custody: 'held', page: 3 } as const
  expect(readListQuery(new URL(listAddress(query), 'https://example.org').searchParams)).toEqual(query)
})

test('what cannot be asked is left out', () => {
  const asked = new URLSearchParams('country=XX&event=party&year=20&custody=gone&page=-1&other=1')
  expect(readListQuery(asked)).toEqual({ page: 1 })
  expect(readListQuery(new URLSearchParams('year=unknown')).year).toBe('unknown')
})

test('the list itself has the plain address', () => {
  expect(listAddress({})).toBe('/cases')
  expect(listAddress({ page: 1 })).toBe('/cases')
})
