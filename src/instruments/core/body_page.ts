/** What the page of a body shows: the day, its seats by group, and of its members those that are asked for. Pure. */
import { foldText, textMatcher } from '#kernel/core/fold_text.ts'
import type { Group, Member, Membership, Seat } from './bodies.ts'
import { type ReleasedBody, seatsOfBody } from './released_body.ts'

/** Rows of one page: with their marks within 25 KB. */
export const MEMBERS_A_PAGE = 200

export type MemberQuery = {
  readonly on: string | null
  readonly q: string
  /** Of the kind by which the body is counted; null: all. */
  readonly group: string | null
  readonly former: boolean
  readonly page: number
}

/** The day that was asked for; else today, or the last day on which the roll is whole or anybody sat there. */
export const dayShown = (body: ReleasedBody, today: string, asked: string | null): string => {
  if (asked !== null) return asked
  const { known } = body
  if (known?.to && known.to < today) return known.to
  if (seatsOfBody(body, today).length > 0) return today
  const last = body.roll.memberships
    .flatMap(({ to }) => to ?? [])
    .filter((to) => to <= today)
    .toSorted()
    .at(-1)
  return last ?? today
}

export type GroupOfBody = {
  /** Null: without one. */
  readonly id: string | null
  readonly name: string | null
  readonly seats: number
  readonly votes: number
}

/** What a body, open or just read from a file, says of its groups. */
type Grouped = Pick<ReleasedBody, 'groupKind'> & { readonly roll: { readonly groups: readonly Group[] } }

/** The largest first, those without one last. */
export const groupsOfBody = (
  { roll, groupKind }: Grouped,
  seats: readonly Seat[],
): readonly GroupOfBody[] => {
  const nameById = new Map(
    roll.groups.filter(({ kind }) => kind === groupKind).map(({ id, name }) => [id, name]),
  )
  return [...Map.groupBy(seats, ({ membership }) => membership.groups[groupKind] ?? null)]
    .map(([id, own]) => ({
      id,
      name: id === null ? null : (nameById.get(id) ?? id),
      seats: own.length,
      votes: own.filter(({ membership }) => membership.votes).length,
    }))
    .toSorted((a, b) => Number(a.id === null) - Number(b.id === null) || b.seats - a.seats || byName(a, b))
}

const byName = (a: { readonly name: string | null }, b: { readonly name: string | null }): number =>
  (a.name ?? '').localeCompare(b.name ?? '')

/** Whoever sat there before that day and no longer does, with the last of their memberships. */
export const formerSeats = (body: ReleasedBody, day: string): readonly Seat[] => {
  const now = new Set(seatsOfBody(body, day).map(({ member }) => member.id))
  const byId = new Map(body.roll.members.map((one) => [one.id, one]))
  const last = new Map<string, Seat>()
  for (const membership of body.roll.memberships) {
    const member = byId.get(membership.member)
    if (!member || now.has(member.id) || membership.to === null || membership.to >= day) continue
    const before = last.get(member.id)
    if (!before || (before.membership.to ?? '') < membership.to) last.set(member.id, { member, membership })
  }
  return [...last.values()]
}

export type MembersShown = {
  readonly seats: readonly Seat[]
  readonly page: number
  readonly pages: number
  readonly count: number
}

/** `nameOf`: as the reader's language calls a member. */
export const membersShown = (
  seats: readonly Seat[],
  { q, group, page }: Pick<MemberQuery, 'q' | 'group' | 'page'>,
  {
    groupKind,
    nameOf,
    lang,
  }: Pick<ReleasedBody, 'groupKind'> & { nameOf: (member: Member) => string; lang: string },
): MembersShown => {
  const matches = textMatcher(q)
  const found = seats
    .filter(({ membership }) => group === null || membership.groups[groupKind] === group)
    .map((seat) => ({ seat, name: nameOf(seat.member) }))
    .filter(
      ({ seat, name }) =>
        q.trim() === '' || matches(foldText([name, seat.member.name, seat.membership.area ?? ''].join(' '))),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name, lang))
  const pages = Math.max(1, Math.ceil(found.length / MEMBERS_A_PAGE))
  const at = Math.min(Math.max(1, page), pages)
  return {
    seats: found.slice((at - 1) * MEMBERS_A_PAGE, at * MEMBERS_A_PAGE).map(({ seat }) => seat),
    page: at,
    pages,
    count: found.length,
  }
}

/** The latest first. */
export const membershipsOf = (body: ReleasedBody, member: string): readonly Membership[] =>
  body.roll.memberships
    .filter((one) => one.member === member)
    .toSorted((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))
