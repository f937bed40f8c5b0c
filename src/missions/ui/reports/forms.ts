/** What a member says before a report is put together, by its kind. */
import type { ReportKind } from '#missions/core/reports/document.ts'
import type { MessageKey } from '#languages/translate.ts'

export type FormField = {
  readonly name: string
  readonly control: 'text' | 'long' | 'day' | 'month' | 'country' | 'guidelines' | 'programme' | 'choice'
  readonly label: MessageKey
  readonly hint?: MessageKey
  readonly choices?: readonly { readonly value: string; readonly label: MessageKey }[]
}

export type FormValues = Readonly<Record<string, string>>

const submitter: readonly FormField[] = [
  { name: 'name', control: 'text', label: 'mission_reports.form.submitter' },
  { name: 'contact', control: 'text', label: 'mission_reports.form.contact' },
]

export const formFields: Readonly<Record<ReportKind, readonly FormField[]>> = {
  brief: [
    { name: 'occasion', control: 'text', label: 'mission_reports.form.occasion' },
    { name: 'visitor', control: 'text', label: 'mission_reports.brief.visitor' },
    { name: 'from', control: 'day', label: 'mission_reports.form.from' },
    { name: 'to', control: 'day', label: 'mission_reports.form.to' },
    { name: 'country', control: 'country', label: 'mission_reports.brief.country' },
    {
      name: 'audience',
      control: 'choice',
      label: 'mission_reports.form.audience',
      hint: 'mission_reports.form.audienceHint',
      choices: [
        { value: 'confidential', label: 'mission_reports.form.confidential' },
        { value: 'public', label: 'mission_reports.form.public' },
      ],
    },
    {
      name: 'asks',
      control: 'long',
      label: 'mission_reports.brief.asks',
      hint: 'mission_reports.form.oneALine',
    },
    {
      name: 'avoid',
      control: 'long',
      label: 'mission_reports.brief.avoid',
      hint: 'mission_reports.form.oneALine',
    },
  ],
  periodic: [
    { name: 'mission', control: 'text', label: 'mission_reports.form.mission' },
    { name: 'from', control: 'month', label: 'mission_reports.form.from' },
    { name: 'to', control: 'month', label: 'mission_reports.form.to' },
    {
      name: 'guidelines',
      control: 'guidelines',
      label: 'mission_reports.form.guidelines',
      hint: 'mission_reports.form.guidelinesHint',
    },
  ],
  urgency: [
    { name: 'subject', control: 'text', label: 'mission_reports.form.subject' },
    { name: 'country', control: 'country', label: 'mission_reports.brief.country' },
    {
      name: 'rule',
      control: 'text',
      label: 'mission_reports.form.rule',
      hint: 'mission_reports.form.ruleHint',
    },
    {
      name: 'regards',
      control: 'long',
      label: 'mission_reports.form.regards',
      hint: 'mission_reports.form.oneALine',
    },
    { name: 'addressees', control: 'text', label: 'mission_reports.form.addressees' },
  ],
  application: [
    {
      name: 'programme',
      control: 'programme',
      label: 'mission_reports.form.programme',
      hint: 'mission_reports.form.programmeHint',
    },
    ...submitter,
  ],
  communication: [
    {
      name: 'procedure',
      control: 'choice',
      label: 'mission_reports.form.procedure',
      choices: [
        { value: 'urgent_appeal', label: 'mission_reports.form.urgent' },
        { value: 'allegation_letter', label: 'mission_reports.form.allegation' },
      ],
    },
    ...submitter,
  ],
  wgad: submitter,
}

/** Kinds that are made of one case, from its page. */
export const singleKinds = ['application', 'communication', 'wgad'] as const satisfies readonly ReportKind[]
export const severalKinds = ['brief', 'periodic', 'urgency'] as const satisfies readonly ReportKind[]

export const isSingle = (kind: ReportKind): boolean => (singleKinds as readonly string[]).includes(kind)

/** `day`: today. The period is the half year before, as far as it is over. */
export const emptyForm = (kind: ReportKind, day: string): FormValues => {
  const year = Number(day.slice(0, 4))
  const isSecondHalf = Number(day.slice(5, 7)) > 6
  const defaults: Readonly<Record<string, string>> = {
    audience: 'confidential',
    procedure: 'urgent_appeal',
    ...(kind === 'periodic' && {
      from: isSecondHalf ? `${year}-01` : `${year - 1}-07`,
      to: isSecondHalf ? `${year}-06` : `${year - 1}-12`,
    }),
  }
  return Object.fromEntries(formFields[kind].map(({ name }) => [name, defaults[name] ?? '']))
}
