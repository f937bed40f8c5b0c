import { expect, test } from 'vitest'

import { err, ok } from '#kernel/core/result.ts'
import { embedSize, frameHtml, oembedAnswer, parseOEmbed } from './oembed.ts'

const ours = ['https://www.example.org', 'http://localhost:3000']
const ask = (params: Record<string, string>) => parseOEmbed(new URLSearchParams(params), ours)
const page = 'https://www.example.org/figures/f-01_A'

test.each([
  [page, 'f-01_A', null],
  [`${page}?utm=x#top`, 'f-01_A', null],
  [`${page}/embed`, 'f-01_A', null],
  ['http://localhost:3000/ar/figures/f01/', 'f01', 'ar'],
  ['HTTPS://WWW.EXAMPLE.ORG/figures/f01', 'f01', null],
])('%s is a figure of ours', (url, id, prefix) => {
  expect(ask({ url })).toEqual(ok({ page: { kind: 'figure', id }, prefix, ...embedSize }))
})

test.each([
  ['https://www.example.org/campaigns/lanterns/free-them', null],
  ['http://localhost:3000/ar/campaigns/lanterns/free-them/widget', 'ar'],
])('%s is an ask of ours', (url, prefix) => {
  const found = { kind: 'ask', campaign: 'lanterns', ask: 'free-them' }
  expect(ask({ url })).toEqual(ok({ page: found, prefix, ...embedSize }))
})

test.each([
  'https://evil.example/figures/f01',
  'https://www.example.org.evil.example/figures/f01',
  'https://www.example.org@evil.example/figures/f01',
  'https://user@www.example.org/figures/f01',
  'http://www.example.org/figures/f01',
  'https://www.example.org:8443/figures/f01',
  'https://www.example.org/cases/f01',
  'https://www.example.org/figures/f01/versions',
  'https://www.example.org/figures/../desk',
  'https://www.example.org/campaigns/lanterns',
  'https://www.example.org/campaigns/lanterns/free-them/sign',
  'https://www.example.org/figures/f01%2f',
  'javascript:alert(1)//https://www.example.org/figures/f01',
  '/figures/f01',
  'f01',
])('%s is none', (url) => {
  expect(ask({ url })).toEqual(err({ kind: 'not_ours' }))
})

test('an address is needed', () => {
  expect(ask({})).toEqual(err({ kind: 'no_url' }))
  expect(ask({ url: '' })).toEqual(err({ kind: 'no_url' }))
})

test('JSON is the one format', () => {
  expect(ask({ url: page, format: 'json' }).ok).toBe(true)
  for (const format of ['xml', 'JSON', ''])
    expect(ask({ url: page, format })).toEqual(err({ kind: 'format_not_offered' }))
})

test('a frame is never larger than the site asks for, nor larger than it needs', () => {
  expect(ask({ url: page, maxwidth: '300', maxheight: '100' })).toMatchObject({
    value: { width: 300, height: 100 },
  })
  expect(ask({ url: page, maxwidth: '4000', maxheight: '' })).toMatchObject({ value: embedSize })
})

test.each(['0', '-1', '1.5', 'wide', '1e3'])('a size of %s is refused by its name', (size) => {
  expect(ask({ url: page, maxwidth: size })).toEqual(err({ kind: 'wrong_size', name: 'maxwidth' }))
  expect(ask({ url: page, maxheight: size })).toEqual(err({ kind: 'wrong_size', name: 'maxheight' }))
})

const facts = {
  title: '"5 < 6" & <more>',
  lang: 'en',
  embed: `${page}/embed`,
  home: 'https://www.example.org/',
  provider: 'Watch',
  author: 'Desk',
}

test('the answer is a rich one of oEmbed 1.0, its frame as large as it says', () => {
  expect(oembedAnswer({ width: 300, height: 200 }, facts)).toEqual({
    version: '1.0',
    type: 'rich',
    provider_name: 'Watch',
    provider_url: 'https://www.example.org/',
    author_name: 'Desk',
    title: '"5 < 6" & <more>',
    cache_age: 3600,
    width: 300,
    height: 200,
    html: frameHtml({ width: 300, height: 200 }, facts),
  })
})

test('no word of a statement leaves its attribute', () => {
  const html = frameHtml(embedSize, facts)
  expect(html).toContain('title="&quot;5 &lt; 6&quot; &amp; &lt;more&gt;"')
  expect(html.match(/[<>]/g)).toEqual(['<', '>', '<', '>'])
})
