/**
 * The world as SVG paths, drawn once per process: land and borders, and each country by itself. Countries too small
 * for the map are circles. Borders as Natural Earth has them (public domain); they say nothing on any status.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { geoCentroid, geoEqualEarth, geoPath } from 'd3-geo'
import { feature, merge, mesh } from 'topojson-client'
import type { GeometryCollection, Polygon, MultiPolygon, Topology } from 'topojson-specification'
import { countries } from '#kernel/core/vocabulary/countries.ts'
import { compactPath } from '#cases/core/svg_path.ts'
import type { MapShape, WorldMap } from '#cases/core/world.ts'

export type { MapShape, WorldMap }

type Atlas = Topology<{ countries: GeometryCollection }>
type Area = Polygon | MultiPolygon

const WIDTH = 900
const HEIGHT = 436
const ANTARCTICA = '010'
/** Square units of the drawing: what is smaller is hard to see and to hit. */
const LEAST_AREA = 14
/** Not in the atlas: longitude and latitude. */
const besides: Readonly<Record<string, readonly [number, number]>> = { TV: [179.2, -8.52] }

export const drawWorld = (): WorldMap => {
  const [world, details] = [readAtlas('countries-110m'), readAtlas('countries-50m')]
  const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT + 38], { type: 'Sphere' })
  const path = geoPath(projection).digits(0)
  const draw = (geometry: Parameters<typeof path>[0]): string => compactPath(path(geometry) ?? '')
  const areas = world.objects.countries.geometries as Area[]
  const byNumber = new Map(
    feature(world, world.objects.countries).features.map((one) => [String(one.id), one]),
  )
  const fineByNumber = new Map(
    feature(details, details.objects.countries).features.map((one) => [String(one.id), one]),
  )
  const shapes = new Map<string, MapShape>()
  const drawn = new Set([ANTARCTICA])
  for (const { code, m49 } of countries) {
    const number = String(m49).padStart(3, '0')
    const found = byNumber.get(number)
    const place = found ?? fineByNumber.get(number)
    const centre = place ? geoCentroid(place) : besides[code]
    if (!centre || number === ANTARCTICA) continue
    if (found && path.area(found) >= LEAST_AREA) {
      shapes.set(code, { kind: 'path', d: draw(found) })
      drawn.add(number)
      continue
    }
    const [x, y] = projection([centre[0], centre[1]]) ?? [0, 0]
    shapes.set(code, { kind: 'circle', x: Math.round(x), y: Math.round(y) })
  }
  const together = (of: readonly Area[]): string => draw(merge(world, of as Parameters<typeof merge>[1]))
  return {
    width: WIDTH,
    height: HEIGHT,
    land: together(areas.filter(({ id }) => id !== ANTARCTICA)),
    rest: together(areas.filter(({ id }) => !drawn.has(String(id)))),
    borders: draw(mesh(world, world.objects.countries, (a, b) => a !== b)),
    shapes,
  }
}

const readAtlas = (name: string): Atlas => {
  const file = createRequire(import.meta.url).resolve(`world-atlas/${name}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as Atlas
}
