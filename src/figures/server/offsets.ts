/** The secret offsets of told numbers (core/told.ts), from the server's pepper: the database alone tells none of them. */
import { createHmac } from 'node:crypto'
import { type Partition, partitionName } from '#figures/core/partitions.ts'
import { type Label, type Offset, type OffsetOf, offsets, places } from '#figures/core/told.ts'
import type { ServerSecrets } from '#platform/server/secrets.ts'

export type OffsetsFor = (partition: Partition) => OffsetOf

/** The same for ever for the same label: an offset that changed would be one more reading of the same number. */
export const secretOffsets =
  ({ pepper }: Pick<ServerSecrets, 'pepper'>): OffsetsFor =>
  (partition) => {
    const name = partitionName(partition, places)
    const known = new Map<string, Offset>()
    return ({ level, country, year, what }: Label) => {
      const label = JSON.stringify(['amparo/v1/told-offset', name, level, country, year, what])
      const offset =
        known.get(label) ?? offsetIn(createHmac('sha256', pepper.reveal()).update(label).digest())
      known.set(label, offset)
      return offset
    }
  }

const offsetIn = (digest: Buffer): Offset => offsets[digest.readUInt32BE(0) % offsets.length]!
