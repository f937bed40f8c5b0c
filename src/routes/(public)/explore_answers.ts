/** The answer that an address asks for, with its picture; for the explore page and its files. */
import type { Answer } from '#figures/core/answer.ts'
import { leastOf, UNKNOWN } from '#figures/core/answer.ts'
import type { Picture } from '#figures/core/picture.ts'
import { type Query } from '#figures/core/query.ts'
import { exploreAddress } from '#figures/ui/query_words.ts'
import { answerPicture, multiplesPicture } from '#figures/ui/explore/answer_picture.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { pathInLanguage } from '#languages/address.ts'
import { translator } from '#languages/translate.ts'
import { neededServices, publicServices } from './public_services.ts'

export type Explored = {
  readonly answer: Answer
  readonly picture: Picture | null
  readonly multiples: Picture | null
  /** Permanent, with scheme and host, in the language of the page. */
  readonly address: string
}

/** Of these, those with a known year stand side by side. */
const COUNTRIES = 12

export const explore = async (
  platform: Readonly<App.Platform> | undefined,
  { query, lang = SOURCE_LANGUAGE }: { readonly query: Query; readonly lang: string | undefined },
): Promise<Explored> => {
  const { figures, publications, origin } = neededServices(platform)
  const t = translator(lang)
  const answer = await figures.answer(query)
  const address = origin + pathInLanguage(exploreAddress(query), lang)
  const organisation = (await publicServices(platform).organisation?.name()) ?? null
  const given = { answer, world: publications.worldMap(), organisation, address }
  const answers = await answersByCountry(figures.answer, query)
  return {
    answer,
    picture: answerPicture(t, given),
    multiples: multiplesPicture(t, { ...given, answers }),
    address,
  }
}

/** Of numbers by year in all countries: the same for each of the first countries. */
const answersByCountry = async (
  answer: (query: Query) => Promise<Answer>,
  query: Query,
): Promise<readonly Answer[]> => {
  if (query.by !== 'year' || query.measure !== 'count' || query.country !== null) return []
  const { rows } = await answer({ ...query, by: 'country' })
  const countries = rows.filter(({ code, number }) => code !== UNKNOWN && leastOf(number) > 0)
  return Promise.all(countries.slice(0, COUNTRIES).map(({ code }) => answer({ ...query, country: code })))
}
