/** The files of a case with what was done to each: the chain of custody, folded from its entries. Pure. */
import { fromBase64url, toHex } from '#vault/core/bytes.ts'
import { parseWords } from './entry.ts'
import type { EvidenceCoded, EvidenceWords } from './kinds/evidence.ts'
import type { CaseLog, FactOf } from './read_log.ts'
import type { CustodyAct } from './terms.ts'

/** A hash as programs print it, to be compared by eye. */
export const hexOf = (hash: string): string => toHex(fromBase64url(hash) ?? new Uint8Array())

export type CustodyLine = {
  /** The entry that says so. */
  readonly entry: string
  readonly seq: number
  readonly at: string
  readonly author: string
  readonly act: CustodyAct
  readonly to?: string
  /** EDTF. */
  readonly date?: string
  readonly note?: string
}

export type Evidence = {
  readonly entry: string
  readonly seq: number
  readonly at: string
  readonly author: string
  readonly coded: EvidenceCoded
  /** Null: erased, and with it the key to the file. */
  readonly words: EvidenceWords | null
  readonly custody: readonly CustodyLine[]
  /** Entries of its redacted copies. */
  readonly copies: readonly string[]
}

export const evidenceOf = (log: Pick<CaseLog, 'facts'>): readonly Evidence[] => {
  const files = log.facts.filter((fact) => fact.kind === 'evidence')
  const acts = log.facts.filter((fact) => fact.kind === 'custody')
  return files.map((file) => {
    const { id, seq, at, author, coded } = file
    const copies = files.filter((one) => one.coded.copyOf === id)
    const words = wordsOf(file)
    const custody = [
      receivedLine(file, words),
      ...copies.map((copy): CustodyLine => ({ ...lineOf(copy), act: 'copied' })),
      ...acts.filter((act) => act.coded.of === id).map(actLine),
    ]
    return {
      entry: id,
      seq,
      at,
      author,
      coded,
      words,
      custody: custody.toSorted((a, b) => a.seq - b.seq),
      copies: copies.map((copy) => copy.id),
    }
  })
}

const wordsOf = (file: FactOf<'evidence'>): EvidenceWords | null => {
  const words = file.words === null ? null : parseWords('evidence', file.words)
  return words?.ok ? words.value : null
}

const lineOf = ({ id, seq, at, author }: FactOf<'evidence'> | FactOf<'custody'>) => ({
  entry: id,
  seq,
  at,
  author,
})

const receivedLine = (file: FactOf<'evidence'>, words: EvidenceWords | null): CustodyLine => ({
  ...lineOf(file),
  act: 'received',
  ...(words?.received === undefined ? {} : { date: words.received }),
  ...(words?.receivedHow === undefined ? {} : { note: words.receivedHow }),
})

const actLine = (act: FactOf<'custody'>): CustodyLine => {
  const words = act.words === null ? null : parseWords('custody', act.words)
  const { to, date, note } = words?.ok ? words.value : {}
  return {
    ...lineOf(act),
    act: act.coded.act,
    ...(to === undefined ? {} : { to }),
    ...(date === undefined ? {} : { date }),
    ...(note === undefined ? {} : { note }),
  }
}
