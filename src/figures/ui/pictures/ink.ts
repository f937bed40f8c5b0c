/**
 * Colours and textures of pictures. Neighbours differ in lightness and in texture, so that a black and white print
 * and colour-blind eyes tell them apart (ink.test.ts simulates both). Pictures bring their own paper: they look the
 * same on light and dark pages. Pure.
 */
export const paper = '#fcfaf6'
export const ink = '#1f1b16'
export const faint = '#5b5348'
export const rule = '#dad3c6'
export const accent = '#8a3b0e'
/** Land of which nothing is told. */
export const land = '#ece7dc'

export const textures = ['plain', 'rising', 'dots', 'falling', 'grid', 'level'] as const
export type Texture = (typeof textures)[number]

/** `line` draws the texture on the colour. */
export type Swatch = { readonly colour: string; readonly texture: Texture; readonly line: string }

/** Dark and light in turn. */
export const swatches: readonly Swatch[] = [
  { colour: '#8a3b0e', texture: 'plain', line: '#8a3b0e' },
  { colour: '#f2c14e', texture: 'dots', line: '#6b4a00' },
  { colour: '#1c4e86', texture: 'rising', line: '#7fa6d1' },
  { colour: '#bcd9ea', texture: 'level', line: '#2d6389' },
  { colour: '#00604c', texture: 'grid', line: '#6fb8a5' },
  { colour: '#e6c3d3', texture: 'falling', line: '#8b3f63' },
  { colour: '#4a4238', texture: 'dots', line: '#cfc5b6' },
]

/** Never mistaken for a class: paper with thin lines, in an outline. */
export const unknownSwatch: Swatch = { colour: '#fcfaf6', texture: 'falling', line: '#857a6b' }
/** What is told but not to which row it belongs. */
export const apartSwatch: Swatch = { colour: '#f3ece0', texture: 'rising', line: '#8a3b0e' }

/** Of classes in the order of a picture's categories. Like dark or like light ones differ in texture. */
export const categorySwatches: readonly Swatch[] = [
  { colour: '#1c4e86', texture: 'plain', line: '#1c4e86' },
  { colour: '#8a3b0e', texture: 'grid', line: '#e9b08e' },
  { colour: '#f2c14e', texture: 'dots', line: '#6b4a00' },
  { colour: '#e6c3d3', texture: 'rising', line: '#8b3f63' },
  unknownSwatch,
  { colour: '#bcd9ea', texture: 'level', line: '#2d6389' },
]

/** From few to many on a map, each clearly darker than the one before. */
export const shades = ['#f7dfc3', '#df9960', '#b6632b', '#86390d', '#471a04'] as const

export const swatchKey = ({ colour, texture, line }: Swatch): string =>
  `${texture}-${colour.slice(1)}-${line.slice(1)}`

/** Eight by eight units that repeat, as a path of strokes; dots are strokes without length and with round ends. */
export const tiles: Readonly<Record<Exclude<Texture, 'plain'>, string>> = {
  rising: 'M-2 2L2 -2M-2 10L10 -2M6 10L10 6',
  falling: 'M-2 6L2 10M-2 -2L10 10M6 -2L10 2',
  dots: 'M2 2h0M6 6h0',
  grid: 'M4 0V8M0 4H8',
  level: 'M0 4H8',
}
