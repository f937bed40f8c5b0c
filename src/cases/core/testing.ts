/** Cases for tests: entries in a line, each said in a few words. */
import type { CaseEntry } from './entry.ts'

export const TODAY = '2024-06-30'
export const ana = 'ana'.padEnd(22, 'a')
export const ben = 'ben'.padEnd(22, 'b')

/** An id told by a name. */
export const idOf = (name: string): string =>
  name
    .replaceAll(/[^A-Za-z0-9_-]/g, '_')
    .padEnd(22, '_')
    .slice(0, 22)

export type Draft = {
  readonly id?: string
  readonly kind: string
  readonly coded: unknown
  readonly words?: unknown
  readonly open?: unknown
  readonly author?: string
  readonly at?: string
  readonly kindVersion?: number
}

/** Entries of a log in the order given; an entry without an id is called by its place. */
export const logOf = (...drafts: readonly Draft[]): readonly CaseEntry[] =>
  drafts.map((draft, seq) => ({
    seq,
    kindVersion: 1,
    author: ana,
    at: '2024-06-01T10:00:00Z',
    ...draft,
    id: idOf(draft.id ?? `entry${seq}`),
  }))

export const opened: Draft = { id: 'opened', kind: 'opened', coded: { dark: false } }

/** An event dated to the month, reported. */
export const event = (id: string, type: string, date: string | null, more: object = {}): Draft => ({
  id,
  kind: 'event',
  coded: { type, ...(date === null ? {} : { date }), acts: [], verification: 'REP', ...more },
})

/** The coded half of an engagement. */
export const meeting = {
  type: 'meeting',
  duties: ['E05'],
  role: 'human_rights_officer',
  date: '2024-06',
  result: 'done',
  requestedBy: 'defender',
  confidentiality: 'internal',
} as const

/** A case opened, with these events. */
export const caseOf = (...drafts: readonly Draft[]): readonly CaseEntry[] => logOf(opened, ...drafts)
