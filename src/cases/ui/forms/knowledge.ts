/** Forms of how the desk knows: source, note, assessment; and of what the person agreed to: consent. */
import { statusAxes } from '#cases/core/terms.ts'
import { consentCapacities, consentWays } from '#kernel/core/vocabulary/consent.ts'
import { definitions } from '#kernel/core/vocabulary/definitions.ts'
import {
  informationCredibility,
  sourceConnections,
  sourceReliability,
} from '#kernel/core/vocabulary/sources.ts'
import {
  coded,
  date,
  day,
  type EntryForm,
  entriesOf,
  entryOf,
  flag,
  language,
  lines,
  long,
  manyTerms,
  month,
  oneLine,
  oneTerm,
  sealed,
  split,
  textOf,
} from './field.ts'

export const sourceForm: EntryForm = {
  kind: 'source',
  fields: [
    coded('connection', 'connection', oneTerm('sourceConnection', sourceConnections), { required: true }),
    coded('reliability', 'reliability', oneTerm('sourceReliability', sourceReliability), { required: true }),
    coded('credibility', 'credibility', oneTerm('informationCredibility', informationCredibility)),
    sealed('who', 'who', oneLine),
    sealed('title', 'title', oneLine),
    sealed('publisher', 'publisher', oneLine),
    sealed('date', 'date', date),
    sealed('url', 'url', { kind: 'url' }),
    sealed('how', 'how', long),
    sealed('citation', 'citation', long, { more: true }),
    coded('derivedFrom', 'derivedFrom', entryOf('source'), { hint: 'derivedFrom', more: true }),
    sealed('note', 'note', long, { more: true }),
  ],
}

export const noteForm: EntryForm = {
  kind: 'note',
  fields: [
    sealed('text', 'text', long, { required: true }),
    coded('toCode', 'toCode', flag, { hint: 'toCode' }),
    coded('confirms', 'confirms', manyTerms('cases_status.statusAxis', statusAxes), { hint: 'confirms' }),
    sealed('title', 'title', oneLine),
    sealed('date', 'date', date),
    sealed('sources', 'sources', entriesOf('source'), { more: true }),
  ],
}

export const assessmentForm: EntryForm = {
  kind: 'assessment',
  fields: [
    coded('definition', 'definition', oneTerm('definition', definitions), { required: true }),
    {
      name: 'answers',
      label: 'answers',
      hint: 'answers',
      control: { kind: 'answers' },
      to: { kind: 'both', path: 'answers', coarse: (value) => value },
      shown: (values) => textOf(values.definition) !== '',
      required: true,
    },
    coded('judgedAt', 'judgedAt', month, { required: true }),
    sealed('judges', 'judges', lines, { hint: 'judges' }),
    sealed('reasons', 'reasons', long),
  ],
}

export const consentForm: EntryForm = {
  kind: 'consent',
  fields: [
    {
      name: 'purposes',
      label: 'purposes',
      hint: 'purposes',
      control: { kind: 'purposes' },
      to: { kind: 'coded', path: 'purposes' },
      required: true,
    },
    coded('capacity', 'capacity', oneTerm('consentCapacity', consentCapacities), { required: true }),
    sealed('giver', 'giver', oneLine),
    sealed('relation', 'relation', oneLine, { shown: (values) => values.capacity !== 'self' }),
    coded('way', 'way', oneTerm('consentWay', consentWays), { required: true }),
    split('date', 'consentDate', date, { required: true, hint: 'date' }),
    coded('language', 'consentLanguage', language),
    coded('risksExplained', 'risksExplained', flag),
    sealed('risks', 'risks', long),
    coded('expires', 'expires', day, { hint: 'expires' }),
    sealed('exclusions', 'exclusions', long),
    sealed('partners', 'partners', lines),
    coded('assent', 'assent', flag, { more: true, hint: 'assent' }),
    sealed('collectedBy', 'collectedBy', oneLine, { more: true }),
    sealed('note', 'note', long, { more: true }),
  ],
}
