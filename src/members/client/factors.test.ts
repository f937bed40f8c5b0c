import { expect, test } from 'vitest'

import { plainProof } from './factors.ts'

test.each([
  ['123 456', '123456'],
  ['١٢٣٤٥٦', '123456'],
  ['۱۲۳ ۴۵۶', '123456'],
  ['१२३४५६', '123456'],
])('a code typed as %s is %s', (typed, code) => {
  expect(plainProof({ kind: 'totp', code: typed })).toEqual({ kind: 'totp', code })
})

test.each([
  ['abcd-efgh-jk01', 'ABCDEFGHJK01'],
  ['ABCD EFGH JKOI', 'ABCDEFGHJK01'],
  ['abcd‑efgh–jkol', 'ABCDEFGHJK01'],
])('a printed code typed as %s is %s', (typed, code) => {
  expect(plainProof({ kind: 'code', code: typed })).toEqual({ kind: 'code', code })
})

test.each([
  ['totp', '12345'],
  ['totp', '1234567'],
  ['totp', '12345a'],
  ['code', 'ABCD-EFGH-JK0'],
  ['code', 'ABCD-EFGH-JK0U'],
] as const)('what can be no code of kind %s is not sent: %s', (kind, code) => {
  expect(plainProof({ kind, code })).toBeNull()
})

test('what a key answers besides its signature stays on the device', () => {
  const answer = {
    id: 'A',
    rawId: 'A',
    type: 'public-key',
    response: {},
    clientExtensionResults: { prf: 'secret' },
  }
  expect(JSON.stringify(plainProof({ kind: 'key', answer }))).not.toContain('secret')
})
