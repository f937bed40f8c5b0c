/**
 * A motion for an urgency resolution of the European Parliament: what it has regard to, recitals from A, paragraphs from
 * 1, and at most 500 words. A draft to be worked on: it names those who agreed to a public campaign under their name.
 */
import { counted, deskNote, heading, type ReportDocument } from './document.ts'
import { URGENCY_WORDS } from './counting.ts'
import { withLimits } from './limits.ts'
import { nameOf, type Person } from './person.ts'
import type { Gathered, ShownCase } from './shown_case.ts'
import { casesOf, chargeLine, eventLine, joined, remarks } from './telling.ts'
import type { ReportWords } from './words.ts'

export type UrgencyForm = {
  readonly country: string
  readonly subject: string
  /** As the Rules of Procedure number it on the day of the motion; it was 144 in 2021. */
  readonly rule: string
  /** Earlier resolutions and other texts, one a line. */
  readonly regards: string
  /** Who besides the Commission and the Council gets it. */
  readonly addressees: string
}

type Named = ShownCase & { readonly person: Person }
const isNamed = (one: ShownCase): one is Named => one.person !== null

const inCustody: readonly string[] = ['held', 'house_arrest', 'abducted', 'disappeared']

export const urgency = (form: UrgencyForm, gathered: Gathered, w: ReportWords): ReportDocument => {
  const people = gathered.shown.filter(isNamed)
  const where = form.country || (people.find((one) => one.country !== null)?.country ?? '')
  const country = where === '' ? '…' : w.country(where)
  const regards = [
    ...form.regards.split('\n').filter((line) => line.trim() !== ''),
    w.say('mission_reports.urgency.regard.declaration'),
    w.say('mission_reports.urgency.regard.covenant'),
    w.say('mission_reports.urgency.regard.defenders'),
    w.say('mission_reports.urgency.regard.guidelines'),
    w.say('mission_reports.urgency.regard.rule', { rule: form.rule || '…' }),
  ]
  return withLimits(
    {
      kind: 'urgency',
      purpose: 'parliament',
      lang: w.lang,
      dir: w.dir,
      title: form.subject || w.say('mission_reports.urgency.heading', { country }),
      blocks: [
        heading(w.say('mission_reports.urgency.regards')),
        counted(
          regards.map((text) => w.say('mission_reports.urgency.regard.line', { text })),
          'plain',
        ),
        heading(w.say('mission_reports.urgency.recitals')),
        counted(
          people.flatMap((one) => recitals(one, w)),
          'letters',
        ),
        heading(w.say('mission_reports.urgency.paragraphs')),
        counted(paragraphs(people, { country, addressees: form.addressees }, w), 'numbers'),
        // Who is left out is said beside the text: a motion does not tell it.
        ...remarks({ ...gathered, leftOut: 0 }, w),
        deskNote(w.say('mission_reports.urgency.rule')),
      ],
      cases: casesOf({ ...gathered, shown: people }),
      names: people.map(({ person }) => nameOf(person)).filter((name) => name !== ''),
      leftOut: gathered.leftOut,
      mostWords: URGENCY_WORDS,
    },
    gathered,
  )
}

const recitals = ({ person, custody }: Named, w: ReportWords): readonly string[] => {
  const name = nameOf(person)
  const who = person.occupation ?? w.say('mission_reports.urgency.defender')
  const last = person.events.at(-1)
  const [charge] = person.charges
  const shortly = last && eventLine({ ...last, narrative: null, violations: [] }, w)
  return [
    inCustody.includes(custody) && person.heldSince !== null
      ? w.say('mission_reports.urgency.held', {
          name,
          who,
          status: w.term('custodyStatus', custody),
          date: w.date(person.heldSince),
        })
      : w.say('mission_reports.urgency.happened', { name, who, what: shortly ?? '…' }),
    ...(charge === undefined
      ? []
      : [
          w.say('mission_reports.urgency.charged', {
            name,
            charge: chargeLine({ ...charge, wording: null }, w),
          }),
        ]),
    ...(person.deathPossible ? [w.say('mission_reports.urgency.death', { name })] : []),
  ]
}

const paragraphs = (
  people: readonly Named[],
  { country, addressees }: { readonly country: string; readonly addressees: string },
  w: ReportWords,
): readonly string[] => {
  const named = (of: readonly Named[]): string => w.list(of.map(({ person }) => nameOf(person)))
  const held = people.filter(({ custody }) => inCustody.includes(custody))
  const others = people.filter((one) => !held.includes(one))
  return [
    ...(held.length === 0 ? [] : [w.say('mission_reports.urgency.release', { country, names: named(held) })]),
    ...(others.length === 0
      ? []
      : [w.say('mission_reports.urgency.protect', { country, names: named(others) })]),
    w.say('mission_reports.urgency.investigate', { country }),
    w.say('mission_reports.urgency.delegation', { country }),
    w.say('mission_reports.urgency.forward', {
      addressees: joined([addressees, w.say('mission_reports.urgency.authorities', { country })]),
    }),
  ]
}
