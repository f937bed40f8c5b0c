/** Dates, numbers and names in the words of each language. */
import { expect, test } from 'vitest'
import {
  countryName,
  formatDay,
  formatEdtf,
  formatInstant,
  formatList,
  formatNumber,
  formatRange,
  languageName,
} from './formats.ts'

test.each([
  ['2020-03-07', '7 March 2020'],
  ['2020-03', 'March 2020'],
  ['2020', '2020'],
  ['2020-XX-07', '2020'],
  ['2020-03-XX', 'March 2020'],
  ['1993-22', 'summer 1993'],
  ['2020-03~', 'about March 2020'],
  ['2020-03?', 'March 2020 (uncertain)'],
  ['2017-11-12/2017-11-17', '12 November 2017 to 17 November 2017'],
  ['2020-03/2021-05?', 'March 2020 to May 2021, the end uncertain'],
  ['2020-03?/2021', 'March 2020 to 2021, the start uncertain'],
  ['2020%/2021?', 'about 2020 to 2021, both uncertain'],
  ['2017-11/..', 'since November 2017'],
  ['2017-11/', 'from November 2017, end unknown'],
  ['../2017', 'until 2017'],
  ['[2013-04-23,2013-04-24]', '23 April 2013 or 24 April 2013'],
  ['[2013-04..2013-06]', 'between April 2013 and June 2013'],
  ['[..2017-04-15]', '15 April 2017 or earlier'],
  ['[2017-04-15..]', '15 April 2017 or later'],
  ['201X', 'between 2010 and 2019'],
  ['XXXX', 'date unknown'],
  ['', 'date unknown'],
])('the date %s reads as "%s"', (edtf, words) => {
  expect(formatEdtf(edtf, 'en')).toBe(words)
})

test('a range of two dates names its doubt once, and one of ranges keeps their own', () => {
  expect(formatRange('2020-03', '2021?', 'en')).toBe('March 2020 to 2021, the end uncertain')
  expect(formatRange('[2013-04..2013-06]', '2021?', 'en')).toBe(
    'between April 2013 and June 2013 to 2021 (uncertain)',
  )
})

test('dates in Arabic name the month in Arabic, with the Gregorian year', () => {
  expect(formatEdtf('2020-03', 'ar')).toBe('مارس 2020')
  expect(formatEdtf('2020-03~', 'ar')).toBe('نحو مارس 2020')
  expect(formatEdtf('[2013-04..2013-06]', 'ar')).toBe('بين أبريل 2013 ويونيو 2013')
})

test('an instant names its time zone', () => {
  expect(formatInstant('2026-11-22T10:15:00Z', 'en')).toBe('22 November 2026 at 10:15 UTC')
})

test('days, numbers, lists and countries follow the language', () => {
  expect(formatDay('2026-11-22T23:59:00Z', 'en')).toBe('22 November 2026')
  expect(formatNumber(1234567, 'en')).toBe('1,234,567')
  expect(formatList(['a', 'b', 'c'], 'en')).toBe('a, b and c')
  expect(countryName('SA', 'en')).toBe('Saudi Arabia')
  expect(countryName('SA', 'ar')).toContain('السعودية')
  expect(countryName('nowhere', 'en')).toBe('nowhere')
})

test('languages are named in their own script', () => {
  expect([languageName('en'), languageName('ar'), languageName('fr')]).toEqual([
    'English',
    'العربية',
    'Français',
  ])
})
