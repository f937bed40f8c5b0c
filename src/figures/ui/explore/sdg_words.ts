/** What a category of SDG indicator 16.10.1 is called: "A Killing". Pure. */
import { UNKNOWN } from '#figures/core/answer.ts'
import type { SdgLine } from '#figures/core/sdg.ts'
import type { Translate } from '#languages/translate.ts'

export const categoryWord = (t: Translate, category: SdgLine['category']): string => {
  if (category === UNKNOWN) return t('pictures.unknown')
  if (category === '*') return t('explore.apart')
  return `${category} ${t(`vocabulary.sdgCategory.${category}`)}`
}
