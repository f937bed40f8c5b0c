/** What pages of asks are made of: letters, addresses that open them, places, and what people tell. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { byClose } from './ask_view.ts'
import { letterLanguage, letterLanguages, letterText, letterTo } from './letter.ts'
import { MOST_MAILTO, mailtoOf } from './mailto.ts'
import { placeOfArea } from './places.ts'

/** Lines end as in mail, and half a character is none. */
const lines = (given: string): string => given.toWellFormed().replaceAll(/\r\n?|\n/g, '\r\n')

test('a mail program is given subject and text unchanged, or told that the text is to be copied', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(text, text, (subject, body) => {
      const { href, whole } = mailtoOf({ to: ['a&b?c%d@example.org'], subject, body })
      expect(href.length <= MOST_MAILTO || !whole).toBe(true)
      expect(href).toMatch(/^mailto:a%26b%3Fc%25d@example\.org\?subject=[\w.!~*()%-]*(&body=[\w.!~*()%-]*)?$/)
      const said = new URL(href).searchParams
      expect(said.get('subject')).toBe(lines(subject))
      expect(said.get('body')).toBe(whole ? lines(body) : null)
    }),
  )
})

test('an Arabic letter that no link can carry travels by hand', () => {
  const long = mailtoOf({ to: ['a@example.org'], subject: 'نداء', body: 'نرجو الإفراج عنها. '.repeat(40) })
  expect(long).toMatchObject({ whole: false })
  expect(long.href).not.toContain('body=')
})

const ask = { lang: 'en', writeIn: ['ru', 'ar'], letter: { en: 'Dear Sir,\n\nOne.\n \nTwo.', ar: 'واحد' } }

test('a letter begins with one salutation, in the comma of its script', () => {
  const target = { salutation: { en: 'Dear Sir', ar: 'سيدي' } }
  expect(letterTo(ask, target, 'en')).toEqual({
    lang: 'en',
    salutation: null,
    paragraphs: ['Dear Sir,', 'One.', 'Two.'],
  })
  expect(letterText(letterTo(ask, target, 'ar'), '[اسمك]')).toBe('سيدي،\n\nواحد\n\n[اسمك]')
})

test('nobody is given a letter that they cannot read, and the languages of the target stand first', () => {
  expect(letterLanguage(ask, 'ar')).toBe('ar')
  expect(letterLanguage(ask, 'fr')).toBe('en')
  expect(letterLanguages(ask)).toEqual(['ar', 'en'])
})

test('a district is part of its state; other places have none', () => {
  expect(placeOfArea('OH-3')).toEqual({ state: 'OH', district: '3' })
  expect(placeOfArea('PR')).toEqual({ state: 'PR', district: null })
  expect(placeOfArea('Mashonaland East')).toEqual({ state: 'Mashonaland East', district: null })
})

const line = (state: 'before' | 'open' | 'closed', at: number) => ({ state, at }) as never

test('open asks stand by their end, then those to come, then those that are over, the last first', () => {
  const given = [line('closed', 1), line('before', 9), line('open', 7), line('closed', 2), line('open', 5)]
  const order = byClose(given, ({ at }: { at: number }) => at) as readonly { state: string; at: number }[]
  expect(order.map(({ state, at }) => `${state} ${at}`)).toEqual([
    'open 5',
    'open 7',
    'before 9',
    'closed 2',
    'closed 1',
  ])
})
