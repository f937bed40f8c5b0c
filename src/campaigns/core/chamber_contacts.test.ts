import { expect, test } from 'vitest'

import { contactOf, knownChambers } from './chamber_contacts.ts'

test('a member of a known chamber is reached by its post, its switchboard and its list of forms, each with its source', () => {
  for (const body of knownChambers) {
    const contact = contactOf(body, 'Ada Example')!
    expect(contact.lines[0]).toBe('The Honorable Ada Example')
    expect(contact.lines.join(' ')).toMatch(/Washington, DC 205(10|15)/)
    expect(contact.phone).toMatch(/^\+[\d ]{8,}$/)
    for (const address of [contact.forms, contact.source])
      expect(new URL(address).hostname).toMatch(/^www\.(senate|house)\.gov$/)
  }
  expect(contactOf('us-senate', 'x')!.lines).toContain('Washington, DC 20510')
  expect(contactOf('us-house', 'x')!.lines).toContain('Washington, DC 20515')
})

test('of any other body nothing is made up', () => {
  expect(contactOf('un-ga', 'Ada Example')).toBeNull()
  expect(contactOf('constructor', 'Ada Example')).toBeNull()
})
