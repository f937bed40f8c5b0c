/**
 * Who may appear in a report, and how: decided by what the person agreed to, on the day on which it is made and again on
 * the day on which it leaves. Nothing recorded means no.
 */
import type { CaseState } from '#cases/core/state.ts'
import type { EngagementCoded } from '#cases/core/kinds/engagement.ts'
import type { ConsentScope } from '#kernel/core/vocabulary/consent.ts'

export const reportPurposes = [
  /** Said to an authority behind closed doors, or to the visitor who will. */
  'confidential',
  /** Said in the open: at a press conference, in a statement. */
  'public',
  /** Read by the headquarters of the same government. */
  'headquarters',
  /** Sent to a fund or another partner. */
  'partner',
  /** Sent to special procedures of the UN: the State will learn the name. */
  'un',
  /** Tabled in a parliament. */
  'parliament',
] as const
export type ReportPurpose = (typeof reportPurposes)[number]

export type Appearance = 'named' | 'numbered' | 'left_out'

/** A number tells less than a name does, so it asks for less: of headquarters no more than being counted. */
const rules: Readonly<
  Record<ReportPurpose, { readonly named: ConsentScope; readonly numbered: ConsentScope | null }>
> = {
  confidential: { named: 'C3', numbered: null },
  public: { named: 'C5', numbered: 'C3' },
  headquarters: { named: 'C3', numbered: 'C1' },
  partner: { named: 'C2', numbered: null },
  un: { named: 'C4', numbered: null },
  parliament: { named: 'C5', numbered: null },
}

/** The consent without which nobody is named for this purpose. */
export const consentToName = (purpose: ReportPurpose): ConsentScope => rules[purpose].named

type Judged = Pick<CaseState, 'consents' | 'erased' | 'dark'>

/** The most that may be shown; whoever makes the report may show less. */
export const appearanceOf = ({ consents, erased, dark }: Judged, purpose: ReportPurpose): Appearance => {
  const { named, numbered } = rules[purpose]
  if (erased !== null) return 'left_out'
  if (consents[named].allowed) return 'named'
  // That there is a dark case, and how it stands, is nowhere told without a name that was agreed to.
  return numbered !== null && !dark && consents[numbered].allowed ? 'numbered' : 'left_out'
}

/** Quiet work stays quiet: what this government said behind closed doors, and was told, is read only by its own. */
export const mayTell = (
  purpose: ReportPurpose,
  { confidentiality }: Pick<EngagementCoded, 'confidentiality'>,
): boolean => {
  if (purpose === 'confidential' || purpose === 'headquarters' || confidentiality === 'public') return true
  return confidentiality === 'shared' && (purpose === 'partner' || purpose === 'un')
}

export const allows = (most: Appearance, asked: 'named' | 'numbered'): boolean =>
  most === 'named' || most === asked
