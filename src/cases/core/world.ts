/** The world as it is drawn on maps: SVG paths in one frame; countries too small for it are circles. */

export type MapShape =
  | { readonly kind: 'path'; readonly d: string }
  | { readonly kind: 'circle'; readonly x: number; readonly y: number }

export type WorldMap = {
  readonly width: number
  readonly height: number
  readonly land: string
  readonly borders: string
  /** Land of no shape below: a picture that has most shapes anyway draws this instead of all land. */
  readonly rest: string
  /** By ISO alpha-2 code. */
  readonly shapes: ReadonlyMap<string, MapShape>
}

/**
 * What lies under countries that are drawn by themselves: all land and its borders, or where they are most of it, only
 * what is left. Their own outlines are the borders then.
 */
export const groundUnder = (
  { land, rest, borders, shapes }: Pick<WorldMap, 'land' | 'rest' | 'borders' | 'shapes'>,
  drawn: ReadonlySet<string>,
): Pick<WorldMap, 'land' | 'borders'> => {
  const left = [...shapes].filter(([code]) => !drawn.has(code))
  if (left.length * 2 > shapes.size) return { land, borders }
  return {
    land: rest + left.map(([, shape]) => (shape.kind === 'path' ? shape.d : '')).join(''),
    borders: '',
  }
}
