/** The title of a released theme, for pages that lead to it. */
import { releasedThemes } from '#figures/core/released_theme.ts'
import type { Services } from '#platform/server/services.ts'

export const readTheme = async (
  documents: Services['documents'],
  slug: string,
): Promise<{ readonly title: Readonly<Record<string, string>>; readonly lang: string } | null> => {
  const found = releasedThemes((await documents?.all('theme')) ?? []).find(({ body }) => body.slug === slug)
  if (!found) return null
  const { words, lang } = found.body
  return {
    title: Object.fromEntries(Object.entries(words).map(([language, { title }]) => [language, title])),
    lang,
  }
}
