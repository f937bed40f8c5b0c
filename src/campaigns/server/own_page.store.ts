/** A supporter's own page: every question by the hash of the token in their mail, as the gate (migration 0038). */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'
import type { SealedForReceiver } from './seal_supporter.ts'

export type OwnRow = {
  readonly action: string
  readonly ask: string
  readonly ask_version: number
  readonly agreed: readonly string[]
  readonly follow: boolean
  readonly language: string
  readonly on_day: string
  readonly forget_on: string
  readonly asked_on: string | null
  readonly answered_on: string | null
  readonly body: unknown
  readonly stopped: boolean
}

export const findOwn = async (db: Writer, link: Buffer): Promise<OwnRow | null> =>
  (await sql<OwnRow>`select * from amparo.supporter_of(${link})`.execute(db)).rows[0] ?? null

export type OwnPart = { readonly kind: string; readonly kept: Readonly<Record<string, string>> }

/** What they did, and what rows hold of it besides what is sealed (migration 0053). */
export const findOwnPart = async (db: Writer, link: Buffer): Promise<OwnPart | null> =>
  (await sql<OwnPart>`select kind, kept from amparo.part_of_supporter(${link})`.execute(db)).rows[0] ?? null

export const eraseOwn = async (
  db: Writer,
  link: Buffer,
  given: { readonly takeBack: boolean; readonly now: Date },
): Promise<boolean> =>
  isDone(
    await sql<Done>`select amparo.erase_supporter(${link}, ${given.takeBack}, ${given.now}) as done`.execute(
      db,
    ),
  )

export const replaceOwn = async (
  db: Writer,
  link: Buffer,
  given: { readonly agreed: readonly string[]; readonly sealed: readonly SealedForReceiver[] },
): Promise<boolean> =>
  isDone(
    await sql<Done>`select amparo.replace_supporter(${link}, ${[...given.agreed]}::text[],
      ${given.sealed.map(({ receiver }) => receiver)}::text[],
      ${given.sealed.map(({ sealed }) => Buffer.from(sealed))}::bytea[]) as done`.execute(db),
  )

export const unfollowOwn = async (db: Writer, link: Buffer): Promise<boolean> =>
  isDone(await sql<Done>`select amparo.unfollow_supporter(${link}) as done`.execute(db))

export const askToSee = async (db: Writer, link: Buffer, today: string): Promise<boolean> =>
  isDone(await sql<Done>`select amparo.ask_to_see(${link}, ${today}::date) as done`.execute(db))

type Done = { readonly done: boolean }
const isDone = ({ rows }: { readonly rows: readonly Done[] }): boolean => rows[0]?.done === true
