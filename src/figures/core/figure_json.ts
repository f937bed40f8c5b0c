/** A figure as JSON for other programs: docs/formats/figure-v1.md. Codes in place of words; statements by language. Pure. */
import type { FigureBody } from './figure.ts'
import type { FigureChange } from './figure_versions.ts'
import type { FigureView } from './figure_view.ts'
import { queryToAddress } from './query.ts'
import type { ReleasedFigure } from './released_figure.ts'

/** Makes the whole address of a path of ours. */
type AddressOf = (path: string) => string

export const figureJson = ({ figure, versions, others, themes, now }: FigureView, addressOf: AddressOf) => ({
  format: 'amparo-figure/1',
  ...releasedJson(figure, addressOf),
  now,
  sameThing: others.map((other) => releasedJson(other, addressOf)),
  themes: themes.map(({ slug, title, lang }) => ({
    slug,
    address: addressOf(`/themes/${slug}`),
    title,
    lang,
  })),
  versions: versions.map((one) => ({
    version: one.figure.version,
    releasedOn: one.figure.releasedOn,
    changed: one.changes.map(changeName),
    figure: bodyJson(one.figure.body, addressOf),
  })),
})

const releasedJson = (
  { id, version, releasedOn, updatedAt, deskName, body }: ReleasedFigure,
  addressOf: AddressOf,
) => ({
  id,
  address: addressOf(`/figures/${id}`),
  version,
  releasedOn,
  updatedAt,
  desk: deskName,
  ...bodyJson(body, addressOf),
})

/** An allow-list: a field that is added to figures stays in until it is described. */
const bodyJson = (body: FigureBody, addressOf: AddressOf) => ({
  lang: body.lang,
  statement: body.statement,
  about: body.about,
  value: body.value,
  unit: body.unit,
  comparison: body.comparison,
  estimate: body.estimate,
  period: body.period,
  area: body.area,
  share: body.share,
  source: sourceJson(body.source, addressOf),
  cites: (body.cites ?? []).map(({ instrument, provision, words }) => ({ instrument, provision, words })),
})

const sourceJson = (source: FigureBody['source'], addressOf: AddressOf) => {
  switch (source.kind) {
    case 'citation': {
      const { kind, publisher, quotedIn, title, year, page, address, checkedOn } = source
      return { kind, publisher, quotedIn, title, year, page, address, checkedOn }
    }
    case 'query': {
      const { kind, query, frozen } = source
      const { value, rows, apart = null, on, version, vocabulary } = frozen
      const asked = queryToAddress(query)
      return {
        kind,
        query,
        frozen: { value, rows, apart, on, version, vocabulary },
        explore: addressOf(`/figures/explore${asked && `?${asked}`}`),
      }
    }
  }
}

const changeName = (change: FigureChange): string =>
  change.kind === 'statement' ? `statement.${change.lang}` : change.kind
