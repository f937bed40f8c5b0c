/** A bar with its name: before it, or above it where it is narrow. Pure. */
import { isNarrow, LEADING, type Room, SIZE } from './plot.ts'
import { type Mark, paragraph } from './scene.ts'
import { wrapText } from './text_width.ts'

type NamedRow = {
  readonly name: string
  /** Where the row begins. */
  readonly y: number
  /** Where the bar begins; what is before it is the name's. */
  readonly before: number
  readonly bar: number
  readonly gap: number
  /** More room below a name that stands above its bar. */
  readonly below: number
}

/** The name's marks, where the bar begins, and the height of both with the gap after them. */
export const placeNamedRow = (
  room: Room,
  { name, y, before, bar, gap, below }: NamedRow,
): { readonly marks: readonly Mark[]; readonly top: number; readonly height: number } => {
  const above = isNarrow(room)
  const lines = wrapText(name, { width: above ? room.width : before - 12, size: SIZE, lines: 2 })
  const names = lines.length * LEADING
  const height = (above ? names + bar + below : Math.max(bar, names)) + gap
  const marks = paragraph(lines, {
    x: above ? 0 : before - 12,
    y: (above ? y : y + (height - gap - names) / 2) + 14,
    anchor: above ? 'start' : 'end',
    leading: LEADING,
  })
  return { marks, top: above ? y + names + 2 : y + (height - gap - bar) / 2, height }
}
