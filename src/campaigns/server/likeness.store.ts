/** Sketches of texts while an ask is open, and what they came to (migration 0053). No word stands here. */
import { sql } from 'kysely'

import type { Writer } from '#platform/server/database.ts'

type Place = { readonly ask: string; readonly kind: string }

/** In the role `gate`. */
export const insertSketch = async (
  db: Writer,
  of: Place & { readonly id: string; readonly desk: string; readonly sketch: Uint8Array },
): Promise<void> => {
  await sql`insert into text_sketch (id, ask, desk, kind, sketch)
    values (${of.id}, ${of.ask}, ${of.desk}, ${of.kind}, ${Buffer.from(of.sketch)})`.execute(db)
}

/** Their ids are by chance: the first ones are a sample by chance. In the role of the desk, or `jobs`. */
export const findSketches = async (
  db: Writer,
  { ask, kind }: Place,
  most: number,
): Promise<readonly Buffer[]> =>
  (
    await sql<{ sketch: Buffer }>`
      select sketch from text_sketch where ask = ${ask} and kind = ${kind} order by id limit ${most}`.execute(
      db,
    )
  ).rows.map(({ sketch }) => sketch)

/** Of those that were counted before the ask closed. In the role of the desk. */
export const findSettled = async (
  db: Writer,
  { ask, kind }: Place,
): Promise<{ readonly texts: number; readonly alike: number }> =>
  (
    await sql<{ texts: number; alike: number }>`
      select texts, alike from text_likeness where ask = ${ask} and kind = ${kind}`.execute(db)
  ).rows[0] ?? { texts: 0, alike: 0 }

/** In the role `jobs`, as the next two. */
export const findSketched = async (db: Writer): Promise<readonly (Place & { readonly desk: string })[]> =>
  (
    await sql<
      Place & { desk: string }
    >`select distinct ask, kind, desk from text_sketch order by ask, kind`.execute(db)
  ).rows

export const settleLikeness = async (
  db: Writer,
  of: Place & { readonly desk: string; readonly texts: number; readonly alike: number },
): Promise<void> => {
  await sql`insert into text_likeness (ask, desk, kind, texts, alike)
    values (${of.ask}, ${of.desk}, ${of.kind}, ${of.texts}, ${of.alike})
    on conflict (ask, kind) do update set texts = text_likeness.texts + excluded.texts,
      alike = text_likeness.alike + excluded.alike`.execute(db)
  await sql`delete from text_sketch where ask = ${of.ask} and kind = ${of.kind}`.execute(db)
}

/** Marks by which exact copies of an ask's messages were known (0037): of no use after the close. */
export const forgetMarks = async (db: Writer, open: readonly string[]): Promise<void> => {
  await sql`delete from delivery_text where not ask = any (${[...open]}::text[])`.execute(db)
}
