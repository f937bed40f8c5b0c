/** Missions, commitments and scorecards in words of a reader's language, and their addresses. Pure. */
import { saidIn } from '#campaigns/core/letter.ts'
import { pathInLanguage } from '#languages/address.ts'
import { type Direction, direction, type Translate } from '#languages/translate.ts'
import type { MissionBody } from '#missions/core/mission.ts'

export type Said = {
  readonly words: string
  /** Of words that are not in the language of the page. */
  readonly attributes: { readonly lang?: string; readonly dir?: Direction }
}

/** In the reader's language, else in the one it was written in, and then marked so. */
export const said = (t: Translate, words: Readonly<Record<string, string>>, written: string): Said => {
  const found = saidIn(words, { wanted: t.lang, written })
  return {
    words: found.words,
    attributes: found.lang === t.lang ? {} : { lang: found.lang, dir: direction(found.lang) },
  }
}

export const countryPath = (t: Translate, country: string, rest = ''): string =>
  pathInLanguage(`/missions/${country.toLowerCase()}${rest}`, t.lang)

export const missionPath = (
  t: Translate,
  { host, slug }: Pick<MissionBody, 'host' | 'slug'>,
  rest = '',
): string => countryPath(t, host, `/${slug}${rest}`)

export const commitmentPath = (t: Translate, slug: string): string =>
  pathInLanguage(`/commitments/${slug}`, t.lang)

export const scorecardPath = (t: Translate, slug: string, rest = ''): string =>
  pathInLanguage(`/scorecards/${slug}${rest}`, t.lang)

export const programmePath = (t: Translate, slug: string): string =>
  pathInLanguage(`/programmes/${slug}`, t.lang)

/** "Embassy, Bogotá": what and where, in one line. */
export const postWords = (t: Translate, { post, city, lang }: Pick<MissionBody, 'post' | 'city' | 'lang'>) =>
  t('missions.postIn', { post: t(`vocabulary.post.${post}`), city: said(t, city, lang).words })

/** Months after which what was checked is called old. */
const STALE_AFTER = 12

export const isStale = (checkedOn: string, today: string): boolean => {
  const [year = 0, month = 1] = checkedOn.split('-').map(Number)
  const [nowYear = 0, nowMonth = 1] = today.split('-').map(Number)
  return (nowYear - year) * 12 + nowMonth - month > STALE_AFTER
}
