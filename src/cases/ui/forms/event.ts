/** The form of an event. What only some types of event have appears with the type. */
import { fieldsOfEventType, type TypedEventField } from '#cases/core/kinds/event.ts'
import { releaseConditions } from '#cases/core/terms.ts'
import { eventTypeCodes, type EventType } from '#kernel/core/vocabulary/events.ts'
import { appealOutcomes, sentenceKindCodes, sentenceKinds } from '#kernel/core/vocabulary/proceedings.ts'
import { verificationCodes } from '#kernel/core/vocabulary/sources.ts'
import {
  citations,
  coded,
  country,
  date,
  day,
  type EntryForm,
  entriesOf,
  entryOf,
  flag,
  type FormValues,
  group,
  integer,
  long,
  manyTerms,
  month,
  oneLine,
  oneTerm,
  region,
  sealed,
  split,
  textOf,
} from './field.ts'

const has =
  (field: TypedEventField) =>
  (values: FormValues): boolean => {
    const type = textOf(values.type)
    return type !== '' && fieldsOfEventType(type as EventType).includes(field)
  }

const hasLength = (values: FormValues): boolean =>
  has('sentence')(values) &&
  sentenceKinds.some((kind) => kind.code === values['sentence.kind'] && kind.length)

const hasSentence = (values: FormValues): boolean =>
  has('sentence')(values) && textOf(values['sentence.kind']) !== ''

export const eventForm: EntryForm = {
  kind: 'event',
  fields: [
    coded('type', 'eventType', oneTerm('eventType', eventTypeCodes), { required: true }),
    split('date', 'eventDate', date, { hint: 'date' }),
    coded('country', 'country', country),
    coded('region', 'region', region, { hint: 'region' }),
    sealed('place', 'exactPlace', oneLine),
    sealed('narrative', 'narrative', long),
    coded('sentence.kind', 'sentenceKind', oneTerm('sentenceKind', sentenceKindCodes), {
      shown: has('sentence'),
    }),
    coded('sentence.length.years', 'years', integer(0, 999), { shown: hasLength }),
    coded('sentence.length.months', 'months', integer(0, 999), { shown: hasLength }),
    coded('sentence.length.days', 'days', integer(0, 9999), { shown: hasLength }),
    coded('sentence.creditDays', 'creditDays', integer(0, 36_500), { shown: hasLength, more: true }),
    coded('sentence.startsAt', 'startsAt', month, { shown: hasSentence, more: true }),
    sealed('sentence', 'sentenceWords', long, { shown: has('sentence'), more: true }),
    coded('appealOutcome', 'appealOutcome', oneTerm('appealOutcome', appealOutcomes), {
      shown: has('appealOutcome'),
    }),
    coded('conditions', 'conditions', manyTerms('cases_status.releaseCondition', releaseConditions), {
      shown: has('conditions'),
    }),
    sealed('conditions', 'conditionWords', long, { shown: has('conditions'), more: true }),
    coded('until', 'until', day, { shown: has('until') }),
    coded('reviewDay', 'reviewDay', day, { shown: has('reviewDay') }),
    coded('executed', 'executed', flag, { shown: has('executed') }),
    coded('allResponsible', 'allResponsible', flag, { shown: has('allResponsible') }),
    coded('concerns', 'concerns', entryOf('event'), { shown: has('concerns') }),
    {
      name: 'acts',
      label: 'acts',
      hint: 'acts',
      control: { kind: 'acts' },
      to: { kind: 'both', path: 'acts', coarse: (value) => value },
    },
    coded('verification', 'verification', oneTerm('verification', verificationCodes), {
      required: true,
      preset: 'UNREV',
    }),
    sealed('sources', 'sources', entriesOf('source')),
    coded('cites', 'cites', citations, { hint: 'cites' }),
    coded('charges', 'chargesConcerned', entriesOf('charge'), { hint: 'charges', more: true }),
    coded('after', 'after', entriesOf('event'), { hint: 'after', more: true }),
    coded('disputed', 'disputed', flag, { more: true }),
    coded('conflictsWith', 'conflictsWith', entriesOf('event'), { hint: 'conflictsWith', more: true }),
    sealed('conflict', 'conflict', long, { more: true }),
    coded('fromNote', 'fromNote', entryOf('note'), { more: true }),
    sealed('title', 'title', oneLine, { more: true }),
    sealed('hour', 'hour', oneLine, { more: true }),
    sealed(
      'perpetrators',
      'namedPerpetrators',
      group(
        [
          sealed('name', 'name', oneLine),
          sealed('unit', 'unit', oneLine),
          sealed('rank', 'rank', oneLine),
          sealed('note', 'note', long),
        ],
        50,
      ),
      { more: true },
    ),
    sealed('note', 'note', long, { more: true }),
  ],
}
