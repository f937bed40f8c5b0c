/** Rows of positions: those of a desk, entered and decided on by its members, and those that are open to everybody. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'
import type { KeptFact } from '#instruments/core/position_entry.ts'
import type { EnteredFact, PositionRow } from '#instruments/core/position_wire.ts'
import type { OpenFact } from '#instruments/core/whip_ground.ts'
import type { Confidence, PositionFact, Stance, Subject } from '#instruments/core/positions.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    position: {
      id: string
      desk: string
      desk_name: string
      instrument: string
      body: string
      member: string
      of_kind: Subject['kind']
      of_id: string
      stance: Stance
      /** ISO day. */
      on: string
      confidence: Confidence
      source: string
      explanation: string | null
      entered_by: string
      entered_at: Date
      confirmed_by: string | null
      confirmed_at: Date | null
      struck_by: string | null
      struck_at: Date | null
      struck_why: string | null
    }
  }
}

const said = [
  'id',
  'instrument',
  'body',
  'member',
  'of_kind',
  'of_id',
  'stance',
  'on',
  'confidence',
  'source',
  'explanation',
  'entered_at',
] as const
const decided = [
  'entered_by',
  'confirmed_by',
  'confirmed_at',
  'struck_by',
  'struck_at',
  'struck_why',
] as const

/** Of the transaction's desk: what it entered on an instrument, in the order in which it was entered. */
export const findPositions = async (db: Writer, instrument: string): Promise<readonly PositionRow[]> => {
  const rows = await db
    .selectFrom('position')
    .select([...said, ...decided])
    .where('instrument', '=', instrument)
    .orderBy('entered_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    instrument: row.instrument,
    body: row.body,
    fact: factOf(row, row.entered_by),
    confirmed:
      row.confirmed_by && row.confirmed_at ? { by: row.confirmed_by, at: instant(row.confirmed_at) } : null,
    struck:
      row.struck_by && row.struck_at
        ? { by: row.struck_by, at: instant(row.struck_at), why: row.struck_why ?? '' }
        : null,
  }))
}

export type CountedLine = {
  readonly instrument: string
  readonly body: string
  readonly facts: number
  readonly waiting: number
}

/** Of the transaction's desk: how many facts stand, and how many of them wait for a second member. */
export const countPositions = async (db: Writer): Promise<readonly CountedLine[]> =>
  await db
    .selectFrom('position')
    .select(({ fn }) => [
      'instrument',
      'body',
      fn.countAll<number>().as('facts'),
      fn.countAll<number>().filterWhere('confirmed_at', 'is', null).as('waiting'),
    ])
    .where('struck_at', 'is', null)
    .groupBy(['instrument', 'body'])
    .orderBy('instrument')
    .orderBy('body')
    .execute()

type Entering = {
  readonly desk: string
  readonly instrument: string
  readonly body: string
  readonly by: string
  readonly at: Date
}

/** Facts whose id is there already are left as they are, perhaps another desk's. */
export const insertPositions = async (
  db: Writer,
  { desk, instrument, body, by, at }: Entering,
  facts: readonly EnteredFact[],
): Promise<void> => {
  const rows = facts.map(({ id, member, of, stance, on, confidence, source, explanation }) => ({
    id,
    desk,
    // The trigger sets the desk's own name.
    desk_name: '',
    instrument,
    body,
    member,
    of_kind: of.kind,
    of_id: of.id,
    stance,
    on,
    confidence,
    source,
    explanation,
    entered_by: by,
    entered_at: at,
  }))
  await db
    .insertInto('position')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Of the transaction's desk, those of these ids, with what they say and locked against others. */
export const lockPositions = async (
  db: Writer,
  ids: readonly string[],
): Promise<readonly (KeptFact & { readonly said: KeptWords })[]> => {
  const rows = await db
    .selectFrom('position')
    .select([...said, ...decided])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((row) => ({
    id: row.id,
    enteredBy: row.entered_by,
    confirmedBy: row.confirmed_by,
    struckBy: row.struck_by,
    said: { instrument: row.instrument, body: row.body, fact: factOf(row, row.entered_by) },
  }))
}
export type KeptWords = Pick<PositionRow, 'instrument' | 'body' | 'fact'>

export const confirmPositions = async (
  db: Writer,
  ids: readonly string[],
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> => {
  await db
    .updateTable('position')
    .set({ confirmed_by: by, confirmed_at: at })
    .where('id', 'in', ids)
    .execute()
}

export const strikePositions = async (
  db: Writer,
  ids: readonly string[],
  { by, at, why }: { readonly by: string; readonly at: Date; readonly why: string },
): Promise<void> => {
  await db
    .updateTable('position')
    .set({ struck_by: by, struck_at: at, struck_why: why })
    .where('id', 'in', ids)
    .execute()
}

/** What is withdrawn takes with it what was said of it: its text, a vote or an amendment is still open. */
const isOfOpenText = sql<boolean>`exists (
  select from amparo.document d
  where d.state = 'released' and d.act = 'publish' and d.kind in ('instrument', 'vote', 'amendment')
    and coalesce(d.body ->> 'instrument', d.body ->> 'slug') = position.instrument)`

/** As the public: of an instrument, or of a member of a body. Who says so is the desk, no person. */
export const findOpenPositions = async (
  db: Writer,
  of: { readonly instrument: string } | { readonly body: string; readonly member: string },
): Promise<readonly OpenFact[]> => {
  const all = db
    .selectFrom('position')
    .select([...said, 'desk_name'])
    .where('confirmed_at', 'is not', null)
    .where('struck_at', 'is', null)
    .orderBy('on')
    .orderBy('id')
  const rows = await (
    'instrument' in of
      ? all.where('instrument', '=', of.instrument)
      : all.where('body', '=', of.body).where('member', '=', of.member).where(isOfOpenText)
  ).execute()
  return rows.map((row) => ({ instrument: row.instrument, body: row.body, fact: factOf(row, row.desk_name) }))
}

type Said = {
  readonly id: string
  readonly member: string
  readonly of_kind: Subject['kind']
  readonly of_id: string
  readonly stance: Stance
  readonly on: string
  readonly confidence: Confidence
  readonly source: string
  readonly explanation: string | null
  readonly entered_at: Date
}

const factOf = (row: Said, enteredBy: string): PositionFact => ({
  id: row.id,
  member: row.member,
  of: { kind: row.of_kind, id: row.of_id },
  stance: row.stance,
  on: row.on,
  enteredAt: instant(row.entered_at),
  enteredBy,
  confidence: row.confidence,
  source: row.source,
  explanation: row.explanation,
  confidential: false,
})

const instant = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z')
