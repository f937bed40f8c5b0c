import { expect, test } from 'vitest'

import { type Backups, backupWorry } from './backups.ts'

const now = Date.parse('2026-11-22T10:00:00Z')
const good = (at: string): Backups => ({
  scheduled: true,
  lastGood: { at, bytes: 5 },
  last: { at, problem: null },
  secretsAt: null,
})

test('a backup of the last two days is no worry, an older one is', () => {
  expect(backupWorry(good('2026-11-20T10:00:00Z'), now)).toBe(null)
  expect(backupWorry(good('2026-11-20T09:59:59Z'), now)).toBe('old')
})

test('an installation without a backup is told so', () => {
  expect(backupWorry({ ...good(''), last: null, lastGood: null }, now)).toBe('none')
})

test('one that failed after a good one is told by what hindered it', () => {
  const failed = { at: '2026-11-22T09:00:00Z', problem: 'no_space' } as const
  expect(backupWorry({ ...good('2026-11-22T08:00:00Z'), last: failed }, now)).toBe('no_space')
})
