/** Bodies, groups and members in words of a reader's language, and their addresses. Pure. */
import type { Member } from '#instruments/core/bodies.ts'
import type { MemberQuery } from '#instruments/core/body_page.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { pathInLanguage } from '#languages/address.ts'
import { formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { memberName } from '../votes/vote_words.ts'

export const bodyPath = (t: Translate, slug: string, rest = ''): string =>
  pathInLanguage(`/bodies/${slug}${rest}`, t.lang)

export const memberPath = (t: Translate, slug: string, member: string): string =>
  bodyPath(t, slug, `/${member}`)

/** Regions of the United Nations have names in every language; others go by their own. */
export const groupName = (t: Translate, id: string | null, name: string | null): string =>
  id === null ? t('votes.group.none') : (t.find(`votes.group.${id}`) ?? name ?? id)

export const nameOf =
  (t: Translate) =>
  (member: Member): string =>
    memberName(t, member)

/** "3 January 2013 to 3 January 2019"; a day that is not known is said. */
export const spellWords = (
  t: Translate,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): string => {
  if (from === null && to === null) return t('bodies.spell.unknown')
  if (from === null) return t('bodies.spell.until', { to: formatDay(to ?? '', t.lang) })
  if (to === null) return t('bodies.spell.since', { from: formatDay(from, t.lang) })
  return t('bodies.spell', { from: formatDay(from, t.lang), to: formatDay(to, t.lang) })
}

/** What an address asks for; whatever else it says is left out. */
export const readMemberQuery = (params: URLSearchParams): MemberQuery => {
  const on = params.get('on') ?? ''
  const page = Number(params.get('page') ?? '1')
  return {
    on: isIsoDay(on) ? on : null,
    q: (params.get('q') ?? '').trim().slice(0, 80),
    group: params.get('group') || null,
    former: params.get('former') === '1',
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

export const memberQuestion = ({ on, q, group, former, page }: MemberQuery): string => {
  const params = new URLSearchParams()
  if (on !== null) params.set('on', on)
  if (q !== '') params.set('q', q)
  if (group !== null) params.set('group', group)
  if (former) params.set('former', '1')
  if (page > 1) params.set('page', String(page))
  return params.toString()
}
