/** One number, large, with the words before and after it, as a figure is quoted. Pure. */
import type { NumberPicture } from '#figures/core/picture.ts'
import { accent, ink } from './ink.ts'
import { type Plot, type Room } from './plot.ts'
import { paragraph } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'

const LARGE = 56
const WORDS = 20
const LEADING = 27

export const drawNumber = ({ before, number, after }: NumberPicture, { width }: Room): Plot => {
  const block = (text: string, top: number) => {
    const lines = text.trim() === '' ? [] : wrapText(text, { width, size: WORDS, lines: 4 })
    const marks = paragraph(lines, { x: 0, y: top + WORDS, size: WORDS, colour: ink, leading: LEADING })
    return { marks, end: top + lines.length * LEADING }
  }
  const first = block(before, 8)
  // A range of large numbers is wider than a small screen.
  const size = Math.min(LARGE, (LARGE * width) / Math.max(1, textWidth(number, LARGE, 'bold')))
  const large =
    number === ''
      ? []
      : paragraph([number], {
          x: 0,
          y: first.end + LARGE,
          size,
          weight: 'bold',
          colour: accent,
          leading: LARGE,
        })
  const last = block(after, first.end + (number === '' ? 0 : LARGE + 8))
  return { height: last.end + 12, marks: [...first.marks, ...large, ...last.marks] }
}
