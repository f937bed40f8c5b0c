/** Votes by name from a CSV: one row a member, its code in one column and what it cast in another. Pure. */
import { err, ok, type Result } from '#kernel/core/result.ts'
import { readCsvRows } from './csv_rows.ts'
import type { FileRefusal } from './file_refusal.ts'
import { type Cast, casts, memberOfCode, type Named, seatsOfVote, type VoteBody } from './votes.ts'

export type RollCallColumns = {
  readonly code: string
  readonly cast: string
  /** What a member without a row cast; null: every member has one. */
  readonly missing: Cast | null
}

type Asked = Pick<VoteBody, 'members' | 'on'> & { readonly columns: RollCallColumns }

export type AllNamed = { readonly [Option in Cast]: string[] }

export const emptyNamed = (): AllNamed => ({
  yes: [],
  no: [],
  abstain: [],
  absent: [],
  not_voting: [],
  yes_or_not_voting: [],
})

export const readRollCall = (text: string, { columns, ...vote }: Asked): Result<Named, FileRefusal> => {
  const rows = readCsvRows(text)
  if (!rows.ok) return rows
  const named = emptyNamed()
  const seen = new Set<string>()
  for (const { line, cells } of rows.value) {
    const [code, said] = [cells[columns.code], cells[columns.cast]]
    if (code === undefined || said === undefined)
      return err({ kind: 'column_missing', at: code === undefined ? columns.code : columns.cast })
    const member = memberOfCode(vote, code)
    if (member === null) return err({ kind: 'unknown_member', at: `line ${line}, ${code}` })
    if (seen.has(member)) return err({ kind: 'named_twice', at: `line ${line}, ${code}` })
    const cast = casts.find((one) => one === said.toLowerCase().replaceAll('-', '_'))
    if (cast === undefined) return err({ kind: 'value_wrong', at: `line ${line}, ${columns.cast}` })
    seen.add(member)
    named[cast].push(member)
  }
  for (const { member, membership } of seatsOfVote(vote)) {
    if (seen.has(member.id) || !membership.votes) continue
    if (columns.missing === null) return err({ kind: 'unknown_member', at: `no line, ${member.id}` })
    named[columns.missing].push(member.id)
  }
  for (const list of Object.values(named)) list.sort()
  return ok(named)
}
