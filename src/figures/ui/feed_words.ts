/** What a feed says of a figure. Pure. */
import type { FeedItem } from '#cases/core/feeds.ts'
import type { ReleasedFigure } from '#figures/core/released_figure.ts'
import type { Translate } from '#languages/translate.ts'
import { areaWords, periodWords, shareLine, sourceWords, statementIn, valueWords } from './figure_words.ts'

export const feedWords = (
  t: Translate,
  { body, version }: ReleasedFigure,
): Pick<FeedItem, 'title' | 'lang' | 'summary'> & { readonly content: string } => {
  const said = statementIn(body, t.lang)
  const facts = [periodWords(t, body), areaWords(t, body.area)].join(' · ')
  return {
    title: said.text,
    lang: t.lang,
    summary: version === 1 ? t('figures.feed.new') : t('figures.feed.changed', { n: version }),
    content: [valueWords(t, body), facts, shareLine(t, body), sourceWords(t, body)]
      .filter((line) => line !== null)
      .join('\n'),
  }
}
