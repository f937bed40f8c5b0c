/** Sentences that several reports tell of a case in the same way. */
import { nameOf, type Person, type ShownEngagement, type ShownEvent } from './person.ts'
import type { Gathered, ShownCase } from './shown_case.ts'
import { type Block, list, note } from './document.ts'
import type { Limits } from './limited_person.ts'
import type { ReportWords } from './words.ts'

/** The name, or "Case 2": numbers go by the place in the report. */
export const titleOfCase = (one: ShownCase, at: number, w: ReportWords): string =>
  one.person === null
    ? w.say('mission_reports.case.number', { number: w.number(at + 1) })
    : nameOf(one.person) || w.say('mission_reports.case.number', { number: w.number(at + 1) })

export const joined = (parts: readonly (string | null | undefined)[], by = ', '): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(by)

/** "Detained, since 14 March 2021". */
export const custodyLine = ({ custody, person }: ShownCase, w: ReportWords): string =>
  joined([
    w.term('custodyStatus', custody),
    person?.heldSince ? w.say('mission_reports.case.since', { date: w.date(person.heldSince) }) : null,
  ])

export const eventLine = (event: ShownEvent, w: ReportWords): string =>
  joined(
    [
      joined([event.date === null ? null : w.date(event.date), event.place], ', '),
      joined([w.term('eventType', event.type), event.title], ': '),
      event.violations.length === 0
        ? null
        : w.list(event.violations.map((code) => w.term('violation', code))),
      event.disputed ? w.say('mission_reports.case.disputed') : null,
      event.narrative,
    ],
    ' – ',
  )

/** What was asked, of whom, and what was said to it. */
export const engagementLine = (one: ShownEngagement, w: ReportWords): string =>
  joined(
    [
      w.date(one.date),
      `${w.term('engagementType', one.type)} (${w.term('engagementResult', one.result)})`,
      one.words && one.words.addressees.length > 0
        ? w.say('mission_reports.case.to', { whom: w.list(one.words.addressees) })
        : null,
      one.words?.ask ? w.say('mission_reports.case.asked', { ask: one.words.ask }) : null,
      one.words?.reply ? w.say('mission_reports.case.answered', { reply: one.words.reply }) : null,
      one.words?.reason ? w.say('mission_reports.case.because', { reason: one.words.reason }) : null,
      one.words?.followedBy ? w.say('mission_reports.case.followed', { what: one.words.followedBy }) : null,
    ],
    ' – ',
  )

export const chargeLine = (charge: Person['charges'][number], w: ReportWords): string =>
  joined(
    [
      charge.law || w.list(charge.groups.map((code) => w.term('chargeGroup', code))),
      charge.wording,
      charge.authority,
    ],
    ' – ',
  )

export const hearingLine = (hearing: Person['hearings'][number], w: ReportWords): string =>
  joined([
    w.date(hearing.day),
    w.term('hearingType', hearing.type),
    hearing.court,
    hearing.outcome === null ? null : w.term('hearingOutcome', hearing.outcome),
  ])

/** Who they are, in one line. */
export const personLine = (person: Person, w: ReportWords): string =>
  joined([
    person.occupation,
    person.employer,
    person.sectors.length === 0 ? null : w.list(person.sectors.map((code) => w.term('sector', code))),
    person.place,
  ])

/** How many are not told of, and that some are invented. */
export const remarks = ({ shown, leftOut }: Gathered, w: ReportWords): readonly Block[] => [
  ...(leftOut === 0 ? [] : [note(w.say('mission_reports.leftOut', { n: leftOut }))]),
  ...(shown.some(({ synthetic }) => synthetic) ? [note(w.say('mission_reports.synthetic'))] : []),
]

/** That there are limits, for whoever speaks for the person: what they are would tell the very thing. */
export const agreedLines = (person: Person, limits: Limits | null, w: ReportWords): readonly Block[] =>
  list([
    ...(person.consent.partners.length === 0
      ? []
      : [w.say('mission_reports.consent.partners', { partners: w.list(person.consent.partners) })]),
    ...(limits === null ? [] : [w.say('mission_reports.consent.limited')]),
    ...(person.consent.expires === null
      ? []
      : [w.say('mission_reports.consent.expires', { date: w.date(person.consent.expires) })]),
  ])

export const casesOf = ({ shown }: Gathered): readonly { case: string; as: 'named' | 'numbered' }[] =>
  shown.map(({ case: id, as }) => ({ case: id, as }))
