/** Setting type: both scripts on A4, text that stays text, and a fault that takes nothing with it. */
import { expect, test } from 'vitest'
import { pdfText, readPdf } from '../../../tests/support/pdfs.ts'
import { typeset } from './typeset.ts'

const showing = '#for one in data.lines [#one #parbreak()]'

test('Latin and Arabic stand on A4, and the same data is the same file', async () => {
  const data = { lang: 'ar', lines: ['رسالة مشتركة', 'A/C.3/70/L.46'] }
  const bytes = await typeset(showing, data)
  const { size, pages } = await readPdf(bytes)
  const text = pages[0]!
  expect(size).toEqual([595, 842])
  expect(text.normalize('NFKC')).toContain('رسالة')
  expect(text).toContain('A/C.3/70/L.46')
  expect(Buffer.from(await typeset(showing, data)).equals(Buffer.from(bytes))).toBe(true)
})

test('what people wrote is never read as source', async () => {
  const lines = [
    '#eval("1 + 1")',
    '#read("/etc/passwd")',
    '*bold* _it_ $x^2$ = heading @label <label>',
    '#import "@preview/cetz:0.3.0"',
    '"]); #panic("x") //',
    '\\u{41} `raw` ~ --- \u202E',
  ]
  const text = await pdfText(await typeset(showing, { lang: 'en', lines }))
  for (const line of lines.slice(0, 5))
    expect(text.replaceAll(/\s+/g, '')).toContain(line.replaceAll(/\s+/g, ''))
})

test('templates reach no file, no package and no address', async () => {
  for (const source of [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    '#include "/typeset.ts"',
    '#image("https://example.org/a.png")',
  ])
    await expect(typeset(source, { lang: 'en' })).rejects.toThrow(/could not be set/)
})

test('memory has an end, and the page after it is set', async () => {
  const greedy = typeset('#let a = "x" * 1000000000\n#a.len()', { lang: 'en' })
  const next = typeset(showing, { lang: 'en', lines: ['the next'] })
  await expect(greedy).rejects.toThrow()
  expect(await pdfText(await next)).toContain('the next')
})

test('more than anybody prints is refused at once', async () => {
  await expect(typeset(showing, { lang: 'en', lines: ['x'.repeat(2_000_001)] })).rejects.toThrow(RangeError)
})
