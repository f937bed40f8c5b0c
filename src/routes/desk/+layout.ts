/** The desk runs on the member's device alone: the server never renders what it cannot read. */
import { browser } from '$app/env'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'

export const ssr = false
export const csr = true

/** The server wrote the member's language into the page's first line. */
export const load = () => ({ lang: browser ? document.documentElement.lang : SOURCE_LANGUAGE })
