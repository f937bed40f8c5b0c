/** Countries in shades, and the list of the first of them. What is not told is bare land. Pure. */
import { quantileSorted } from 'd3-array'
import { scaleThreshold } from 'd3-scale'
import { type MapPicture, type PictureRow, ranked } from '#figures/core/picture.ts'
import { faint, ink, land, paper, rule, shades } from './ink.ts'
import { numberWords, plainNumber } from './number_words.ts'
import { isNarrow, key, type Plot, type Room, SIZE } from './plot.ts'
import { dot, line, type Mark, moveDown, path, words } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'

/** Of the world's height: the polar sea above all land. */
const SEA_ABOVE = 0.07
const LIST = 12
const ROW = 22

/** Counts from `from` to `to`, both included; percents up to `to`, where the next class begins. */
export type MapClass = { readonly from: number; readonly to: number; readonly shade: string }

/** At most five classes of about as many countries each, with round borders; percents in fives of twenty. */
export const mapClasses = (
  picture: Pick<MapPicture, 'rows' | 'scale'>,
): { readonly classes: readonly MapClass[]; readonly shadeOf: (value: number) => string } => {
  const values = picture.rows
    .flatMap(({ number }) => (number.value === null ? [] : [number.value]))
    .toSorted((a, b) => a - b)
  const borders = picture.scale === 'percent' ? [20, 40, 60, 80] : roundBorders(values)
  const first = Math.min(...values)
  // Few classes take the far ends of the scale: two shades that lie side by side are hard to tell apart.
  const shadesUsed = pickShades(borders.length + 1)
  const threshold = scaleThreshold<number, string>(borders, shadesUsed)
  const starts = [picture.scale === 'percent' ? 0 : first, ...borders]
  const classes = starts.map((from, place): MapClass => {
    const next = starts[place + 1]
    const last = picture.scale === 'percent' ? 100 : (values.at(-1) ?? from)
    return {
      from,
      to: next === undefined ? last : picture.scale === 'percent' ? next : next - 1,
      shade: shadesUsed[place] ?? shades[0],
    }
  })
  return { classes: values.length === 0 ? [] : classes, shadeOf: (value) => threshold(value) }
}

const roundBorders = (values: readonly number[]): readonly number[] => {
  const [least = 0, most = 0] = [values[0], values.at(-1)]
  const wished = [0.2, 0.4, 0.6, 0.8].map((share) => roundUp(quantileSorted([...values], share) ?? 0))
  return [...new Set(wished)].filter((border) => border > least && border <= most)
}

/** To 1, 2 or 5 times a power of ten, or to any number below ten. */
const roundUp = (value: number): number => {
  if (value <= 10) return Math.ceil(value)
  const power = 10 ** Math.floor(Math.log10(value))
  const factor = [1, 1.5, 2, 3, 5, 10].find((one) => one * power >= value) ?? 10
  return factor * power
}

const pickShades = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => {
    const at = count === 1 ? 2 : Math.round((place * (shades.length - 1)) / (count - 1))
    return shades[at] ?? shades[0]
  })

export const drawMap = (picture: MapPicture, room: Room): Plot => {
  const zoom = room.width / picture.world.width
  const above = -SEA_ABOVE * picture.world.height * zoom
  const height = picture.world.height * zoom + above
  const { classes, shadeOf } = mapClasses(picture)
  const legend = key(room, [
    ...classes.map(({ from, to, shade }) => ({
      kind: 'swatch' as const,
      swatch: shade,
      name: classWords(from, to, picture, room),
    })),
    { kind: 'swatch', swatch: land, name: room.t('pictures.nothing') },
  ])
  const list = drawList(picture, room)
  return {
    height: height + 12 + legend.height + list.height,
    marks: [
      ...moveDown([...drawLand(picture, zoom), ...drawCountries(picture, { zoom, shadeOf, room })], above),
      ...moveDown(legend.marks, height + 12),
      ...moveDown(list.marks, height + 12 + legend.height),
    ],
  }
}

const classWords = (from: number, to: number, { scale }: MapPicture, { t }: Room): string =>
  to <= from
    ? plainNumber(t, scale, from)
    : t('pictures.range', { from: plainNumber(t, scale, from), to: plainNumber(t, scale, to) })

const drawLand = ({ world }: MapPicture, zoom: number): readonly Mark[] => {
  const place = { x: 0, y: 0, zoom, fixed: true } as const
  return [
    path({ ...place, d: world.land, shared: 'land', fill: land, stroke: '#b9ae9c', width: 0.5 }),
    path({ ...place, d: world.borders, shared: 'borders', fill: 'none', stroke: paper, width: 0.8 }),
  ]
}

type Shading = { readonly zoom: number; readonly shadeOf: (value: number) => string; readonly room: Room }

/** Circles last, so that no neighbour covers them. */
const drawCountries = (picture: MapPicture, { zoom, shadeOf, room }: Shading): readonly Mark[] => {
  const shapes = picture.rows.flatMap(({ code, name, number }) => {
    const shape = picture.world.shapes.get(code)
    if (!shape || number.value === null) return []
    const title = `${name}: ${numberWords(room.t, picture.scale, number)}`
    return [{ code, shape, title, fill: shadeOf(number.value) }]
  })
  const paths = shapes.flatMap(({ code, shape, title, fill }) =>
    shape.kind === 'path'
      ? [
          path({
            d: shape.d,
            shared: code,
            x: 0,
            y: 0,
            zoom,
            fixed: true,
            fill,
            stroke: ink,
            width: 0.6,
            title,
          }),
        ]
      : [],
  )
  const dots = shapes.flatMap(({ shape, title, fill }) =>
    shape.kind === 'circle'
      ? [dot({ x: shape.x * zoom, y: shape.y * zoom, r: 5, fill, stroke: ink, fixed: true, title })]
      : [],
  )
  return [...paths, ...dots]
}

/** The first of the list; all of them are in the table. */
const drawList = (picture: MapPicture, room: Room): Plot => {
  const all: readonly Pick<PictureRow, 'name' | 'number' | 'code'>[] = [
    ...ranked(picture.rows),
    ...(picture.apart === null
      ? []
      : [{ code: 'apart', name: room.t('pictures.apart'), number: picture.apart }]),
  ]
  if (all.length === 0) return { height: 24, marks: [words({ x: 0, y: 18, text: room.t('pictures.empty') })] }
  // What is not told apart is never left to the table alone.
  const shown = all.length <= LIST ? all : [...all.slice(0, LIST - 1), ...all.slice(-1)]
  const columns = isNarrow(room) ? 1 : 2
  const rows = Math.ceil(shown.length / columns)
  const width = (room.width - (columns - 1) * 32) / columns
  const marks = shown.flatMap(({ name, number }, place) => {
    const [x, y] = [Math.floor(place / rows) * (width + 32), (place % rows) * ROW]
    const value = numberWords(room.t, picture.scale, number)
    const [text = ''] = wrapText(name, {
      width: width - textWidth(value, SIZE, 'bold') - 12,
      size: SIZE,
      lines: 1,
    })
    return [
      words({ x, y: y + 16, text }),
      words({ x: x + width, y: y + 16, text: value, anchor: 'end', weight: 'bold' }),
      line({ x1: x, x2: x + width, y1: y + ROW, y2: y + ROW, stroke: rule, width: 1 }),
    ]
  })
  const left = all.length - shown.length
  const more = words({ x: 0, y: rows * ROW + 18, text: room.t('pictures.more', { n: left }), colour: faint })
  return { height: rows * ROW + 8 + (left > 0 ? 20 : 0), marks: left > 0 ? [...marks, more] : marks }
}
