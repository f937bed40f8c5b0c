/** Work on targets in words of a reader's language. Pure. */
import type { LobbyingRefusal } from '#campaigns/client/lobbying.ts'
import type { Member } from '#instruments/core/bodies.ts'
import type { MemberView } from '#instruments/core/whip_view.ts'
import type { CountedBody } from '#instruments/core/position_wire.ts'
import { countryName } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export const targetName = (t: Translate, { kind, id, name }: Member): string =>
  kind === 'state' ? countryName(id, t.lang) : name

/** Party or group and place: "Democrat · VA". */
export const targetOf = (body: CountedBody, { group, seat }: MemberView): string => {
  const named = body.roll.groups.find(({ kind, id }) => kind === body.groupKind && id === group)
  return [named?.name ?? group, seat.membership.area].filter((one) => one !== null).join(' · ')
}

export const targetPath = (ask: string, member: string, body: string | null): string =>
  `/desk/campaigns/targets/${ask}/${encodeURIComponent(member)}${body === null ? '' : `?body=${body}`}`

/** Fields that a form has to mend; null where the refusal is of another kind. */
export const wrongOf = (refusal: LobbyingRefusal | null): readonly string[] =>
  refusal?.kind === 'no_note' ? refusal.fields : []

export const lobbyRefusalWords = (t: Translate, refusal: LobbyingRefusal): string => {
  switch (refusal.kind) {
    case 'no_note':
      return t('lobbying.refusal.no_note')
    case 'no_such_note':
    case 'struck_already':
    case 'why_missing':
    case 'journal_not_begun':
      return t(`journal.refusal.${refusal.kind}`)
    case 'tampered':
      return t('journal.refusal.tampered', { what: refusal.what.replaceAll('_', ' ') })
    case 'refused_by_server':
      return t('members.refusal.refused_by_server', { type: refusal.type })
    default:
      return t.find(`members.refusal.${refusal.kind}`) ?? t('members.refusal.unreachable')
  }
}
