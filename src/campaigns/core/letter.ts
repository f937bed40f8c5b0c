/** A letter to one target, from the words of an ask: in which languages there is one, and what it says. Pure. */
import type { AskBody } from './ask.ts'
import type { NamedTarget, Target } from './target.ts'

type InLanguages = Readonly<Record<string, string>>

/** Those in which targets read best first. */
export const letterLanguages = ({
  letter,
  writeIn,
}: Pick<AskBody, 'letter' | 'writeIn'>): readonly string[] => {
  const own = Object.keys(letter ?? {})
  return [...writeIn.filter((lang) => own.includes(lang)), ...own.filter((lang) => !writeIn.includes(lang))]
}

/** What a reader is shown: in their language, else in the one that it was written in. Nobody sends what they cannot read. */
export const letterLanguage = (ask: Pick<AskBody, 'letter' | 'lang'>, wanted: string): string =>
  ask.letter?.[wanted] === undefined ? ask.lang : wanted

/** Forms in which people write to those who are asked, each for themselves. */
export const sendsLetters = ({ form }: Pick<AskBody, 'form'>): boolean =>
  form === 'urgent_action' ||
  form === 'letter_writing' ||
  form === 'meeting' ||
  form === 'observance' ||
  form === 'classroom'

export type LetterWords = {
  readonly lang: string
  /** Null: it has none in this language. */
  readonly salutation: string | null
  readonly paragraphs: readonly string[]
}

/** The salutation of a target stands before the letter, unless the letter begins with it. */
export const letterTo = (
  ask: Pick<AskBody, 'letter' | 'lang'>,
  target: Pick<NamedTarget, 'salutation'> | null,
  lang: string,
): LetterWords => {
  const paragraphs = paragraphsOf(ask.letter?.[lang])
  const salutation = withComma(target?.salutation?.[lang] ?? null, lang)
  const begins = salutation !== null && (paragraphs[0] ?? '').startsWith(salutation.slice(0, -1))
  return { lang, salutation: begins ? null : salutation, paragraphs }
}

/** As a letter has it, in the comma of its script; one that ends with a mark of its own keeps it. */
export const withComma = (salutation: string | null, lang: string): string | null =>
  salutation === null || /[\p{P}]$/u.test(salutation)
    ? salutation
    : `${salutation}${['ar', 'fa', 'ur', 'ps', 'ckb'].includes(lang) ? '،' : ','}`

export const letterText = ({ salutation, paragraphs }: LetterWords, end: string): string =>
  [...(salutation === null ? [] : [salutation]), ...paragraphs, end].join('\n\n')

/** Parted by empty lines. */
export const paragraphsOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** Who is asked, and who is sent a copy and asked nothing. */
export const namedTargets = (targets: readonly Target[]): readonly NamedTarget[] =>
  targets.flatMap((one) => (one.kind === 'named' && !one.copy ? [one] : []))
export const copiedTargets = (targets: readonly Target[]): readonly NamedTarget[] =>
  targets.flatMap((one) => (one.kind === 'named' && one.copy ? [one] : []))

/** In the reader's language, else in the one that it was written in, else in any. */
export const saidIn = (
  words: InLanguages,
  of: { readonly wanted: string; readonly written: string },
): { readonly lang: string; readonly words: string } => {
  for (const lang of [of.wanted, of.written])
    if (words[lang] !== undefined) return { lang, words: words[lang] }
  const [lang, first] = Object.entries(words)[0] ?? [of.written, '']
  return { lang, words: first }
}
