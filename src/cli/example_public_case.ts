/**
 * The one real person in the example: what one public source states and no more. Charges, days and anything after
 * that source are unknown here and are left out.
 */
import type { NewEntry } from '#cases/client/views.ts'

/** Fixed, so that the page keeps its address from demo to demo. */
const ids = {
  source: 'RnJlZWRvbU5vdzIwMTgwMg',
  arrest: 'QXJyZXN0MjAxNTA5WW9ybw',
  sentence: 'U2VudGVuY2UyNVlvcm92Xw',
  publication: 'UHVibGljYXRpb25Zb3Jvdg',
  ref: 'eW9yb3YtZXhhbXBsZS1yZQ',
} as const

const NAME = 'Buzurgmehr Yorov'
const source = { title: 'Press release', publisher: 'Freedom Now', date: '2018-02' }
const asStated = 'As stated by Freedom Now in a press release of February 2018.'

export const publicCase: {
  readonly entries: readonly NewEntry[]
  readonly publication: { readonly entry: string; readonly release: boolean }
} = {
  entries: [
    { kind: 'opened', coded: { dark: false, country: 'TJ' }, words: { reference: 'PUBLIC-1' } },
    {
      kind: 'identity',
      coded: { holder: 'person', country: 'TJ', sectors: ['JUST'] },
      words: {
        names: [{ text: NAME, kind: 'full', lang: 'en', script: 'Latn' }],
        occupation: 'human rights lawyer',
      },
    },
    {
      id: ids.source,
      kind: 'source',
      coded: { connection: 'ngo', reliability: 'B', credibility: '2' },
      words: { who: 'Freedom Now', ...source },
    },
    {
      id: ids.arrest,
      kind: 'event',
      coded: { type: 'arrest', date: '2015-09', country: 'TJ', acts: [], verification: 'REP' },
      words: {
        narrative: `Arrested in September 2015; the day is not known. ${asStated}`,
        sources: [ids.source],
      },
    },
    {
      id: ids.sentence,
      kind: 'event',
      coded: {
        type: 'sentence',
        date: '../2018-02',
        country: 'TJ',
        acts: [],
        verification: 'REP',
        after: [ids.arrest],
        sentence: { kind: 'prison', length: { years: 25 } },
      },
      words: {
        narrative: `Sentenced to 25 years in prison for representing leaders of the political opposition. ${asStated}`,
        sources: [ids.source],
      },
    },
    {
      id: ids.publication,
      kind: 'publication',
      coded: {
        basis: 'already_public',
        ref: ids.ref,
        fields: ['title', 'name', 'country', 'summary', 'status', 'timeline', 'sentence', 'sources'],
        lang: 'en',
      },
      words: {
        reason: 'Every fact on the page stands in the named press release, and nothing else is shown.',
      },
      open: {
        ref: ids.ref,
        lang: 'en',
        dir: 'ltr',
        isPseudonym: false,
        title: `${NAME}, human rights lawyer`,
        name: NAME,
        country: 'TJ',
        summary:
          'A human rights lawyer in Tajikistan, arrested in September 2015 and sentenced to 25 years in prison for ' +
          `his representation of leaders of the political opposition. ${asStated} What has happened since is not recorded here.`,
        // The press release is of a day in February: on the first it was so, later is not known.
        status: {
          custody: 'held',
          custodyBasis: 'serving',
          proceedings: 'convicted_not_final',
          proceeding: 'sentenced',
          safety: 'none_reported',
          accountability: 'not_defined',
          asOf: '2018-02-01',
        },
        timeline: [
          { date: '2015-09', type: 'arrest' },
          { date: '../2018-02', type: 'sentence', text: '25 years in prison' },
        ],
        sentence: { kind: 'prison', years: 25 },
        sources: [source],
      },
    },
  ],
  publication: { entry: ids.publication, release: true },
}
