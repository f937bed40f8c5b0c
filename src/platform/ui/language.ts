/** The language of the page, handed to every component below a layout. */
import { getContext, setContext } from 'svelte'
import { SOURCE_LANGUAGE } from '#languages/catalogue.ts'
import { translator, type MessageKey, type Params, type Translate } from '#languages/translate.ts'

const key = 'amparo-language'

/** Called once by a layout; `read` is a function so that a change of language reaches every component. */
export const provideLanguage = (read: () => string): void => {
  setContext(key, read)
}

/** The same for a component rendered on its own, outside of any layout. */
export const languageContext = (lang: string): Map<string, unknown> => new Map([[key, () => lang]])

/** The translator of the page; English where no layout said anything. It follows a change of language at once. */
export const pageLanguage = (): Translate => {
  const read = getContext<(() => string) | undefined>(key) ?? (() => SOURCE_LANGUAGE)
  const translate: Pick<Translate, 'find'> & ((key: MessageKey, params?: Params) => string) = Object.assign(
    (message: MessageKey, params?: Params) => translator(read())(message, params),
    { find: (message: string, params?: Params) => translator(read()).find(message, params) },
  )
  return Object.defineProperty(translate, 'lang', { get: read }) as Translate
}
