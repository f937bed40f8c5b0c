/** How many went from which class to which: two columns and the streams between them. Pure. */
import { type FlowPicture, categoryName } from '#figures/core/picture.ts'
import { formatNumber } from '#languages/formats.ts'
import { categorySwatches, faint, ink, type Swatch, unknownSwatch } from './ink.ts'
import { emptyPlot, isNarrow, type Plot, type Room, SMALL } from './plot.ts'
import { box, type Mark, moveDown, paragraph, path, words } from './scene.ts'
import { wrapText } from './text_width.ts'

const BAR = 14
const GAP = 14
const HEAD = 26
const LEADING = 15
/** For the height of all members together; a class with few still has room for its name. */
const WHOLE = 280

type Node = {
  readonly code: string
  readonly label: readonly string[]
  readonly swatch: Swatch
  readonly y: number
  readonly height: number
  readonly count: number
}

export const drawFlow = (picture: FlowPicture, room: Room): Plot => {
  if (picture.streams.length === 0) return emptyPlot(room)
  const side = Math.round(room.width * (isNarrow(room) ? 0.31 : 0.24))
  const [left, right] = [nodesOf(picture, 'from', side, room), nodesOf(picture, 'to', side, room)]
  const from = side + BAR
  const to = room.width - side - BAR
  const streams = streamsOf(picture, left, right).map(({ d, swatch, title }) =>
    path({ d: d(from, to), x: 0, y: 0, zoom: 1, fixed: false, fill: swatch, stroke: ink, width: 0.6, title }),
  )
  const heads = (
    [
      [picture.before, 0, 'start'],
      [picture.after, room.width, 'end'],
    ] as const
  ).flatMap(([text, x, anchor]) =>
    paragraph(wrapText(text, { width: room.width / 2 - 8, size: SMALL, weight: 'bold', lines: 2 }), {
      x,
      y: SMALL,
      anchor,
      size: SMALL,
      weight: 'bold',
      leading: LEADING,
    }),
  )
  const head = HEAD + LEADING
  return {
    height: head + Math.max(...[...left, ...right].map(({ y, height }) => y + height)) + 4,
    marks: [
      ...heads,
      ...moveDown(
        [
          ...streams,
          ...left.flatMap((node) => drawNode(node, { bar: side, text: side - 6, anchor: 'end' })),
          ...right.flatMap((node) => drawNode(node, { bar: to, text: to + BAR + 6, anchor: 'start' })),
        ],
        head,
      ),
    ],
  }
}

const nodesOf = (picture: FlowPicture, end: 'from' | 'to', side: number, { t }: Room): readonly Node[] => {
  const all = picture.streams.reduce((sum, { count }) => sum + count, 0)
  let y = 0
  return inOrder(picture, end).flatMap(({ code }) => {
    const at = picture.categories.findIndex((one) => one.code === code)
    const count = picture.streams.reduce((sum, one) => (one[end] === code ? sum + one.count : sum), 0)
    if (count === 0) return []
    const name = wrapText(categoryName(picture, code), { width: side - 8, size: SMALL, lines: 3 })
    const label = [...name, formatNumber(count, t.lang)]
    const height = Math.max(label.length * LEADING, (WHOLE * count) / all)
    const node = { code, label, swatch: categorySwatches[at] ?? unknownSwatch, y, height, count }
    y += height + GAP
    return [node]
  })
}

/** On the left by where they lead, so that the large streams run straight; on the right in the order of classes. */
const inOrder = ({ categories, streams }: FlowPicture, end: 'from' | 'to') => {
  if (end === 'to') return categories
  const leadsTo = (code: string): number => {
    const own = streams.filter(({ from }) => from === code)
    const all = own.reduce((sum, { count }) => sum + count, 0)
    const places = own.map(({ to, count }) => count * categories.findIndex((one) => one.code === to))
    return places.reduce((sum, place) => sum + place, 0) / Math.max(1, all)
  }
  return categories.toSorted((a, b) => leadsTo(a.code) - leadsTo(b.code))
}

type Stream = {
  readonly d: (from: number, to: number) => string
  readonly swatch: Swatch
  readonly title: string
}

/** Each stream takes its share of both its ends, in the order of the classes, so that few of them cross. */
const streamsOf = (
  picture: FlowPicture,
  left: readonly Node[],
  right: readonly Node[],
): readonly Stream[] => {
  const used = new Map<Node, number>()
  const take = (node: Node, count: number): { readonly top: number; readonly bottom: number } => {
    const top = node.y + (used.get(node) ?? 0)
    const height = (node.height * count) / node.count
    used.set(node, (used.get(node) ?? 0) + height)
    return { top, bottom: top + height }
  }
  const order = (nodes: readonly Node[], code: string): number => nodes.findIndex((one) => one.code === code)
  return picture.streams
    .toSorted((a, b) => order(left, a.from) - order(left, b.from) || order(right, a.to) - order(right, b.to))
    .flatMap(({ from, to, count }) => {
      const [start, end] = [left.find((one) => one.code === from), right.find((one) => one.code === to)]
      if (!start || !end) return []
      const [a, b] = [take(start, count), take(end, count)]
      const title = `${categoryName(picture, from)} → ${categoryName(picture, to)}: ${count}`
      return [{ d: (x1: number, x2: number) => band(x1, x2, a, b), swatch: start.swatch, title }]
    })
}

type Ends = { readonly top: number; readonly bottom: number }

const band = (x1: number, x2: number, a: Ends, b: Ends): string => {
  const [middle, r] = [Math.round((x1 + x2) / 2), (n: number) => Math.round(n * 10) / 10]
  return (
    `M${x1} ${r(a.top)}C${middle} ${r(a.top)} ${middle} ${r(b.top)} ${x2} ${r(b.top)}` +
    `V${r(b.bottom)}C${middle} ${r(b.bottom)} ${middle} ${r(a.bottom)} ${x1} ${r(a.bottom)}Z`
  )
}

type NodePlace = { readonly bar: number; readonly text: number; readonly anchor: 'start' | 'end' }

const drawNode = ({ label, swatch, y, height }: Node, { bar, text, anchor }: NodePlace): readonly Mark[] => {
  const first = y + height / 2 - ((label.length - 1) * LEADING) / 2 + 4
  return [
    box({ x: bar, y, width: BAR, height, fill: swatch, stroke: ink }),
    ...label.map((line, place) =>
      words({
        x: text,
        y: first + place * LEADING,
        text: line,
        anchor,
        size: SMALL,
        ...(place === label.length - 1 ? { weight: 'bold' as const } : { colour: faint }),
      }),
    ),
  ]
}
