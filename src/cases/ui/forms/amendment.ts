/** Forms of entries about entries: withdrawal, release, erasure. A publication has a page of its own. */
import { partNames } from '#cases/core/terms.ts'
import { erasureReasons, withdrawalReasons } from '#kernel/core/vocabulary/consent.ts'
import { coded, type EntryForm, entryOf, long, manyTerms, oneTerm, sealed } from './field.ts'

export const withdrawalForm: EntryForm = {
  kind: 'withdrawal',
  fields: [
    coded('of', 'withdraws', entryOf('publication'), { required: true }),
    coded('reason', 'reason', oneTerm('withdrawalReason', withdrawalReasons), { required: true }),
    sealed('note', 'note', long),
  ],
}

export const releaseForm: EntryForm = {
  kind: 'release',
  fields: [
    coded('of', 'releases', entryOf('publication', 'erasure', 'case_erasure'), { required: true }),
    sealed('note', 'note', long),
  ],
}

export const caseErasureForm: EntryForm = {
  kind: 'case_erasure',
  fields: [
    coded('reason', 'reason', oneTerm('erasureReason', erasureReasons), { required: true }),
    sealed('note', 'note', long),
  ],
}

export const erasureForm: EntryForm = {
  kind: 'erasure',
  fields: [
    coded('erases', 'erases', { kind: 'entry', of: null }, { required: true }),
    coded('parts', 'parts', manyTerms('cases_status.partName', partNames), {
      required: true,
      preset: ['sealed'],
      hint: 'parts',
    }),
    coded('reason', 'reason', oneTerm('erasureReason', erasureReasons), { required: true }),
    sealed('note', 'note', long),
  ],
}
