/** The highest rows of an answer, or its years, as a small picture on the home of figures. Pure. */
import { type Answer, type AnswerRow, UNKNOWN } from '#figures/core/answer.ts'
import { countToNumber, type Picture } from '#figures/core/picture.ts'
import { formatDay } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'
import { pathInLanguage } from '#languages/address.ts'
import { behindAddress, rowWord, yearsWords } from './query_words.ts'

/** Rows on the home; all of them stand on the page to explore. */
const MOST_ROWS = 8
/** Years on the home. */
const MOST_YEARS = 15

type Given = {
  readonly answer: Answer
  readonly by: 'country' | 'year' | 'what'
  readonly organisation: string | null
  readonly today: string
  readonly address: string
}

export const homePicture = (t: Translate, given: Given): Picture => {
  const { answer, by, organisation, today, address } = given
  const day = formatDay(answer.toldOn ?? today, t.lang)
  const frame = {
    id: `counted-${by}`,
    lang: t.lang,
    title: t(`figures.home.counted.${by}`),
    unit: t(`themes.unit.${answer.query.unit}`),
    scale: 'count' as const,
    period: yearsWords(t, answer.query),
    area: t('themes.area.world'),
    source: [organisation ?? 'Amparo', day].join(t('themes.source.comma')),
    address,
  }
  const apart = countToNumber(answer.apart)
  const rest = { apart: apart.value === null || apart.value === 0 ? null : apart }
  return by === 'year'
    ? { ...frame, ...rest, kind: 'columns', ...yearsOf(t, answer) }
    : { ...frame, ...rest, kind: 'bars', ...rowsOf(t, given) }
}

const rowsOf = (t: Translate, { answer, by }: Given) => ({
  rowsAre: t(`figures.rowsAre.${by}`),
  notes: answer.rows.length > MOST_ROWS ? [t('figures.home.most', { n: MOST_ROWS })] : [],
  rows: answer.rows.slice(0, MOST_ROWS).map(({ code, number }) => ({
    code,
    name: rowWord(t, answer.query, code),
    number: countToNumber(number),
    href: hrefOf(t, answer, { code, number }),
  })),
})

/** The public cases behind a number, where it has any. */
const hrefOf = (t: Translate, { query }: Answer, { code, number }: Pick<AnswerRow, 'code' | 'number'>) => {
  const behind = (number.public ?? 0) > 0 ? behindAddress(query, code) : null
  return behind && pathInLanguage(behind, t.lang)
}

const yearsOf = (t: Translate, answer: Answer) => {
  const known = answer.rows.filter(({ code }) => code !== UNKNOWN)
  const unknown = answer.rows.find(({ code }) => code === UNKNOWN)
  const said = unknown ? countToNumber(unknown.number).value : null
  const years = known.slice(-MOST_YEARS)
  return {
    notes: [
      ...(known.length > MOST_YEARS ? [t('figures.home.last', { n: MOST_YEARS })] : []),
      ...(said === null || said === 0 ? [] : [t('figures.page.unknownYear', { n: said })]),
    ],
    points: years.map(({ code, number }) => ({
      year: Number(code),
      number: countToNumber(number),
      href: hrefOf(t, answer, { code, number }),
    })),
  }
}
