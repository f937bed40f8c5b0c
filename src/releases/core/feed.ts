/** A feed of new and changed documents: which, in which order, and what stays the same when one changes. Pure. */
import type { Feed, FeedItem } from '#cases/core/feeds.ts'
import type { ReleasedDocument } from './kind.ts'

/** Documents in a feed. */
const FEED_SIZE = 50

type Released = Pick<ReleasedDocument, 'id' | 'version' | 'updatedAt'>

export type FeedGiven<One extends Released> = Pick<Feed, 'lang' | 'title' | 'author' | 'home' | 'self'> & {
  /** Instant for a feed that is empty. */
  readonly madeAt: string
  readonly wordsOf: (document: One) => Pick<FeedItem, 'title' | 'lang' | 'summary' | 'content'>
  readonly addressOf: (document: One) => string
}

/** Released or changed last first; a document keeps its id through all of its versions. */
export const documentFeed = <One extends Released>(
  documents: readonly One[],
  given: FeedGiven<One>,
): Feed => {
  const { madeAt, wordsOf, addressOf, ...feed } = given
  const latest = documents
    .toSorted((a, b) =>
      a.updatedAt === b.updatedAt ? (a.id < b.id ? -1 : 1) : a.updatedAt < b.updatedAt ? 1 : -1,
    )
    .slice(0, FEED_SIZE)
  return {
    ...feed,
    updatedAt: latest[0]?.updatedAt ?? madeAt,
    items: latest.map((one) => ({
      ...wordsOf(one),
      url: addressOf(one),
      publishedAt: one.version === 1 ? one.updatedAt : null,
      updatedAt: one.updatedAt,
    })),
  }
}
