import { expect, test } from 'vitest'

import { askOf } from '../../../tests/support/campaigns.ts'
import { askStanding } from './desk_ground.ts'

const now = new Date('2026-12-01T12:00:00Z')
const version = (n: number, state: string, overrides: Parameters<typeof askOf>[0] = {}) =>
  ({ version: n, act: 'publish', state, body: askOf(overrides) }) as never
const standing = (versions: readonly never[], running: readonly string[] = ['a']) =>
  askStanding({ id: 'a', versions: [...versions] }, running, now)

test('what is being done with an ask stands before what everybody sees', () => {
  expect(standing([version(1, 'draft')])).toBe('draft')
  expect(standing([version(1, 'refused')])).toBe('draft')
  expect(standing([version(1, 'released')])).toBe('open')
  expect(standing([version(1, 'released'), version(2, 'proposed')])).toBe('waiting')
  expect(standing([version(1, 'released'), version(2, 'draft')])).toBe('open')
})

test('an open one stands where its dates say, as long as it may run', () => {
  const [later, over] = [
    { from: { day: '2026-12-02', time: '00:00' } },
    { to: { day: '2026-11-30', time: '18:00' } },
  ]
  expect(standing([version(1, 'released', later)])).toBe('before')
  expect(standing([version(1, 'released', over)])).toBe('closed')
  expect(standing([version(1, 'released')], [])).toBe('stopped')
  expect(standing([version(1, 'withdrawn')])).toBe('stopped')
})
