/**
 * Submissions about one person: a communication to special procedures, the questionnaire of the Working Group on
 * Arbitrary Detention, an application for a grant. Each is a form: its fields are filled from the case where the case
 * knows, in the person's own words where there are such, and what is missing is named.
 */
import {
  type Block,
  deskNote,
  field,
  heading,
  note,
  type ReportDocument,
  type ReportKind,
} from './document.ts'
import type { ReportPurpose } from './appearance.ts'
import { testCategories } from './categories.ts'
import { withLimits } from './limits.ts'
import { nameOf, type Person, type ShownEvent } from './person.ts'
import type { Gathered, ShownCase } from './shown_case.ts'
import { casesOf, chargeLine, eventLine, joined, personLine, remarks } from './telling.ts'
import type { ReportKey, ReportWords } from './words.ts'

export type Submitter = { readonly name: string; readonly contact: string }

/** Urgent appeal: it goes on or is about to happen. Allegation letter: it has happened. */
export type CommunicationForm = Submitter & { readonly procedure: 'urgent_appeal' | 'allegation_letter' }

/** What a programme wants in an application; none: what most of them ask. */
export type ApplicationForm = Submitter & {
  readonly programme: string
  readonly needs: readonly string[]
}

type Named = ShownCase & { readonly person: Person }
type Filled = readonly [key: ReportKey, text: string, required: boolean]

const ask = (fields: readonly Filled[], w: ReportWords): readonly Block[] =>
  fields.flatMap(([key, text, required]) => field(w.say(key), text, required))

/** The one person that a submission is about. */
const namedIn = ({ shown }: Gathered): Named | null => {
  const [one] = shown
  return one?.person ? (one as Named) : null
}

type Made = {
  readonly kind: ReportKind
  readonly purpose: ReportPurpose
  readonly title: string
  readonly blocks: readonly Block[]
}

/** Null: the person did not agree to it, and nothing is made. */
const madeOf = (gathered: Gathered, w: ReportWords, make: (one: Named) => Made): ReportDocument | null => {
  const one = namedIn(gathered)
  return one && made(gathered, one, w, make(one))
}

const made = (gathered: Gathered, { person }: Named, w: ReportWords, of: Made): ReportDocument =>
  withLimits(
    {
      ...of,
      blocks: [...of.blocks, ...remarks({ ...gathered, leftOut: 0 }, w)],
      lang: w.lang,
      dir: w.dir,
      cases: casesOf(gathered),
      names: [nameOf(person)].filter((name) => name !== ''),
      leftOut: gathered.leftOut,
      mostWords: null,
    },
    gathered,
  )

const identity = (person: Person, w: ReportWords): string =>
  [
    [...person.names, ...person.aliases].join(' / '),
    joined([
      person.born && w.say('mission_reports.field.born', { date: w.date(person.born) }),
      person.gender && w.term('gender', person.gender),
      person.nationalities.length > 0 ? w.list(person.nationalities.map(w.country)) : null,
    ]),
    personLine(person, w),
  ]
    .filter((line) => line !== '')
    .join('\n')

const factsInOrder = (person: Person, w: ReportWords): string =>
  person.events.map((event) => eventLine(event, w)).join('\n')

const perpetratorsOf = (person: Person, w: ReportWords): string =>
  [
    ...new Set(
      person.events.flatMap(({ perpetrators, named }) => [
        ...perpetrators.map((code) => w.term('perpetrator', code)),
        ...named,
      ]),
    ),
  ].join('\n')

const consentLine = (person: Person, w: ReportWords): string =>
  person.consent.collected === null
    ? ''
    : w.say('mission_reports.consent.given', { date: w.date(person.consent.collected) })

/** By which somebody is taken; what courts order afterwards is another date. */
const takings: readonly string[] = [
  'arrest',
  'detention_without_processing',
  'abduction',
  'disappearance_reported',
]
const taken = ({ events }: Person): ShownEvent | null =>
  events.findLast(({ type }) => takings.includes(type)) ?? null
const placesOf = ({ events }: Person): string =>
  [
    ...new Set(events.flatMap(({ type, place }) => (type === 'transfer' && place !== null ? [place] : []))),
  ].join('\n')

export const communication = (
  form: CommunicationForm,
  gathered: Gathered,
  w: ReportWords,
): ReportDocument | null =>
  madeOf(gathered, w, (one) => {
    const { person } = one
    const last = person.events.at(-1)
    const urgent: readonly Filled[] =
      form.procedure === 'urgent_appeal' ? [['mission_reports.un.urgency', '', true]] : []
    return {
      kind: 'communication',
      purpose: 'un',
      title: w.say(`mission_reports.un.${form.procedure}`, { name: nameOf(person) }),
      blocks: [
        deskNote(w.say(`mission_reports.un.${form.procedure}.note`)),
        ...ask(
          [
            ['mission_reports.un.victim', identity(person, w), true],
            ['mission_reports.un.consent', consentLine(person, w), true],
            ['mission_reports.un.defender', person.work ?? '', true],
            ['mission_reports.un.when', last?.date ? w.date(last.date) : '', true],
            ['mission_reports.un.where', joined([last?.place, one.country && w.country(one.country)]), true],
            ['mission_reports.un.facts', factsInOrder(person, w), true],
            ['mission_reports.un.perpetrators', perpetratorsOf(person, w), true],
            ['mission_reports.un.link', '', true],
            ...urgent,
            ['mission_reports.un.authorities', '', true],
          ],
          w,
        ),
        ...submitterBlocks(form, w),
      ],
    }
  })

const submitterBlocks = (form: Submitter, w: ReportWords): readonly Block[] => [
  heading(w.say('mission_reports.un.submitter')),
  note(w.say('mission_reports.un.confidential')),
  ...ask(
    [
      ['mission_reports.un.submitterName', form.name, true],
      ['mission_reports.un.submitterContact', form.contact, true],
    ],
    w,
  ),
]

export const wgad = (form: Submitter, gathered: Gathered, w: ReportWords): ReportDocument | null =>
  madeOf(gathered, w, ({ person }) => {
    const arrest = taken(person)
    const forces = (arrest?.perpetrators ?? []).map((code) => w.term('perpetrator', code))
    const charges = person.charges.map((charge) => chargeLine(charge, w)).join('\n')
    return {
      kind: 'wgad',
      purpose: 'un',
      title: w.say('mission_reports.wgad.heading', { name: nameOf(person) }),
      blocks: [
        deskNote(w.say('mission_reports.wgad.note')),
        heading(w.say('mission_reports.wgad.identity')),
        ...ask(
          [
            ['mission_reports.un.victim', identity(person, w), true],
            ['mission_reports.un.consent', consentLine(person, w), true],
          ],
          w,
        ),
        heading(w.say('mission_reports.wgad.arrest')),
        ...ask(
          [
            ['mission_reports.wgad.arrestDate', arrest?.date ? w.date(arrest.date) : '', true],
            ['mission_reports.wgad.arrestPlace', arrest?.place ?? '', true],
            ['mission_reports.wgad.forces', [...forces, ...(arrest?.named ?? [])].join('\n'), true],
            ['mission_reports.wgad.warrant', '', true],
            ['mission_reports.wgad.reasons', charges, true],
          ],
          w,
        ),
        heading(w.say('mission_reports.wgad.detention')),
        ...ask(
          [
            [
              'mission_reports.wgad.since',
              person.heldSince ? w.say('mission_reports.case.since', { date: w.date(person.heldSince) }) : '',
              true,
            ],
            ['mission_reports.wgad.places', placesOf(person), true],
            ['mission_reports.wgad.authority', '', true],
            ['mission_reports.wgad.law', charges, true],
          ],
          w,
        ),
        ...whyArbitrary(person, w),
        ...ask([['mission_reports.wgad.remedies', '', true]], w),
        ...submitterBlocks(form, w),
      ],
    }
  })

const whyArbitrary = (person: Person, w: ReportWords): readonly Block[] => {
  const test = testCategories(person)
  return [
    heading(w.say('mission_reports.wgad.why')),
    {
      kind: 'table',
      caption: w.say('mission_reports.wgad.test'),
      head: ['category', 'question', 'answer', 'from'].map((name) =>
        w.say(`mission_reports.wgad.column.${name}`),
      ),
      rows: test.categories.map(({ category, question, answer, from, reason }) => [
        w.term('detentionCategory', category),
        w.term('definitionQuestion', question),
        answer === null ? w.say('mission_reports.wgad.notAsked') : w.term('definitionAnswer', answer),
        joined([from === null ? null : w.say(`mission_reports.wgad.from.${from}`), reason], '. '),
      ]),
      stays: true,
    },
    deskNote(w.say(`mission_reports.wgad.result.${test.result}`)),
    ...field(
      w.say('mission_reports.wgad.categories'),
      test.categories
        .filter(({ answer }) => answer === 'yes')
        .map(({ category, reason }) => joined([w.term('detentionCategory', category), reason], ' – '))
        .join('\n'),
      true,
    ),
    ...field(
      w.say('mission_reports.wgad.arbitrary'),
      [person.assessment?.reasons ?? '', factsInOrder(person, w)].filter((line) => line !== '').join('\n\n'),
      true,
    ),
  ]
}

export const application = (
  form: ApplicationForm,
  gathered: Gathered,
  w: ReportWords,
): ReportDocument | null =>
  madeOf(gathered, w, ({ person }) => {
    const needs = person.needs.map(({ type, text, amount, currency }) =>
      joined(
        [w.term('need', type), text, amount === null ? null : joined([w.number(amount), currency], ' ')],
        ' – ',
      ),
    )
    return {
      kind: 'application',
      purpose: 'partner',
      title:
        form.programme === ''
          ? w.say('mission_reports.grant.heading', { name: nameOf(person) })
          : w.say('mission_reports.grant.headingTo', { name: nameOf(person), programme: form.programme }),
      blocks: [
        deskNote(w.say('mission_reports.grant.note')),
        ...(person.keeps ? [] : [deskNote(w.say('mission_reports.grant.keeps'))]),
        ...ask(
          [
            ['mission_reports.grant.who', identity(person, w), true],
            ['mission_reports.un.consent', consentLine(person, w), true],
            ['mission_reports.grant.work', person.work ?? '', true],
            ['mission_reports.grant.risk', factsInOrder(person, w), true],
            ['mission_reports.grant.needs', needs.join('\n'), true],
            ['mission_reports.grant.budget', '', true],
            ['mission_reports.grant.others', '', true],
            ['mission_reports.grant.plan', '', true],
            ['mission_reports.grant.referee', '', false],
            ['mission_reports.grant.payment', '', false],
          ],
          w,
        ),
        ...(form.needs.length === 0 ? [] : [heading(w.say('mission_reports.grant.checklist'))]),
        ...form.needs.flatMap((label) => field(label, '', true)),
        ...ask(
          [
            ['mission_reports.un.submitterName', form.name, true],
            ['mission_reports.un.submitterContact', form.contact, true],
          ],
          w,
        ),
      ],
    }
  })
