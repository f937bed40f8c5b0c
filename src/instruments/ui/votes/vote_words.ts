/** Votes in words of a reader's language: casts, groups, members. Pure. */
import type { Member, Seat } from '#instruments/core/bodies.ts'
import { unGroups } from '#instruments/core/un_states.ts'
import { type Cast, groupKindOf, type VoteBody } from '#instruments/core/votes.ts'
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

const groupWord = (t: Translate, id: string): string => {
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
