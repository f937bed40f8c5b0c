/** What the reading of a text had to assume, each beside the provision in which it stands. Pure. */
import { flatten } from '#instruments/core/instrument.ts'
import type { Doubt } from '#instruments/core/structure_doubts.ts'
import type { FoundStructure } from '#instruments/core/structure_text.ts'

/** `at`: id of the provision; null before the first one. */
export type PlacedDoubt = Doubt & { readonly at: string | null }

export const placeDoubts = ({
  provisions,
  starts,
  doubts,
}: Pick<FoundStructure, 'provisions' | 'starts' | 'doubts'>): readonly PlacedDoubt[] => {
  const ids = flatten(provisions).map(({ provision }) => provision.id)
  return doubts.map((doubt) => ({
    ...doubt,
    at: ids[starts.findLastIndex((line) => line <= doubt.line)] ?? null,
  }))
}

/** Ids change when they are carried from the version before; the doubts go with their provisions. */
export const moveDoubts = (
  doubts: readonly PlacedDoubt[],
  ids: ReadonlyMap<string, string | null>,
): readonly PlacedDoubt[] =>
  doubts.map((one) => {
    const moved = one.at === null ? null : ids.get(one.at)
    return moved === undefined ? one : { ...one, at: moved }
  })
