/** Votes in words of a reader's language: casts, groups, members. Pure. */
import type { Member, Seat } from '#instruments/core/bodies.ts'
import { unGroups } from '#instruments/core/un_states.ts'
import { type Cast, groupKindOf, seatsOfVote, type VoteBody } from '#instruments/core/votes.ts'
import type { GridOption, GridSeat } from '#instruments/ui/grid/grid.ts'
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export const castWord = (t: Translate, cast: Cast | null): string => t(`votes.cast.${cast ?? 'none'}`)

/** States as the reader's language calls them; persons by their name. */
export const memberName = (t: Translate, { kind, id, name }: Member): string =>
  kind === 'state' ? countryName(id, t.lang) : name

export type GroupOfSeats = { readonly id: string; readonly name: string; readonly seats: readonly Seat[] }

/** In the order of the names of groups, members in that of their own. */
export const groupsOfVote = (
  t: Translate,
  vote: VoteBody,
  seats: readonly Seat[],
): readonly GroupOfSeats[] => {
  const kind = groupKindOf(vote)
  const ids = [...new Set(seats.map(({ membership }) => membership.groups[kind] ?? ''))]
  return ids
    .map((id) => ({
      id,
      name: groupWord(t, id),
      seats: seats
        .filter(({ membership }) => (membership.groups[kind] ?? '') === id)
        .toSorted((a, b) => memberName(t, a.member).localeCompare(memberName(t, b.member), t.lang)),
    }))
    .toSorted((a, b) => Number(a.id === '') - Number(b.id === '') || a.name.localeCompare(b.name, t.lang))
}

export const groupWord = (t: Translate, id: string): string => {
  const known = unGroups.find((one) => one === id)
  if (known) return t(`votes.group.${known}`)
  return id === '' ? t('votes.group.none') : id
}

/** In the reader's language, or in the one it was written in, with the language to say so. */
export const wordsIn = (
  all: Readonly<Record<string, string>>,
  written: string,
  wanted: string,
): { readonly lang: string; readonly text: string } => {
  const own = all[wanted]
  return own === undefined ? { lang: written, text: all[written] ?? '' } : { lang: wanted, text: own }
}

type Sitting = Pick<VoteBody, 'members' | 'on'>

/** Whoever may vote, as the board lists them: States by their English names, others as their list has them. */
export const gridSeats = (t: Translate, sitting: Sitting): readonly GridSeat[] => {
  const kind = groupKindOf(sitting)
  const seats = seatsOfVote(sitting).filter(({ membership }) => membership.votes)
  const ordered =
    typeof sitting.members === 'string'
      ? seats.toSorted((a, b) => a.member.name.localeCompare(b.member.name, 'en'))
      : seats
  return ordered.map(({ member, membership }) => {
    const group = membership.groups[kind] ?? null
    return { id: member.id, name: memberName(t, member), group, groupName: groupWord(t, group ?? '') }
  })
}

/** Everybody who sat there, with and without a vote, as choices. */
export const namesOfSeats = (
  t: Translate,
  sitting: Sitting,
): readonly { readonly value: string; readonly label: string }[] =>
  seatsOfVote(sitting)
    .map(({ member }) => ({ value: member.id, label: memberName(t, member) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, t.lang))

/** Where names of the yes votes are not known nothing can be set to yes. */
export const castOptions = (
  t: Translate,
  { unknownYes }: { readonly unknownYes: boolean },
): readonly GridOption[] => [
  unknownYes
    ? { code: 'yes_or_not_voting', label: castWord(t, 'yes_or_not_voting'), key: 'y' }
    : { code: 'yes', label: castWord(t, 'yes'), key: 'y' },
  { code: 'no', label: castWord(t, 'no'), key: 'n' },
  { code: 'abstain', label: castWord(t, 'abstain'), key: 'a' },
  { code: 'absent', label: castWord(t, 'absent'), key: 'x' },
  { code: 'not_voting', label: castWord(t, 'not_voting'), key: 'v' },
]
