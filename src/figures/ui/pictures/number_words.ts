/** Numbers of pictures in words: "at least 25", "3–5", "12 %". Pure. */
import type { Picture, PictureNumber } from '#figures/core/picture.ts'
import { formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

type Scale = Picture['scale']

/** Of more decimals one is kept: 33.333 is 33.3 %. */
export const plainNumber = (t: Translate, scale: Scale, value: number): string => {
  const text = formatNumber(scale === 'percent' ? Math.round(value * 10) / 10 : value, t.lang)
  return scale === 'percent' ? t('pictures.percent', { n: text }) : text
}

/** The whole of what is told of a number. */
export const numberWords = (t: Translate, scale: Scale, { value, max, least }: PictureNumber): string => {
  if (value === null) return t('pictures.nothing')
  const from = plainNumber(t, scale, value)
  if (max === null || max <= value) return least ? t('pictures.atLeast', { n: from }) : from
  const to = plainNumber(t, scale, max)
  return least ? t('pictures.rangeAtLeast', { from, to }) : t('pictures.range', { from, to })
}
