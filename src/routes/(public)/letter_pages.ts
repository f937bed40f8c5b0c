/** Which letter an address asks for: to a target of the ask or to somebody found by place, in one of its languages. */
import { error } from '@sveltejs/kit'
import type { AskBody } from '#campaigns/core/ask.ts'
import {
  letterLanguage,
  letterLanguages,
  letterTo,
  type LetterWords,
  namedTargets,
  saidIn,
  sendsLetters,
} from '#campaigns/core/letter.ts'
import { seatsOnPlace } from '#campaigns/core/places.ts'
import type { NamedTarget } from '#campaigns/core/target.ts'
import { contactOf } from '#campaigns/core/chamber_contacts.ts'
import { countryName } from '#languages/formats.ts'
import { isLanguage, translator } from '#languages/translate.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf, neededCampaigns } from './ask_pages.ts'

type Platform = Readonly<App.Platform> | undefined
type Params = { readonly campaign: string; readonly ask: string; readonly lang?: string | undefined }

export type AskedLetter = {
  readonly letter: LetterWords | null
  readonly to: { readonly id: string; readonly lines: readonly string[] } | null
  readonly others: readonly { readonly id: string; readonly name: string }[]
  readonly languages: readonly string[]
}

/** Only while the ask is open: a letter that is late can do harm. */
export const letterOf = async (platform: Platform, params: Params, query: URLSearchParams) => {
  const open = await askOf(platform, params)
  const lang = params.lang ?? SOURCE_LANGUAGE
  const ask = open.body
  if (open.state !== 'open' || !sendsLetters(ask)) return error(404)
  const languages = letterLanguages(ask)
  const asked = query.get('in')
  const own = languages.find((one) => one === asked) ?? letterLanguage(ask, lang)
  const targets = namedTargets(ask.targets)
  const wanted = query.get('to')
  const target = wanted === null ? targets[0] : targets.find(({ id }) => id === wanted)
  const seat = target || wanted === null ? null : await seatOf(platform, ask, { wanted, lang: own })
  if (wanted !== null && !target && !seat) return error(404)
  const to = target
    ? { id: target.id, lines: envelope(ask, target, own) }
    : seat && { id: seat.id, lines: seat.lines }
  const answer: AskedLetter = {
    letter: ask.letter === null ? null : letterTo(ask, target ?? seat, own),
    to,
    others: targets
      .filter(({ id }) => id !== to?.id)
      .map((one) => ({ id: one.id, name: nameIn(ask, one, lang) })),
    languages,
  }
  return { open, ...answer }
}

/** `us-senate:C001088`, of a body in which this ask looks by place. */
const seatOf = async (
  platform: Platform,
  ask: AskBody,
  { wanted, lang }: { readonly wanted: string; readonly lang: string },
) => {
  const { services } = neededCampaigns(platform)
  const [slug = '', member = ''] = wanted.split(':')
  const may = ask.targets.some((one) => one.kind === 'by_place' && one.bodies.includes(slug))
  const body = may ? await services.bodies?.find(slug) : null
  const seat =
    body &&
    seatsOnPlace(body, services.clock().toISOString().slice(0, 10)).find((one) => one.member.id === member)
  if (!body || !seat) return null
  const { name } = seat.member
  const contact = contactOf(slug, name)
  return {
    id: wanted,
    salutation: isLanguage(lang) ? { [lang]: translator(lang)('campaigns.letter.dear', { name }) } : null,
    lines: contact?.lines ?? [name, saidIn(body.name, { wanted: 'en', written: body.lang }).words],
  }
}

const nameIn = ({ lang: written }: AskBody, { name, office }: NamedTarget, lang: string): string =>
  name ?? saidIn(office, { wanted: lang, written }).words

/** As on an envelope. */
export const envelope = (ask: AskBody, target: NamedTarget, lang: string): readonly string[] => [
  ...(target.name === null ? [] : [target.name]),
  saidIn(target.office, { wanted: lang, written: ask.lang }).words,
  ...(target.post ?? '').split('\n').filter((line) => line.trim() !== ''),
  ...(target.country === null || target.post?.includes(countryName(target.country, lang))
    ? []
    : [countryName(target.country, lang)]),
]
