/**
 * A picture of figures: everything that its drawing, its table and its files say, in the words of one language. A
 * picture tells nothing that its table does not. Direction follows from the language; where nothing is told there is
 * a gap, never a zero. Pure.
 */
import type { WorldMap } from '#cases/core/world.ts'

/** Whoever makes pictures says what a row is called; codes are for machines and colours. */
type Frame = {
  /** Small letters, digits, `-` and `_`: the name of its files and the beginning of its element ids. */
  readonly id: string
  readonly lang: string
  readonly title: string
  /** What is counted, in words: "events", "persons killed". */
  readonly unit: string
  /** Percents run from 0 to 100 and their axes end there. */
  readonly scale: 'count' | 'percent'
  readonly period: string
  readonly area: string
  /** One line: who publishes this, of which day. */
  readonly source: string
  /** What a reader must know: "Every number is a lower bound." */
  readonly notes: readonly string[]
  /** The permanent address of picture and data, absolute; null: it has none of its own. */
  readonly address: string | null
}

/** `value` null: nothing is told. `max`: a range from value to max. `least`: a lower bound. Never negative. */
export type PictureNumber = {
  readonly value: number | null
  readonly max: number | null
  readonly least: boolean
}

export type PictureRow = {
  /** A term, an ISO country; `unknown` stands last. */
  readonly code: string
  readonly name: string
  readonly number: PictureNumber
  /** Where the table leads from here: the public cases behind the number. */
  readonly href?: string | null
}

/** `year` ascending; a year that is not listed is a gap, like one without a value. */
export type YearPoint = {
  readonly year: number
  readonly number: PictureNumber
  readonly href?: string | null
}

export type YearSeries = {
  readonly code: string
  readonly name: string
  readonly points: readonly YearPoint[]
  readonly href?: string | null
}

/** Told, but not to which row it belongs: drawn apart and never shared out. */
type Apart = { readonly apart: PictureNumber | null }

/** Ranked bars. */
export type BarPicture = Frame &
  Apart & {
    readonly kind: 'bars'
    /** What the rows are: "Country". */
    readonly rowsAre: string
    readonly rows: readonly PictureRow[]
  }

/** Years as columns: one series. */
export type ColumnPicture = Frame &
  Apart & { readonly kind: 'columns'; readonly points: readonly YearPoint[] }

/** Years as lines: few series; more belong into small multiples. */
export type LinePicture = Frame & Apart & { readonly kind: 'lines'; readonly series: readonly YearSeries[] }

/** Shares of a whole, one bar a row; unknown is part of the whole. Counts, of which percents are made here. */
export type StackedPicture = Frame & {
  readonly kind: 'stacked'
  readonly rowsAre: string
  readonly parts: readonly { readonly code: string; readonly name: string }[]
  readonly rows: readonly {
    readonly code: string
    readonly name: string
    /** In the order of the parts. */
    readonly counts: readonly number[]
    readonly unknown: number
    readonly href?: string | null
  }[]
}

/** Countries on a map of the world, and the list beside it. A row whose code is no country is only in the list. */
export type MapPicture = Frame &
  Apart & { readonly kind: 'map'; readonly world: WorldMap; readonly rows: readonly PictureRow[] }

/** The classes of a picture, always in the same order, so that a class looks the same in all pictures of its kind. */
type Categories = { readonly categories: readonly { readonly code: string; readonly name: string }[] }

/** Countries on a map of the world by what they did, as in a vote. `besides`: what bare land means. */
export type CategoryPicture = Frame &
  Categories & {
    readonly kind: 'categories'
    readonly world: WorldMap
    readonly rowsAre: string
    readonly categoriesAre: string
    readonly besides: string
    readonly rows: readonly { readonly code: string; readonly name: string; readonly category: string }[]
  }

/**
 * The seats of a chamber in arcs, group beside group in the order given, each in the look of what its member did.
 * `groupsAre`: "Party".
 */
export type HemicyclePicture = Frame &
  Categories & {
    readonly kind: 'hemicycle'
    readonly groupsAre: string
    readonly groups: readonly {
      readonly name: string
      /** What each member did, by code. */
      readonly seats: readonly string[]
    }[]
  }

/** How many went from which class to which, as between two votes. */
export type FlowPicture = Frame &
  Categories & {
    readonly kind: 'flow'
    readonly before: string
    readonly after: string
    readonly streams: readonly { readonly from: string; readonly to: string; readonly count: number }[]
  }

/** One small column chart a country (or another class), all on the same scale. */
export type MultiplesPicture = Frame &
  Apart & { readonly kind: 'multiples'; readonly rowsAre: string; readonly panels: readonly YearSeries[] }

export type PictureEvent = {
  readonly code: string
  readonly label: string
  /** EDTF; the earliest and the latest day that it may mean, null where that is open. */
  readonly date: string
  readonly earliest: string | null
  readonly latest: string | null
  readonly href?: string | null
}

/** Events in time, oldest first. */
export type TimelinePicture = Frame & { readonly kind: 'timeline'; readonly events: readonly PictureEvent[] }

/** One number of which there is no more to draw, in words that stand around it; of a quantity in words all is `before`. */
export type NumberPicture = Frame & {
  readonly kind: 'number'
  readonly before: string
  readonly number: string
  readonly after: string
}

export type Picture =
  | BarPicture
  | ColumnPicture
  | LinePicture
  | StackedPicture
  | MapPicture
  | CategoryPicture
  | HemicyclePicture
  | FlowPicture
  | MultiplesPicture
  | TimelinePicture
  | NumberPicture

export const UNKNOWN = 'unknown'

export const nothingTold: PictureNumber = { value: null, max: null, least: false }

export const exactly = (value: number): PictureNumber => ({ value, max: null, least: false })

export const atLeast = (value: number): PictureNumber => ({ value, max: null, least: true })

/** In words, or the code of a class that nobody named. */
export const categoryName = ({ categories }: Categories, code: string): string =>
  categories.find((one) => one.code === code)?.name ?? code

/**
 * The number of an answer as a picture shows it, a lower bound. Nought may be a few that are not told, so it is a gap.
 */
export const countToNumber = (count: {
  readonly public: number | null
  readonly told: number
  readonly max: number | null
}): PictureNumber => {
  const value = (count.public ?? 0) + count.told
  if (value === 0) return nothingTold
  return { value, max: count.max !== null && count.max > value ? count.max : null, least: true }
}

/** The largest first, what is not told after it, unknown last. */
export const ranked = <Row extends Pick<PictureRow, 'code' | 'number'>>(
  rows: readonly Row[],
): readonly Row[] =>
  rows.toSorted(
    (a, b) =>
      Number(a.code === UNKNOWN) - Number(b.code === UNKNOWN) ||
      (b.number.value ?? -1) - (a.number.value ?? -1),
  )
