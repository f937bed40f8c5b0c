/** Who may ask what of a desk's positions; that nobody confirms what they entered is decided with the fact itself. */
import type { Access } from '#platform/server/endpoint.ts'

export const positionsPolicy = {
  listPositions: 'reader',
  listWhipCounts: 'reader',
  readWhipGround: 'reader',
  enter: 'writer',
  confirm: 'writer',
  strike: 'writer',
} as const satisfies Readonly<Record<string, Access>>
