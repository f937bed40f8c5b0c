import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { guidelines } from '#kernel/core/vocabulary/missions.ts'
import { hostCountries } from './host_countries.ts'
import { publicMission } from './testing.ts'

test('a country has the missions posted there, those that look after it from elsewhere, and what binds all of them', () => {
  const all = [
    publicMission({ guidelines: ['NO', 'EU'] }),
    publicMission({ government: 'XB', guidelines: [] }),
    publicMission({ host: 'PE', alsoFor: ['CO'], guidelines: ['EU'] }),
  ]
  const [colombia, peru] = hostCountries(all)
  expect(colombia).toEqual({
    country: 'CO',
    missions: 2,
    others: 1,
    governments: ['XA', 'XB'],
    bound: [
      { guideline: 'EU', missions: 2 },
      { guideline: 'NO', missions: 1 },
    ],
    unbound: 1,
  })
  expect(peru).toMatchObject({ country: 'PE', missions: 1, others: 0, unbound: 0 })
  expect(hostCountries([])).toEqual([])
})

test('every mission is counted once in each of its countries, bound or not', () => {
  const country = fc.constantFrom('CO' as const, 'PE' as const, 'HN' as const)
  const mission = fc.record({
    host: country,
    alsoFor: fc.uniqueArray(country),
    government: fc.constantFrom('XA' as const, 'XB' as const),
    guidelines: fc.uniqueArray(fc.constantFrom(...guidelines)),
  })
  fc.assert(
    fc.property(fc.array(mission), (all) => {
      for (const one of hostCountries(all)) {
        const known = all.filter(
          ({ host, alsoFor }) => host === one.country || new Set<string>(alsoFor).has(one.country),
        )
        expect(one.missions + one.others).toBe(known.length)
        expect(one.bound.every(({ missions }) => missions <= known.length - one.unbound)).toBe(true)
      }
    }),
  )
})
