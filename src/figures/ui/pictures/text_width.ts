/**
 * How wide words are at most, so that labels get their room before anything is drawn. Advances of Noto Sans, which is
 * wider than the system's fonts; a wider one (DejaVu, Verdana) still fits into the margin. Pure.
 */
export type Weight = 'regular' | 'bold'

const MARGIN = 1.06
const BOLD = 1.05
/** Thousandths of the size of the letters, each group by its widest. */
const widths: readonly (readonly [number, string])[] = [
  [250, "'"],
  [300, ' !(),.:;J`ijl·\u00a0؞آأإا'],
  [350, '-I[]f'],
  [400, '/\\t{}،؛رزڑژ'],
  [450, '"?_r“”'],
  [500, 'csz–·ءؤةدذمو'],
  [550, 'FLSkvxy'],
  [600, '$*+0123456789<=>ETVXYZ^ae|~غع٠١٢٣٤٥٦٧٨٩'],
  [650, '#ABCKPRbdghnopqu'],
  [700, '٪جحخلنهچں'],
  [750, '&DGHU'],
  [800, 'NOQw…ئظطقىيیؿ'],
  [850, '%'],
  [900, '@'],
  [950, 'MWm'],
  [1000, '—فكبتثپکگٹڤے'],
  [1400, 'سشصضښ'],
]
const widthByLetter = new Map(
  widths.flatMap(([width, letters]) => [...letters].map((one) => [one, width] as const)),
)
/** Marks above and below letters, joiners and signs of direction take no room. */
const noWidth = /[\p{M}\p{Cf}]/u
const arabic = /\p{Script=Arabic}/u
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]|\p{Extended_Pictographic}/u
/** Letters that never join the next one. */
const isLast = /[اأإآدذرزوؤةىءژڑ]/u
/** Joined, an Arabic letter takes much less room than the one that stands alone. */
const JOINED = 0.62

const letterWidth = (letter: string, next: string | undefined): number => {
  if (noWidth.test(letter)) return 0
  const joined = next !== undefined && arabic.test(letter) && arabic.test(next) && !isLast.test(letter)
  const width = widthByLetter.get(letter) ?? (wide.test(letter) ? 1100 : 800)
  return joined ? width * JOINED : width
}

/** Pixels, for letters of that size. */
export const textWidth = (text: string, size: number, weight: Weight = 'regular'): number => {
  // Arabic letters keep their marks: decomposed, آ would be ا, of the same width.
  const letters = [...text.normalize('NFD')].filter((letter) => !noWidth.test(letter))
  const sum = letters.reduce((total, letter, place) => total + letterWidth(letter, letters[place + 1]), 0)
  return (sum / 1000) * size * MARGIN * (weight === 'bold' ? BOLD : 1)
}

export type Room = {
  readonly width: number
  readonly size: number
  readonly weight?: Weight
  readonly lines: number
}

/** As many lines as there is room for; what does not fit ends in "…". Never empty. */
export const wrapText = (
  text: string,
  { width, size, weight = 'regular', lines }: Room,
): readonly string[] => {
  const fits = (part: string): boolean => textWidth(part, size, weight) <= width
  const made: string[] = []
  let line = ''
  const words = text
    .trim()
    .split(/\s+/)
    .flatMap((word) => pieces(word, fits))
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fits(longer)) {
      line = longer
      continue
    }
    made.push(line)
    line = word
  }
  made.push(line)
  if (made.length <= lines) return made
  const last = `${made[lines - 1] ?? ''} ${made[lines] ?? ''}`
  return [...made.slice(0, lines - 1), shorten(last, fits)]
}

/** A word wider than the line is broken where it must. */
const pieces = (word: string, fits: (part: string) => boolean): readonly string[] => {
  if (fits(word)) return [word]
  const parts: string[] = []
  let part = ''
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
    if (part !== '' && !fits(part + segment)) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return [...parts, part]
}

const shorten = (text: string, fits: (part: string) => boolean): string => {
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)]
  for (let kept = letters.length; kept > 0; kept -= 1) {
    const part = `${letters
      .slice(0, kept)
      .map(({ segment }) => segment)
      .join('')
      .trimEnd()}…`
    if (fits(part)) return part
  }
  return '…'
}
