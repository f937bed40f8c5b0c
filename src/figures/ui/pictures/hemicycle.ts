/**
 * Seats of a chamber in arcs: groups side by side with a letter each, what a member did by colour, texture and shape.
 * One path a class: a page with 700 seats stays small. Pure.
 */
import { categoryName, type HemicyclePicture } from '#figures/core/picture.ts'
import { formatNumber } from '#languages/formats.ts'
import { categorySwatches, faint, ink, type Swatch, unknownSwatch } from './ink.ts'
import { emptyPlot, isNarrow, key, LEADING, type Plot, type Room, SIZE, SMALL } from './plot.ts'
import { line, type Mark, moveDown, paragraph, path, words } from './scene.ts'
import { textWidth, wrapText } from './text_width.ts'

/** Of the outer arc, where the letters of groups stand. */
const RIM = 22
/** Of the outer radius: nobody sits nearer to the middle. */
const INNER = 0.36
/** The outer radius for which places are made; a drawing zooms them, so that a small one can borrow them. */
const UNITS = 320
/** Pixels: a chamber of few has no huge seats. */
const LARGEST = 14
/** Below this radius a texture is not seen any more. */
const TEXTURED = 5

export type Seat = { readonly x: number; readonly y: number; readonly angle: number }
export type Seats = { readonly seats: readonly Seat[]; readonly radius: number }

/** Places of so many seats around the middle at nought, from the side where reading begins, inner seats first. */
export const seatPlaces = (count: number, outer: number, largest: number = LARGEST): Seats => {
  const rows = rowsFor(count)
  const radii = Array.from({ length: rows }, (_, row) =>
    rows === 1 ? outer : outer * (INNER + ((1 - INNER) * row) / (rows - 1)),
  )
  const all = radii.reduce((sum, radius) => sum + radius, 0)
  const perRow = share(
    count,
    radii.map((radius) => radius / all),
  )
  const seats = radii.flatMap((radius, row) => {
    const own = perRow[row] ?? 0
    return Array.from({ length: own }, (_, place): Seat => {
      const angle = own === 1 ? Math.PI / 2 : (Math.PI * place) / (own - 1)
      return { x: -radius * Math.cos(angle), y: -radius * Math.sin(angle), angle }
    })
  })
  const gaps = radii.map((radius, row) => (Math.PI * radius) / Math.max(1, (perRow[row] ?? 1) - 1))
  const between = rows === 1 ? outer * 0.2 : (outer * (1 - INNER)) / (rows - 1)
  const radius = Math.min(largest, 0.42 * Math.min(between, ...gaps))
  // A stable order: by angle, then from the inside out.
  return { seats: seats.toSorted((a, b) => a.angle - b.angle || b.y - a.y), radius }
}

/** As many as are needed so that seats of a row are about as far apart as the rows are. */
const rowsFor = (count: number): number => {
  for (let rows = 1; ; rows++) {
    const between = rows === 1 ? 0.2 : (1 - INNER) / (rows - 1)
    const room = Array.from({ length: rows }, (_, row) => {
      const radius = rows === 1 ? 1 : INNER + between * row
      return Math.floor((Math.PI * radius) / between) + 1
    })
    if (room.reduce((sum, seats) => sum + seats, 0) >= count) return rows
  }
}

/** Whole numbers that add up to `count`, by the largest remainders. */
const share = (count: number, shares: readonly number[]): readonly number[] => {
  const whole = shares.map((one) => Math.floor(one * count))
  const left = count - whole.reduce((sum, one) => sum + one, 0)
  const largest = shares
    .map((one, place) => ({ place, rest: one * count - (whole[place] ?? 0) }))
    .toSorted((a, b) => b.rest - a.rest || b.place - a.place)
    .slice(0, left)
    .map(({ place }) => place)
  return whole.map((one, place) => one + (largest.includes(place) ? 1 : 0))
}

export const drawHemicycle = (picture: HemicyclePicture, room: Room): Plot => {
  const count = picture.groups.reduce((sum, { seats }) => sum + seats.length, 0)
  if (count === 0) return emptyPlot(room)
  // Few seats stand together instead of along the whole width.
  const enough = Math.min(UNITS, 60 + 6 * count)
  const outer = Math.min(room.width / 2 - RIM, enough)
  const zoom = outer / UNITS
  const { seats, radius: units } = seatPlaces(count, UNITS, (LARGEST * UNITS) / enough)
  const radius = units * zoom
  const middle = { x: room.width / 2, y: outer + RIM }
  const placed = placeGroups(picture, seats)
  const classes = classesOf(picture, radius)
  const shapes = classes.flatMap(({ code, at, fill, name }) => {
    const own = placed.flatMap((group) => group.seats.filter((seat) => seat.code === code))
    const d = own.map((seat) => shapeOf(at, units, seat)).join('')
    const title = `${name}: ${formatNumber(own.length, room.t.lang)}`
    const place = { x: middle.x, y: middle.y, zoom, fixed: false }
    return [path({ d, ...place, shared: code, fill, stroke: ink, width: 0.6, title })]
  })
  const legend = key(
    room,
    classes.map(({ at, fill, name, count: own }) => ({
      kind: 'shape' as const,
      swatch: fill,
      d: shapeOf(at, 7, { x: 0, y: 0 }),
      name: `${name} (${formatNumber(own, room.t.lang)})`,
    })),
  )
  const list = drawGroups(picture, room)
  const height = middle.y + radius + 12
  return {
    height: height + legend.height + list.height,
    marks: [
      ...shapes,
      ...drawRim(placed, { ...middle, outer, radius }, room),
      ...moveDown(legend.marks, height),
      ...moveDown(list.marks, height + legend.height),
    ],
  }
}

type Placed = { readonly seats: readonly (Seat & { readonly code: string })[] }

/** Members of a group sit together, those who did the same beside each other. */
const placeGroups = ({ groups, categories }: HemicyclePicture, seats: readonly Seat[]): readonly Placed[] => {
  const order = new Map(categories.map(({ code }, at) => [code, at]))
  let next = 0
  return groups.map((group) => {
    const own = seats.slice(next, next + group.seats.length)
    next += group.seats.length
    const codes = group.seats.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    return { seats: own.map((seat, place) => ({ ...seat, code: codes[place] ?? '' })) }
  })
}

type Class = {
  readonly code: string
  readonly at: number
  readonly name: string
  readonly count: number
  readonly fill: Swatch | string
}

/** Only those that somebody belongs to. */
const classesOf = (picture: HemicyclePicture, radius: number): readonly Class[] =>
  picture.categories.flatMap(({ code }, at) => {
    const count = picture.groups.reduce(
      (sum, { seats }) => sum + seats.filter((one) => one === code).length,
      0,
    )
    const swatch = categorySwatches[at] ?? unknownSwatch
    const fill = radius < TEXTURED ? swatch.colour : swatch
    return count === 0 ? [] : [{ code, at, name: categoryName(picture, code), count, fill }]
  })

const r = (value: number): number => Math.round(value * 10) / 10

/** Round, square, triangle, lozenge, small and round, lying: told apart where colours are not. */
const shapeOf = (at: number, radius: number, { x, y }: Pick<Seat, 'x' | 'y'>): string => {
  const circle = (size: number): string =>
    `M${r(x - size)} ${r(y)}a${r(size)} ${r(size)} 0 1 0 ${r(2 * size)} 0a${r(size)} ${r(size)} 0 1 0 ${r(-2 * size)} 0z`
  const side = radius * 0.86
  switch (at) {
    case 0:
      return circle(radius)
    case 1:
      return `M${r(x - side)} ${r(y - side)}h${r(2 * side)}v${r(2 * side)}h${r(-2 * side)}z`
    case 2:
      return `M${r(x)} ${r(y - radius)}l${r(radius)} ${r(1.8 * radius)}h${r(-2 * radius)}z`
    case 3:
      return `M${r(x)} ${r(y - radius)}l${r(radius)} ${r(radius)}l${r(-radius)} ${r(radius)}l${r(-radius)} ${r(-radius)}z`
    case 4:
      return circle(radius * 0.6)
    default:
      return `M${r(x - radius)} ${r(y - radius / 2)}h${r(2 * radius)}v${r(radius)}h${r(-2 * radius)}z`
  }
}

type Rim = { readonly x: number; readonly y: number; readonly outer: number; readonly radius: number }

/** Letters outside the arc, strokes where a group ends; a group without room for its letter has it in the list alone. */
const drawRim = (placed: readonly Placed[], { x, y, outer, radius }: Rim, { t }: Room): readonly Mark[] => {
  const at = (angle: number, far: number) => ({ x: x - far * Math.cos(angle), y: y - far * Math.sin(angle) })
  const [near, far] = [outer + radius + 1, outer + RIM - 8]
  let last = -1
  return placed.flatMap(({ seats }, place): readonly Mark[] => {
    const [first, final] = [seats[0], seats.at(-1)]
    if (!first || !final) return []
    const middle = (first.angle + final.angle) / 2
    const from = at(final.angle, near)
    const to = at(final.angle, far)
    const stroke =
      place === placed.length - 1
        ? []
        : [line({ x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: faint, width: 1 })]
    const room = (middle - last) * far
    if (last >= 0 && room < 14) return stroke
    last = middle
    const spot = at(middle, far)
    const letter = letterOf(place, t.lang)
    return [
      ...stroke,
      words({ ...spot, y: spot.y + 4, text: letter, anchor: 'middle', size: SMALL, weight: 'bold' }),
    ]
  })
}

const latin = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** In the order in which lists are counted. */
const abjad = 'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ'

const letterOf = (place: number, lang: string): string =>
  [...(lang === 'ar' ? abjad : latin)][place] ?? formatNumber(place + 1, lang)

/** Each group with its letter, its seats and what its members did. */
const drawGroups = (picture: HemicyclePicture, room: Room): Plot => {
  const columns = isNarrow(room) ? 1 : 2
  const width = (room.width - (columns - 1) * 32) / columns
  const before =
    8 + Math.max(...picture.groups.map((_, at) => textWidth(letterOf(at, room.t.lang), SIZE, 'bold')))
  const items = picture.groups.map(({ name, seats }, at) => {
    const counts = picture.categories.flatMap(({ code, name: word }) => {
      const own = seats.filter((one) => one === code).length
      return own === 0 ? [] : [`${word} ${formatNumber(own, room.t.lang)}`]
    })
    const [short = ''] = wrapText(name, { width: width - before, size: SIZE, weight: 'bold', lines: 1 })
    const rows = wrapText(counts.join(' · '), { width: width - before, size: SMALL, lines: 3 })
    return { letter: letterOf(at, room.t.lang), short, rows, height: LEADING + rows.length * LEADING + 4 }
  })
  const perColumn = Math.ceil(items.length / columns)
  const marks: Mark[] = []
  let height = 0
  for (let column = 0; column < columns; column++) {
    const x = column * (width + 32)
    let y = 0
    for (const item of items.slice(column * perColumn, (column + 1) * perColumn)) {
      marks.push(words({ x, y: y + 14, text: item.letter, weight: 'bold' }))
      marks.push(words({ x: x + before, y: y + 14, text: item.short, weight: 'bold' }))
      const place = { x: x + before, y: y + 14 + LEADING, size: SMALL, colour: faint, leading: LEADING }
      marks.push(...paragraph(item.rows, place))
      y += item.height
    }
    height = Math.max(height, y)
  }
  return { height: height + 4, marks }
}
