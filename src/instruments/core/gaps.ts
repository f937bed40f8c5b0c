/** Where a text that is known in part only lacks paragraphs: its numbers do not follow one another. */
import type { Provision } from './instrument.ts'
import { parseNumber } from './provision_number.ts'

/** Ids of the provisions before which at least one is missing among those beside them. */
export const gapsIn = (provisions: readonly Provision[]): ReadonlySet<string> => {
  const gaps = new Set<string>()
  const walk = (list: readonly Provision[]): void => {
    for (const [at, one] of list.entries()) {
      if (misses(list[at - 1] ?? null, one)) gaps.add(one.id)
      walk(one.children)
    }
  }
  walk(provisions)
  return gaps
}

const misses = (before: Provision | null, now: Provision): boolean => {
  const place = placeOf(now)
  if (place === null) return false
  if (before === null || before.part !== now.part) return place.at !== 1 || place.series.endsWith('X')
  const last = placeOf(before)
  return last !== null && last.series === place.series && place.at !== last.at + 1
}

/** `OP8` is the eighth of OP, `OP10(e)` the fifth of OP10; Roman and other marks are not judged. */
const placeOf = ({ number }: Provision): { readonly series: string; readonly at: number } | null => {
  const parsed = parseNumber(number)
  const mark = parsed?.marks.at(-1)
  if (mark !== undefined)
    return /^[a-hj-uwyz]$/.test(mark)
      ? { series: 'letters', at: mark.charCodeAt(0) - 96 }
      : /^\d+$/.test(mark)
        ? { series: 'marks', at: Number(mark) }
        : null
  const found = /^(?<series>[A-Z]{1,3}|Article )(?<at>\d+)$/.exec(parsed?.root ?? '')?.groups
  return found ? { series: found['series'] ?? '', at: Number(found['at']) } : null
}
