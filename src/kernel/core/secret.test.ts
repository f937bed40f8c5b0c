import { inspect } from 'node:util'

import { expect, test } from 'vitest'

import { secret } from './secret.ts'

test('a secret does not print, whichever way it is printed', () => {
  const pepper = secret('correct horse')
  const prints = [String(pepper), `${pepper}`, JSON.stringify({ pepper }), inspect({ pepper }, { depth: 9 })]
  for (const print of prints) {
    expect(print).toContain('<secret>')
    expect(print).not.toContain('horse')
  }
})

test('a secret is given when asked for by name', () => {
  expect(secret('correct horse').reveal()).toBe('correct horse')
})
