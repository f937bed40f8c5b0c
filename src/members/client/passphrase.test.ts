import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from '../../../tests/support/chance.ts'
import { judgePassphrase, suggestPassphrase } from './passphrase.ts'

test('what the device suggests is six words that it does not refuse afterwards', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 4 }),
      fc.constantFrom('ana', 'ben', 'banana'),
      async (seed, name) => {
        const suggested = await suggestPassphrase(name, seededChance(seed))
        expect(suggested.split(' ')).toHaveLength(6)
        expect(await judgePassphrase(suggested, name)).toEqual({ kind: 'fine' })
      },
    ),
    { numRuns: 40 },
  )
})

test('the same chance suggests the same words', async () => {
  const first = await suggestPassphrase('ana', seededChance('dice'))
  expect(await suggestPassphrase('ana', seededChance('dice'))).toBe(first)
})

test.each([
  ['too short', 'ana', { kind: 'too_short', least: 15 }],
  ['the name as a word of its own', 'ana unhappily boxes lanterns', { kind: 'holds_name' }],
])('a passphrase is refused that is %s', async (_why, phrase, verdict) => {
  expect(await judgePassphrase(phrase, 'ana')).toEqual(verdict)
})

test('a long name may not stand inside a word either', async () => {
  expect(await judgePassphrase('mynameisannalena7 and more', 'annalena')).toEqual({ kind: 'holds_name' })
})

test('a short name inside an innocent word is no reason to refuse', async () => {
  expect(await judgePassphrase('banana quarterly mosaic untidy perch celery', 'ana')).toEqual({
    kind: 'fine',
  })
})

test('a long phrase that is easy to guess is refused, with how many guesses it takes', async () => {
  const verdict = await judgePassphrase('passwordpasswordpassword', 'ana')
  expect(verdict).toMatchObject({ kind: 'too_easy', guesses: expect.stringMatching(/^10\^\d+$/) })
})
