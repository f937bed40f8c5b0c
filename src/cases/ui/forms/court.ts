/** Forms of what a court decides about. */
import { chargeGroups, chargeSeverities, hearingTypes, penaltyKinds } from '#cases/core/terms.ts'
import { hearingOutcomes } from '#kernel/core/vocabulary/proceedings.ts'
import {
  coded,
  day,
  type EntryForm,
  entriesOf,
  entryOf,
  flag,
  integer,
  lines,
  long,
  manyTerms,
  oneLine,
  oneTerm,
  sealed,
} from './field.ts'

export const chargeForm: EntryForm = {
  kind: 'charge',
  fields: [
    coded('groups', 'chargeGroups', manyTerms('cases_status.chargeGroup', chargeGroups)),
    coded('deathPossible', 'deathPossible', flag, { hint: 'deathPossible' }),
    coded('maxPenalty.kind', 'maxPenalty', oneTerm('cases_status.penaltyKind', penaltyKinds)),
    coded('maxPenalty.years', 'maxYears', integer(1, 999), {
      shown: (values) => values['maxPenalty.kind'] === 'prison',
    }),
    coded('severity', 'severity', oneTerm('cases_status.chargeSeverity', chargeSeverities)),
    sealed('law', 'law', oneLine),
    sealed('article', 'article', oneLine),
    sealed('wording', 'wording', long),
    sealed('translation', 'translation', long, { more: true }),
    sealed('authority', 'authority', oneLine),
    sealed('caseNumber', 'caseNumber', oneLine),
    sealed('note', 'note', long, { more: true }),
  ],
}

export const hearingForm: EntryForm = {
  kind: 'hearing',
  fields: [
    coded('day', 'hearingDay', day, { required: true, hint: 'day' }),
    coded('type', 'hearingType', oneTerm('cases_status.hearingType', hearingTypes), { required: true }),
    sealed('court', 'court', oneLine),
    sealed('room', 'room', oneLine),
    sealed('hour', 'hour', oneLine),
    coded('outcome', 'outcome', oneTerm('hearingOutcome', hearingOutcomes)),
    coded('nextDay', 'nextDay', day),
    coded('observed', 'observed', flag),
    coded('charges', 'chargesConcerned', entriesOf('charge'), { hint: 'charges' }),
    coded('updates', 'updates', entryOf('hearing'), { hint: 'updates' }),
    sealed('judge', 'judge', oneLine, { more: true }),
    sealed('prosecutor', 'prosecutor', oneLine, { more: true }),
    sealed('lawyers', 'lawyers', lines, { more: true }),
    sealed('observers', 'observers', lines, { more: true }),
    sealed('note', 'note', long),
  ],
}
