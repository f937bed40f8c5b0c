/** What is said of shares and of the way back in. Pure. */
import type { Translate } from '#languages/translate.ts'
import type { MemberRefusal, RootRefusal } from '#members/client/refusals.ts'
import type { ShareFault, SheetCheck } from '#members/client/views.ts'

type RecoveryRefusal = RootRefusal | Extract<MemberRefusal, { kind: 'digits_wanted' | 'digits_differ' }>

export const recoveryRefusalWords = (t: Translate, refusal: RecoveryRefusal): string => {
  switch (refusal.kind) {
    case 'share_damaged':
      return t('recovery.refusal.share_damaged', { place: refusal.place, why: faultWords(t, refusal.why) })
    case 'share_twice':
      return t('recovery.refusal.share_twice', { number: refusal.number })
    case 'share_of_another':
      return t('recovery.refusal.share_of_another', { place: refusal.place })
    case 'too_few_shares':
      return t('recovery.refusal.too_few_shares', { have: refusal.have, need: refusal.need })
    case 'digits_wanted':
    case 'digits_differ':
    case 'no_root':
    case 'not_all_checked':
    case 'shares_locked':
    case 'request_gone':
    case 'desks_differ':
    case 'proof_refused':
    case 'root_kept':
    case 'leads_changed':
    case 'not_rooted':
    case 'lead_suspended':
    case 'shares_do_not_fit':
      return t(`recovery.refusal.${refusal.kind}`)
  }
}

export const faultWords = (t: Translate, fault: ShareFault): string => {
  switch (fault.kind) {
    case 'wrong_length':
      return t('recovery.fault.wrong_length', { n: fault.groups })
    case 'wrong_group':
      return t('recovery.fault.wrong_group', { group: fault.group })
    case 'damaged':
    case 'newer_version':
      return t(`recovery.fault.${fault.kind}`)
  }
}

/** Empty for a sheet that is right. */
export const checkWords = (t: Translate, check: SheetCheck): string => {
  switch (check.kind) {
    case 'fine':
      return ''
    case 'other_sheet':
      return t('recovery.check.other_sheet', { number: check.number })
    case 'other_ceremony':
      return t('recovery.check.other_ceremony')
    case 'wrong_length':
    case 'wrong_group':
    case 'damaged':
    case 'newer_version':
      return faultWords(t, check)
  }
}
