import { expect, test } from 'vitest'

import { countedFrom, decideLimit, decideOpening, decideSingleExport } from './access_limits.ts'

const at = (text: string) => new Date(text)
const limits = (openedDay: number, exportedDay = 20, exportedWeek = 60) => ({
  openedDay,
  exportedDay,
  exportedWeek,
})

test('the hours that count are 24, with the one under way', () => {
  expect(countedFrom(at('2026-11-22T11:59:59Z'))).toEqual(at('2026-11-21T12:00:00Z'))
})

test('a case more than the limit is refused until the oldest is a day old', () => {
  const oldest = at('2026-11-21T12:00:00Z')
  const opening = { opened: 4, again: false, oldest, released: 0 }
  expect(decideOpening(limits(5), opening).ok).toBe(true)
  expect(decideOpening(limits(4), opening)).toEqual({
    ok: false,
    error: { kind: 'too_many_cases', limit: 4, again: '2026-11-22T12:00:00Z' },
  })
  expect(decideOpening(limits(4), { ...opening, again: true }).ok).toBe(true)
  expect(decideOpening(limits(4), { ...opening, released: 1 }).ok).toBe(true)
})

test('exports are counted by the day and by the week; none means none', () => {
  const now = at('2026-11-22T12:00:00Z')
  const made = ['2026-11-16T12:00:00Z', '2026-11-21T13:00:00Z', '2026-11-22T11:00:00Z']
  expect(decideSingleExport(limits(1, 3, 4), made, now).ok).toBe(true)
  expect(decideSingleExport(limits(1, 2, 9), made, now)).toMatchObject({
    error: { days: 1, limit: 2, again: '2026-11-22T13:00:00Z' },
  })
  expect(decideSingleExport(limits(1, 3, 3), made, now)).toMatchObject({
    error: { days: 7, again: '2026-11-23T12:00:00Z' },
  })
  expect(decideSingleExport(limits(1, 0, 9), [], now)).toMatchObject({ ok: false, error: { limit: 0 } })
})

test('what is exactly a day or a week old counts no more, and the hour to wait for follows the oldest of any order', () => {
  const now = at('2026-11-22T12:00:00Z')
  expect(decideSingleExport(limits(1, 1, 9), ['2026-11-21T12:00:00Z'], now).ok).toBe(true)
  expect(decideSingleExport(limits(1, 9, 1), ['2026-11-15T12:00:00Z'], now).ok).toBe(true)
  const made = ['2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z', '2026-11-21T20:00:00Z']
  expect(decideSingleExport(limits(1, 3, 9), made, now)).toEqual({
    ok: false,
    error: { kind: 'too_many_exports', limit: 3, days: 1, again: '2026-11-22T20:00:00Z' },
  })
})

const setting = {
  by: 'ben',
  leads: 2,
  account: 'ben' as string | null,
  had: { ...limits(100), own: false },
  limits: limits(200) as ReturnType<typeof limits> | null,
  ofDesk: limits(100),
}

test('nobody raises their own limits while another lead could; everybody may lower them', () => {
  expect(decideLimit(setting)).toEqual({ ok: false, error: { kind: 'own_limit' } })
  expect(decideLimit({ ...setting, limits: limits(100, 21) }).ok).toBe(false)
  expect(decideLimit({ ...setting, limits: limits(100, 20, 61) }).ok).toBe(false)
  expect(decideLimit({ ...setting, limits: limits(100) }), 'the same again').toEqual({
    ok: true,
    value: [{ account: 'ben', limits: limits(100) }],
  })
  expect(decideLimit({ ...setting, limits: limits(50) }).ok).toBe(true)
  expect(decideLimit({ ...setting, leads: 1 }).ok).toBe(true)
  expect(decideLimit({ ...setting, account: 'vera' }).ok).toBe(true)
  expect(decideLimit({ ...setting, had: { ...limits(50), own: true }, limits: null }).ok).toBe(false)
})

test("whoever raises the desk's limits keeps their own", () => {
  const desk = { account: null, limits: limits(200) }
  expect(decideLimit({ ...setting, account: null })).toEqual({
    ok: true,
    value: [{ account: 'ben', limits: limits(100) }, desk],
  })
  expect(decideLimit({ ...setting, account: 'vera' }), 'of somebody else').toEqual({
    ok: true,
    value: [{ account: 'vera', limits: limits(200) }],
  })
  expect(decideLimit({ ...setting, account: null, leads: 1 })).toEqual({ ok: true, value: [desk] })
  expect(decideLimit({ ...setting, account: null, had: { ...limits(50), own: true } })).toEqual({
    ok: true,
    value: [desk],
  })
})
