/** Shares of a whole: each row 100 %, what is not known a part of it and drawn as such. Pure. */
import { sum } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { stack, stackOffsetExpand } from 'd3-shape'
import { type StackedPicture, UNKNOWN } from '#figures/core/picture.ts'
import { formatNumber } from '#languages/formats.ts'
import { faint, ink, paper, type Swatch, swatches, unknownSwatch } from './ink.ts'
import { plainNumber } from './number_words.ts'
import { placeNamedRow } from './named_row.ts'
import { emptyPlot, isNarrow, key, type Plot, type Room, SIZE, SMALL } from './plot.ts'
import { box, type Mark, moveDown, words } from './scene.ts'
import { textWidth } from './text_width.ts'

const BAR = 28
const GAP = 12
export const MOST_ROWS = 20
const CHIP = 18

export type Segment = {
  readonly code: string
  readonly name: string
  readonly count: number
  /** Of the whole, from 0 to 1. */
  readonly from: number
  readonly to: number
  readonly swatch: Swatch
}

type Part = { readonly code: string; readonly name: string; readonly swatch: Swatch }

/** More parts than there are textures: the last ones are drawn as one; the table keeps them apart. */
const partsOf = (picture: StackedPicture, { t }: Room): readonly Part[] => {
  const many = picture.parts.length > swatches.length
  const own = many ? picture.parts.slice(0, swatches.length - 1) : picture.parts
  const all = many ? [...own, { code: 'others', name: t('pictures.others') }] : own
  return [
    ...all.map((part, place) => ({ ...part, swatch: swatches[place] ?? unknownSwatch })),
    { code: UNKNOWN, name: t('pictures.unknown'), swatch: unknownSwatch },
  ]
}

/** The shares of one row, which end at 1; none where there is no whole. */
export const segments = (
  picture: StackedPicture,
  row: StackedPicture['rows'][number],
  room: Room,
): readonly Segment[] => {
  const parts = partsOf(picture, room)
  const named = parts.length - 1
  const counts = [
    ...row.counts.slice(0, named - (picture.parts.length > named ? 1 : 0)),
    ...(picture.parts.length > named ? [sum(row.counts.slice(named - 1))] : []),
    row.unknown,
  ]
  if (sum(counts) === 0) return []
  const layers = stack<readonly number[], number>()
    .keys(parts.map((_, place) => place))
    .value((values, place) => values[place] ?? 0)
    .offset(stackOffsetExpand)([counts])
  return parts.flatMap((part, place) => {
    const [from = 0, to = 0] = layers[place]?.[0] ?? []
    return to > from ? [{ ...part, count: counts[place] ?? 0, from, to }] : []
  })
}

export const drawStacked = (picture: StackedPicture, room: Room): Plot => {
  if (picture.rows.length === 0) return emptyPlot(room)
  const rows = picture.rows.slice(0, MOST_ROWS)
  const used = new Set(rows.flatMap((row) => segments(picture, row, room).map(({ code }) => code)))
  const legend = key(
    room,
    partsOf(picture, room)
      .filter(({ code }) => used.has(code))
      .map(({ name, swatch }) => ({ kind: 'swatch', name, swatch })),
  )
  const before = isNarrow(room)
    ? 0
    : Math.min(room.width * 0.3, Math.max(...rows.map(({ name }) => textWidth(name, SIZE)))) + 12
  const totals = rows.map((row) =>
    room.t('pictures.of', { n: formatNumber(sum(row.counts) + row.unknown, room.t.lang) }),
  )
  const behind = Math.max(...totals.map((text) => textWidth(text, SMALL))) + 8
  const marks: Mark[] = []
  let y = 0
  for (const [place, row] of rows.entries()) {
    const named = placeNamedRow(room, { name: row.name, y, before, bar: BAR, gap: GAP, below: 2 })
    const { top, height } = named
    marks.push(
      ...named.marks,
      ...drawRow(segments(picture, row, room), { from: before, to: room.width - behind, y: top, room }),
      words({
        x: room.width - behind + 8,
        y: top + 18,
        text: totals[place] ?? '',
        size: SMALL,
        colour: faint,
      }),
    )
    y += height
  }
  const left = picture.rows.length - rows.length
  if (left > 0)
    marks.push(words({ x: before, y: y + 14, text: room.t('pictures.more', { n: left }), colour: faint }))
  return {
    height: legend.height + y + (left > 0 ? 24 : 0),
    marks: [...legend.marks, ...moveDown(marks, legend.height)],
  }
}

type Place = { readonly from: number; readonly to: number; readonly y: number; readonly room: Room }

const drawRow = (parts: readonly Segment[], { from, to, y, room }: Place): readonly Mark[] => {
  if (parts.length === 0)
    return [words({ x: from, y: y + 18, text: room.t('pictures.nothing'), colour: faint })]
  const x = scaleLinear([0, 1], [from, to])
  return parts.flatMap((part) => {
    const [left, right] = [x(part.from), x(part.to)]
    const share = plainNumber(room.t, 'percent', (part.to - part.from) * 100)
    const short = plainNumber(room.t, 'percent', Math.round((part.to - part.from) * 100))
    const chip = textWidth(short, SMALL, 'bold') + 8
    const title = `${part.name}: ${share} (${formatNumber(part.count, room.t.lang)})`
    return [
      box({ x: left, y, width: right - left, height: BAR, fill: part.swatch, stroke: ink, title }),
      ...(chip + 12 > right - left
        ? []
        : [
            // Letters on a texture cannot be read: they bring their own paper.
            box({
              x: (left + right - chip) / 2,
              y: y + (BAR - CHIP) / 2,
              width: chip,
              height: CHIP,
              fill: paper,
            }),
            words({
              x: (left + right) / 2,
              y: y + BAR / 2 + 4,
              text: short,
              anchor: 'middle',
              size: SMALL,
              weight: 'bold',
            }),
          ]),
    ]
  })
}
