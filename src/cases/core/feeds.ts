/** Feeds of cases and figures: Atom (RFC 4287) and JSON Feed 1.1, written by hand since each is one page long. */

export type FeedItem = {
  /** The address of its page, which is its id too. */
  readonly url: string
  readonly lang: string
  readonly title: string
  readonly summary: string
  /** Plain text, where it says more than the summary. */
  readonly content?: string
  /** Instants; null: the first day is not at hand, and a feed need not name it. */
  readonly publishedAt: string | null
  readonly updatedAt: string
}

export type Feed = {
  readonly lang: string
  readonly title: string
  readonly author: string
  /** Of the page the feed belongs to, and of the feed itself. */
  readonly home: string
  readonly self: string
  /** Instant of its last change; of its making when it is empty. */
  readonly updatedAt: string
  readonly items: readonly FeedItem[]
}

export const atomFeed = (feed: Feed): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.lang)}">
  <id>${xml(feed.self)}</id>
  <title>${xml(feed.title)}</title>
  <updated>${feed.updatedAt}</updated>
  <author><name>${xml(feed.author)}</name></author>
  <link rel="self" type="application/atom+xml" href="${xml(feed.self)}"/>
  <link rel="alternate" type="text/html" href="${xml(feed.home)}"/>
${feed.items.map(atomEntry).join('')}</feed>
`

const atomEntry = (item: FeedItem): string => `  <entry xml:lang="${xml(item.lang)}">
    <id>${xml(item.url)}</id>
    <title>${xml(item.title)}</title>
${item.publishedAt === null ? '' : `    <published>${item.publishedAt}</published>\n`}    <updated>${item.updatedAt}</updated>
    <link rel="alternate" type="text/html" href="${xml(item.url)}"/>
    <summary>${xml(item.summary)}</summary>
${item.content === undefined ? '' : `    <content type="text">${xml(item.content)}</content>\n`}  </entry>
`

export const jsonFeed = (feed: Feed): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    language: feed.lang,
    authors: [{ name: feed.author }],
    items: feed.items.map((item) => ({
      id: item.url,
      url: item.url,
      title: item.title,
      content_text: item.content ?? item.summary,
      language: item.lang,
      ...(item.publishedAt === null ? {} : { date_published: item.publishedAt }),
      date_modified: item.updatedAt,
    })),
  })

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML 1.0: what it cannot hold at all (control characters, halves of pairs) is left out. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (letter) => named[letter] ?? letter)
