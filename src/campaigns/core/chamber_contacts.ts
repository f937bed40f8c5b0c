/**
 * How members of a chamber are reached when nothing is known of their own offices: the post and the switchboard of the
 * house, and its list of its members' own pages. Pages say that it is the house's and not the member's own.
 *
 * - Post and form of address: each house's own pages (`source`) and those of organisations that write to it
 *   (https://coausphs.org/advocacy/contact-congress/, https://www.treefarmsystem.org/tips-on-writing-to-congress); read
 *   on 2026-11-22, all of one mind. The ZIP codes are of one house each.
 * - Telephone: one switchboard of the Capitol puts through to both houses (as above, and
 *   https://legalclarity.org/how-to-contact-the-speaker-of-the-house).
 */
export type ChamberContact = {
  readonly lines: readonly string[]
  readonly phone: string
  /** Of the house: where each member's own form, telephone and rooms stand. */
  readonly forms: string
  /** Where the house says so. */
  readonly source: string
}

const CAPITOL_SWITCHBOARD = '+1 202 224 3121'

const chambers: Readonly<Record<string, ChamberContact>> = {
  'us-senate': {
    lines: ['United States Senate', 'Washington, DC 20510', 'USA'],
    phone: CAPITOL_SWITCHBOARD,
    forms: 'https://www.senate.gov/senators/senators-contact.htm',
    source: 'https://www.senate.gov/senators/senators-contact.htm',
  },
  'us-house': {
    lines: ['United States House of Representatives', 'Washington, DC 20515', 'USA'],
    phone: CAPITOL_SWITCHBOARD,
    forms: 'https://www.house.gov/representatives',
    source: 'https://www.house.gov/representatives',
  },
}

/** Chambers that are known here. */
export const knownChambers: readonly string[] = Object.keys(chambers)

/** Null for a chamber that is not known here. */
export const contactOf = (body: string, name: string): ChamberContact | null => {
  const known = Object.hasOwn(chambers, body) ? chambers[body] : undefined
  return known ? { ...known, lines: [`The Honorable ${name}`, ...known.lines] } : null
}
