/** The same words in several languages, as a form leaves them. */

/** Without the languages in which nothing was written; the one it is written in stays, so that its lack is seen. */
export const inSomeLanguages = (given: unknown, source: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((given ?? {}) as Readonly<Record<string, string | null>>).flatMap(([lang, text]) =>
      text ? [[lang, text] as const] : lang === source ? [[lang, ''] as const] : [],
    ),
  )
