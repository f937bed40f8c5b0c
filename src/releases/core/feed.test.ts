import { expect, test } from 'vitest'

import { atomFeed } from '#cases/core/feeds.ts'
import { aFigure } from '#figures/core/testing.ts'
import { documentFeed } from './feed.ts'

const released = (id: string, day: number, version = 1) => ({
  id,
  version,
  releasedOn: `2026-03-0${day}`,
  updatedAt: `2026-03-0${day}T10:00:00Z`,
  deskName: 'Desk',
  body: aFigure(),
})
const feedOf = (...figures: readonly ReturnType<typeof released>[]) =>
  documentFeed(figures, {
    lang: 'en',
    title: 'Figures',
    author: 'Watch',
    home: 'https://example.org/figures',
    self: 'https://example.org/figures/feed.atom',
    madeAt: '2026-05-01T00:00:00Z',
    wordsOf: ({ id }) => ({ title: id, lang: 'en', summary: 'New', content: '312 <persons>' }),
    addressOf: ({ id }) => `https://example.org/figures/${id}`,
  })

test('what changed last stands first and dates the feed', () => {
  const feed = feedOf(released('a', 1), released('b', 3), released('c', 2, 4))
  expect(feed.items.map(({ title }) => title)).toEqual(['b', 'c', 'a'])
  expect(feed.updatedAt).toBe('2026-03-03T10:00:00Z')
})

test('a figure that changes keeps its id; its first day is not claimed of a later version', () => {
  const [before] = feedOf(released('a', 1)).items
  const [after] = feedOf(released('a', 4, 2)).items
  expect(after?.url).toBe(before?.url)
  expect(before?.publishedAt).toBe('2026-03-01T10:00:00Z')
  expect(after).toMatchObject({ publishedAt: null, updatedAt: '2026-03-04T10:00:00Z' })
})

test('the content is text: nothing in it becomes an element', () => {
  const xml = atomFeed(feedOf(released('a', 4, 2)))
  expect(xml).toContain('<content type="text">312 &lt;persons&gt;</content>')
  expect(xml).not.toContain('<published>')
})

test('a feed is one page long, and one of nothing has the day of its making', () => {
  const many = Array.from({ length: 60 }, (_, at) => released(`f${at}`, 1))
  expect(feedOf(...many).items).toHaveLength(50)
  expect(feedOf().updatedAt).toBe('2026-05-01T00:00:00Z')
})
