/** Why a file of votes or members is not read, with its place and the mend. */
import type { FileRefusal } from '#instruments/core/file_refusal.ts'
import { formatNumber } from '#languages/formats.ts'
import type { Translate } from '#languages/translate.ts'

export const fileRefusalWords = (t: Translate, { kind, at }: FileRefusal): string =>
  t('votes_desk.file.refused', {
    place: placeWords(t, at),
    why: t.find(`votes_desk.file.${kind}`) ?? t('votes_desk.file.other'),
  })

/** "line 3, QQ" in the reader's language; paths of fields stay as the file writes them. */
const placeWords = (t: Translate, at: string): string => {
  const [, line, rest = ''] = /^line (\d+)(.*)$/s.exec(at) ?? []
  return line === undefined
    ? at
    : `${t('votes_desk.file.line', { n: formatNumber(Number(line), t.lang) })}${rest}`
}
