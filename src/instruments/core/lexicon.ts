/**
 * Words that protect and words that limit, with a reason per line. Taking out a word that protects weakens a text and
 * putting one in strengthens it; with words that limit it is the other way round. A line finds, it does not judge:
 * a person decides.
 */
import { limitingRows, NATIONAL_EN, NATIONAL_ES, NATIONAL_FR } from './lexicon_limits.ts'
import { protectingRows } from './lexicon_protects.ts'
import type { LexiconLanguage } from './verbs.ts'

export const lexiconKinds = [
  'legitimacy',
  'protection',
  'accountability',
  'safeguard',
  'release',
  'reporting',
  'group',
  'international_law',
  'full_force',
  'escape_clause',
  'cast_doubt',
  'softened',
  'burden',
] as const
export type LexiconKind = (typeof lexiconKinds)[number]

const LIMITS: ReadonlySet<LexiconKind> = new Set(['escape_clause', 'cast_doubt', 'softened', 'burden'])
export const limits = (kind: LexiconKind): boolean => LIMITS.has(kind)

export type LexiconLine = {
  readonly id: string
  readonly language: LexiconLanguage
  readonly kind: LexiconKind
  readonly pattern: string
  readonly why: string
}

/** A reason per line, and the same words in three languages as patterns. */
export type LexiconRow = readonly [
  kind: LexiconKind,
  name: string,
  why: string,
  english: string,
  french: string,
  spanish: string,
]

export const lexicon: readonly LexiconLine[] = [...protectingRows, ...limitingRows].flatMap(
  ([kind, name, why, english, french, spanish]) =>
    (
      [
        ['en', english],
        ['fr', french],
        ['es', spanish],
      ] as const
    ).map(([language, pattern]) => ({ id: `${name}.${language}`, language, kind, pattern, why })),
)

export type QuietLine = { readonly language: LexiconLanguage; readonly pattern: string; readonly why: string }

/** Passages that no line looks into: known false alarms. */
export const quiet: readonly QuietLine[] = [
  {
    language: 'en',
    pattern: `(?:in (?:accordance|conformity|line) with |under |consistent with )?(?:the |their |its |applicable )?${NATIONAL_EN},?[^,;.]{0,40}(?:consistent|conformity|compatible|compliance) with (?:the Charter|the Declaration|(?:their |its )?international|other international|(?:their |its )?obligations)[^,;.]*`,
    why: 'National law that is bound to the Charter or to international law takes nothing back',
  },
  {
    language: 'fr',
    pattern: `(?:conformément à |dans le respect de )?${NATIONAL_FR},?[^,;.]{0,40}(?:conform\\w+|compatible\\w*) (?:à|avec|au) (?:la Charte|le droit international|droit international)[^,;.]*`,
    why: 'National law that is bound to the Charter or to international law takes nothing back',
  },
  {
    language: 'es',
    pattern: `(?:de conformidad con |conforme a )?${NATIONAL_ES},?[^,;.]{0,40}(?:conform\\w+|compatible\\w*|acorde\\w*) (?:a|con) (?:la Carta|el derecho internacional)[^,;.]*`,
    why: 'National law that is bound to the Charter or to international law takes nothing back',
  },
  {
    language: 'en',
    pattern:
      'Declaration on the Right and Responsibility of Individuals, Groups and Organs of Society to Promote and Protect Universally Recognized Human Rights and Fundamental Freedoms',
    why: 'The title of the Declaration protects nobody by itself',
  },
  {
    language: 'en',
    pattern:
      '(?:promotion and protection|promoting and protecting|promote and protect) of? ?(?:all )?human rights',
    why: 'A phrase of every title and every mandate',
  },
  {
    language: 'en',
    pattern: '(?<=investigat\\w{0,6}[^;.]{0,80}\\b)alleged',
    why: 'What is still investigated is rightly called alleged',
  },
]
