/** Invented material for the page of styles. */
import type { TimelineItem } from '#platform/ui/timeline.ts'

const month = (edtf: string, days: number) => ({ edtf, earliest: `${edtf}-01`, latest: `${edtf}-${days}` })
const day = (edtf: string) => ({ edtf, earliest: edtf, latest: edtf })
const event = (id: string, label: string, from: TimelineItem['from'], ambiguous = false): TimelineItem => ({
  id,
  label,
  kind: 'event',
  from,
  to: null,
  ambiguous,
})

export const timeline: readonly TimelineItem[] = [
  event('summons', 'Summoned by the police', day('2017-11-12')),
  {
    id: 'first',
    label: 'Police detention',
    kind: 'custody',
    from: month('2018-03', 31),
    to: { edtf: '2018', earliest: '2018-04-01', latest: '2018-12-31' },
    ambiguous: false,
  },
  event('ban', 'Travel ban', { edtf: '2019', earliest: '2019-01-01', latest: '2019-12-31' }, true),
  event('search', 'Home searched', month('2019-07', 31), true),
  {
    id: 'second',
    label: 'Detention',
    kind: 'custody',
    from: month('2020-03', 31),
    to: null,
    ambiguous: false,
  },
  event('charge', 'Charged', month('2020-04', 30)),
  event('sentence', 'Sentenced to 25 years', day('2021-05-20')),
  event('appeal', 'Appeal refused', month('2024-11', 30)),
]

export const consents = [
  { id: 'C0', label: 'Store here, with name', answer: 'yes', detail: 'Self, in writing, until June 2027' },
  { id: 'C3', label: 'Confidential advocacy with a mission', answer: 'yes', detail: 'Self, orally, no end' },
  { id: 'C4', label: 'Submit to the United Nations', answer: 'expired', detail: 'Lawyer, until May 2026' },
  { id: 'C5', label: 'Public campaign with name', answer: 'withdrawn', detail: 'Self, on 3 March 2026' },
  { id: 'C6', label: 'Photograph, voice, place', answer: 'no', detail: 'Self' },
  { id: 'C8', label: 'Visit in the name of the person', answer: 'unasked' },
] as const

export const cases = [
  { name: 'Aylin (pseudonym)', country: 'Türkiye', status: 'Held', days: '2,457 to 2,487' },
  { name: 'سعاد', country: 'Morocco', status: 'Released', days: '112' },
  { name: 'Группа «Весна»', country: 'Kazakhstan', status: 'Ambiguous', days: '0 to 31' },
]

export const roles = [
  { value: 'reader', label: 'Reader' },
  { value: 'writer', label: 'Writer' },
  { value: 'lead', label: 'Lead' },
]

export const told = [
  { value: 'told', label: 'Yes', hint: 'In a language the person speaks' },
  { value: 'untold', label: 'No' },
  { value: 'unknown', label: 'Not recorded', disabled: true },
]
