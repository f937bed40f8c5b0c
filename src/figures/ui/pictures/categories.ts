/** Countries in the look of their class, as in a vote. One shape a class: a page with 190 of them stays small. Pure. */
import { type CategoryPicture, categoryName } from '#figures/core/picture.ts'
import { formatNumber } from '#languages/formats.ts'
import { categorySwatches, faint, ink, land, paper, type Swatch, unknownSwatch } from './ink.ts'
import { key, type Plot, type Room } from './plot.ts'
import { type Mark, moveDown, path } from './scene.ts'

/** Of the world's height: the polar sea above all land. */
const SEA_ABOVE = 0.07
/** Radius of a country too small to be drawn, in units of the world. */
const SMALL = 8

export const drawCategories = (picture: CategoryPicture, room: Room): Plot => {
  const { world } = picture
  const zoom = room.width / world.width
  const above = -SEA_ABOVE * world.height * zoom
  const height = world.height * zoom + above
  const place = { x: 0, y: 0, zoom, fixed: true } as const
  const marks: readonly Mark[] = [
    path({ ...place, d: bareLand(picture), shared: 'land', fill: land, stroke: '#b9ae9c', width: 0.5 }),
    ...classesOf(picture).flatMap(({ code, name, swatch }) => {
      const d = shapesOf(picture, code, 'path')
        .map((shape) => shape.d)
        .join('')
      const title = `${name}: ${formatNumber(countOf(picture, code), room.t.lang)}`
      return d === ''
        ? []
        : [path({ ...place, d, shared: code, fill: swatch, stroke: outlineOf(swatch), width: 0.6, title })]
    }),
    // Last, so that no neighbour covers them.
    ...classesOf(picture).flatMap(({ code, swatch }) => {
      const d = shapesOf(picture, code, 'circle')
        .map(
          ({ x, y }) =>
            `M${x - SMALL} ${y}a${SMALL} ${SMALL} 0 1 0 ${2 * SMALL} 0a${SMALL} ${SMALL} 0 1 0-${2 * SMALL} 0z`,
        )
        .join('')
      return d === ''
        ? []
        : [path({ ...place, d, shared: `${code}-small`, fill: swatch, stroke: ink, width: 0.8 })]
    }),
  ]
  const legend = key(room, [
    ...classesOf(picture).map(({ code, name, swatch }) => ({
      kind: 'swatch' as const,
      swatch,
      name: `${name} (${formatNumber(countOf(picture, code), room.t.lang)})`,
    })),
    { kind: 'swatch', swatch: land, name: picture.besides },
  ])
  return {
    height: height + 12 + legend.height,
    marks: [...moveDown(marks, above), ...moveDown(legend.marks, height + 12)],
  }
}

/** What has the colour of the paper is seen by its outline. */
const outlineOf = ({ colour }: Swatch): string => (colour === paper ? faint : paper)

/** Of whom nothing is told: all land would be drawn twice, and weighs a fifth of a page. */
const bareLand = ({ world, rows }: CategoryPicture): string => {
  const told = new Set(rows.map(({ code }) => code))
  const bare = [...world.shapes].flatMap(([code, shape]) =>
    shape.kind === 'path' && !told.has(code) ? [shape.d] : [],
  )
  return world.rest + bare.join('')
}

/** Only those that somebody belongs to. */
const classesOf = (picture: CategoryPicture) =>
  picture.categories.flatMap(({ code }, at) =>
    countOf(picture, code) === 0
      ? []
      : [{ code, name: categoryName(picture, code), swatch: categorySwatches[at] ?? unknownSwatch }],
  )

const countOf = ({ rows }: CategoryPicture, code: string): number =>
  rows.filter(({ category }) => category === code).length

type Shape<Kind> = Extract<NonNullable<ReturnType<CategoryPicture['world']['shapes']['get']>>, { kind: Kind }>

const shapesOf = <Kind extends 'path' | 'circle'>(
  { rows, world }: CategoryPicture,
  category: string,
  kind: Kind,
): readonly Shape<Kind>[] =>
  rows.flatMap((row) => {
    const shape = row.category === category ? world.shapes.get(row.code) : undefined
    return shape?.kind === kind ? [shape as Shape<Kind>] : []
  })
