/**
 * How words are counted where a limit holds. A word is what stands between spaces and holds a letter or a figure: so
 * "well-known", "2024/1234" and "Court's" are one each, and a dash alone is none. Recitals, paragraphs and citations
 * count; the title, headings and the marks A., 1. before items do not.
 */
import type { ReportDocument } from './document.ts'

/** Of a motion for a resolution on breaches of human rights, since January 2023. */
export const URGENCY_WORDS = 500

export const wordsIn = (text: string): number =>
  text.split(/[\s\u00a0\u2028\u2029]+/u).filter((one) => /[\p{L}\p{N}]/u.test(one)).length

export const countedWords = ({ blocks }: Pick<ReportDocument, 'blocks'>): number =>
  blocks.reduce((sum, block) => {
    if (block.kind === 'list' && block.counts) return sum + wordsIn(block.items.join('\n'))
    return block.kind === 'paragraph' && block.counts ? sum + wordsIn(block.text) : sum
  }, 0)
