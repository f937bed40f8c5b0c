/** What reading a text had to assume. A person looks at each before the text is kept. */

export const doubtKinds = [
  // A header or footer of a page stood inside a paragraph; the paragraph was joined around it.
  'page_break_in_paragraph',
  // Footnotes stood inside a paragraph; they were taken out.
  'footnotes_in_paragraph',
  // Where the footnotes at the foot of a page end is not marked.
  'footnotes_end_unclear',
  // Digits at the end of a number were read as the mark of a footnote.
  'footnote_glued_to_number',
  // A number standing alone was read as the mark of a footnote.
  'footnote_mark',
  // Digits after a word could be a footnote's mark but do not fit the sequence; they were kept.
  'footnote_mark_kept',
  // A line that looks like a symbol of a document was kept as words.
  'symbol_line_kept',
  // Two pieces were read as one word.
  'broken_word',
  // Two clauses stood on one line.
  'clauses_glued',
  // A numbered piece stood inside the line of the one before.
  'mark_inside_line',
  // Numbers are missing between two paragraphs.
  'number_jump',
  // A number stands here a second time; the line was read as words of the paragraph before.
  'number_repeated',
  // A paragraph without its number was given the one that its neighbours leave.
  'number_assumed',
  // The beginning of the preamble is not here, so the numbers do not count from it.
  'position_unknown',
  // (i) may be the ninth letter or the first Roman number.
  'letter_or_roman',
  // A line did not begin as a clause does, but a blank line stands before it; it was read as a new one.
  'unmarked_paragraph',
  // Operative paragraphs bear no number; they were counted.
  'unnumbered_operative',
  // The text breaks off here.
  'text_cut',
  // Lines that were not kept: before the first provision of a fragment, or after the end.
  'not_kept',
  // A second text begins here; only the first was read.
  'second_text',
  // A heading was read as the first words of the text under it.
  'heading_in_text',
  // Words after the points of a paragraph were read as the end of the words before them.
  'words_moved',
  // Its number could not stand as printed: unreadable, or given twice.
  'number_changed',
  // Of files: letters were no UTF-8 and no encoding was named.
  'letters_assumed',
  // Signs that nobody sees were taken out: control characters, changes of direction.
  'signs_left_out',
  // A program counts these numbers; they are not in the words.
  'list_numbered',
  // Changes were tracked: taken as if all were accepted.
  'tracked_changes',
  // A remark of a reviewer.
  'comment_left_out',
  // Words that are formatted as hidden.
  'hidden_left_out',
  // Words in a box that stands beside the text.
  'text_box',
  // A table was read row by row.
  'table_rows',
  // Navigation, heads and feet of a web page.
  'page_parts_left_out',
] as const
export type DoubtKind = (typeof doubtKinds)[number]

export type Doubt = {
  readonly kind: DoubtKind
  /** Of the text as given, from 1. */
  readonly line: number
  readonly found: string
  /** Empty when nothing was put in its place. */
  readonly assumed: string
}

const SHOWN = 120

export const doubt = (kind: DoubtKind, line: number, found: string, assumed = ''): Doubt => ({
  kind,
  line,
  found: found.length > SHOWN ? `${found.slice(0, SHOWN)}…` : found,
  assumed: assumed.length > SHOWN ? `${assumed.slice(0, SHOWN)}…` : assumed,
})
