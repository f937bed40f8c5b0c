/** Why a file of bodies, votes, bills or texts is not read: nothing of it is kept. The mend stands beside each reason. */

/** A committee of a whole session is 1.1 MB, a parliament 0.2 MB; twenty leave room, fifty are refused. */
export const MOST_BYTES = 20_000_000

/**
 * `at`: line and column, or the path of the field. Mends:
 * too_large: cut the file or take the part that is needed. malformed, document_type: save it again as plain XML.
 * no_heading, column_twice, cells_differ, quote_open: mend that line of the CSV. column_missing: name the column.
 * not_this_format: choose the reader that fits. other_version: save it as the version that is read. no_provisions: take
 * the file that holds the text itself. value_wrong: mend that field. unknown_member: mend the code or name, or
 * add the member first. not_member_then: mend the day, or the membership. named_twice: leave one of both out.
 * nobody_named: add memberships to the file.
 */
export type FileRefusal = {
  readonly kind:
    | 'too_large'
    | 'malformed'
    | 'document_type'
    | 'no_heading'
    | 'column_twice'
    | 'column_missing'
    | 'cells_differ'
    | 'quote_open'
    | 'not_this_format'
    | 'other_version'
    | 'no_provisions'
    | 'value_wrong'
    | 'unknown_member'
    | 'not_member_then'
    | 'named_twice'
    | 'nobody_named'
  readonly at: string
}

/** Bytes are at least as many as units, so a text of more units than that needs no counting. */
export const tooLarge = (text: string, most: number = MOST_BYTES): FileRefusal | null =>
  text.length > most || utf8Length(text) > most ? { kind: 'too_large', at: 'line 1' } : null

const utf8Length = (text: string): number => {
  let bytes = text.length
  for (const run of text.matchAll(/[\u0080-\uFFFF]+/g))
    for (const sign of run[0]) {
      const code = sign.codePointAt(0) ?? 0
      bytes += code > 0xffff ? 2 : code > 0x7ff ? 2 : 1
    }
  return bytes
}
