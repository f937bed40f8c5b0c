/** Rows of publications and coded events, put in as the superuser: what the desks' protocol would have written. */
import { createHash } from 'node:crypto'

import { Client } from 'pg'

import type { TestDatabase } from './database.ts'

/** An id told by a name. */
export const openId = (name: string): string =>
  createHash('sha256').update(name).digest('base64url').slice(0, 22)

export type PublishedCase = {
  readonly name: string
  readonly country?: string | null
  readonly lang?: string
  readonly updatedAt?: string
  readonly events?: readonly string[]
  readonly open?: Record<string, unknown>
}

export const asSuperuser = async <T>(
  database: Pick<TestDatabase, 'superuser'>,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = new Client(database.superuser)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const desk = openId('desk')

const ensureLog = async (client: Client, log: string): Promise<void> => {
  await client.query(`insert into amparo.desk values ($1, 'Desk', '2026-01-01') on conflict do nothing`, [
    desk,
  ])
  await client.query(`insert into amparo.log values ($1, 'case', $2, 0, $3) on conflict do nothing`, [
    log,
    desk,
    'h'.repeat(43),
  ])
}

/** Publishes a case; its reference is `openId(name)`. */
export const publish = (database: Pick<TestDatabase, 'superuser'>, given: PublishedCase): Promise<string> =>
  asSuperuser(database, async (client) => {
    const ref = openId(given.name)
    const log = openId(`log ${given.name}`)
    const { lang = 'en', country = 'CO', updatedAt = '2026-11-01T10:00:00Z', events = [] } = given
    await ensureLog(client, log)
    const open = {
      ref,
      lang,
      name: given.name,
      isPseudonym: false,
      ...(country && { country }),
      ...given.open,
    }
    await client.query(`insert into amparo.publication values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
      ref,
      log,
      openId(`entry ${given.name}`),
      desk,
      lang,
      country,
      events,
      JSON.stringify(open),
      updatedAt,
      updatedAt,
    ])
    return ref
  })

export const withdraw = (database: Pick<TestDatabase, 'superuser'>, ref: string): Promise<void> =>
  asSuperuser(database, async (client) => {
    await client.query('delete from amparo.publication where ref = $1', [ref])
  })

/** An event as everybody sees it. Alike ones of a case are told apart by their place in its log. */
export type ShownRow = {
  readonly log: string
  readonly type: string
  readonly country: string | null
  readonly year: number | null
  readonly verification: number
  readonly follow_up: string | null
  readonly seq: number
}

/** What is kept of public cases (migration 0033). */
export const findShown = (database: Pick<TestDatabase, 'superuser'>): Promise<readonly ShownRow[]> =>
  asSuperuser(
    database,
    async (client) =>
      (
        await client.query<ShownRow>(
          `select v.log, e.type, v.country, e.year, e.verification, e.follow_up, e.seq from amparo.shown_case v,
             unnest(v.types, v.years, v.verifications, v.follow_ups, v.seqs)
             as e (type, year, verification, follow_up, seq) order by v.log, e.seq`,
        )
      ).rows,
  )

export type CountedCase = {
  readonly name: string
  readonly custody?: string
  readonly holder?: string
  readonly size?: readonly [min: number, max: number]
  readonly sectors?: readonly string[]
  /** Names of other cases of the same person. */
  readonly sameAs?: readonly string[]
  readonly events: readonly {
    readonly type: string
    readonly country?: string | null
    readonly year?: number | null
    readonly verification?: number
    /** `1 K01`, `2 D01 attempted`. */
    readonly acts?: readonly string[]
    readonly recorded?: number
    readonly followUp?: string
  }[]
}

/** The rows of a case that is counted; the same name as a publication's belongs to it. */
export const count = (database: Pick<TestDatabase, 'superuser'>, given: CountedCase): Promise<void> =>
  asSuperuser(database, async (client) => {
    const log = openId(`log ${given.name}`)
    await ensureLog(client, log)
    await client.query(
      `insert into amparo.case_state (log, desk, dark, incomplete, closed, custody, in_statistics, holder, size_min,
         size_max, sectors, same_as, form) values ($1, $2, false, false, false, $3, true, $4, $5, $6, $7, $8, 1)`,
      [
        log,
        desk,
        given.custody ?? 'held',
        given.holder ?? 'person',
        given.size?.[0] ?? null,
        given.size?.[1] ?? null,
        given.sectors ?? [],
        (given.sameAs ?? []).map((name) => openId(`log ${name}`)),
      ],
    )
    for (const [at, event] of given.events.entries())
      await client.query(
        `insert into amparo.coded_event (log, entry, desk, type, country, year, verification, acts, seq, recorded,
           follow_up) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          log,
          openId(`event ${given.name} ${at}`),
          desk,
          event.type,
          event.country === undefined ? 'CO' : event.country,
          event.year === undefined ? 2020 : event.year,
          event.verification ?? 3,
          event.acts ?? [],
          at,
          event.recorded ?? 2021,
          event.followUp ?? null,
        ],
      )
  })

export type ReleasedRow = {
  readonly kind:
    | 'theme'
    | 'figure'
    | 'instrument'
    | 'amendment'
    | 'vote'
    | 'deadline'
    | 'body'
    | 'campaign'
    | 'ask'
    | 'outcome'
    | 'mission'
    | 'mission_record'
    | 'commitment'
    | 'scorecard'
    | 'programme'
  /** Its id is `openId(name)`. */
  readonly name: string
  readonly body: unknown
  readonly version?: number
  readonly releasedAt?: string
}

/** A document as its desk wrote it and a second person let it out. */
export const release = (database: Pick<TestDatabase, 'superuser'>, given: ReleasedRow): Promise<string> =>
  asSuperuser(database, async (client) => {
    const id = openId(given.name)
    const { version = 1, releasedAt = '2026-11-01T10:00:00Z' } = given
    await client.query(`insert into amparo.desk values ($1, 'Desk', '2026-01-01') on conflict do nothing`, [
      desk,
    ])
    await client.query(
      `insert into amparo.document
         (id, version, kind, act, desk, desk_name, body, revision, state, writers, proposed_at, decided_by, decided_at)
       values ($1, $2, $3, 'publish', $4, 'Desk', $5, 1, 'released', $6, $7, $8, $7)`,
      [
        id,
        version,
        given.kind,
        desk,
        JSON.stringify(given.body),
        [openId('writer')],
        releasedAt,
        openId('lead'),
      ],
    )
    return id
  })

export const takeBack = (database: Pick<TestDatabase, 'superuser'>, id: string): Promise<void> =>
  asSuperuser(database, async (client) => {
    await client.query(`update amparo.document set state = 'withdrawn' where id = $1`, [id])
  })
