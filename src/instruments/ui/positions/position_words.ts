/** Positions in words of a reader's language: stances, what they lead to expect, what they are of. Pure. */
import type { GroupKind, Roll } from '#instruments/core/bodies.ts'
import type { Position, PositionFact, Stance, Subject } from '#instruments/core/positions.ts'
import { subjectKey } from '#instruments/core/whip_ground.ts'
import type { Leaning } from '#instruments/core/whip.ts'
import type { MemberView } from '#instruments/core/whip_view.ts'
import { pathInLanguage } from '#languages/address.ts'
import { formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { amendmentName } from '../amendments/amendment_words.ts'
import { groupWord, memberName } from '../votes/vote_words.ts'

export const stanceWord = (t: Translate, stance: Stance): string => t(`positions.stance.${stance}`)
export const leaningWord = (t: Translate, leaning: Leaning): string => t(`positions.leaning.${leaning}`)

/** What nobody knows is said to be unknown, and a withdrawal is no position. */
export const positionWords = (t: Translate, position: Position | null): string => {
  if (position === null || position.stance === null)
    return position?.withdrewOn
      ? t('positions.withdrew', { date: formatDay(position.withdrewOn, t.lang) })
      : t('positions.unknown')
  const { stance, sponsorship } = position
  if (sponsorship === null || sponsorship === stance) return stanceWord(t, stance)
  return t('positions.andSponsor', { stance: stanceWord(t, stance), sponsor: stanceWord(t, sponsorship) })
}

/** Of a fact that somebody entered: what it says of whom. */
export const factWords = (t: Translate, { stance, on }: Pick<PositionFact, 'stance' | 'on'>): string =>
  t('positions.factOn', { stance: stanceWord(t, stance), date: formatDay(on, t.lang) })

type NamedAmendment = {
  readonly slug: string
  readonly symbols: readonly string[]
  readonly lang: string
  readonly name: Readonly<Record<string, string>> | null
}

export const subjectWords = (
  t: Translate,
  { kind, id }: Subject,
  amendments: readonly NamedAmendment[],
): string => {
  if (kind === 'instrument') return t('positions.of.instrument')
  if (kind === 'motion') return t('positions.of.motion', { id })
  const own = amendments.find(({ slug }) => slug === id)
  const name = own ? amendmentName(t, { ...own, symbols: [...own.symbols] }) : id
  return t('positions.of.amendment', { name: name || id })
}

/** By the names of the roll; States by those of the UN's groups in the reader's language. */
export const groupNames = (t: Translate, { groups }: Roll, kind: GroupKind) => {
  const names = new Map(groups.filter((one) => one.kind === kind).map(({ id, name }) => [id, name]))
  return (id: string | null): string => {
    const known = groupWord(t, id ?? '')
    return id === null || known !== id ? known : (names.get(id) ?? id)
  }
}

export type MembersOfGroup = {
  readonly id: string | null
  readonly name: string
  readonly members: readonly (MemberView & { readonly name: string })[]
}

/** In the order of the names of groups, members in that of their own. */
export const membersByGroup = (
  t: Translate,
  members: readonly MemberView[],
  nameOf: (id: string | null) => string,
): readonly MembersOfGroup[] =>
  [...Map.groupBy(members, ({ group }) => group)]
    .map(([id, own]) => ({
      id,
      name: nameOf(id),
      members: own
        .map((one) => ({ ...one, name: memberName(t, one.seat.member) }))
        .toSorted((a, b) => a.name.localeCompare(b.name, t.lang)),
    }))
    .toSorted((a, b) => Number(a.id === null) - Number(b.id === null) || a.name.localeCompare(b.name, t.lang))

type PageQuery = {
  readonly body: string | null
  readonly of: Subject | null
  readonly rule: string | null
  readonly by: string | null
}

/** With what is not the usual alone, so that one page has one address. */
export const positionsPath = (
  t: Translate,
  slug: string,
  query: Partial<PageQuery> = {},
  file = '',
): string => {
  const asked = new URLSearchParams()
  if (query.body) asked.set('body', query.body)
  if (query.of && query.of.kind !== 'instrument') asked.set('of', subjectKey(query.of))
  if (query.rule) asked.set('rule', query.rule)
  if (query.by) asked.set('by', query.by)
  const question = asked.toString()
  return pathInLanguage(`/instruments/${slug}/positions${file}${question && `?${question}`}`, t.lang)
}
