/** Whatever people agreed to: nobody is named in a report who did not agree to be named for its purpose. */
import { assert, boolean, constantFrom, property, record, stringMatching, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import type { ReportPurpose } from './appearance.ts'
import { reportAsHtml } from './as_html.ts'
import { reportAsPage } from './as_page.ts'
import { brief } from './brief.ts'
import { type ReportDocument, textOf } from './document.ts'
import { namesFound } from './names.ts'
import { periodic } from './periodic.ts'
import { type CaseSource, gather, namesOf } from './shown_case.ts'
import { application, communication, wgad } from './submission.ts'
import { briefForm, person, type Purposes, row, words } from '#missions/core/testing.ts'
import { urgency } from './urgency.ts'

const answer = constantFrom('yes', 'no', 'withdrawn', undefined)
const someCase = record({
  name: stringMatching(/^[A-Z][a-z]{4,8}ova [A-Z][a-z]{5,9}zoda$/),
  answers: record({ C1: answer, C2: answer, C3: answer, C4: answer, C5: answer, C8: answer }),
})

test('no name stands in any report of whoever did not agree to be named for its purpose', () => {
  assert(
    property(
      uniqueArray(someCase, { selector: ({ name }) => name, minLength: 1, maxLength: 5 }),
      boolean(),
      (people, isPublic) => {
        const sources = people.map(({ name, answers }) => {
          const purposes = Object.fromEntries(
            Object.entries(answers).filter(([, said]) => said !== undefined),
          )
          return person(name, Object.keys(purposes).length === 0 ? {} : { purposes: purposes as Purposes })
        })
        for (const { report, purpose } of everyReport(sources, isPublic)) {
          const asked = {
            confidential: 'C3',
            public: 'C5',
            headquarters: 'C3',
            partner: 'C2',
            un: 'C4',
            parliament: 'C5',
          } as const
          const text = [
            textOf(report),
            reportAsHtml(report),
            JSON.stringify(reportAsPage(report)),
            JSON.stringify(report),
          ].join('\n')
          for (const [at, { name, answers }] of people.entries())
            if (answers[asked[purpose]] !== 'yes') {
              expect(text).not.toContain(name)
              expect(namesFound(text, namesOf(sources[at]!.entries))).toEqual([])
            }
        }
      },
    ),
    { numRuns: 40 },
  )
})

const everyReport = (
  sources: readonly CaseSource[],
  isPublic: boolean,
): readonly { readonly report: ReportDocument; readonly purpose: ReportPurpose }[] => {
  const audience = isPublic ? 'public' : 'confidential'
  const submitter = { name: 'The desk', contact: 'desk' }
  const form = { mission: 'Embassy', from: '2024-01', to: '2024-06', guidelines: ['EU'] as const }
  const several = [
    brief(briefForm(audience), gather(sources, audience), words),
    periodic(
      form,
      { rows: [row({})], gathered: gather(sources, 'headquarters'), today: '2024-08-01' },
      words,
    ),
    urgency(
      { country: 'TJ', subject: '', rule: '', regards: '', addressees: '' },
      gather(sources, 'parliament'),
      words,
    ),
  ]
  const single = sources.flatMap((source) => [
    communication({ ...submitter, procedure: 'urgent_appeal' }, gather([source], 'un'), words),
    wgad(submitter, gather([source], 'un'), words),
    application({ ...submitter, programme: '', needs: [] }, gather([source], 'partner'), words),
  ])
  return [...several, ...single].flatMap((report) =>
    report === null ? [] : [{ report, purpose: report.purpose }],
  )
}
