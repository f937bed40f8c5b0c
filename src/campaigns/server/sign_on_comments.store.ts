/** Comments on a letter and what the secretary answered. The words of a comment are sealed to the desk (migration 0041). */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

export type SealedLine = {
  readonly id: string
  readonly signatory: string
  readonly what: 'contact' | 'note' | 'comment'
  readonly sealed: Buffer
  readonly at: Date
  readonly answeredAt: Date | null
  /** Under the server's secret, with the id of the row. */
  readonly reply: Buffer | null
  readonly changed: boolean | null
}

export const findSealed = async (db: Writer, ask: string): Promise<readonly SealedLine[]> =>
  (
    await sql<SealedLine>`
      select c.id, c.signatory, c.what, c.sealed, c.at, c.answered_at as "answeredAt", c.reply, c.changed
      from signatory_sealed c join signatory s on s.id = c.signatory
      where s.ask = ${ask} order by c.at, c.id`.execute(db)
  ).rows

/** Whose comment it is; null: it is none of this ask, or was answered with words before. */
export const answerComment = async (
  db: Writer,
  given: {
    readonly id: string
    readonly ask: string
    readonly by: string
    readonly at: Date
    readonly reply: Buffer
    readonly changed: boolean
  },
): Promise<string | null> => {
  const { id, ask, by, at, reply, changed } = given
  const { rows } = await sql<{ signatory: string }>`
    update signatory_sealed c set answered_at = ${at}, answered_by = ${by}, reply = ${reply}, changed = ${changed}
    from signatory s
    where c.id = ${id} and c.what = 'comment' and c.reply is null and s.id = c.signatory and s.ask = ${ask}
    returning c.signatory`.execute(db)
  return rows[0]?.signatory ?? null
}

export type LinkedComment = {
  readonly id: string
  readonly at: Date
  readonly answeredAt: Date | null
  readonly changed: boolean | null
  readonly reply: Buffer | null
}

/** As the gate: of whoever signed with this link. */
export const findCommentsByLink = async (db: Writer, link: string): Promise<readonly LinkedComment[]> =>
  (
    await sql<LinkedComment>`
      select id, at, answered_at as "answeredAt", changed, reply from comments_by_link(${link})`.execute(db)
  ).rows
