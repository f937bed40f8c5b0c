/** A small parliament for tests. */
import type { BodyDocument } from './body_document.ts'

export const smallBody: BodyDocument = {
  slug: 'north-senate',
  lang: 'en',
  kind: 'chamber',
  name: { en: 'Senate of North' },
  country: null,
  parent: null,
  rule: 'simple',
  groupKind: 'party',
  known: { from: '2020-01-01', to: '2023-12-31' },
  roll: {
    groups: [
      { id: 'green', kind: 'party', name: 'Greens' },
      { id: 'red', kind: 'party', name: 'Reds' },
      { id: 'east', kind: 'region', name: 'East' },
    ],
    members: [
      { id: 'ana', kind: 'person', name: 'Ana Abel', identifiers: [{ scheme: 'roll', identifier: '1' }] },
      { id: 'ben', kind: 'person', name: 'Ben Bell', identifiers: [] },
    ],
    memberships: [
      {
        member: 'ana',
        groups: { party: 'green', region: 'east' },
        area: 'Eastham',
        votes: true,
        from: '2020-01-01',
        to: '2021-12-31',
      },
      {
        member: 'ana',
        groups: { party: 'red', region: 'east' },
        area: 'Eastham',
        votes: true,
        from: '2022-01-01',
        to: null,
      },
      { member: 'ben', groups: { party: 'red' }, area: null, votes: false, from: '2020-01-01', to: null },
    ],
  },
  sources: [{ publisher: 'Parliament of North', title: 'List of members', address: null, checkedOn: null }],
}
