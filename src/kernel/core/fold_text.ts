/**
 * Text folded for search, so that a name is found however it was typed: accents, case, letter forms, and script.
 *
 * [Note: search forms] For each word the index holds its folded form, its Latin transliterations, and, since Arabic
 * writes few vowels, a skeleton of consonants: `~mhmd` from Arabic, `=mhmd` from other scripts. A skeleton meets only
 * one of the other kind, so that "Karim" typed in Latin does not find a Latin "Akram".
 */

/** The index form of a text: every search form of every word, separated and surrounded by spaces. */
export const foldText = (text: string): string => {
  const forms = new Set(wordsOf(text).flatMap(formsOf))
  return forms.size === 0 ? '' : ` ${[...forms].join(' ')} `
}

/** Names repeat: ten thousand heads hold a few thousand words, and each is folded once. */
const formsByWord = new Map<string, readonly string[]>()
const MOST_WORDS = 50_000

const formsOf = (word: string): readonly string[] => {
  const known = formsByWord.get(word)
  if (known) return known
  const forms = [...spellings(word), ...skeletonOf(word)]
  if (formsByWord.size >= MOST_WORDS) formsByWord.clear()
  formsByWord.set(word, forms)
  return forms
}

/** For each word of what was typed, the forms of which an index form must hold one. */
export const searchForms = (typed: string): readonly (readonly string[])[] => {
  const words = wordsOf(typed).filter((word) => foldLetters(word) !== '')
  return words.map((word) => [
    ...spellings(word).map((spelling) => ` ${spelling}`),
    ...skeletonOf(word).map((skeleton) => ` ${skeleton.startsWith('~') ? '=' : '~'}${skeleton.slice(1)}`),
  ])
}

/** Whether an index form holds every word of what was typed, or the beginning of one. Prepare once, ask often. */
export const textMatcher = (typed: string): ((folded: string) => boolean) => {
  const wanted = searchForms(typed)
  return (folded) => wanted.every((forms) => forms.some((form) => folded.includes(form)))
}

/** One spelling without accents, case and variant letters; keeps spaces and punctuation. */
export const foldLetters = (text: string): string =>
  lowered(text)
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[ىئيی]/g, 'ي')
    .replace(/[ةۀہ]/g, 'ه')
    .replace(/ک/g, 'ك')
    .replace(/ؤ/g, 'و')
    .replace(/ٱ/g, 'ا')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[ıłøđðþßæœ]/g, (letter) => latinLetters[letter] ?? letter)
    .normalize('NFC')

/** Letters that no decomposition takes apart. */
const latinLetters: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
}

/** Lower case by code points alone: the same on every device, whatever its locale. */
const lowered = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ')

/** Marks belong to words; apostrophes and hyphens part none that people type without them. */
const wordsOf = (text: string): readonly string[] =>
  lowered(text)
    .replace(/['’ʼʻ`]/g, '')
    .match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []

/** The folded word and its Latin transliterations, from the letters as written and as folded. */
const spellings = (word: string): readonly string[] => {
  const folded = foldLetters(word)
  const written = word.normalize('NFC')
  return [...new Set([folded, foldLetters(transliterated(written)), transliterated(folded)])].filter(
    (spelling) => spelling !== '',
  )
}

const transliterated = (word: string): string =>
  [...word].map((letter) => cyrillic[letter] ?? arabic[letter] ?? letter).join('')

/** The consonants of a word in Latin letters, doubles and look-alikes merged; none if fewer than three. */
const skeletonOf = (word: string): readonly string[] => {
  const folded = foldLetters(word)
  const skeleton = transliterated(folded)
    .replace(/^al(?=.{3})/, '')
    .replace(/kh|gh|sh|ch|dh|th|zh|ph/g, (pair) => sounds[pair] ?? pair)
    .replace(/[^a-z]|[aeiouyw]/g, '')
    .replace(/[qck]/g, 'k')
    .replace(/j/g, 'g')
    .replace(/(.)\1+/g, '$1')
  if (skeleton.length < 3) return []
  return [(/\p{Script=Arabic}/u.test(folded) ? '~' : '=') + skeleton]
}

const sounds: Readonly<Record<string, string>> = {
  kh: 'h',
  gh: 'g',
  sh: 's',
  ch: 's',
  dh: 'd',
  th: 't',
  zh: 'g',
  ph: 'f',
}

const tableOf = (pairs: string): Readonly<Record<string, string>> =>
  Object.fromEntries(pairs.split(' ').map((pair) => [pair.slice(0, 1), pair.slice(1)]))

/** Russian and the Cyrillic letters of its neighbours, in the spelling of passports rather than of libraries. */
const cyrillic = tableOf(
  'аa бb вv гg дd еe ёyo жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya ' +
    'іi їyi єye ґg ўu ғgh қq ҳh ҷj ӣi ӯu әa өo ңng үu ұu һh ђd јj љlj њnj ћc џdz ѓg ќk ѕdz',
)

/** Arabic, Persian, Urdu and Kurdish letters, without the vowels that are not written. */
const arabic = tableOf(
  'اa أa إi آa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh ةa وw ؤu يy ئy ىa ء ' +
    'پp چch ژzh گg کk یy ٹt ڈd ڑr ں ھh ےe ێe ۆo ڵl ڕr ڤv ەa',
)
