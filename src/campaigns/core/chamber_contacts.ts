/**
 * How members of a chamber are reached when nothing is known of their own offices: the post and the switchboard of the
 * house, and its list of its members' forms. https://www.senate.gov/senators/senators-contact.htm and
 * https://www.house.gov/representatives.
 */
export type ChamberContact = {
  readonly lines: readonly string[]
  readonly phone: string
  readonly forms: string
}

const chambers: Readonly<Record<string, ChamberContact>> = {
  'us-senate': {
    lines: ['United States Senate', 'Washington, DC 20510', 'USA'],
    phone: '+1 202 224 3121',
    forms: 'https://www.senate.gov/senators/senators-contact.htm',
  },
  'us-house': {
    lines: ['United States House of Representatives', 'Washington, DC 20515', 'USA'],
    phone: '+1 202 224 3121',
    forms: 'https://www.house.gov/representatives',
  },
}

/** Null for a chamber that is not known here. */
export const contactOf = (body: string, name: string): ChamberContact | null => {
  const known = chambers[body]
  return known ? { ...known, lines: [`The Honorable ${name}`, ...known.lines] } : null
}
