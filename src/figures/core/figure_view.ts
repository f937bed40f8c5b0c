/** Everything that the page of a figure and its files say. Pure. */
import type { Answer } from './answer.ts'
import type { Computation } from './figure.ts'
import { type FigureVersion, versionsWithChanges } from './figure_versions.ts'
import { differenceOf, valueOfAnswer } from './freeze.ts'
import { type NamedTheme, type ReleasedFigure, sameThing } from './released_figure.ts'

/** What the question of a computed figure is answered with today. */
export type CountedNow = {
  /** Null: nothing that makes a share is told. */
  readonly value: Computation['frozen']['value'] | null
  readonly share: Answer['share']
  /** ISO day of the weekly refresh; null: none yet. */
  readonly toldOn: string | null
  readonly version: string
  /** Null: one of the two is a range or not told. */
  readonly difference: number | null
  /** Whether a public case stands behind the number today. */
  readonly isShown: boolean
  /** Codes of the rows behind which one does. */
  readonly shownRows: readonly string[]
}

export type FigureView = {
  readonly figure: ReleasedFigure
  /** Newest first. */
  readonly versions: readonly FigureVersion[]
  readonly others: readonly ReleasedFigure[]
  readonly themes: readonly NamedTheme[]
  /** Null: it is cited. */
  readonly now: CountedNow | null
}

export type FigureParts = {
  /** All released versions of this figure. */
  readonly released: readonly ReleasedFigure[]
  readonly all: readonly ReleasedFigure[]
  readonly themes: readonly NamedTheme[]
  readonly answer: Answer | null
}

/** Null: no version is released. */
export const figureView = ({ released, all, themes, answer }: FigureParts): FigureView | null => {
  const versions = versionsWithChanges(released)
  const figure = versions[0]?.figure
  if (!figure) return null
  const { source } = figure.body
  return {
    figure,
    versions,
    others: sameThing(figure, all),
    themes: themes.filter((theme) => theme.figures.includes(figure.id)),
    now: source.kind === 'query' && answer ? countedNow(source, answer) : null,
  }
}

const countedNow = ({ frozen }: Computation, answer: Answer): CountedNow => {
  const value = valueOfAnswer(answer)
  return {
    value,
    share: answer.share,
    toldOn: answer.toldOn,
    version: answer.version,
    difference: value && differenceOf(frozen.value, value),
    isShown: (answer.total.public ?? 0) > 0,
    shownRows: answer.rows.filter(({ number }) => (number.public ?? 0) > 0).map(({ code }) => code),
  }
}
