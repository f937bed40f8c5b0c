import { parse as parseByLibrary } from 'edtf'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coarsen, dateBetween, type EdtfDate, parseEdtf } from './edtf.ts'
import { dayFromNumber } from './iso_day.ts'

const date = (text: string): EdtfDate => {
  const parsed = parseEdtf(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.kind}`)
  return parsed.value
}

const day = fc.integer({ min: -30_000, max: 30_000 }).map(dayFromNumber)
const plain = fc
  .tuple(day, fc.constantFrom(4, 7, 10), fc.constantFrom('', '~', '?', '%'))
  .map(([iso, length, mark]) => ({ text: iso.slice(0, length), mark }))
const season = fc.tuple(fc.integer({ min: 1900, max: 2100 }), fc.integer({ min: 21, max: 32 }))
const valid = fc
  .oneof(
    plain.map(({ text, mark }) => text + mark),
    season.map(([year, code]) => `${year}-${code}`),
    fc.constantFrom('19XX', '198X', '2017-XX', '2017-04-XX'),
    fc.tuple(plain, plain).map(([a, b]) => `${a.text}${a.mark}/${b.text}${b.mark}`),
    fc.tuple(plain, fc.constantFrom('..', '')).map(([a, open]) => `${a.text}${a.mark}/${open}`),
    fc.tuple(plain, fc.constantFrom('..', '')).map(([a, open]) => `${open}/${a.text}${a.mark}`),
    fc.tuple(plain, plain).map(([a, b]) => `[${a.text},${b.text}]`),
    fc.tuple(plain, plain).map(([a, b]) => `[${a.text}..${b.text}]`),
    plain.map(({ text }) => `[..${text}]`),
  )
  .filter((text) => parseEdtf(text).ok)
const dates = valid.map(date)

const low = (one: EdtfDate) => one.earliest ?? '0000'
const high = (one: EdtfDate) => one.latest ?? '9999'

describe('parseEdtf', () => {
  test.each([
    ['2017', '2017-01-01', '2017-12-31', false],
    ['2016-02', '2016-02-01', '2016-02-29', false],
    ['2017-11-12', '2017-11-12', '2017-11-12', false],
    ['2005-04-15~', '2005-04-11', '2005-04-20', true],
    ['2005-04~', '2005-03-01', '2005-05-31', true],
    ['2005?', '2005-01-01', '2005-12-31', true],
    ['2005%', '2004-01-01', '2006-12-31', true],
    ['1993-22', '1992-12-01', '1994-02-28', false],
    ['1993-26', '1993-06-01', '1993-08-31', false],
    ['1993-29', '1993-09-01', '1993-11-30', false],
    ['1993-28', '1992-12-01', '1994-02-28', false],
    ['19XX', '1900-01-01', '1999-12-31', false],
    ['2017-XX', '2017-01-01', '2017-12-31', false],
    ['2017-11-12/2017-11-17', '2017-11-12', '2017-11-17', false],
    ['../2017-04-15', null, '2017-04-15', false],
    ['2017-04-15/', '2017-04-15', null, false],
    ['[2013-04-23,2013-04-24]', '2013-04-23', '2013-04-24', false],
    ['[2015-05-02..2015-05-04]', '2015-05-02', '2015-05-04', false],
    ['[..2015-05-04]', null, '2015-05-04', false],
  ])('reads %s as from %s to %s', (edtf, earliest, latest, approximate) => {
    expect(date(edtf)).toEqual({ edtf, earliest, latest, approximate })
  })

  test.each([
    ['yesterday', 'not_edtf'],
    ['2017-XX-05', 'not_edtf'],
    ['../..', 'not_edtf'],
    ['1993-21/1994', 'not_edtf'],
    ['[2015-05-02~,2016]', 'not_edtf'],
    ['[2015,..2016]', 'not_edtf'],
    ['[2015-03..2016]', 'not_edtf'],
    ['2017-02-29', 'no_such_day'],
    ['2017-13', 'no_such_day'],
    ['2017-00-05', 'no_such_day'],
    ['0217-02-01', 'year_out_of_range'],
    ['2018/2017', 'ends_before_start'],
    ['[2018..2017]', 'ends_before_start'],
  ])('refuses %s as %s', (text, kind) => {
    expect(parseEdtf(text)).toMatchObject({ ok: false, error: { kind } })
  })

  test('what is read is printed as it was written', () => {
    fc.assert(fc.property(valid, (text) => date(text).edtf === text))
  })

  test('what it takes the reference library of EDTF takes too', () => {
    fc.assert(
      fc.property(valid, (text) => {
        expect(() => parseByLibrary(text)).not.toThrow()
      }),
    )
  })

  test('no text at all makes it throw', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseEdtf(text).ok === 'boolean'))
  })
})

describe('coarsen', () => {
  test.each([
    ['2017-11-12', '2017-11', '2017'],
    ['2017-11-12/2017-11-17', '2017-11', '2017'],
    ['2013-06-24/2013-07-09', '2013-06/2013-07', '2013'],
    ['../2017-04-15', '../2017-04', '../2017'],
    ['[2013-04-23,2013-04-24]', '2013-04', '2013'],
    ['[2013-04-30,2013-05-01]', '[2013-04,2013-05]', '2013'],
    ['2005-04-15~', '2005-04', '2005'],
    ['2005-04-02~', '[2005-03..2005-04]', '2005'],
    ['2005-04-15?', '2005-04?', '2005?'],
    ['1993-26', '1993-26', '1993'],
    ['2017', '2017', '2017'],
  ])('makes %s to the month %s and to the year %s', (text, month, year) => {
    expect(coarsen(date(text), 'month')).toBe(month)
    expect(coarsen(date(text), 'year')).toBe(year)
  })

  test('contains every day the original may mean', () => {
    fc.assert(
      fc.property(
        dates,
        fc.constantFrom('day' as const, 'month' as const, 'year' as const),
        (original, unit) => {
          const coarse = date(coarsen(original, unit))
          expect(low(coarse) <= low(original) && high(coarse) >= high(original)).toBe(true)
        },
      ),
    )
  })

  test('to the month leaves no day in the text, and twice is once', () => {
    fc.assert(
      fc.property(dates, (original) => {
        const coarse = coarsen(original, 'month')
        expect(coarse).not.toMatch(/\d{4}-\d\d-\d\d/)
        expect(coarsen(date(coarse), 'month')).toBe(coarse)
      }),
    )
  })
})

describe('dateBetween', () => {
  test('the plainest text for two bounds is read back to the same bounds', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [earliest, latest] = a <= b ? [a, b] : [b, a]
        const made = dateBetween(earliest, latest)
        expect(date(made.edtf)).toEqual(made)
      }),
    )
  })
})
