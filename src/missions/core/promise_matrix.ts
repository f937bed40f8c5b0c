/**
 * Which mission promised what: a column for all missions that the same guidelines bind, since they promised the same.
 * Of each level one path, so that a picture of many cells stays small. Pure.
 */
import {
  type Duty,
  dutyCodes,
  type Guideline,
  type Promised,
  promisedBy,
} from '#kernel/core/vocabulary/missions.ts'

export type PromiseColumn<Mission> = {
  readonly guidelines: readonly Guideline[]
  readonly missions: readonly Mission[]
}

export type PromiseMatrix<Mission> = {
  readonly columns: readonly PromiseColumn<Mission>[]
  /** In the order of the columns. */
  readonly rows: readonly { readonly duty: Duty; readonly promised: readonly Promised[] }[]
}

/** The most missions first. */
export const promiseMatrix = <Mission extends { readonly guidelines: readonly Guideline[] }>(
  missions: readonly Mission[],
): PromiseMatrix<Mission> => {
  const keyOf = ({ guidelines }: Mission): string => [...new Set(guidelines)].toSorted().join(' ')
  const columns = [...Map.groupBy(missions, keyOf).values()]
    .map((own) => ({ guidelines: [...new Set(own.flatMap((one) => one.guidelines))], missions: own }))
    .toSorted((a, b) => b.missions.length - a.missions.length)
  const rows = dutyCodes.map((duty) => ({
    duty,
    promised: columns.map(({ guidelines }) => promisedBy(duty, guidelines)),
  }))
  return { columns, rows }
}

export const CELL = { width: 36, height: 14, gap: 2 } as const

/** Of the cells at that level, from the upper start corner. */
export const levelPath = ({ rows }: PromiseMatrix<unknown>, level: Promised): string =>
  rows
    .flatMap(({ promised }, row) =>
      promised.flatMap((one, column) =>
        one === level
          ? [
              `M${column * (CELL.width + CELL.gap)} ${row * (CELL.height + CELL.gap)}h${CELL.width}v${CELL.height}h-${CELL.width}z`,
            ]
          : [],
      ),
    )
    .join('')
