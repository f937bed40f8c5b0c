/** What pages of letters look up, and what their forms send. */
import { error, fail, redirect } from '@sveltejs/kit'
import { takesLateNames } from '#campaigns/core/ask_state.ts'
import type { SignatoryList } from '#campaigns/core/sign_on.ts'
import { heldOf, parseSignOn, signOnFields } from '#campaigns/core/sign_on_form.ts'
import type { SignedLetterView } from '#campaigns/core/signed_letter.ts'
import type { OpenAsk } from '#campaigns/server/campaigns.service.ts'
import { countWords, signedLetterOf } from '#campaigns/server/signed_letter.service.ts'
import { pathInLanguage } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { askOf } from './ask_pages.ts'

type Platform = Readonly<App.Platform> | undefined
type Params = { readonly campaign: string; readonly ask: string; readonly lang?: string | undefined }

export const neededSignOn = (platform: Platform) => {
  const services = platform?.req?.services
  if (!services?.signOn || !services.actions) return error(503)
  return { services, signOn: services.signOn, actions: services.actions, now: services.clock() }
}

/** A letter that organisations sign, told now; all else answers as if it had never been. */
export const letterAskOf = async (platform: Platform, params: Params): Promise<OpenAsk> => {
  const open = await askOf(platform, params)
  return open.body.form === 'sign_on' ? open : error(404)
}

/** The list that a name signed now would stand in; null: none takes it. */
export const takesNames = (platform: Platform, { body, state }: OpenAsk): SignatoryList | null => {
  if (state === 'open') return 'main'
  return takesLateNames(body, neededSignOn(platform).now) ? 'late' : null
}

export const signedLetterViewOf = async (
  platform: Platform,
  open: OpenAsk,
  lang: string | undefined,
): Promise<SignedLetterView> => {
  const { signOn, services } = neededSignOn(platform)
  const wanted = lang ?? SOURCE_LANGUAGE
  const letter = await signedLetterOf(signOn, open, {
    lang: wanted,
    origin: services.config.publicOrigin,
    on: 'page',
  })
  return {
    ask: { campaign: open.body.campaign, slug: open.body.slug },
    lang: letter.lang,
    title: letter.title,
    to: letter.to,
    paragraphs: letter.paragraphs,
    on: letter.on,
    countWords: countWords(letter.counts, wanted),
    main: letter.main,
    late: letter.late,
    sha256: letter.sha256,
    logosOnPaper: letter.withoutLogos,
  }
}

/** Thanks alike for everybody; with something to mend what was typed comes back. */
export const signOnBy = async (
  platform: Platform,
  given: { readonly open: OpenAsk; readonly form: FormData; readonly lang: string | undefined },
) => {
  const { open, form } = given
  const { actions, now } = neededSignOn(platform)
  const lang = given.lang ?? SOURCE_LANGUAGE
  const of = (field: string): string => {
    const value = form.get(field)
    return typeof value === 'string' ? value : ''
  }
  const all = (field: string) => form.getAll(field).filter((value) => typeof value === 'string')
  const typed = Object.fromEntries(
    [...signOnFields, 'logo', 'unlisted', 'to_follow'].map((field) => [field, of(field).slice(0, 400)]),
  )
  const read = parseSignOn({ of, all }, { persons: open.body.signOn?.persons === true })
  if (!read.ok) return fail(400, { typed, problems: read.error, crowded: false })
  const held = heldOf(read.value, {
    language: lang === 'ar' ? 'ar' : 'en',
    on: now.toISOString().slice(0, 10),
    receivers: open.body.receivers.map(({ id }) => id),
  })
  const taken = await actions.takeAction({ ask: open, kind: 'organisation', held, language: lang })
  if (!taken.ok) return fail(503, { typed, problems: [], crowded: true })
  return redirect(303, pathInLanguage('/campaigns/thanks', lang))
}
