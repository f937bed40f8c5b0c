/**
 * Who sits for a place: of bodies whose members sit for areas, by state and district. Asked by both alone; nobody's
 * address is needed and none is taken. Pure.
 */
import { type Seat, seatsOn } from '#instruments/core/bodies.ts'
import { dayShown } from '#instruments/core/body_page.ts'
import type { ReleasedBody } from '#instruments/core/released_body.ts'

export type Place = { readonly state: string; readonly district: string | null }
export type PlaceSeat = Seat & { readonly body: ReleasedBody; readonly day: string }

/** `OH-3` is a district of OH; `OH` and "Mashonaland East" are places without districts. */
export const placeOfArea = (area: string): Place => {
  const [, state, district] = /^([A-Z]{2})-(\d{1,3})$/.exec(area) ?? []
  return state === undefined ? { state: area, district: null } : { state, district: district ?? null }
}

type Seated = { readonly bodies: readonly ReleasedBody[]; readonly today: string }

/** All who sit in a body for a place. */
export const seatsOnPlace = (
  body: ReleasedBody,
  today: string,
): readonly (PlaceSeat & { readonly place: Place })[] => {
  const day = dayShown(body, today, null)
  return seatsOn(body.roll, body.slug, day).flatMap((seat) => {
    const { area } = seat.membership
    return area === null ? [] : [{ ...seat, body, day, place: placeOfArea(area) }]
  })
}

const seatsOf = ({ bodies, today }: Seated): readonly (PlaceSeat & { readonly place: Place })[] =>
  bodies.flatMap((body) => seatsOnPlace(body, today))

/** By name; a region of the same id gives it one. */
export const statesOf = (of: Seated): readonly { readonly id: string; readonly name: string }[] => {
  const names = new Map(
    of.bodies.flatMap(({ roll }) =>
      roll.groups.filter(({ kind }) => kind === 'region').map(({ id, name }) => [id, name] as const),
    ),
  )
  const ids = new Set(seatsOf(of).map(({ place }) => place.state))
  return [...ids]
    .map((id) => ({ id, name: names.get(id) ?? id }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

export const districtsOf = (of: Seated, state: string): readonly string[] => {
  const own = seatsOf(of).flatMap(({ place }) =>
    place.state === state && place.district !== null ? [place.district] : [],
  )
  return [...new Set(own)].toSorted((a, b) => Number(a) - Number(b))
}

/** Whoever sits for the whole state, and whoever sits for that district of it. */
export const seatsFor = (of: Seated, { state, district }: Place): readonly PlaceSeat[] =>
  seatsOf(of).filter(
    ({ place }) => place.state === state && (place.district === null || place.district === district),
  )
