import { expect, test } from 'vitest'

import { atomFeed, type Feed, jsonFeed } from './feeds.ts'

const feed = (items: Feed['items'] = []): Feed => ({
  lang: 'en',
  title: 'Cases & more',
  author: 'Watch <one>',
  home: 'https://example.org/cases',
  self: 'https://example.org/cases/feed.atom',
  updatedAt: '2026-11-22T10:15:00Z',
  items,
})

const item = (more: Partial<Feed['items'][number]> = {}) => ({
  url: 'https://example.org/cases/AAAAAAAAAAAAAAAAAAAAAA',
  lang: 'ar',
  title: 'أمل',
  summary: 'What happened',
  publishedAt: '2026-11-01T10:00:00Z',
  updatedAt: '2026-11-02T10:00:00Z',
  ...more,
})

test('an Atom feed names its id, author, address and day of change, and each entry its language', () => {
  const text = atomFeed(feed([item()]))
  for (const part of [
    '<id>https://example.org/cases/feed.atom</id>',
    '<updated>2026-11-22T10:15:00Z</updated>',
    '<author><name>Watch &lt;one&gt;</name></author>',
    '<link rel="self" type="application/atom+xml" href="https://example.org/cases/feed.atom"/>',
    '<entry xml:lang="ar">',
    '<id>https://example.org/cases/AAAAAAAAAAAAAAAAAAAAAA</id>',
  ])
    expect(text).toContain(part)
})

test('published words can neither end an element nor break the file', () => {
  const text = atomFeed(feed([item({ title: '</title><script>&"', summary: 'a\u0000\u0008b\uD800c]]>' })]))
  expect(text).toContain('<title>&lt;/title&gt;&lt;script&gt;&amp;&quot;</title>')
  expect(text).toContain('<summary>ab\uFFFDc]]&gt;</summary>')
})

test('a JSON Feed says the same', () => {
  expect(JSON.parse(jsonFeed(feed([item()])))).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Cases & more',
    items: [{ id: item().url, title: 'أمل', language: 'ar', date_modified: '2026-11-02T10:00:00Z' }],
  })
})

test('a feed without entries is a feed', () => {
  expect(atomFeed(feed())).not.toContain('<entry')
  expect(JSON.parse(jsonFeed(feed())).items).toEqual([])
})
