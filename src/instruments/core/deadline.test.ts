import { expect, test } from 'vitest'

import { aheadAndOver, deadlineBody, deadlinesOf, readDeadlines } from './deadline.ts'

const source = { publisher: 'United Nations', title: 'Journal', address: null, checkedOn: null }
const tabling = {
  lang: 'en',
  kind: 'tabling',
  title: { en: 'Drafts are tabled' },
  instrument: 'a-draft',
  body: null,
  from: { day: '2026-11-02', time: '18:00' },
  to: null,
  zone: 'America/New_York',
  place: null,
  link: null,
  note: null,
  state: 'planned',
  sources: [source],
}
const refusalsOf = (changes: Readonly<Record<string, unknown>>) => {
  const read = deadlineBody.safeParse({ ...tabling, ...changes })
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
}
const day = (on: string, time: string | null = null) => ({ day: on, time })

test.each([
  [{}, []],
  [{ from: day('2026-12-19'), to: day('2027-01-06'), zone: null }, []],
  [{ instrument: null }, ['instrument of_nothing']],
  [{ title: { ar: 'إيداع' } }, ['title.en title_missing']],
  [{ from: day('2026-02-30', '18:00') }, ['from.day day_unreadable']],
  [{ from: day('2026-11-02', '24:10') }, ['from.time time_unreadable']],
  [{ zone: null }, ['zone zone_missing']],
  [{ zone: 'New York' }, ['zone zone_unknown']],
  [{ zone: '+01:00' }, ['zone zone_unknown']],
  [{ to: day('2026-11-02', '17:59') }, ['to.day ends_before']],
  [{ to: day('2026-11-03') }, ['to.time end_without_time']],
  [{ sources: [] }, ['sources sources_missing']],
  [{ link: 'javascript:alert(1)' }, ['link address_not_web']],
])('%j is refused with its place: %j', (changes, refusals) => {
  expect(refusalsOf(changes)).toEqual(refusals)
})

const released = (id: string, changes: object) => ({
  kind: 'deadline',
  id,
  version: 1,
  body: { ...tabling, ...changes },
  deskName: 'Desk',
  releasedOn: '2026-10-01',
  updatedAt: '2026-10-01T10:00:00Z',
})

test('each calendar has its own, in the order of time, and what lasts until today is still ahead', () => {
  const all = readDeadlines([
    released('b', { from: day('2026-11-20'), to: day('2026-11-22') }),
    released('a', { from: day('2026-11-20'), body: 'un-ga-c3' }),
    released('c', { instrument: null, body: 'un-ga-c3', from: day('2026-11-30') }),
    released('broken', { zone: 7 }),
  ])
  const idsOf = (list: typeof all) => list.map(({ id }) => id)
  expect(idsOf(all)).toEqual(['a', 'b', 'c'])
  expect(idsOf(deadlinesOf(all, { instrument: 'a-draft' }))).toEqual(['a', 'b'])
  expect(idsOf(deadlinesOf(all, { body: 'un-ga-c3' }))).toEqual(['a', 'c'])
  const { ahead, over } = aheadAndOver(all, '2026-11-22')
  expect([idsOf(ahead), idsOf(over)]).toEqual([['b', 'c'], ['a']])
})
