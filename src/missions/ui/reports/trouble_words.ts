/** Why a report could not be made or may not leave, and what to do next. */
import { formatInstant, formatList } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { consentToName, type ReportPurpose } from '#missions/core/reports/appearance.ts'
import type { Trouble } from './report_room.svelte.ts'

export const troubleWords = (t: Translate, trouble: Trouble, purpose: ReportPurpose): string => {
  switch (trouble.kind) {
    case 'not_agreed_single':
      return t('mission_reports.trouble.notAgreed', {
        consent: t.find(`vocabulary.consentScope.${consentToName(purpose)}`) ?? consentToName(purpose),
      })
    case 'not_agreed':
      return t('mission_reports.trouble.withdrawn', { n: trouble.cases.length })
    case 'exclusions_changed':
      return t('mission_reports.trouble.exclusions', { n: trouble.cases.length })
    case 'names_without_consent':
      return t('mission_reports.trouble.names', { names: formatList(trouble.names, t.lang) })
    case 'pdf_failed':
      return t('mission_reports.trouble.pdf')
    case 'nothing_chosen':
      return t('mission_reports.trouble.nothingChosen')
    case 'not_a_lead':
      return t('mission_reports.trouble.lead')
    case 'unreachable':
      return t('mission_reports.trouble.away')
    case 'refused_by_server':
      if (trouble.type === 'export_not_released') return t('mission_reports.trouble.release')
      return serverWords(t, trouble)
    default:
      return (
        t.find(`cases.refusal.${trouble.kind}`) ??
        t.find(`members.refusal.${trouble.kind}`) ??
        t('mission_reports.trouble.other')
      )
  }
}

type FromServer = { readonly type: string; readonly fields: Readonly<Record<string, unknown>> }

const serverWords = (t: Translate, { type, fields }: FromServer): string => {
  const { limit = '', again, days = '' } = fields
  const when = typeof again === 'string' ? formatInstant(again, t.lang) : ''
  return (
    t.find(`access.server.${type}`, { limit: String(limit), days: String(days), again: when }) ??
    t.find(`members.server.${type}`) ??
    t('mission_reports.trouble.other')
  )
}
