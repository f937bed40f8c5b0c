/** The desk runs on the member's device alone: the server never renders what it cannot read. */
import { browser } from '$app/env'
import { LANGUAGE_COOKIE } from '#languages/address.ts'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { direction, isLanguage } from '#languages/translate.ts'

export const ssr = false
export const csr = true

/** The server wrote the member's language into the page's first line; a page that the device kept says one of before. */
export const load = () => {
  if (!browser) return { lang: SOURCE_LANGUAGE }
  const chosen = new RegExp(`(?:^|; )${LANGUAGE_COOKIE}=(\\w+)`).exec(document.cookie)?.[1] ?? ''
  const page = document.documentElement
  if (isLanguage(chosen) && chosen !== page.lang) {
    page.lang = chosen
    page.dir = direction(chosen)
  }
  return { lang: page.lang }
}
