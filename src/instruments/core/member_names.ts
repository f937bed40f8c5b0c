/** Members by the names that documents write: States in English, persons as "Mr. Coons" or whole. Nobody is guessed. Pure. */
import { type Seat, stateOfName } from './bodies.ts'

/** "Ms. Jenkins of Kansas": the place stands only where two have that name. */
const written = /^(?:(?:mr|mrs|ms|miss|dr|sen|senator|rep|representative|hon)\.?\s+)*(.+?)(?:\s+of\s+(.+))?$/i

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[’‘]/g, "'")
    .replace(/,?\s+(jr|sr|ii|iii|iv)\.?$/i, '')
    .trim()
    .toLowerCase()

/** The one member of these seats whom the name means; null: none, or more than one. */
export const memberOfName = (seats: readonly Seat[], name: string): string | null => {
  const state = stateOfName(name)
  if (state !== null && seats.some(({ member }) => member.id === state && member.kind === 'state'))
    return state
  const persons = seats.filter(({ member }) => member.kind === 'person')
  const [, own = '', place] = written.exec(name.trim()) ?? []
  const whole = persons.filter(({ member }) => [plain(own), plain(name)].includes(plain(member.name)))
  if (whole.length > 0) return only(whole)
  const same = persons.filter(({ member }) => plain(member.name).endsWith(` ${plain(own)}`))
  if (same.length < 2 || place === undefined) return only(same)
  return only(
    same.filter(({ membership: { area, groups } }) =>
      [area, groups.region].some((one) => one !== null && one !== undefined && plain(one) === plain(place)),
    ),
  )
}

const only = (seats: readonly Seat[]): string | null =>
  seats.length === 1 ? (seats[0]?.member.id ?? null) : null
