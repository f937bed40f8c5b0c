/** What a server can do to any log on its way to a device that has not opened it: each with the name of its refusal. */
import { type CaseAnswer, flipped } from './liar.ts'

type LogAnswer = Pick<CaseAnswer, 'entries' | 'tip'>

/** Of a log with three entries at least, the second and third with coded and sealed parts. */
export const chainLies: readonly [string, (answer: LogAnswer) => unknown, string][] = [
  ['cut short under its true tip', ({ entries }) => entries.pop(), 'rolled_back'],
  ['empty', ({ entries }) => entries.splice(0), 'rolled_back'],
  ['without its first entry', ({ entries }) => entries.shift(), 'broken_link'],
  ['without one in its middle', ({ entries }) => entries.splice(1, 1), 'broken_link'],
  ['in another order', ({ entries }) => entries.splice(1, 2, entries[2]!, entries[1]!), 'broken_link'],
  ['with an entry twice', ({ entries }) => entries.splice(1, 0, entries[1]!), 'broken_link'],
  ['under another tip', (answer) => (answer.tip.hash = flipped(answer.tip.hash)), 'rolled_back'],
  [
    'with a signature one bit other',
    ({ entries }) => (entries[1]!.signature = flipped(entries[1]!.signature)),
    'wrong_signature',
  ],
  [
    'with a signature swapped',
    ({ entries }) => (entries[1]!.signature = entries[2]!.signature),
    'wrong_signature',
  ],
  [
    'with a statement one bit other',
    ({ entries }) => (entries[1]!.statement = flipped(entries[1]!.statement)),
    'unreadable',
  ],
  [
    'with a coded part one bit other',
    ({ entries }) => (entries[1]!.coded = flipped(entries[1]!.coded!)),
    'unreadable',
  ],
  [
    'with coded parts swapped',
    ({ entries }) => ([entries[1]!.coded, entries[2]!.coded] = [entries[2]!.coded!, entries[1]!.coded!]),
    'unreadable',
  ],
  [
    'with sealed parts swapped',
    ({ entries }) => ([entries[1]!.sealed, entries[2]!.sealed] = [entries[2]!.sealed!, entries[1]!.sealed!]),
    'unreadable',
  ],
  [
    'with a sealed part one bit other',
    ({ entries }) => (entries[1]!.sealed = flipped(entries[1]!.sealed!, 99)),
    'unreadable',
  ],
  ['without a coded part nobody erased', ({ entries }) => delete entries[1]!.coded, 'part_missing'],
  ['without a sealed part nobody erased', ({ entries }) => delete entries[1]!.sealed, 'part_missing'],
  ['with a part no statement names', ({ entries }) => (entries[1]!.open = entries[1]!.coded!), 'unreadable'],
  ['with a field no entry has', ({ entries }) => Object.assign(entries[1]!, { note: 'x' }), 'bad_answer'],
]
