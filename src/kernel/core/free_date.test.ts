import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FreeDateOptions, parseFreeDate } from './free_date.ts'
import { dayFromNumber } from './iso_day.ts'

const read = (text: string, options?: FreeDateOptions) => {
  const date = parseFreeDate(text, options)
  return date.ok ? date.value : date.error
}

/** Rows of real lists: as written, first and last day, EDTF, and what had to be answered. */
const rows: [string, string | null, string | null, string, FreeDateOptions?][] = [
  ['1/3/92', '1992-01-03', '1992-01-03', '1992-01-03', { order: 'mdy' }],
  ['Sep-06', '2006-09-01', '2006-09-30', '2006-09', { afterMonth: 'year' }],
  ['December, 1992', '1992-12-01', '1992-12-31', '1992-12'],
  ['11/12-11/17/2017', '2017-11-12', '2017-11-17', '2017-11-12/2017-11-17'],
  ['April 23 or 24, 2013', '2013-04-23', '2013-04-24', '[2013-04-23,2013-04-24]'],
  ['Before April 16, 2017', null, '2017-04-15', '../2017-04-15'],
  ['Body found on September 21, 2017', null, '2017-09-21', '../2017-09-21'],
  ['Date unknown in 2002', '2002-01-01', '2002-12-31', '2002'],
  ['June 24 through July 9, 2013', '2013-06-24', '2013-07-09', '2013-06-24/2013-07-09'],
  ['June 4 - September 26, 2016', '2016-06-04', '2016-09-26', '2016-06-04/2016-09-26'],
  ['May 2,3 or 4, 2015', '2015-05-02', '2015-05-04', '[2015-05-02..2015-05-04]'],
  ['mid-April, 2005', '2005-04-11', '2005-04-20', '2005-04-15~'],
  ['October 5- 6, 2017', '2017-10-05', '2017-10-06', '2017-10-05/2017-10-06'],
  // The code for a northern summer stores the answer about the hemisphere.
  ['summer 1993', '1993-06-01', '1993-08-31', '1993-26', { hemisphere: 'north' }],
]

describe('rows of real lists', () => {
  test.each(rows)('%s is from %s to %s: %s', (...row) => {
    const [text, earliest, latest, edtf, options] = row
    expect(read(text, options)).toMatchObject({ earliest, latest, edtf })
  })

  test('without a year it asks for the year', () => {
    expect(read('Late January, early February')).toEqual({ kind: 'no_year' })
  })

  test.each(['HURIDOCS MT48 Estimate', 'HURIDOCS MT48 Unknown month and day'])('%s is no date', (text) => {
    expect(['no_date', 'not_understood']).toContain((read(text) as { kind: string }).kind)
  })
})

describe('more ways to write a date', () => {
  test.each([
    ['2017-04-05', '2017-04-05'],
    ['2017/04/05', '2017-04-05'],
    ['2017-04', '2017-04'],
    ['04/2017', '2017-04'],
    ['2017', '2017'],
    ['[2013-04-23,2013-04-24]', '[2013-04-23,2013-04-24]'],
    ['25/12/1999', '1999-12-25'],
    ['12/25/1999', '1999-12-25'],
    ['03.04.2015', '2015-04-03'],
    ['5/5/05', '2005-05-05'],
    ['3 January 2015', '2015-01-03'],
    ['3 Jan 92', '1992-01-03'],
    ['Sunday, the 3rd of May 2015', '2015-05-03'],
    ["Sept. '14", '2014-09'],
    ['Sep-92', '1992-09'],
    ['1990s', '199X'],
    ['about 2005', '2005~'],
    ['circa March 2005', '2005-03~'],
    ['March 2005?', '2005-03?'],
    ['early May 2015', '2015-05-05~'],
    ['late January 2015', '2015-01-26~'],
    ['end of February 2015', '2015-02-23~'],
    ['early 2005', '[2005-01..2005-04]'],
    ['late January, early February 2005', '[2005-01-22..2005-02-10]'],
    ['late January - early February 2005', '2005-01-26~/2005-02-05~'],
    ['24-26 June 2013', '2013-06-24/2013-06-26'],
    ['from 24 June until 9 July 2013', '2013-06-24/2013-07-09'],
    ['between 3 and 5 May 2015', '[2015-05-03,2015-05-05]'],
    ['4 and 5 June 2015', '2015-06-04/2015-06-05'],
    ['2013-2014', '2013/2014'],
    ['Sept–Oct 2017', '2017-09/2017-10'],
    ['after March 2005', '2005-04-01/..'],
    ['since 3 May 2015', '2015-05-03/..'],
    ['by 3 May 2015', '../2015-05-03'],
    ['before 2017', '../2016-12-31'],
  ])('English: %s is %s', (text, edtf) => {
    expect(read(text)).toMatchObject({ edtf })
  })

  test.each([
    ['le 1er août 2014', '2014-08-01'],
    ['du 3 au 5 mai 2015', '2015-05-03/2015-05-05'],
    ['début février 2015', '2015-02-05~'],
    ['avant le 16 avril 2017', '../2017-04-15'],
    ['3 de enero de 2015', '2015-01-03'],
    ['a mediados de abril de 2005', '2005-04-15~'],
    ['3 o 4 de mayo de 2015', '[2015-05-03,2015-05-04]'],
    ['3 мая 2015 г.', '2015-05-03'],
    ['с 3 по 5 мая 2015', '2015-05-03/2015-05-05'],
    ['начало июня 2015', '2015-06-05~'],
    ['сентябрь 2006', '2006-09'],
    ['٣ أيار ٢٠١٥', '2015-05-03'],
    ['3 كانون الثاني 2015', '2015-01-03'],
    ['كانون الأول 2014', '2014-12'],
    ['تشرين الثاني/نوفمبر 2014', '2014-11'],
    ['أوائل يناير ٢٠١٥', '2015-01-05~'],
    ['12 جويلية 2014', '2014-07-12'],
    ['5 غشت 2014', '2014-08-05'],
    ['30 آب 2012', '2012-08-30'],
    ['قبل 16 أبريل 2017', '../2017-04-15'],
    ['من 3 إلى 5 مايو 2015', '2015-05-03/2015-05-05'],
    ['بين 3 و 5 مايو 2015', '[2015-05-03,2015-05-05]'],
    ['منتصف نيسان، 2005', '2005-04-15~'],
  ])('other languages: %s is %s', (text, edtf) => {
    expect(read(text)).toMatchObject({ edtf })
  })

  test('lists in other languages write the day first', () => {
    expect(read('1/3/92', { lang: 'fr' })).toMatchObject({ edtf: '1992-03-01' })
  })
})

describe('it asks instead of guessing', () => {
  test('which is the month', () => {
    expect(read('1/3/92')).toEqual({
      kind: 'which_order',
      choices: [
        { edtf: '1992-01-03', options: { order: 'mdy' } },
        { edtf: '1992-03-01', options: { order: 'dmy' } },
      ],
    })
  })

  test('which hemisphere has the season', () => {
    expect(read('summer 1993')).toEqual({
      kind: 'which_hemisphere',
      choices: [
        { edtf: '1993-26', options: { hemisphere: 'north' } },
        { edtf: '1993-30', options: { hemisphere: 'south' } },
      ],
    })
  })

  test('whether two digits are a day or a year', () => {
    expect(read('Sep-06')).toEqual({
      kind: 'day_or_year',
      choices: [{ edtf: '2006-09', options: { afterMonth: 'year' } }],
    })
    expect(read('Sep-06', { afterMonth: 'day' })).toEqual({ kind: 'no_year' })
  })

  test('which year', () => {
    expect(read('6 September')).toEqual({ kind: 'no_year' })
  })

  test('what words mean that it does not know', () => {
    expect(read('the week after Easter 2015')).toMatchObject({ kind: 'not_understood' })
    expect(read('3 May or 2015')).toMatchObject({ kind: 'not_understood' })
    expect(read('2015 or')).toMatchObject({ kind: 'not_understood' })
    expect(read('May/June 2015')).toMatchObject({ kind: 'not_understood' })
    expect(read('3 May 4 June 2015')).toMatchObject({ kind: 'not_understood' })
    expect(read('13/14/2015')).toMatchObject({ kind: 'no_such_day' })
  })

  test('where there is no date at all', () => {
    expect(read('unknown')).toEqual({ kind: 'no_date' })
    expect(read('')).toEqual({ kind: 'no_date' })
  })

  test('which calendar has such a year', () => {
    expect(read('1436')).toEqual({ kind: 'unlikely_year', text: '1436' })
    expect(read('3 May 2558')).toEqual({ kind: 'unlikely_year', text: '2558' })
  })

  test('first what no answer about the order could mend', () => {
    expect(read('10/11')).toEqual({ kind: 'no_year' })
    expect(read('winter 1993-94')).toMatchObject({ kind: 'not_understood' })
  })

  test('when the day does not exist', () => {
    expect(read('30 February 2015')).toEqual({ kind: 'no_such_day' })
  })

  test('when the end stands before the start', () => {
    expect(read('28 December - 3 January 2017')).toEqual({ kind: 'ends_before_start' })
  })

  test('every choice it offers is what it then reads', () => {
    const numbers = fc.tuple(
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1950, max: 2049 }),
    )
    fc.assert(
      fc.property(numbers, ([a, b, year]) => {
        const answer = parseFreeDate(`${a}/${b}/${year}`)
        if (answer.ok || answer.error.kind !== 'which_order') return
        for (const { edtf, options } of answer.error.choices) {
          expect(read(`${a}/${b}/${year}`, options)).toMatchObject({ edtf })
        }
      }),
    )
  })

  test('no text makes it throw', () => {
    const bits = fc.constantFrom(
      '3',
      '12',
      '2015',
      '99',
      'May',
      'mid',
      '-',
      '/',
      ',',
      ' ',
      'or',
      'before',
      'summer',
      '؟',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(bits).map((some) => some.join(' ')),
      fc.array(bits).map((some) => some.join('')),
    )
    fc.assert(fc.property(texts, (text) => typeof parseFreeDate(text).ok === 'boolean'))
  })
})

const long = (lang: string) => new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' })

test('every day is read in every usual form', () => {
  const forms = ['en-GB', 'en-US', 'fr', 'es', 'ru', 'ar-SY', 'ar-EG', 'ar-TN', 'ar-MA'].map(long)
  fc.assert(
    fc.property(fc.integer({ min: -7000, max: 28_000 }), (count) => {
      for (const form of forms) {
        const text = form.format(new Date(count * 86_400_000))
        expect(read(text), text).toMatchObject({ edtf: dayFromNumber(count) })
      }
    }),
  )
})
