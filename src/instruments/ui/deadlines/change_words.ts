/** What changed about texts, as the feed says it: texts, amendments, votes and deadlines alike. Pure. */
import type { FeedItem } from '#cases/core/feeds.ts'
import type { Translate } from '#languages/translate.ts'
import type { ReleasedDocument } from '#releases/core/kind.ts'
import { deadlineBody } from '#instruments/core/deadline.ts'
import { inSomeLanguages } from '#releases/core/languages_of.ts'
import { valueAt } from '#releases/core/paths.ts'
import { wordsIn } from '../votes/vote_words.ts'
import { titleWords, whenWords } from './deadline_words.ts'

export const changedKinds = ['instrument', 'amendment', 'vote', 'deadline'] as const
type ChangedKind = (typeof changedKinds)[number]

/** Of a text its own address, of everything else that of the text it belongs to; null: of a body alone. */
export const instrumentOfDocument = ({
  kind,
  body,
}: Pick<ReleasedDocument, 'kind' | 'body'>): string | null => {
  const slug = valueAt(body, kind === 'instrument' ? 'slug' : 'instrument')
  return typeof slug === 'string' ? slug : null
}

/** Its page, without language. */
export const pathOfDocument = (document: Pick<ReleasedDocument, 'id' | 'kind' | 'body'>): string => {
  const instrument = instrumentOfDocument(document)
  const home = instrument === null ? `/bodies/${text(document.body, 'body')}` : `/instruments/${instrument}`
  const paths: Readonly<Record<ChangedKind, string>> = {
    instrument: home,
    amendment: `${home}/amendments/${text(document.body, 'slug')}`,
    vote: `${home}/votes#${text(document.body, 'slug')}`,
    deadline: `${home}/deadlines#${document.id}`,
  }
  return paths[document.kind as ChangedKind]
}

export const changeWords = (
  t: Translate,
  { kind, body, version }: Pick<ReleasedDocument, 'kind' | 'body' | 'version'>,
): Pick<FeedItem, 'title' | 'lang' | 'summary' | 'content'> => {
  const news = version === 1 ? t('deadlines.feed.new') : t('deadlines.feed.changed', { n: version })
  const item = (title: string, facts: readonly string[] = []) => ({
    title,
    lang: t.lang,
    summary: news,
    content: [...facts, news].join('\n'),
  })
  switch (kind as ChangedKind) {
    case 'instrument':
      return item(t('deadlines.feed.instrument', { title: said(t, body, 'title') }))
    case 'amendment':
      return item(t('deadlines.feed.amendment', { name: text(body, 'symbols.0') || said(t, body, 'name') }), [
        said(t, body, 'draft.title'),
      ])
    case 'vote':
      return item(t('deadlines.feed.vote', { place: said(t, body, 'place') }), [said(t, body, 'title')])
    case 'deadline': {
      const deadline = deadlineBody.parse(body)
      return item(t('deadlines.feed.deadline', { title: titleWords(t, deadline) }), [whenWords(t, deadline)])
    }
  }
}

const text = (body: unknown, path: string): string => String(valueAt(body, path) ?? '')

/** Of words in several languages those of the reader. */
const said = (t: Translate, body: unknown, path: string): string => {
  const lang = text(body, 'lang')
  return wordsIn(inSomeLanguages(valueAt(body, path), lang), lang, t.lang).text
}
