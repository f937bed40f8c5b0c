/**
 * The numbers that a word processor prints before paragraphs and keeps nowhere: counted anew from the definitions of
 * lists, with their starts, restarts and continuations across paragraphs in between. Pure.
 */
import { type CountForm, writeCount } from './list_marks.ts'
import { childElements, findElement, type XmlElement } from './xml.ts'

/** The value of `w:name`, whatever the prefix. */
export const wordAttribute = (element: XmlElement | null, name: string): string | null => {
  for (const [key, value] of Object.entries(element?.attributes ?? {}))
    if (key === name || key.endsWith(`:${name}`)) return value
  return null
}

export const valueOf = (element: XmlElement | null, ...path: readonly string[]): string | null =>
  element === null ? null : wordAttribute(findElement(element, ...path), 'val')

type Level = {
  readonly start: number
  readonly form: CountForm
  /** `%1.%2`; null: a bullet. */
  readonly text: string | null
  /** A level up to which a new number begins it again; null: every level above. */
  readonly restart: number | null
  readonly legal: boolean
}

type List = {
  readonly abstract: string
  readonly levels: ReadonlyMap<number, Level>
  readonly startOverrides: ReadonlyMap<number, number>
}

export type ParagraphPlace = { readonly list: string; readonly level: number }

export type Numbering = {
  /** Of a paragraph by its own property or its style. */
  readonly placeOf: (properties: XmlElement | null) => ParagraphPlace | null
  /** Counts on; null: a bullet, or no number. */
  readonly next: (place: ParagraphPlace) => string | null
}

const FORMS: Readonly<Record<string, CountForm>> = {
  decimal: 'decimal',
  decimalZero: 'decimal',
  lowerLetter: 'lower_letter',
  upperLetter: 'upper_letter',
  lowerRoman: 'lower_roman',
  upperRoman: 'upper_roman',
  none: 'none',
}

export const readNumbering = (numbering: XmlElement | null, styles: XmlElement | null): Numbering => {
  const lists = listsOf(numbering, styles)
  const placeOf = placesOf(styles, lists)
  // Lists that share a definition share its count.
  const counts = new Map<string, Map<number, number>>()
  const begun = new Set<string>()
  const next = ({ list: id, level }: ParagraphPlace): string | null => {
    const list = lists.get(id)
    const own = list?.levels.get(level)
    if (!list || !own) return null
    const count = counts.get(list.abstract) ?? new Map<number, number>()
    counts.set(list.abstract, count)
    if (!begun.has(id)) {
      begun.add(id)
      for (const [at, start] of list.startOverrides) count.set(at, start - 1)
    }
    count.set(level, (count.get(level) ?? own.start - 1) + 1)
    for (const [deeper, { restart }] of list.levels)
      if (deeper > level && (restart === null || level < restart) && restart !== 0) count.delete(deeper)
    return own.text === null ? null : labelOf(own, list, count)
  }
  return { placeOf, next }
}

const labelOf = (own: Level, { levels }: List, count: ReadonlyMap<number, number>): string =>
  (own.text ?? '').replaceAll(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1
    const level = levels.get(at)
    const form = own.legal ? 'decimal' : (level?.form ?? 'decimal')
    return writeCount(form, count.get(at) ?? level?.start ?? 1)
  })

const listsOf = (numbering: XmlElement | null, styles: XmlElement | null): ReadonlyMap<string, List> => {
  if (numbering === null) return new Map()
  const abstracts = new Map(
    childElements(numbering, 'abstractNum').map((one) => [wordAttribute(one, 'abstractNumId') ?? '', one]),
  )
  const nums = childElements(numbering, 'num')
  const abstractOfNum = new Map(
    nums.map((one) => [wordAttribute(one, 'numId') ?? '', valueOf(one, 'abstractNumId') ?? '']),
  )
  /** A definition may stand in a style of lists and be linked to by its name. */
  const resolve = (id: string): string => {
    const link = valueOf(abstracts.get(id) ?? null, 'numStyleLink')
    if (link === null) return id
    const style = childElements(styles ?? numbering, 'style').find(
      (one) => wordAttribute(one, 'styleId') === link,
    )
    return abstractOfNum.get(valueOf(style ?? null, 'pPr', 'numPr', 'numId') ?? '') ?? id
  }
  return new Map(
    nums.map((num) => {
      const abstract = resolve(valueOf(num, 'abstractNumId') ?? '')
      const levels = new Map(levelsOf(abstracts.get(abstract)))
      const startOverrides = new Map<number, number>()
      for (const override of childElements(num, 'lvlOverride')) {
        const at = toNumber(wordAttribute(override, 'ilvl')) ?? 0
        for (const [level, own] of levelsOf(override)) levels.set(level, own)
        const start = toNumber(valueOf(override, 'startOverride'))
        if (start !== null) startOverrides.set(at, start)
      }
      return [wordAttribute(num, 'numId') ?? '', { abstract, levels, startOverrides }] as const
    }),
  )
}

const levelsOf = (owner: XmlElement | undefined): readonly (readonly [number, Level])[] =>
  childElements(owner ?? { name: '', attributes: {}, children: [], line: 0 }, 'lvl').map((level) => {
    const form = valueOf(level, 'numFmt') ?? 'decimal'
    return [
      toNumber(wordAttribute(level, 'ilvl')) ?? 0,
      {
        start: toNumber(valueOf(level, 'start')) ?? 1,
        form: FORMS[form] ?? 'decimal',
        text: form === 'bullet' ? null : (valueOf(level, 'lvlText') ?? ''),
        restart: toNumber(valueOf(level, 'lvlRestart')),
        legal: findElement(level, 'isLgl') !== null,
      },
    ] as const
  })

const toNumber = (text: string | null): number | null => {
  const number = Number.parseInt(text ?? '', 10)
  return Number.isSafeInteger(number) ? number : null
}

/** Styles inherit; deeper than this they go in a circle. */
const DEEPEST_STYLE = 20

const placesOf = (
  styles: XmlElement | null,
  lists: ReadonlyMap<string, List>,
): ((properties: XmlElement | null) => ParagraphPlace | null) => {
  const byId = new Map(
    (styles === null ? [] : childElements(styles, 'style')).map((one) => [
      wordAttribute(one, 'styleId') ?? '',
      one,
    ]),
  )
  const numberOf = (properties: XmlElement | null, name: 'numId' | 'ilvl'): string | null => {
    const own = valueOf(properties, 'numPr', name)
    if (own !== null) return own
    let style = byId.get(valueOf(properties, 'pStyle') ?? '')
    for (let depth = 0; style && depth < DEEPEST_STYLE; depth++) {
      const inherited = valueOf(style, 'pPr', 'numPr', name)
      if (inherited !== null) return inherited
      style = byId.get(valueOf(style, 'basedOn') ?? '')
    }
    return null
  }
  return (properties) => {
    const list = numberOf(properties, 'numId')
    if (list === null || list === '0' || !lists.has(list)) return null
    return { list, level: toNumber(numberOf(properties, 'ilvl')) ?? 0 }
  }
}
