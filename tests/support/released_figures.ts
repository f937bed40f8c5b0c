/** Figures of every kind, released: cited, disagreeing, shares, words, counted here, long, changed. */
import { aComputedFigure, aFigure } from '../../src/figures/core/testing.ts'
import type { TestDatabase } from './database.ts'
import { asSuperuser, openId, release } from './open_rows.ts'
import { startTestServer, type TestServer } from './server.ts'

const { source: cited } = aFigure()
const quoted = {
  ...cited,
  kind: 'citation' as const,
  publisher: 'Amnesty & <others>',
  quotedIn: 'A lobbying brief',
  title: null,
  year: null,
  page: null,
  address: null,
  checkedOn: null,
}
export const figures = {
  plain: aFigure({
    about: 'killed-2017',
    statement: { en: 'Defenders killed in one year', ar: 'مدافعون قُتلوا في سنة واحدة' },
  }),
  disagreeing: aFigure({ about: 'killed-2017', comparison: 'more_than', source: quoted }),
  share: aFigure({
    statement: { en: 'Share of murder cases in which suspects were arrested' },
    value: { kind: 'number', value: 12 },
    unit: 'percent',
    share: { numerator: null, denominator: { count: null, words: { en: 'tracked cases' } }, unknowns: null },
  }),
  whole: aFigure({
    statement: { en: 'States whose law meets the standards' },
    value: { kind: 'number', value: 4 },
    unit: 'states',
    share: { numerator: null, denominator: { count: 50, words: null }, unknowns: 6 },
  }),
  words: aFigure({
    statement: { en: 'Activists detained' },
    value: { kind: 'words', quantity: 'thousands' },
    period: null,
  }),
  counted: aComputedFigure(8, {
    query: { by: 'country' },
    rows: [{ code: 'CO', value: { kind: 'number', value: 3 }, share: null }],
    apart: { kind: 'number', value: 5 },
  }),
  long: aFigure({
    statement: { en: 'Sehr '.repeat(40) + 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(3) },
  }),
}
const theme = {
  slug: 'defenders',
  order: 1,
  lang: 'en',
  words: { en: { title: 'Defenders', lead: 'Lead', text: [], claims: [], asks: [] } },
  figures: [openId('plain'), openId('share')],
  cases: [],
  instruments: [],
  campaigns: [],
}

/** The address of the page of one of them. */
export const at = (name: string, lang = ''): string => `${lang}/figures/${openId(name)}`

/** A server of an organisation whose name has to be escaped, with all of them released. */
export const startWithFigures = async (): Promise<TestServer> => {
  const server = await startTestServer()
  await asSuperuser(server.database, (client) =>
    client.query(`update amparo.installation set organisation = 'Watch & <Sons>'`),
  )
  await releaseFigures(server.database)
  return server
}

const releaseFigures = async (database: Pick<TestDatabase, 'superuser'>): Promise<void> => {
  for (const [name, body] of Object.entries(figures)) await release(database, { kind: 'figure', name, body })
  const changed = aFigure({ period: '2016', statement: { en: 'Defenders killed in a year' } })
  await release(database, { kind: 'figure', name: 'changed', body: changed })
  await release(database, {
    kind: 'figure',
    name: 'changed',
    version: 2,
    body: aFigure({ value: { kind: 'number', value: 313 } }),
    releasedAt: '2026-11-10T10:00:00Z',
  })
  await release(database, { kind: 'theme', name: 'theme', body: theme })
}
