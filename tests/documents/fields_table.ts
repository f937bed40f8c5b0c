/**
 * The tables of fields in SECURITY.md, made from the schemas that the program enforces.
 * `npm run docs:fields` writes them; documents.test.ts holds the file against them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import { placementTable } from '../../src/cases/core/placement.ts'
import { BEGUN } from '../../src/members/core/journal.ts'
import { lobbyingKinds } from '../../src/campaigns/core/lobbying.ts'
import { journalKinds } from '../../src/instruments/core/sealed_positions.ts'
import { missionJournalKinds } from '../../src/missions/core/journal_kinds.ts'
import { deskKinds } from '../../src/members/core/desk_entries.ts'

const security = fileURLToPath(new URL('../../SECURITY.md', import.meta.url))

/** The coded parts of a desk's log: one row a kind, all of it known to the server. */
const deskTable = (): string => {
  const rows = Object.entries(deskKinds).map(
    ([kind, { shape }]) => `| ${kind} | ${Object.keys(shape).toSorted().join(', ')} |`,
  )
  return ['| kind | coded: the server reads it |', '|---|---|', ...rows, ''].join('\n')
}

const fieldsOf = (schema: z.ZodType): string =>
  (schema instanceof z.ZodObject ? Object.keys(schema.shape).toSorted() : []).join(', ') || '–'

/** The journal's: what the server reads of each kind, and what is sealed. */
const journalTable = (): string => {
  const rows = [...journalKinds, ...lobbyingKinds, ...missionJournalKinds].map(
    ({ kind, coded, words }) => `| ${kind} | ${fieldsOf(coded)} | ${fieldsOf(words)} |`,
  )
  const head = ['| kind | coded: the server reads it | sealed |', '|---|---|---|', `| ${BEGUN} | – | – |`]
  return [...head, ...rows, ''].join('\n')
}

const tables = {
  'fields of a case': placementTable,
  'fields of a desk': deskTable,
  'fields of a journal': journalTable,
} as const

/** The document with both tables as the code has them now. */
export const withTables = (document: string): string =>
  Object.entries(tables).reduce((text, [name, table]) => {
    const [before, rest] = halves(text, `<!-- ${name} -->`)
    const [, after] = halves(rest, `<!-- end of ${name} -->`)
    return `${before}<!-- ${name} -->\n${table()}<!-- end of ${name} -->${after}`
  }, document)

const halves = (text: string, mark: string): readonly [string, string] => {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`SECURITY.md lacks ${mark}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(security, withTables(readFileSync(security, 'utf8')))
}
