/** The forms of all kinds, and which kinds a member may add in which order. */
import { type EntryKind, isEntryKind } from '#cases/core/entry.ts'
import { caseErasureForm, erasureForm, releaseForm, withdrawalForm } from './amendment.ts'
import { contactForm, linkForm, needForm, riskForm, supportForm, taskForm } from './care.ts'
import { chargeForm, hearingForm } from './court.ts'
import { eventForm } from './event.ts'
import { custodyForm, evidenceForm } from './evidence.ts'
import type { EntryForm } from './field.ts'
import { closedForm, identityForm, openedForm } from './holder.ts'
import { assessmentForm, consentForm, noteForm, sourceForm } from './knowledge.ts'

const forms: Partial<Record<EntryKind, EntryForm>> = {
  opened: openedForm,
  identity: identityForm,
  event: eventForm,
  charge: chargeForm,
  hearing: hearingForm,
  source: sourceForm,
  note: noteForm,
  assessment: assessmentForm,
  consent: consentForm,
  evidence: evidenceForm,
  custody: custodyForm,
  need: needForm,
  contact: contactForm,
  support: supportForm,
  risk: riskForm,
  task: taskForm,
  link: linkForm,
  release: releaseForm,
  withdrawal: withdrawalForm,
  erasure: erasureForm,
  case_erasure: caseErasureForm,
  closed: closedForm,
}

/**
 * Null for kinds without a table: a publication has a page of its own, what a mission did has those of the missions room,
 * a correction takes that of what it corrects.
 */
export const formOf = (kind: string): EntryForm | null => (isEntryKind(kind) ? (forms[kind] ?? null) : null)

/** Kinds offered on the case page, most used first. */
export const addableKinds = [
  'event',
  'note',
  'hearing',
  'charge',
  'consent',
  'contact',
  'source',
  'assessment',
  'need',
  'support',
  'risk',
  'task',
  'link',
  'identity',
  'publication',
  'erasure',
  'closed',
  'case_erasure',
] as const satisfies readonly EntryKind[]
