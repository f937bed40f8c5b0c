/** The table of SDG indicator 16.10.1 in the columns that statistical offices exchange. Pure. */
import { toCsv } from './csv.ts'
import type { SdgLine } from './sdg.ts'

/** As SDMX codes sex: total, female, male, not known. */
const sexes: Readonly<Record<SdgLine['sex'], string>> = { total: '_T', W: 'F', M: 'M', unknown: '_U' }

/** `*` and `unknown` are no area, year or category; SDMX writes `_U` for unknown and `_Z` for not applicable. */
const coded = (code: string): string => (code === 'unknown' ? '_U' : code === '*' ? '_Z' : code)

const columns = [
  ['SERIES', '#indicator+code'],
  ['REF_AREA', '#country+code+v_iso2'],
  ['TIME_PERIOD', '#date+year'],
  ['CATEGORY', '#affected+type'],
  ['SEX', '#affected+sex'],
  ['STANDING', '#status+verification'],
  ['OBS_VALUE', '#affected+num'],
  ['BOUND', '#x_bound+type'],
  ['UNIT_MEASURE', '#x_unit+code'],
] as const

/** Of the same victims `verified` and `documented` are never added together. */
export const sdgCsv = (lines: readonly SdgLine[]): string =>
  toCsv([
    columns.map(([name]) => name),
    columns.map(([, hxl]) => hxl),
    ...lines.map(({ country, year, category, sex, standing, victims }) => [
      '16.10.1',
      coded(country),
      coded(year),
      coded(category),
      sexes[sex],
      standing,
      victims,
      'lower',
      'victims',
    ]),
  ])
