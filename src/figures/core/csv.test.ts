import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { toCsv } from './csv.ts'

test('commas, quotes and lines survive being read back', () => {
  const text = fc.string().filter((one) => !/^[\t\r\n]|[=+\-@＝＋－＠]/.test(one))
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
      const head = ['a', 'b']
      expect(parse(toCsv([head, ...rows]), { record_delimiter: '\r\n' })).toEqual([head, ...rows])
    }),
  )
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula any more', (text) => {
  expect(toCsv([[text]]).replace(/^"/, '')).toMatch(/^'/)
})

test('a number stays a number, also below zero', () => {
  expect(toCsv([[-3, 7, null]])).toBe('-3,7,\r\n')
})

test.each(['one\n=1+1', 'one;=1+1', 'one\r\n\t@SUM(A1)', 'one; =1', '＝1+1'])(
  'no spreadsheet that parts cells by semicolons or at line breaks finds a formula in %j',
  (text) => {
    const cells = toCsv([['first', text, 'last']]).split(/[;\r\n,]/)
    for (const part of cells) expect(part.replace(/^["\s]+/, '')).not.toMatch(/^[=+\-@＝＋－＠]/)
  },
)
