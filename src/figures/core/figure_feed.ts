/** The feed of new and changed figures: which, in which order, and what stays the same when one changes. Pure. */
import type { Feed, FeedItem } from '#cases/core/feeds.ts'
import type { ReleasedFigure } from './released_figure.ts'

/** Figures in a feed. */
const FEED_SIZE = 50

export type FeedGiven = Pick<Feed, 'lang' | 'title' | 'author' | 'home' | 'self'> & {
  /** Instant for a feed that is empty. */
  readonly madeAt: string
  readonly wordsOf: (figure: ReleasedFigure) => Pick<FeedItem, 'title' | 'lang' | 'summary' | 'content'>
  readonly addressOf: (figure: ReleasedFigure) => string
}

/** Released or changed last first; a figure keeps its id through all of its versions. */
export const figureFeed = (figures: readonly ReleasedFigure[], given: FeedGiven): Feed => {
  const { madeAt, wordsOf, addressOf, ...feed } = given
  const latest = figures
    .toSorted((a, b) =>
      a.updatedAt === b.updatedAt ? (a.id < b.id ? -1 : 1) : a.updatedAt < b.updatedAt ? 1 : -1,
    )
    .slice(0, FEED_SIZE)
  return {
    ...feed,
    updatedAt: latest[0]?.updatedAt ?? madeAt,
    items: latest.map((figure) => ({
      ...wordsOf(figure),
      url: addressOf(figure),
      publishedAt: figure.version === 1 ? figure.updatedAt : null,
      updatedAt: figure.updatedAt,
    })),
  }
}
