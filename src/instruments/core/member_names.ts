/** Members by the names that documents write: States in English, persons as "Mr. Coons" or whole. Nobody is guessed. Pure. */
import { type Seat, stateOfName } from './bodies.ts'
import { usStateCode } from './us_states.ts'

/** "Ms. Jenkins of Kansas": the place stands only where two have that name. */
const written =
  /^(?:(?:mr|mrs|ms|miss|dr|sen|senator|rep|representative|hon)\.?\s{1,3}){0,4}(.{1,200}?)(?:\s{1,3}of\s{1,3}(.{1,200}))?$/i

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘]/g, "'")
    .replace(/(?:,|(?<![\s,]))\s+(jr|sr|ii|iii|iv)\.?$/i, '')
    .trim()
    .toLowerCase()

/** The one member of these seats whom the name means; null: none, or more than one. */
export const memberOfName = (seats: readonly Seat[], name: string): string | null =>
  only(seatsOfName(seats, name))

/** All whom it may mean. */
export const seatsOfName = (seats: readonly Seat[], name: string): readonly Seat[] => {
  const state = stateOfName(name)
  const states = seats.filter(({ member }) => member.id === state && member.kind === 'state')
  if (states.length > 0) return states
  const persons = seats.filter(({ member }) => member.kind === 'person')
  const [, own = '', place] = written.exec(name.trim()) ?? []
  const whole = persons.filter(({ member }) => [plain(own), plain(name)].includes(plain(member.name)))
  if (whole.length > 0) return whole
  const same = persons.filter(({ member }) => plain(member.name).endsWith(` ${plain(own)}`))
  if (same.length < 2 || place === undefined) return same
  // Lists of Congress hold "KS" where its texts write "of Kansas".
  const places = [place, usStateCode(place) ?? place].map(plain)
  return same.filter(({ membership: { area, groups } }) =>
    [area, groups.region].some((one) => one !== null && one !== undefined && places.includes(plain(one))),
  )
}

const only = (seats: readonly Seat[]): string | null =>
  seats.length === 1 ? (seats[0]?.member.id ?? null) : null
