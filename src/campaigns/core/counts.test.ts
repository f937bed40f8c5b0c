/** Numbers of an ask: never mixed, never below none, and drawn as they are. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chosenSchema, countKinds, countsIn, totalOf } from './counts.ts'
import { daysPicture } from './days_picture.ts'

const lines = fc.array(
  fc.record({
    kind: fc.constantFrom('signature', 'rsvp'),
    what: fc.constantFrom(...countKinds),
    number: fc.nat(1_000_000),
  }),
)

test('what one kind of action counts never holds what another does', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const own = given.filter(({ kind }) => kind === 'signature')
      expect(countsIn(given, 'signature')).toEqual(countsIn(own, 'signature'))
      expect(totalOf(countsIn(given, 'signature'))).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('a thermometer counts confirmed and paper, and not what was taken out or counted elsewhere', () => {
  const counts = { confirmed: 100, invalidated: 30, paper: 7, classroom: 50, delivered: 9 }
  expect(totalOf(counts)).toBe(77)
})

test('the line of days never goes down, and ends at the top right', () => {
  const day = fc
    .integer({ min: 0, max: 3000 })
    .map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10))
  const days = fc
    .uniqueArray(day, { minLength: 2, maxLength: 40 })
    .chain((names) =>
      fc.tuple(
        ...names
          .toSorted()
          .map((name) => fc.record({ day: fc.constant(name), number: fc.integer({ min: 1, max: 1000 }) })),
      ),
    )
  fc.assert(
    fc.property(days, (given) => {
      const { path } = daysPicture(given, { width: 600, height: 100 })!
      const heights = [...path.matchAll(/V([\d.]+)/g)].map((found) => Number(found[1]))
      expect(heights).toEqual(heights.toSorted((a, b) => b - a))
      expect(heights.at(-1)).toBe(0)
      expect(path).toMatch(/^M0 100H0V[\d.]+.*H600$/)
    }),
  )
  expect(daysPicture([{ day: '2026-01-01', number: 4 }], { width: 600, height: 100 })).toBeNull()
})

test('days that end before they begin choose nothing', () => {
  const chosen = { kind: 'signature', flags: [], from: '2026-02-01', to: '2026-01-01', countries: [] }
  expect(chosenSchema.safeParse(chosen).success).toBe(false)
})
