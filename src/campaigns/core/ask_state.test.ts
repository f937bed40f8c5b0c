import { assert, constantFrom, date, property } from 'fast-check'
import { expect, test } from 'vitest'

import { askState, instantOf, takesActions, takesLateNames } from './ask_state.ts'

const iso = (day: string, time: string, zone: string): string =>
  new Date(instantOf({ day, time }, zone)).toISOString()

test('an ask begins and ends on the clock of its zone', () => {
  const ask = {
    from: { day: '2026-12-01', time: '00:00' },
    to: { day: '2026-12-10', time: '18:00' },
    zone: 'Asia/Dushanbe',
  }
  expect(askState(ask, new Date('2026-11-30T18:59:59Z'))).toBe('before')
  expect(askState(ask, new Date('2026-11-30T19:00:00Z'))).toBe('open')
  expect(askState(ask, new Date('2026-12-10T12:59:59Z'))).toBe('open')
  expect(askState(ask, new Date('2026-12-10T13:00:00Z'))).toBe('closed')
})

const late = (ask: Parameters<typeof takesLateNames>[0], at: string) => takesLateNames(ask, new Date(at))

test('a letter that allows it takes names for its second list for thirty days after the close, and nothing else does', () => {
  const signOn = {
    persons: false,
    embargo: null,
    commentsUntil: null,
    late: true,
    secretary: 'a@watch.example',
  }
  const letter = {
    form: 'sign_on' as const,
    signOn,
    from: { day: '2026-12-01', time: '00:00' },
    to: { day: '2026-12-10', time: '18:00' },
    zone: 'UTC',
  }
  expect(late(letter, '2026-12-10T17:59:59Z')).toBe(false)
  expect(late(letter, '2026-12-10T18:00:00Z')).toBe(true)
  expect(late(letter, '2027-01-09T17:59:59Z')).toBe(true)
  expect(late(letter, '2027-01-09T18:00:00Z')).toBe(false)
  expect(late({ ...letter, signOn: { ...signOn, late: false } }, '2026-12-11T00:00:00Z')).toBe(false)
  expect(late({ ...letter, form: 'petition' }, '2026-12-11T00:00:00Z')).toBe(false)
  expect(takesActions(letter, new Date('2026-12-10T17:59:59Z'))).toBe(true)
  expect(takesActions(letter, new Date('2027-01-09T18:00:00Z'))).toBe(false)
  expect(takesActions(letter, new Date('2026-11-30T00:00:00Z'))).toBe(false)
})

test('an hour that clocks leave out is the one after it; of one that comes twice it is the first', () => {
  expect(iso('2026-03-29', '02:30', 'Europe/Oslo')).toBe('2026-03-29T01:30:00.000Z')
  expect(iso('2026-10-25', '02:30', 'Europe/Oslo')).toBe('2026-10-25T00:30:00.000Z')
  expect(iso('2026-10-25', '03:00', 'Europe/Oslo')).toBe('2026-10-25T02:00:00.000Z')
})

test('what a clock shows at an instant is read as that instant, but for the hour that comes twice', () => {
  const zones = constantFrom('UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Europe/Oslo')
  const instants = date({ min: new Date('1990-01-01'), max: new Date('2080-01-01'), noInvalidDate: true })
  assert(
    property(instants, zones, (at, zone) => {
      const minute = Math.floor(at.getTime() / 60_000) * 60_000
      const shown = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'short',
      })
      const [day = '', time = ''] = shown.format(minute).split(' ')
      const read = instantOf({ day, time }, zone)
      expect([minute, minute - 3_600_000]).toContain(read)
      expect(shown.format(read)).toBe(shown.format(minute))
    }),
  )
})
