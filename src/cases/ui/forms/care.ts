/** Forms of the work for a defender: needs, contacts, support, risk, tasks, links. */
import { needStates, needUrgencies, supportStates } from '#cases/core/terms.ts'
import {
  codedNeed,
  codedSupportKind,
  contactChannels,
  linkKindCodes,
  type Need,
  needCodes,
  riskLevels,
  supportGivers,
  type SupportKind,
  supportKindCodes,
  taskStates,
} from '#kernel/core/vocabulary/casework.ts'
import {
  coded,
  day,
  type EntryForm,
  entryOf,
  flag,
  type FormField,
  group,
  integer,
  lines,
  long,
  month,
  oneLine,
  oneTerm,
  sealed,
  split,
} from './field.ts'

const money: readonly FormField[] = [
  sealed('amount', 'amount', integer(0, 1_000_000_000), { more: true }),
  sealed('currency', 'currency', { kind: 'currency' }, { more: true }),
]

export const needForm: EntryForm = {
  kind: 'need',
  fields: [
    split('type', 'needType', oneTerm('need', needCodes), {
      required: true,
      hint: 'sensitive',
      coarse: (code) => codedNeed(code as Need),
    }),
    coded('urgency', 'urgency', oneTerm('cases_status.needUrgency', needUrgencies), { required: true }),
    coded('state', 'state', oneTerm('cases_status.needState', needStates), {
      required: true,
      preset: 'open',
    }),
    sealed('text', 'text', long),
    coded('updates', 'updates', entryOf('need'), { hint: 'updates' }),
    ...money,
  ],
}

export const contactForm: EntryForm = {
  kind: 'contact',
  fields: [
    sealed('name', 'name', oneLine),
    sealed('relation', 'relation', oneLine),
    sealed(
      'channels',
      'channels',
      group(
        [
          sealed('channel', 'channel', oneTerm('contactChannel', contactChannels), { required: true }),
          sealed('address', 'address', oneLine, { required: true }),
          sealed('safe', 'channelSafe', flag),
          sealed('note', 'note', oneLine),
        ],
        20,
      ),
    ),
    coded('safe', 'contactSafe', flag, { hint: 'contactSafe' }),
    coded('checkedOn', 'checkedOn', day),
    sealed('card.danger', 'cardDanger', long, { hint: 'card' }),
    sealed('card.use', 'cardUse', lines),
    sealed('card.avoid', 'cardAvoid', lines),
    sealed('card.hours', 'cardHours', oneLine),
    sealed('card.timeZone', 'cardTimeZone', oneLine, { more: true }),
    sealed('card.languages', 'cardLanguages', { kind: 'languages' }, { more: true }),
    sealed('card.agreedSign', 'cardSign', oneLine),
    coded('updates', 'updates', entryOf('contact'), { hint: 'updates', more: true }),
    sealed('note', 'note', long, { more: true }),
  ],
}

export const supportForm: EntryForm = {
  kind: 'support',
  fields: [
    split('type', 'supportType', oneTerm('supportKind', supportKindCodes), {
      required: true,
      hint: 'sensitive',
      coarse: (code) => codedSupportKind(code as SupportKind),
    }),
    coded('by', 'supportBy', oneTerm('supportGiver', supportGivers), { required: true, preset: 'us' }),
    coded('state', 'state', oneTerm('cases_status.supportState', supportStates), {
      required: true,
      preset: 'planned',
    }),
    coded('date', 'monthDate', month),
    sealed('giver', 'supportGiver', oneLine, { shown: (values) => values.by === 'others' }),
    sealed('text', 'text', long),
    coded('need', 'forNeed', entryOf('need')),
    coded('updates', 'updates', entryOf('support'), { hint: 'updates' }),
    ...money,
    sealed('note', 'note', long, { more: true }),
  ],
}

export const riskForm: EntryForm = {
  kind: 'risk',
  fields: [
    coded('level', 'riskLevel', oneTerm('riskLevel', riskLevels), { required: true }),
    coded('reviewDay', 'reviewDay', day),
    sealed('threats', 'threats', long),
    sealed('vulnerabilities', 'vulnerabilities', long),
    sealed('capacities', 'capacities', long),
    sealed('plan', 'plan', long),
    sealed('note', 'note', long, { more: true }),
  ],
}

export const taskForm: EntryForm = {
  kind: 'task',
  fields: [
    sealed('title', 'taskTitle', oneLine),
    coded('due', 'due', day),
    coded('owner', 'owner', { kind: 'member' }),
    coded('state', 'state', oneTerm('taskState', taskStates), { required: true, preset: 'open' }),
    sealed('text', 'text', long),
    coded('about', 'about', { kind: 'entry', of: null }),
    coded('updates', 'updates', entryOf('task'), { hint: 'updates' }),
  ],
}

export const linkForm: EntryForm = {
  kind: 'link',
  fields: [
    sealed('type', 'linkType', oneTerm('linkKind', linkKindCodes), { required: true }),
    {
      name: 'case',
      label: 'linkedCase',
      hint: 'linkedCase',
      control: { kind: 'case' },
      to: {
        kind: 'both',
        path: 'case',
        codedPath: 'samePerson',
        coarse: (value, values) => (values['words.type'] === 'same_person' ? value : null),
      },
    },
    sealed('name', 'linkedName', oneLine),
    sealed('note', 'note', long),
  ],
}
