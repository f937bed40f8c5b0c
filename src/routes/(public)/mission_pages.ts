/** What pages of missions, commitments and scorecards look up; what was withdrawn and what never was answer alike. */
import { error } from '@sveltejs/kit'
import { dutyCodes, governmentCodes } from '#kernel/core/vocabulary/missions.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import type { MissionBody } from '#missions/core/mission.ts'
import { isCountryCode } from '#kernel/core/vocabulary/countries.ts'

type Platform = Readonly<App.Platform> | undefined

export const neededMissions = (platform: Platform) => {
  const services = platform?.req?.services
  if (!services?.publicMissions || !services.norms) return error(503)
  return {
    services,
    norms: services.norms,
    missions: services.publicMissions,
    origin: services.config.publicOrigin,
    now: services.clock(),
    today: services.clock().toISOString().slice(0, 10),
  }
}

/** As an address has it, in small letters; one country has one address. */
export const countryOf = (param: string): string => {
  const code = param.toUpperCase()
  return isCountryCode(code) && param === code.toLowerCase() ? code : error(404)
}

export const governmentOf = (param: string) =>
  governmentCodes.find((one) => one.toLowerCase() === param) ?? error(404)

export const dutyOf = (param: string) => dutyCodes.find((one) => one.toLowerCase() === param) ?? error(404)

/** Part of a long list; the first one has no number in its address. */
export const partOf = <T>(all: readonly T[], param: string | undefined, size: number) => {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const page = param === undefined ? 1 : /^[1-9]\d{0,4}$/.test(param) ? Number(param) : 0
  if (page < 1 || page > pages || (param !== undefined && page === 1)) return error(404)
  return { items: all.slice((page - 1) * size, page * size), page, pages }
}

/** Texts of the duties that are examples of every installation; elsewhere they may not be open, and nothing leads there. */
const DUTIES = 'duties-of-missions'
const PROPOSED = 'duties-proposed-2011'
/** Of guidelines that have a text of their own. */
const textOf: Readonly<Record<string, string>> = {
  EU: 'eu-guidelines-hrd',
  NO: 'norway-guidelines-hrd',
  proposed_2011: PROPOSED,
}

/** For each duty the page of its paragraph, in a language, where the text is open. */
export const dutyParagraphs = async (
  platform: Platform,
  lang: string | undefined,
): Promise<Readonly<Record<string, string>>> => {
  const texts = await neededMissions(platform).norms.citable()
  const own = texts.filter(({ slug }) => slug === DUTIES || slug === PROPOSED)
  return Object.fromEntries(
    own.flatMap(({ slug, provisions }) =>
      provisions.flatMap(({ number, version }) =>
        isDuty(number, slug)
          ? [
              [
                number,
                pathInLanguage(
                  `/instruments/${slug}/${version}/${number.toLowerCase()}`,
                  lang ?? SOURCE_LANGUAGE,
                ),
              ],
            ]
          : [],
      ),
    ),
  )
}

/** Of the proposal of 2011 the two that stand nowhere else; its other numbers mean other duties. */
const isDuty = (number: string, slug: string): boolean =>
  slug === DUTIES
    ? number.startsWith('E') && dutyCodes.some((one) => one === number)
    : number === 'D5' || number === 'D9'

/** Open texts of the guidelines that bind a mission. */
export const dutyTexts = async (
  platform: Platform,
  guidelines: readonly string[],
  lang: string | undefined,
) => {
  const texts = await neededMissions(platform).norms.citable()
  const wanted = lang ?? SOURCE_LANGUAGE
  const own = guidelines.map((one) => textOf[one])
  return texts
    .filter(({ slug }) =>
      slug === DUTIES ? guidelines.some((one) => one !== 'proposed_2011') : own.includes(slug),
    )
    .map(({ slug, title, lang: written }) => ({
      path: pathInLanguage(`/instruments/${slug}`, wanted),
      title: title[wanted] ?? title[written] ?? slug,
    }))
}

export const provisionLine = async (
  platform: Platform,
  provision: { readonly instrument: string; readonly provision: string } | null,
  lang: string | undefined,
) => {
  if (provision === null) return []
  const lines = await neededMissions(platform).norms.lines([provision], lang ?? SOURCE_LANGUAGE)
  return lines.map(({ key, number, words, lang: of, path }) => ({ key, number, words, lang: of, path }))
}

/** Names of publications that stand, by reference. */
export const namesOf = async (
  platform: Platform,
  refs: readonly (string | null)[],
): Promise<Readonly<Record<string, string>>> => {
  const { publications } = neededMissions(platform).services
  const found = await Promise.all(
    [...new Set(refs.filter((ref) => ref !== null))].map(
      async (ref) => (await publications?.findPublication(ref)) ?? null,
    ),
  )
  return Object.fromEntries(
    found.flatMap((one) => {
      const name = one?.name ?? one?.title
      return one && name ? [[one.ref, name]] : []
    }),
  )
}

/** What a list says of a mission. */
export const missionLine = ({ slug, host, name, lang, shadow }: MissionBody) => ({
  slug,
  host,
  name,
  lang,
  shadow,
})
