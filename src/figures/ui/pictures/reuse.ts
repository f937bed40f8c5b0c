/** How a picture and its numbers may be used again: what the organisation has said, and no more. Pure. */
import type { Translate } from '#languages/translate.ts'

/** `licence` null: none is named. */
export const reuseWords = (t: Translate, licence: string | null): string =>
  licence === null ? t('pictures.reuse') : t('pictures.licence', { licence })
