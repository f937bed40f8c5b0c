/** Languages that offices read and letters are written in, by their names in the reader's language. */
import { languageNameIn } from '#languages/formats.ts'

const codes =
  'am ar az be bn bs cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk km ko ky lo lt lv mk mn ms my nb ne nl pl ps pt ro ru sk sl so sq sr sv sw tg th ti tk tr uk ur uz vi zh'

export const writtenLanguages = (
  lang: string,
): readonly { readonly value: string; readonly label: string }[] =>
  codes
    .split(' ')
    .map((value) => ({ value, label: languageNameIn(value, lang) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, lang))
