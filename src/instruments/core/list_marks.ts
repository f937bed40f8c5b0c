/** Numbers of lists that a program counts, written as they are printed and as the finder of provisions reads them. */

export const countForms = [
  'decimal',
  'lower_letter',
  'upper_letter',
  'lower_roman',
  'upper_roman',
  'none',
] as const
export type CountForm = (typeof countForms)[number]

export const writeCount = (form: CountForm, n: number): string => {
  switch (form) {
    case 'decimal':
      return String(n)
    case 'lower_letter':
      return toLetters(n)
    case 'upper_letter':
      return toLetters(n).toUpperCase()
    case 'lower_roman':
      return toRoman(n)
    case 'upper_roman':
      return toRoman(n).toUpperCase()
    case 'none':
      return ''
  }
}

/** After z comes aa, then bb, as word processors print it. */
const toLetters = (n: number): string =>
  n < 1 ? String(n) : String.fromCharCode(97 + ((n - 1) % 26)).repeat(Math.min(20, Math.ceil(n / 26)))

const ROMAN = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const

const toRoman = (n: number): string => {
  if (n < 1 || n > 3999) return String(n)
  let left = n
  return ROMAN.map(([value, sign]) => {
    const times = Math.floor(left / value)
    left -= times * value
    return sign.repeat(times)
  }).join('')
}

/** What a level is counted with where nothing says it: 1., (a), (i), (A). */
export const formOfLevel = (level: number): CountForm =>
  (['decimal', 'lower_letter', 'lower_roman', 'upper_letter'] as const)[level] ?? 'decimal'

/**
 * A label as it is printed to the mark by which provisions are found: `1)` and `1` to `1.`, `a.` and `a)` to `(a)`,
 * `2.1` under 2 to `(1)`. What is a heading's (`I.`, `A.` on the first level) stays.
 */
export const toMark = (label: string, level: number): string => {
  const bare = label.trim().replace(/^[([]|(?<![)\].:])[)\].:]+$/g, '')
  const last = /^\d+(?:\.\d+)+$/.test(bare) ? bare.slice(bare.lastIndexOf('.') + 1) : bare
  if (/^\d+$/.test(last))
    return level === 0 && last === bare && !label.trim().startsWith('(') ? `${last}.` : `(${last})`
  if (/^[a-z]{1,5}$/.test(bare)) return `(${bare})`
  if (/^[A-Z]{1,5}$/.test(bare) && level > 0) return `(${bare})`
  return /^\p{L}+ (?:\d+[a-z]?|[IVXLC]+)$/u.test(bare) ? `${bare}.` : label.trim()
}
