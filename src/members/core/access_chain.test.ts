import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { accessActs, type AccessLine, lineHash, type SeenAccess, verifyAccess } from './access_chain.ts'

const id = (n: number): string => `${n}`.padStart(22, '0')
const desk = id(9)
const now = new Date('2026-11-22T12:00:00Z')

type Said = Pick<AccessLine, 'hour' | 'account' | 'act' | 'subject' | 'within'>

const chained = (said: readonly Said[]): readonly AccessLine[] =>
  said.reduce<readonly AccessLine[]>((lines, one) => {
    const last = lines.at(-1)
    return [...lines, { ...one, seq: lines.length, prev: last ? lineHash(desk, last) : null }]
  }, [])

const said = fc.record({
  hour: fc
    .nat(999)
    .map((n) => `${new Date(Date.UTC(2026, 9, 1) + n * 3_600_000).toISOString().slice(0, 13)}Z`),
  account: fc.nat(3).map(id),
  act: fc.constantFrom(...accessActs),
  subject: fc.nat(9).map(id),
  within: fc.option(fc.nat(3).map(id)),
})
const someLines = fc.array(said, { minLength: 3, maxLength: 20 }).map(chained)
const seenAt = (line: AccessLine): SeenAccess => [line.seq, lineHash(desk, line), line.hour]
const given = (lines: readonly AccessLine[], seen: SeenAccess | null = null, first = 0, from = 0) => {
  const last = lines.at(-1)
  return {
    desk,
    first,
    from,
    tip: { seq: last?.seq ?? -1, hash: last ? lineHash(desk, last) : null },
    seen,
    now,
  }
}

test('a line is hashed as the format says', () => {
  const line = {
    seq: 0,
    hour: '2026-11-22T11Z',
    account: id(1),
    act: 'opened',
    subject: id(2),
    within: null,
    prev: null,
  } as const
  expect(lineHash(desk, line)).toBe('_3egLpe1wPI4NoB0KPj_qshbZSwSIDfbRR01QnLjWGo')
})

test('whatever was shown once and is left, changed or taken out is found', () => {
  const lies = fc.tuple(someLines, fc.nat(), fc.constantFrom('drop', 'change', 'swap', 'cut', 'renumber'))
  fc.assert(
    fc.property(lies, ([lines, at, lie]) => {
      const place = at % lines.length
      const seen = seenAt(lines.at(-1)!)
      expect(verifyAccess(lines, given(lines, seen)).ok).toBe(true)
      const other =
        lie === 'drop'
          ? lines.toSpliced(place, 1)
          : lie === 'change'
            ? lines.with(place, { ...lines[place]!, account: id(77) })
            : lie === 'swap'
              ? lines.with(0, lines.at(-1)!).with(lines.length - 1, lines[0]!)
              : lie === 'cut'
                ? lines.slice(0, place)
                : chained(lines.toSpliced(place, 1))
      // Also where the server says of its own tip what fits.
      expect(verifyAccess(other, given(other, seen)).ok).toBe(false)
      expect(verifyAccess(other, given(lines, seen)).ok).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test('a chain that goes on from what was seen holds, and one that forks before it does not', () => {
  fc.assert(
    fc.property(someLines, someLines, (lines, others) => {
      const half = Math.floor(lines.length / 2)
      const seen = seenAt(lines[half]!)
      expect(verifyAccess(lines.slice(half), given(lines, seen, 0, half))).toMatchObject({
        ok: true,
        value: seenAt(lines.at(-1)!),
      })
      const same = others[half] && lineHash(desk, others[half]) === seen[1]
      if (!same) expect(verifyAccess(others, given(others, seen)).ok).toBe(false)
    }),
    { numRuns: 200 },
  )
})

test('what is younger than two years may not have gone from the beginning; what is older may', () => {
  const lines = chained(
    [0, 1, 2, 3].map((n) => ({
      hour: `2026-11-2${n}T11Z`,
      account: id(1),
      act: 'opened',
      subject: id(n),
      within: null,
    })),
  )
  const seen = seenAt(lines[1]!)
  const cut = { ...given(lines, seen), first: 3, from: 3 }
  expect(verifyAccess(lines.slice(3), cut)).toEqual({ ok: false, error: { kind: 'withheld', seq: 1 } })
  expect(verifyAccess(lines.slice(3), { ...cut, now: new Date('2028-12-01T00:00:00Z') }).ok).toBe(true)
  expect(verifyAccess([], { ...cut, first: 4, from: 4, seen: null }).ok).toBe(true)
})

test('a desk in which nobody has read anything has no chain yet', () => {
  expect(verifyAccess([], given([]))).toEqual({ ok: true, value: null })
})
