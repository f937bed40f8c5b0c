/** From what was said in the form and what the device gathered to a report. */
import { guidelines, type Guideline } from '#kernel/core/vocabulary/missions.ts'
import type { ReportPurpose } from '#missions/core/reports/appearance.ts'
import { brief } from '#missions/core/reports/brief.ts'
import type { ReportDocument, ReportKind } from '#missions/core/reports/document.ts'
import { periodic } from '#missions/core/reports/periodic.ts'
import type { Gathered } from '#missions/core/reports/shown_case.ts'
import { application, communication, wgad } from '#missions/core/reports/submission.ts'
import { urgency } from '#missions/core/reports/urgency.ts'
import type { ReportWords } from '#missions/core/reports/words.ts'
import type { EngagementRow } from '#missions/core/rows.ts'
import type { FormValues } from './forms.ts'

export const purposeOf = (kind: ReportKind, form: FormValues): ReportPurpose => {
  switch (kind) {
    case 'brief':
      return form.audience === 'public' ? 'public' : 'confidential'
    case 'periodic':
      return 'headquarters'
    case 'urgency':
      return 'parliament'
    case 'application':
      return 'partner'
    case 'communication':
    case 'wgad':
      return 'un'
  }
}

export const guidelinesIn = (form: FormValues): readonly Guideline[] => {
  const chosen = (form.guidelines ?? '').split(' ')
  return guidelines.filter((one) => chosen.includes(one))
}

type Ground = {
  readonly gathered: Gathered
  readonly rows: readonly EngagementRow[]
  /** Of the chosen programme, what it wants in an application. */
  readonly needs: readonly string[]
  /** ISO day. */
  readonly today: string
}

/** Null: the one person that it is about did not agree to it. */
export const makeReport = (
  kind: ReportKind,
  form: FormValues,
  {
    ground: { gathered, rows, needs, today },
    words,
  }: { readonly ground: Ground; readonly words: ReportWords },
): ReportDocument | null => {
  const said = (name: string): string => form[name] ?? ''
  const submitter = { name: said('name'), contact: said('contact') }
  switch (kind) {
    case 'brief':
      return brief(
        {
          occasion: said('occasion'),
          visitor: said('visitor'),
          from: said('from'),
          to: said('to'),
          country: said('country'),
          audience: form.audience === 'public' ? 'public' : 'confidential',
          asks: said('asks'),
          avoid: said('avoid'),
        },
        gathered,
        words,
      )
    case 'periodic': {
      const bound = guidelinesIn(form)
      const of = { mission: said('mission'), from: said('from'), to: said('to'), guidelines: bound }
      return periodic(of, { rows, gathered, today }, words)
    }
    case 'urgency':
      return urgency(
        {
          country: said('country'),
          subject: said('subject'),
          rule: said('rule'),
          regards: said('regards'),
          addressees: said('addressees'),
        },
        gathered,
        words,
      )
    case 'application':
      return application({ ...submitter, programme: said('programme'), needs }, gathered, words)
    case 'communication': {
      const procedure = form.procedure === 'allegation_letter' ? 'allegation_letter' : 'urgent_appeal'
      return communication({ ...submitter, procedure }, gathered, words)
    }
    case 'wgad':
      return wgad(submitter, gathered, words)
  }
}
