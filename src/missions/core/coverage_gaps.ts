/**
 * What would close the largest gap next. Guidelines give no numbers, so a gap is measured by what others did who promised
 * the same: at their rate for each case, so many acts would have been due here. Pure.
 */
import { compareText } from '#kernel/core/compare_text.ts'
import type { Cell, Coverage } from './coverage.ts'

export type Gap = {
  readonly mission: string
  readonly duty: string
  /** At the rate of the others, at least one; null where nobody who promised it did it: one act would be the first. */
  readonly expected: number | null
  /** Acts done by the others who promised it, and the cases that they keep. */
  readonly peers: { readonly done: number; readonly cases: number; readonly missions: number }
  /** Month of the last one before the period. */
  readonly last: string | null
}

/** The largest first: by acts missing, then by how long ago the last was, never first. */
export const gapsOf = (
  { missions }: Coverage,
  casesByMission: ReadonlyMap<string, number>,
): readonly Gap[] => {
  const casesOf = (mission: string): number => casesByMission.get(mission) ?? 0
  const promising = missions.flatMap(({ cells }) => cells.filter(({ promised }) => promised === 'stated'))
  const byDuty = Map.groupBy(promising, ({ code }) => code)
  return promising
    .filter(({ gap }) => gap)
    .map((cell) => gapOf(cell, byDuty.get(cell.code)!, casesOf))
    .toSorted(
      (a, b) =>
        acts(b) - acts(a) ||
        compareText(a.last ?? '', b.last ?? '') ||
        compareText(a.mission, b.mission) ||
        compareText(a.duty, b.duty),
    )
}

const gapOf = (cell: Cell, promising: readonly Cell[], casesOf: (mission: string) => number): Gap => {
  const others = promising.filter(({ mission }) => mission !== cell.mission)
  const done = others.reduce((sum, other) => sum + other.done, 0)
  const cases = others.reduce((sum, { mission }) => sum + casesOf(mission), 0)
  const expected =
    done === 0 || cases === 0 ? null : Math.max(1, Math.round((done / cases) * casesOf(cell.mission)))
  return {
    mission: cell.mission,
    duty: cell.code,
    expected,
    peers: { done, cases, missions: others.length },
    last: cell.last,
  }
}

const acts = ({ expected }: Gap): number => expected ?? 0
