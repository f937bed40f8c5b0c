/** Figures for tests. */
import { type Computation, type FigureBody, figureBody } from './figure.ts'
import { emptyQuery } from './query.ts'

const cited: FigureBody = {
  lang: 'en',
  statement: { en: 'Defenders killed in one year' },
  about: null,
  value: { kind: 'number', value: 312 },
  unit: 'persons',
  comparison: 'as_stated',
  estimate: false,
  period: '2017',
  area: { kind: 'world', within: { count: 27, of: 'countries' } },
  share: null,
  source: {
    kind: 'citation',
    publisher: 'Front Line Defenders',
    quotedIn: null,
    title: 'Annual report',
    year: 2018,
    page: '6',
    address: 'https://www.example.org/report',
    checkedOn: '2026-01-02',
  },
}

/** A figure that the schema lets pass, cited unless another source is given. */
export const aFigure = (given: Partial<FigureBody> = {}): FigureBody =>
  figureBody.parse({ ...cited, ...given })

export const aComputedFigure = (
  value: number,
  given: Omit<Partial<FigureBody>, 'source'> & {
    readonly query?: Partial<Computation['query']>
    readonly rows?: Computation['frozen']['rows']
    readonly apart?: Computation['frozen']['apart']
  } = {},
): FigureBody => {
  const { query, rows = [], apart = null, ...body } = given
  return aFigure({
    statement: { en: 'Events counted here' },
    value: { kind: 'number', value },
    unit: query?.unit ?? 'events',
    comparison: 'at_least',
    period: null,
    area: { kind: 'world', within: null },
    source: {
      kind: 'query',
      query: { ...emptyQuery, country: null, ...query },
      frozen: {
        value: { kind: 'number', value },
        rows,
        apart,
        on: '2026-02-03',
        version: '7.2026-02-02',
        vocabulary: '2026.1',
        stamp: 'a-stamp-of-the-server',
      },
    },
    ...body,
  })
}
