/**
 * A theme: a public page about one issue, with its text, its figures ("things to know"), reasoned claims, acts asked
 * for, cases, instruments and campaigns. Figures and cases are named and looked up when the page is read, so that what
 * is withdrawn is gone here at the same moment.
 */
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/core/result.ts'
import { inLanguages, language, slug, webAddress, words, year } from './figure.ts'

/** Why a theme is refused; the words are the message `themes.refusal.<kind>`. */
export const themeRefusals = [
  'words_missing',
  'address_not_web',
  'named_twice',
  'not_plain',
  'does_not_fit',
] as const
export type ThemeRefusal = { readonly kind: (typeof themeRefusals)[number]; readonly field: string }

/** Whose reason it is; without it that of the desk which writes the theme. */
const claimSource = z.strictObject({
  publisher: words(300),
  title: words(500).nullable(),
  year: year.nullable(),
  url: webAddress.nullable(),
})
const claim = z.strictObject({ head: words(200), reason: words(2000), source: claimSource.nullish() })
const ask = z.strictObject({ head: words(200), text: words(2000) })

const themeWords = z.strictObject({
  title: words(120),
  lead: words(500),
  /** Paragraphs. */
  text: z.array(words(4000)).max(20),
  claims: z.array(claim).max(20),
  asks: z.array(ask).max(20),
})

/** A text or a campaign elsewhere: its title, its symbol or who leads it, its year. */
const link = z.strictObject({
  title: inLanguages(300),
  by: words(200).nullable(),
  year: year.nullable(),
  url: webAddress.nullable(),
})

const shape = z.strictObject({
  slug,
  /** Place in the list of themes; of two with the same, the title decides. */
  order: z.int().min(0).max(999),
  /** The language it was written in; the others are translations. */
  lang: language,
  words: z.record(language, themeWords),
  /** Ids of figure documents, in the order of the page. */
  figures: z.array(z.string().regex(/^[A-Za-z0-9_-]{22}$/)).max(100),
  /** Public addresses of publications. */
  cases: z.array(z.string().regex(/^[A-Za-z0-9_-]{22}$/)).max(100),
  /** `slug`: the text stands here too, as long as it is released. */
  instruments: z.array(link.extend({ slug: slug.nullish() })).max(50),
  campaigns: z.array(link).max(50),
})

/** A theme as a document holds it. */
export const themeBody = shape.superRefine((theme, context) => {
  for (const { kind, field } of refusalsOf(theme))
    context.addIssue({ code: 'custom', message: kind, path: field.split('.') })
})
export type ThemeBody = z.infer<typeof themeBody>
export type ThemeWords = z.infer<typeof themeWords>
export type ClaimSource = z.infer<typeof claimSource>
export type ThemeLink = z.infer<typeof link> & { readonly slug?: string | null | undefined }

/** A theme from outside, or everything that is wrong with it. */
export const parseTheme = (given: unknown): Result<ThemeBody, readonly ThemeRefusal[]> => {
  const parsed = themeBody.safeParse(given)
  if (parsed.success) return ok(parsed.data)
  return err(
    parsed.error.issues.map(({ message, path }) => ({
      kind: themeRefusals.find((kind) => kind === message) ?? 'does_not_fit',
      field: path.map(String).join('.'),
    })),
  )
}

const refusalsOf = (theme: z.infer<typeof shape>): readonly ThemeRefusal[] => {
  const refusals: ThemeRefusal[] = []
  if (theme.words[theme.lang] === undefined)
    refusals.push({ kind: 'words_missing', field: `words.${theme.lang}` })
  for (const field of ['figures', 'cases'] as const)
    if (new Set(theme[field]).size < theme[field].length) refusals.push({ kind: 'named_twice', field })
  return refusals
}

/** The words in a language, or in the one the theme was written in; the page says which it shows. */
export const themeWordsIn = (
  theme: ThemeBody,
  lang: string,
): { readonly lang: string; readonly words: ThemeWords } => {
  const own = theme.words[lang]
  const written = theme.words[theme.lang]
  if (own) return { lang, words: own }
  if (written) return { lang: theme.lang, words: written }
  throw new Error('A ThemeBody holds no words in its own language')
}
