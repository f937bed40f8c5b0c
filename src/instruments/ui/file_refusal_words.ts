/** Why a file of votes, members or positions is not read, with its place and the mend. Pure. */
import type { FileRefusal } from '#instruments/core/file_refusal.ts'
import { formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export const fileRefusalWords = (t: Translate, { kind, at }: FileRefusal): string =>
  t('instruments.file.refused', { place: placeWords(t, at), why: t(`instruments.file.${kind}`) })

/** "line 3, QQ" in the reader's language; paths of fields stay as the file writes them. */
const placeWords = (t: Translate, at: string): string => {
  const [, line, rest = ''] = /^line (\d+)(.*)$/s.exec(at) ?? []
  return line === undefined
    ? at
    : `${t('instruments.file.line', { n: formatNumber(Number(line), t.lang) })}${rest}`
}
