/** The number that follows one: PP4 after PP3, OP1(b) after OP1(a), 9.4 after 9.3. Null where none is known. Pure. */
import { parseNumber, writeNumber } from '#instruments/core/provision_number.ts'

const ROMAN = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix']
const TENS = ['', 'x', 'xx', 'xxx', 'xl', 'l']

export const nextNumber = (number: string): string | null => {
  const parsed = parseNumber(number)
  if (!parsed) return null
  const { root, marks } = parsed
  if (marks.length === 0) {
    const digits = /^(.*?)(?<!\d)(\d+)$/.exec(root)
    return digits
      ? `${digits[1]}${String(Number(digits[2]) + 1).padStart(digits[2]?.length ?? 0, '0')}`
      : null
  }
  const next = nextMark(marks.at(-1) ?? '', marks.length)
  return next === null ? null : writeNumber({ root, marks: [...marks.slice(0, -1), next] })
}

/** Letters stand on the first level and Roman numbers on the second: (i) is the ninth of one, the first of the other. */
const nextMark = (mark: string, level: number): string | null => {
  if (/^\d+$/.test(mark)) return String(Number(mark) + 1)
  const roman = level % 2 === 0 ? romanOf(mark) : null
  if (roman !== null) return toRoman(roman + 1)
  if (!/^[a-y]$/.test(mark)) return null
  return String.fromCharCode(mark.charCodeAt(0) + 1)
}

const toRoman = (n: number): string | null =>
  n >= 60 ? null : (TENS[Math.floor(n / 10)] ?? '') + (ROMAN[n % 10] ?? '')

const romanOf = (mark: string): number | null => {
  for (let n = 1; n < 60; n++) if (toRoman(n) === mark) return n
  return null
}
