import { expect, test } from 'vitest'

import { deskCountsCsv, publicCountsCsv } from './counts_csv.ts'

const nameOf = (id: string) => (id === 'vera-id' ? 'vera' : id)
const counts = { confirmed: 103, paper: 20, classroom: 0, delivered: 0, invalidated: 3 }
const days = [{ day: '2026-11-01', number: 103 }]
const countries = [{ country: 'NO', number: 40 }]

test('everybody is given what the page shows: sums, days, and countries in fives', () => {
  expect(publicCountsCsv({ counts, days, countries }).split('\r\n')).toEqual([
    'what,day,country,number',
    'total,,,120',
    'confirmed,,,103',
    'paper,,,20',
    'classroom,,,0',
    'delivered,,,0',
    'invalidated,,,3',
    'confirmed,2026-11-01,,103',
    'confirmed,,NO,40',
    '',
  ])
})

test('a desk is given each kind with the ledger that it adds up from, by name, in cells that no spreadsheet runs', () => {
  const line = { kind: 'signature', by: null, note: null }
  const ledger = [
    { ...line, at: '2026-11-03T10:00:00.000Z', what: 'paper', number: 20, by: 'vera-id', note: '=1+1' },
    { ...line, at: '2026-11-02T00:00:00.000Z', what: 'confirmed', number: 103 },
  ]
  const numbers = {
    counts: [
      { kind: 'signature', what: 'confirmed' as const, number: 103 },
      { kind: 'signature', what: 'paper' as const, number: 20 },
    ],
    awaiting: [{ kind: 'delivery', number: 2 }],
    days,
    countries,
    flags: [],
    likeness: null,
    batches: [],
    ledger,
  }
  const lines = deskCountsCsv({ kind: 'signature', numbers, ledger, nameOf }).split('\r\n')
  expect(lines[0]).toBe('part,kind,what,at,country,number,by,note')
  expect(lines).toContain('count,signature,confirmed,,,103,,')
  expect(lines).toContain('count,signature,awaiting,,,0,,')
  expect(lines).toContain('count,delivery,awaiting,,,2,,')
  expect(lines).toContain('day,signature,confirmed,2026-11-01,,103,,')
  expect(lines).toContain('country,signature,confirmed,,NO,40,,')
  expect(lines).toContain("ledger,signature,paper,2026-11-03T10:00:00.000Z,,20,vera,'=1+1")
  const sum = (part: string, what: string) =>
    lines
      .map((one) => one.split(','))
      .filter((cells) => cells[0] === part && cells[1] === 'signature' && cells[2] === what)
      .reduce((total, cells) => total + Number(cells[5]), 0)
  for (const what of ['confirmed', 'paper']) expect(sum('ledger', what)).toBe(sum('count', what))
})
