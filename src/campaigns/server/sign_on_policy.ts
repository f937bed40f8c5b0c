/** Who may ask what of a letter; that nobody releases a sending that they proposed is decided with it. */
import type { Access } from '#platform/server/endpoint.ts'

export const signOnPolicy = {
  readLetter: 'reader',
  /** Addresses and evidence: as of all supporters, no reader needs them. */
  readSealed: 'writer',
  add: 'writer',
  decide: 'writer',
  logo: 'writer',
  freeze: 'writer',
  answered: 'writer',
  askAgain: 'writer',
  saveAddressees: 'writer',
  send: 'writer',
  recordDelivery: 'writer',
} as const satisfies Readonly<Record<string, Access>>
