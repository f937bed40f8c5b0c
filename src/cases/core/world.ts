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
