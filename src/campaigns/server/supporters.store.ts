/** Rows of what supporters gave: sealed, and of themselves only what the server needs to keep its word. */
import { type Generated, sql } from 'kysely'
import type { FollowWords } from '#campaigns/core/supporters_wire.ts'
import type { Writer } from '#platform/server/database.ts'
import type { SealedForReceiver } from './seal_supporter.ts'

declare module '#platform/server/database.ts' {
  interface Tables {
    supporter: {
      action: string
      ask: string
      ask_version: number
      desk: string
      link: Uint8Array
      agreed: string[]
      follow: boolean
      language: string
      on_day: string
      forget_on: string
    }
    supporter_sealed: { action: string; receiver: string; ask: string; desk: string; sealed: Buffer }
    supporter_request: {
      action: string
      desk: string
      ask: string
      asked_on: string
      answered_on: Generated<string | null>
    }
    follow_up: {
      id: string
      desk: string
      ask: string
      by_account: string
      made_at: Date
      words: FollowWords
      ended_at: Generated<Date | null>
    }
    follow_up_sent: { follow_up: string; action: string; desk: string }
  }
}

export type SupporterRow = {
  readonly action: string
  readonly ask: string
  readonly askVersion: number
  readonly desk: string
  /** SHA-256 of the token in their mail. */
  readonly link: Uint8Array
  readonly agreed: readonly string[]
  readonly follow: boolean
  readonly language: string
  readonly onDay: string
  readonly forgetOn: string
}

/** In the transaction that confirms, in which the row of `action` was just written. */
export const insertSupporter = async (
  db: Writer,
  row: SupporterRow,
  sealed: readonly SealedForReceiver[],
): Promise<void> => {
  const { action, ask, askVersion, desk, link, agreed, follow, language, onDay, forgetOn } = row
  await db
    .insertInto('supporter')
    .values({
      action,
      ask,
      ask_version: askVersion,
      desk,
      link: Buffer.from(link),
      agreed: [...agreed],
      follow,
      language,
      on_day: onDay,
      forget_on: forgetOn,
    })
    .execute()
  if (sealed.length === 0) return
  await db
    .insertInto('supporter_sealed')
    .values(
      sealed.map((one) => ({
        action,
        receiver: one.receiver,
        ask,
        desk,
        sealed: Buffer.from(one.sealed),
      })),
    )
    .execute()
}

export type AskOf = { readonly desk: string; readonly ask: string }

/** The newest version that was let out; null for what is no ask of this desk. */
export const findAskBody = async (db: Writer, { desk, ask }: AskOf): Promise<unknown> =>
  (
    await db
      .selectFrom('document')
      .select('body')
      .where('id', '=', ask)
      .where('desk', '=', desk)
      .where('kind', '=', 'ask')
      .where('act', '=', 'publish')
      .where('state', 'in', ['released', 'withdrawn'])
      .orderBy('version', 'desc')
      .executeTakeFirst()
  )?.body ?? null

export type HeldRow = {
  readonly held: number
  readonly follow: number
  readonly first: string | null
  readonly last: string | null
}

export const countHeld = async (db: Writer, { desk, ask }: AskOf): Promise<HeldRow> =>
  (
    await sql<HeldRow>`
      select count(*)::int as held, count(*) filter (where follow)::int as follow, min(forget_on) as first,
        max(forget_on) as last
      from amparo.supporter where desk = ${desk} and ask = ${ask}`.execute(db)
  ).rows[0]!

export const countByCountry = async (
  db: Writer,
  { desk, ask }: AskOf,
): Promise<readonly { readonly country: string | null; readonly people: number }[]> =>
  (
    await sql<{ country: string | null; people: number }>`
      select a.country, count(*)::int as people
      from amparo.supporter s join amparo.action a on a.id = s.action
      where s.desk = ${desk} and s.ask = ${ask}
      group by a.country order by 2 desc, 1`.execute(db)
  ).rows

export const countByReceiver = async (
  db: Writer,
  { desk, ask }: AskOf,
): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (
      await sql<{ receiver: string; sealed: number }>`
        select receiver, count(*)::int as sealed from amparo.supporter_sealed
        where desk = ${desk} and ask = ${ask} group by receiver`.execute(db)
    ).rows.map(({ receiver, sealed }) => [receiver, sealed]),
  )

export const findRequests = (
  db: Writer,
  { desk, ask }: AskOf,
): Promise<readonly { action: string; asked_on: string; answered_on: string | null }[]> =>
  db
    .selectFrom('supporter_request')
    .select(['action', 'asked_on', 'answered_on'])
    .where('desk', '=', desk)
    .where('ask', '=', ask)
    .orderBy('asked_on')
    .orderBy('action')
    .limit(1000)
    .execute()

/** False where nobody asks, or somebody has answered. */
export const markAnswered = async (
  db: Writer,
  { desk, ask }: AskOf,
  { action, today }: { readonly action: string; readonly today: string },
): Promise<boolean> =>
  (await db
    .updateTable('supporter_request')
    .set({ answered_on: today })
    .where('desk', '=', desk)
    .where('ask', '=', ask)
    .where('action', '=', action)
    .where('answered_on', 'is', null)
    .returning('action')
    .executeTakeFirst()) !== undefined

export type SealedRowOf = {
  readonly action: string
  readonly country: string | null
  readonly follow: boolean
  readonly sealed: Uint8Array
}

export const findSealed = async (
  db: Writer,
  { desk, ask }: AskOf,
  page: { readonly receiver: string; readonly after: string | null; readonly most: number },
): Promise<readonly SealedRowOf[]> =>
  (
    await sql<SealedRowOf>`
      select x.action, a.country, s.follow, x.sealed
      from amparo.supporter_sealed x
      join amparo.supporter s on s.action = x.action
      join amparo.action a on a.id = x.action
      where x.desk = ${desk} and x.ask = ${ask} and x.receiver = ${page.receiver}
        and x.action > ${page.after ?? ''}
      order by x.action limit ${page.most}`.execute(db)
  ).rows

export type FollowUpRow = {
  readonly id: string
  readonly made_at: Date
  readonly words: FollowWords
  readonly ended_at: Date | null
  readonly sent: number
  readonly waiting: number
}

/** Who is counted as waiting asked to hear, is still confirmed, and was not sent it. */
export const findFollowUps = async (db: Writer, { desk, ask }: AskOf): Promise<readonly FollowUpRow[]> =>
  (
    await sql<FollowUpRow>`
      select f.id, f.made_at, f.words, f.ended_at,
        (select count(*)::int from amparo.follow_up_sent t where t.follow_up = f.id) as sent,
        (select count(*)::int from amparo.supporter s where s.desk = f.desk and s.ask = f.ask and s.follow
          and not exists (select from amparo.follow_up_sent t where t.follow_up = f.id and t.action = s.action)) as waiting
      from amparo.follow_up f where f.desk = ${desk} and f.ask = ${ask}
      order by f.made_at desc, f.id limit 100`.execute(db)
  ).rows

/** False where the id is taken: sent twice, it is one follow-up. */
export const insertFollowUp = async (
  db: Writer,
  row: AskOf & { readonly id: string; readonly by: string; readonly now: Date; readonly words: FollowWords },
): Promise<boolean> =>
  (await db
    .insertInto('follow_up')
    .values({
      id: row.id,
      desk: row.desk,
      ask: row.ask,
      by_account: row.by,
      made_at: row.now,
      words: JSON.stringify(row.words) as unknown as FollowWords,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()) !== undefined

export const findFollowUp = (
  db: Writer,
  { desk, ask }: AskOf,
  id: string,
): Promise<{ words: FollowWords; ended_at: Date | null } | undefined> =>
  db
    .selectFrom('follow_up')
    .select(['words', 'ended_at'])
    .where('id', '=', id)
    .where('desk', '=', desk)
    .where('ask', '=', ask)
    .executeTakeFirst()

export const endFollowUp = async (
  db: Writer,
  { desk, ask }: AskOf,
  of: { id: string; now: Date },
): Promise<void> => {
  await db
    .updateTable('follow_up')
    .set({ ended_at: of.now })
    .where('id', '=', of.id)
    .where('desk', '=', desk)
    .where('ask', '=', ask)
    .where('ended_at', 'is', null)
    .execute()
}

export const findWaiting = async (
  db: Writer,
  { desk, ask }: AskOf,
  of: { readonly followUp: string; readonly after: string | null; readonly most: number },
): Promise<readonly string[]> =>
  (
    await sql<{ action: string }>`
      select s.action from amparo.supporter s
      where s.desk = ${desk} and s.ask = ${ask} and s.follow and s.action > ${of.after ?? ''}
        and not exists (
          select from amparo.follow_up_sent t where t.follow_up = ${of.followUp} and t.action = s.action)
      order by s.action limit ${of.most}`.execute(db)
  ).rows.map(({ action }) => action)

/** Of these, whoever still wants to hear and was not sent it; from now on they count as sent. */
export const claimLetters = async (
  db: Writer,
  { desk, ask }: AskOf,
  of: { readonly followUp: string; readonly actions: readonly string[] },
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{ action: string }>`
        insert into amparo.follow_up_sent (follow_up, action, desk)
        select ${of.followUp}, s.action, s.desk
        from amparo.supporter s join amparo.action a on a.id = s.action
        where s.desk = ${desk} and s.ask = ${ask} and s.follow and a.state = 'confirmed'
          and s.action = any(${[...of.actions]}::text[])
        on conflict do nothing returning action`.execute(db)
    ).rows.map(({ action }) => action),
  )

/** As jobs: of whom the promised day has come. */
export const forgetDue = async (db: Writer, today: string): Promise<number> =>
  (await sql<{ gone: number }>`select amparo.forget_supporters(${today}::date) as gone`.execute(db)).rows[0]
    ?.gone ?? 0
