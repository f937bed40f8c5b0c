/** A brief for a visit or a dialogue: whom to meet, which cases to raise, what was asked before, what to avoid. */
import { type Block, heading, list, note, paragraph, type ReportDocument } from './document.ts'
import { withLimits } from './limits.ts'
import { partsOf } from '../log_values.ts'
import type { ShownEngagement } from './person.ts'
import type { Gathered, ShownCase } from './shown_case.ts'
import {
  agreedLines,
  casesOf,
  chargeLine,
  custodyLine,
  engagementLine,
  eventLine,
  hearingLine,
  joined,
  personLine,
  remarks,
  titleOfCase,
} from './telling.ts'
import type { ReportWords } from './words.ts'

export type BriefForm = {
  readonly occasion: string
  readonly visitor: string
  /** ISO days; empty: not fixed. */
  readonly from: string
  readonly to: string
  readonly country: string
  readonly audience: 'confidential' | 'public'
  /** What is asked of the hosts, one a line. */
  readonly asks: string
  readonly avoid: string
}

/** Of each case the last of what was asked and answered, which later steps do not push out. */
const LAST = 3

/** Of a case with a number no words are told: the type says whether something was asked of somebody. */
const isAsk = ({ type, words }: ShownEngagement): boolean =>
  partsOf(type, 'done').includes('ask') || Boolean(words?.ask || words?.reply)

export const brief = (form: BriefForm, gathered: Gathered, w: ReportWords): ReportDocument =>
  withLimits(
    {
      kind: 'brief',
      purpose: form.audience,
      lang: w.lang,
      dir: w.dir,
      title: form.occasion || w.say('mission_reports.kind.brief'),
      blocks: [
        note(w.say(`mission_reports.brief.${form.audience}`)),
        ...list(
          [
            ['visitor', form.visitor],
            ['dates', joined([form.from && w.date(form.from), form.to && w.date(form.to)], ' – ')],
            ['country', form.country && w.country(form.country)],
          ].flatMap(([name, value]) =>
            value
              ? [w.say('mission_reports.line', { label: w.say(`mission_reports.brief.${name}`), value })]
              : [],
          ),
          'plain',
        ),
        ...meetings(gathered, w),
        heading(w.say('mission_reports.brief.raise')),
        ...(gathered.shown.length === 0 ? [paragraph(w.say('mission_reports.brief.nobody'))] : []),
        ...gathered.shown.flatMap((one, at) => caseBlocks(one, at, { audience: form.audience, w })),
        ...remarks(gathered, w),
        heading(w.say('mission_reports.brief.asks')),
        ...lines(form.asks, w.say('mission_reports.brief.noAsks')),
        heading(w.say('mission_reports.brief.avoid')),
        ...list([
          ...form.avoid.split('\n').filter((line) => line.trim() !== ''),
          w.say('mission_reports.brief.avoidOthers'),
          w.say('mission_reports.brief.avoidPictures'),
          w.say('mission_reports.brief.avoidAlone'),
        ]),
      ],
      cases: casesOf(gathered),
      names: [],
      leftOut: gathered.leftOut,
      mostWords: null,
    },
    gathered,
  )

const lines = (text: string, none: string): readonly Block[] => {
  const items = text.split('\n').filter((line) => line.trim() !== '')
  return items.length === 0 ? [paragraph(none)] : list(items)
}

/** A visit is asked anew before each act: only those are proposed who agreed to visits at all. */
const meetings = ({ shown }: Gathered, w: ReportWords): readonly Block[] => {
  const willing = shown.flatMap((one, at) =>
    one.person?.mayMeet ? [joined([titleOfCase(one, at, w), personLine(one.person, w)], ' – ')] : [],
  )
  return [
    heading(w.say('mission_reports.brief.meet')),
    ...(willing.length === 0 ? [paragraph(w.say('mission_reports.brief.meetNobody'))] : list(willing)),
    ...(willing.length === 0 ? [] : [note(w.say('mission_reports.brief.askAgain'))]),
  ]
}

/** What to avoid, and what the person set as limits, would say in public the very thing that is to be kept from it. */
const caseBlocks = (
  one: ShownCase,
  at: number,
  { audience, w }: Pick<BriefForm, 'audience'> & { readonly w: ReportWords },
): readonly Block[] => {
  const { person } = one
  const lastOf = (some: readonly ShownEngagement[]) => some.slice(-LAST).toReversed()
  const asked = lastOf(one.engagements.filter(isAsk))
  const steps = lastOf(one.engagements.filter((step) => !isAsk(step)))
  const line = (step: ShownEngagement): string => engagementLine(step, w)
  return [
    heading(titleOfCase(one, at, w), 3),
    paragraph(joined([person && personLine(person, w), custodyLine(one, w)], '. ')),
    ...(person === null
      ? []
      : [
          ...list(person.events.slice(-LAST).map((event) => eventLine(event, w))),
          ...list([
            ...person.charges.map((charge) => chargeLine(charge, w)),
            ...person.hearings.slice(-1).map((hearing) => hearingLine(hearing, w)),
          ]),
        ]),
    ...(asked.length === 0
      ? []
      : [paragraph(w.say('mission_reports.brief.lastAsked')), ...list(asked.map(line))]),
    ...(steps.length === 0
      ? []
      : [paragraph(w.say('mission_reports.brief.lastSteps')), ...list(steps.map(line))]),
    // Of steps that are not public nothing is said, nor that there are none.
    ...(one.engagements.length > 0 || audience === 'public'
      ? []
      : [paragraph(w.say('mission_reports.brief.nothingAsked'))]),
    ...(person === null || audience === 'public'
      ? []
      : [...agreedLines(person, one.limits, w), ...list(person.avoid)]),
  ]
}
