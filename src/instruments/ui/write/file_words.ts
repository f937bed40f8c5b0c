/** Why a file was not read, what and where, and how to mend it. */
import { LARGEST_FILE, type TextFileRefusal } from '#instruments/core/text_file.ts'
import type { Translate } from '#languages/translate.ts'

export const refusalWords = (t: Translate, refusal: TextFileRefusal, name: string): string => {
  const said = { name, at: '', limit: LARGEST_FILE / 1_000_000, n: 0 }
  switch (refusal.kind) {
    case 'no_structure':
      return t('files.refusal.no_structure', { ...said, n: refusal.lines })
    case 'too_many_lines':
      return t('files.refusal.too_many_lines', { ...said, limit: refusal.limit })
    default:
      return t(`files.refusal.${refusal.kind}`, {
        ...said,
        at: refusal.at === '' ? t('files.at.whole') : refusal.at,
      })
  }
}
