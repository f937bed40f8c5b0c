/** Setting type: both scripts on A4, text that stays text, and a fault that takes nothing with it. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect, test } from 'vitest'
import { typeset } from './typeset.ts'

const pdfOf = async (bytes: Uint8Array) => {
  const pdf = await getDocument({ data: new Uint8Array(bytes), useSystemFonts: false }).promise
  const page = await pdf.getPage(1)
  const { items } = await page.getTextContent()
  return {
    pages: pdf.numPages,
    size: page.view.slice(2).map(Math.round),
    text: items.map((item) => ('str' in item ? item.str : '')).join(' '),
  }
}
const showing = '#for one in data.lines [#one #parbreak()]'

test('Latin and Arabic stand on A4, and the same data is the same file', async () => {
  const data = { lang: 'ar', lines: ['رسالة مشتركة', 'A/C.3/70/L.46'] }
  const bytes = await typeset(showing, data)
  const { size, text } = await pdfOf(bytes)
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
  const { text } = await pdfOf(await typeset(showing, { lang: 'en', lines }))
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
  expect((await pdfOf(await next)).text).toContain('the next')
})

test('more than anybody prints is refused at once', async () => {
  await expect(typeset(showing, { lang: 'en', lines: ['x'.repeat(2_000_001)] })).rejects.toThrow(RangeError)
})
