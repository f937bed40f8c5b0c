/** The language of the page, handed to every component below a layout. */
import { getContext, setContext } from 'svelte'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator, type Translate } from '#languages/translate.ts'

const key = 'amparo-language'

/** Called once by a layout; `read` is a function so that a change of language reaches every component. */
export const provideLanguage = (read: () => string): void => {
  setContext(key, read)
}

/** The translator of the page; English where no layout said anything. */
export const pageLanguage = (): Translate => {
  const read = getContext<(() => string) | undefined>(key)
  return translator(read?.() ?? SOURCE_LANGUAGE)
}
