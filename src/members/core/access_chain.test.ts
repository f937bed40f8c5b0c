import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  accessActs,
  type AccessLine,
  KEPT_DAYS,
  lineHash,
  type SeenAccess,
  tipAlarm,
  verifyAccess,
} from './access_chain.ts'

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

const four = chained(
  [0, 1, 2, 3].map((n) => ({
    hour: `2026-11-2${n}T11Z`,
    account: id(1),
    act: 'opened',
    subject: id(n),
    within: null,
  })),
)
const refused = (kind: string, seq: number) => ({ ok: false, error: { kind, seq } })

test('what is wrong with a chain is said by its kind and place', () => {
  const changed = four.with(3, { ...four[3]!, account: id(77) })
  expect(verifyAccess(four.toSpliced(2, 1), given(four))).toEqual(refused('missing_entry', 2))
  expect(verifyAccess([four[1]!, four[3]!], given(four, null, 0, 1))).toEqual(refused('missing_entry', 2))
  expect(verifyAccess(four.slice(0, 3), given(four))).toEqual(refused('missing_entry', 3))
  expect(verifyAccess(four.with(1, { ...four[1]!, account: id(77) }), given(four))).toEqual(
    refused('broken_chain', 2),
  )
  expect(verifyAccess(changed, given(four))).toEqual(refused('broken_chain', 3))
  expect(verifyAccess(four, given(four, [1, lineHash(desk, changed[3]!), '2026-11-21T11Z']))).toEqual(
    refused('forked', 1),
  )
})

test('an empty answer is the truth only where no line is kept', () => {
  for (const first of [0, 3])
    expect(verifyAccess([], { ...given(four), first })).toEqual(refused('missing_entry', 3))
  expect(verifyAccess([], { ...given(four), first: 4 })).toEqual({ ok: true, value: null })
})

test('a tip behind what was seen is a roll-back, another one in its place a fork, one beyond it nothing', () => {
  const seen = seenAt(four[2]!)
  const tip = (seq: number) => ({ seq, hash: lineHash(desk, four[seq]!) })
  expect(tipAlarm(tip(1), seen)).toEqual({ kind: 'rolled_back', seq: 1 })
  expect(tipAlarm({ ...tip(2), hash: tip(1).hash }, seen)).toEqual({ kind: 'forked', seq: 2 })
  expect([tipAlarm(tip(2), seen), tipAlarm(tip(3), seen), tipAlarm(tip(0), null)]).toEqual([null, null, null])
})

test('what may have gone is told to the hour, and the oldest that is kept may be the one that was seen', () => {
  const seen = seenAt(four[1]!)
  const end = Date.parse('2026-11-21T11:00:00Z') + (KEPT_DAYS - 1) * 86_400_000
  const without = (at: Date) => verifyAccess(four.slice(2), { ...given(four, seen, 2, 2), now: at })
  expect(without(new Date(end - 1))).toEqual(refused('withheld', 1))
  expect(without(new Date(end)).ok).toBe(true)
  expect(verifyAccess(four.slice(1), given(four, seen, 1, 1)).ok).toBe(true)
})

test('the case that an entry is of and the line before are part of what is hashed', () => {
  const line = { ...four[1]!, within: id(5) }
  const hashes = [line, { ...line, within: id(6) }, { ...line, within: null }, { ...line, prev: null }]
  expect(new Set(hashes.map((one) => lineHash(desk, one))).size).toBe(4)
})
