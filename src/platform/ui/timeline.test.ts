/** The geometry of the timeline's picture. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawTimeline, type TimelineDate, type TimelineItem } from './timeline.ts'

const day = (text: string): TimelineDate => ({ edtf: text, earliest: text, latest: text })
const month = (text: string): TimelineDate => ({ edtf: text, earliest: `${text}-01`, latest: `${text}-28` })
const custody = (from: TimelineDate, to: TimelineDate | null): TimelineItem => ({
  id: 'c',
  label: 'Detention',
  kind: 'custody',
  from,
  to,
  ambiguous: false,
})
const event = (id: string, from: TimelineDate): TimelineItem => ({
  id,
  label: id,
  kind: 'event',
  from,
  to: null,
  ambiguous: false,
})

test('custody known to the month has a sure part and a possible part', () => {
  const bar = drawTimeline([custody(month('2020-03'), month('2021-05'))], '2026-01-01')?.bars[0]
  expect(bar).toBeDefined()
  if (!bar) return
  expect(bar.start).toBeLessThan(bar.sureStart)
  expect(bar.sureStart).toBeLessThan(bar.sureEnd)
  expect(bar.sureEnd).toBeLessThan(bar.end)
})

test('custody that goes on reaches to today', () => {
  const picture = drawTimeline([custody(day('2020-03-01'), null)], '2026-01-01')
  expect(picture?.lastDay).toBe('2026-01-01')
  expect(picture?.bars[0]?.end).toBe(96)
})

test('two events on one day stand in two lanes, two far apart in one', () => {
  expect(
    drawTimeline([event('a', day('2020-03-01')), event('b', day('2020-03-01'))], '2026-01-01')?.lanes,
  ).toBe(2)
  expect(
    drawTimeline([event('a', day('2020-03-01')), event('b', day('2024-03-01'))], '2026-01-01')?.lanes,
  ).toBe(1)
})

test('an entry without any known day is not placed, and nothing placed is no picture', () => {
  expect(drawTimeline([event('a', { edtf: 'XXXX', earliest: null, latest: null })], '2026-01-01')).toBeNull()
})

test('everything stays inside the picture, in order, with at most seven ticks', () => {
  const days = fc
    .date({ min: new Date('1950-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(fc.array(days, { minLength: 1, maxLength: 20 }), days, (list, today) => {
      const items = list.map((one, index) => event(String(index), day(one)))
      const picture = drawTimeline([...items, custody(day(list[0] ?? today), null)], today)
      const places = picture?.marks.flatMap((mark) => [mark.start, mark.at, mark.end]) ?? []
      expect(places.every((place) => place >= 0 && place <= 100)).toBe(true)
      expect(picture?.bars.every((bar) => bar.start <= bar.end && bar.sureStart <= bar.sureEnd)).toBe(true)
      expect(picture?.ticks.length).toBeLessThanOrEqual(7)
    }),
  )
})
