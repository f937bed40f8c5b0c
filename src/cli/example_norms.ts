/** What events of the example cite: paragraphs of the Declaration, as its text in the example numbers them. */
import type { Citation, SaidCitation } from '#kernel/core/citation.ts'
import { citableTexts, type CitableText, normLines, plainLine } from '#instruments/core/citable.ts'
import type { EventType } from '#kernel/core/vocabulary/events.ts'

import { exampleInstruments } from './example_instruments.ts'

const DECLARATION = 'declaration-on-human-rights-defenders'

/** Protection from retaliation by those who hold power, peaceful gathering, an effective remedy. */
const numberByType: Partial<Record<EventType, string>> = {
  arrest: '12.2',
  abduction: '12.2',
  disappearance_reported: '12.2',
  threat: '12.2',
  attack: '12.2',
  death: '12.2',
  travel_ban: '5(c)',
  complaint_filed: '9.2',
}

let read: CitableText | undefined
const declaration = (): CitableText => {
  read ??= citableTexts(exampleInstruments()).find(({ slug }) => slug === DECLARATION)
  if (!read) throw new Error(`the example has no ${DECLARATION}`)
  return read
}

/** Nothing where no paragraph speaks to such an event. */
export const citesOf = (type: string): readonly Citation[] => {
  const number = numberByType[type as EventType]
  return declaration()
    .provisions.filter((one) => one.number === number)
    .map(({ id }) => ({ instrument: DECLARATION, provision: id }))
}

/** As a publication shows them, in English. */
export const saidCitations = (cites: readonly Citation[]): readonly SaidCitation[] => {
  const once = cites.filter(
    (one, at) => cites.findIndex(({ provision }) => provision === one.provision) === at,
  )
  const lines = normLines(once, { texts: [declaration()], lang: 'en' })
  return once.map((one, at) => ({ ...one, words: lines[at] ? plainLine(lines[at]) : '' }))
}
