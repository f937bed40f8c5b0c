import { expect, test } from 'vitest'
import { arePlainLines, isPlainText } from './plain_text.ts'

test.each(['a\nb', 'a\u0000b', 'a\u0085b', 'a\u202Eb', '\u2066a', '\uD800', 'a\uFFFE'])(
  '%j is no plain text',
  (text) => {
    expect(isPlainText(text)).toBe(false)
  },
)

test.each(['Senate', 'مجلس الشيوخ', 'می\u200Cخواهم', '🏛'])('%j is plain text', (text) => {
  expect(isPlainText(text)).toBe(true)
})

test('lines are parted by line feeds and by nothing else', () => {
  expect(arePlainLines('a\nb')).toBe(true)
  expect(['a\r\nb', 'a\tb', 'a\n\u202Eb'].map(arePlainLines)).toEqual([false, false, false])
})
