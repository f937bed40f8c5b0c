/** The secret offsets of told numbers (core/told.ts), from the server's pepper: the database alone tells none of them. */
import { type Partition, partitionName } from '#figures/core/partitions.ts'
import { type Label, type Offset, type OffsetOf, offsets, places } from '#figures/core/told.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'
import { secretNumbersFor } from '#platform/server/stamp.ts'

export type OffsetsFor = (partition: Partition) => OffsetOf

/** The same for ever for the same label: an offset that changed would be one more reading of the same number. */
export const secretOffsets = ({ pepper }: Pick<ServerSecrets, 'pepper'>): OffsetsFor => {
  const numberOf = secretNumbersFor(pepper, 'amparo/v1/told-offset')
  return (partition) => {
    const name = partitionName(partition, places)
    const known = new Map<string, Offset>()
    return ({ level, country, year, what }: Label) => {
      const label = JSON.stringify([name, level, country, year, what])
      const offset = known.get(label) ?? offsets[numberOf(label) % offsets.length]!
      known.set(label, offset)
      return offset
    }
  }
}
