/** Votes in files: those of a Popolo file, and which columns of a CSV hold member and vote. Pure. */
import { seatsOn } from '#instruments/core/bodies.ts'
import type { CsvRow } from '#instruments/core/csv_rows.ts'
import type { FileRefusal } from '#instruments/core/file_refusal.ts'
import { popoloToRoll, readPopolo, votesOfPopolo } from '#instruments/core/popolo.ts'
import type { ListedMember, Named } from '#instruments/core/votes.ts'
import { isIsoDay } from '#kernel/core/iso_day.ts'
import { err, ok, type Result } from '#kernel/core/result.ts'

/** As files of votes mostly name them; a person corrects it. */
const codeColumns = ['country_code', 'iso2', 'ms_code', 'member', 'member_id', 'voter_id', 'code', 'id']
const voteColumns = ['vote', 'cast', 'option', 'ms_vote']

export const columnsOf = (
  rows: readonly CsvRow[],
): { readonly all: readonly string[]; readonly code: string; readonly cast: string } => {
  const all = Object.keys(rows[0]?.cells ?? {})
  const first = (known: readonly string[]) => known.find((name) => all.includes(name))
  const code = first(codeColumns) ?? all[0] ?? ''
  return { all, code, cast: first(voteColumns) ?? all.at(-1) ?? '' }
}

export type FileVote = {
  /** "2015-12-17, adopted" tells which of a file it is. */
  readonly name: string
  readonly members: readonly ListedMember[] | null
  readonly named: Named
  readonly on: string | null
}

/** The votes of a Popolo file; members are taken from it where it lists them for the body that voted. */
export const votesOfFile = (text: string): Result<readonly FileVote[], FileRefusal> => {
  const file = readPopolo(text)
  if (!file.ok) return file
  if (file.value.vote_events.length === 0) return err({ kind: 'not_this_format', at: 'vote_events' })
  const roll = popoloToRoll(file.value)
  if (!roll.ok) return roll
  const votes: FileVote[] = []
  for (const [place, event] of file.value.vote_events.entries()) {
    const named = votesOfPopolo(event)
    if (!named.ok) return err({ ...named.error, at: `vote_events.${place}.${named.error.at}` })
    const day = event.start_date?.slice(0, 10) ?? ''
    const on = isIsoDay(day) ? day : null
    const seats = on && event.organization_id != null ? seatsOn(roll.value, event.organization_id, on) : []
    const nameById = new Map(roll.value.groups.map(({ id, name }) => [id, name]))
    const members = seats.map(({ member: { id, name }, membership }): ListedMember => {
      const group = membership.groups.party ?? membership.groups.group ?? null
      return {
        id,
        name,
        group: group === null ? null : (nameById.get(group) ?? group),
        votes: membership.votes,
      }
    })
    const name = [event.id, on].filter((one) => one != null).join(', ') || `vote_events.${place}`
    votes.push({ name, on, named: named.value, members: members.length === 0 ? null : members })
  }
  return ok(votes)
}
