/** Somebody who sits for a place, as the page of targets shows them. */
import type { ChamberContact } from '#campaigns/core/chamber_contacts.ts'
import type { PositionFact } from '#instruments/core/positions.ts'

export type FoundSeat = {
  readonly body: string
  readonly bodyName: Readonly<Record<string, string>>
  readonly bodyLang: string
  readonly member: string
  readonly name: string
  /** Their party or group. */
  readonly group: string | null
  readonly area: string
  /** What they are known to hold on what the ask is about. */
  readonly positions: readonly Pick<PositionFact, 'stance' | 'on' | 'source'>[]
  readonly contact: ChamberContact | null
  /** On which the list was looked at. */
  readonly day: string
}
