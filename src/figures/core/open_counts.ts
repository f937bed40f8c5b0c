/** The counted labels of open data: what is public of each beside what is told of it. Pure. */
import type { CountedLabel } from './open_data.ts'
import { type PartitionKind, partitionName, partitions } from './partitions.ts'
import { places, type ToldNumber } from './told.ts'

/** Verification, country, year and type of one event that everybody can see. */
export type PublicEventCodes = readonly [verification: string, country: string, year: string, type: string]

export type PublicCount = { readonly codes: PublicEventCodes; readonly times: number }

/** Told labels, and one for each kind of public event; in an order that follows from their codes alone. */
export const withPublic = (
  told: readonly CountedLabel[],
  events: readonly PublicCount[],
): readonly CountedLabel[] => {
  const labels = new Map(told.map((label) => [keyOf(label), label]))
  for (const { codes, times } of events) {
    const [verification, country, year, what] = codes
    const label = { unit: 'events', verification, dating: 'incident', country, year, what } as const
    const key = keyOf(label)
    const before = labels.get(key) ?? { ...label, public: 0, told: 0 }
    labels.set(key, { ...before, public: (before.public ?? 0) + times })
  }
  return [...labels].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, label]) => label)
}

/**
 * What is told most finely, so that every fact is in one label at most and sums mean something; without
 * attempts. Only events are public by themselves; of persons the public ones depend on the question, and the
 * rest is shown by no publication.
 */
export const toldLabels = (told: ReadonlyMap<string, readonly ToldNumber[]>): readonly CountedLabel[] => {
  const labels = new Map<string, CountedLabel>()
  for (const partition of partitions) {
    if (partition.attempts) continue
    for (const number of told.get(partitionName(partition, places)) ?? []) {
      const label = labelOf(partition.kind, partition.dating, number)
      const key = keyOf(label)
      labels.set(key, { ...label, told: (labels.get(key)?.told ?? 0) + number.number })
    }
  }
  return [...labels.values()]
}

const labelOf = (
  unit: PartitionKind,
  dating: CountedLabel['dating'],
  { level: verification, country, year, what }: ToldNumber,
): Omit<CountedLabel, 'told'> => ({
  unit,
  verification,
  dating,
  country,
  year,
  what,
  public: unit === 'events' && dating === 'incident' ? 0 : null,
})

type Label = Omit<CountedLabel, 'public' | 'told'>

const keyOf = ({ unit, verification, dating, country, year, what }: Label): string =>
  [unit, verification, dating, country, year, what].join(' ')
