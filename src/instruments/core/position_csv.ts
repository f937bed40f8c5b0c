/** Positions on an instrument as CSV: a line for each member that sits in the body. Codes are the same in every language. Pure. */
import { toCsv } from '#figures/core/csv.ts'
import type { Subject } from './positions.ts'
import { sourceParts, type WhipView } from './whip_view.ts'

const columns = [
  'instrument',
  'body',
  'subject',
  'subject_id',
  'as_of',
  'member',
  'name',
  'group',
  'votes',
  'stance',
  'sponsorship',
  'leaning',
  'day',
  'confidence',
  'entered_by',
  'explanation',
  'source',
  'source_address',
] as const

type Of = { readonly instrument: string; readonly body: string; readonly of: Subject; readonly asOf: string }

/** Of whom nothing is known stands as `unknown`, with no day and no source. */
export const positionsCsv = (
  { members }: Pick<WhipView, 'members'>,
  { instrument, body, of, asOf }: Of,
): string =>
  toCsv([
    [...columns],
    ...members.map(({ seat: { member, membership }, group, position, leaning }) => {
      const by = position?.by ?? null
      const source = by && sourceParts(by.source)
      return [
        instrument,
        body,
        of.kind,
        of.id,
        asOf,
        member.id,
        member.name,
        group,
        membership.votes ? 'yes' : 'no',
        position?.stance ?? 'unknown',
        position?.sponsorship ?? null,
        membership.votes ? leaning : null,
        by?.on ?? null,
        by?.confidence ?? null,
        by?.enteredBy ?? null,
        by?.explanation ?? null,
        source?.words ?? null,
        source?.address ?? null,
      ]
    }),
  ])
