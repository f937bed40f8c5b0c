/** Rows of addressees, of what became of their letters, and of the release of the sending. */
import { sql } from 'kysely'
import type { Addressee, DeliveryState } from '#campaigns/core/sign_on_addressees.ts'
import type { Writer } from '#platform/server/database.ts'

export type AddresseeRow = Addressee & { readonly id: string; readonly state: DeliveryState }
export type DeliveryRow = {
  readonly addressee: string
  readonly what: DeliveryState
  /** ISO day. */
  readonly on: string
  readonly mail: string | null
  readonly carriedBy: string | null
}

export const findAddressees = async (db: Writer, ask: string): Promise<readonly AddresseeRow[]> =>
  (
    await sql<AddresseeRow>`select id, name, salutation, language, country, mail, state
      from amparo.letter_addressee where ask = ${ask} order by place`.execute(db)
  ).rows

export const lockAddressee = async (db: Writer, ask: string, id: string): Promise<AddresseeRow | null> =>
  (
    await sql<AddresseeRow>`select id, name, salutation, language, country, mail, state
      from amparo.letter_addressee where ask = ${ask} and id = ${id} for update`.execute(db)
  ).rows[0] ?? null

export const findDeliveries = async (db: Writer, ask: string): Promise<readonly DeliveryRow[]> =>
  (
    await sql<DeliveryRow>`select d.addressee, d.what, d.on_day as on, d.mail, d.carried_by as "carriedBy"
      from amparo.letter_delivery d join amparo.letter_addressee a on a.id = d.addressee
      where a.ask = ${ask} order by d.id`.execute(db)
  ).rows

/** All of them anew, in their order. */
export const replaceAddressees = async (
  db: Writer,
  { ask, desk }: { readonly ask: string; readonly desk: string },
  addressees: readonly (Addressee & { readonly id: string })[],
): Promise<void> => {
  await sql`delete from amparo.letter_addressee where ask = ${ask}`.execute(db)
  const of = (field: keyof Addressee | 'id') => addressees.map((one) => one[field])
  await sql`insert into amparo.letter_addressee (id, ask, desk, place, name, salutation, language, country, mail)
    select id, ${ask}, ${desk}, place, name, salutation, language, country, mail
    from unnest(${of('id')}::text[], ${of('name')}::text[], ${of('salutation')}::text[], ${of('language')}::text[],
      ${of('country')}::text[], ${of('mail')}::text[])
      with ordinality as line (id, name, salutation, language, country, mail, place)`.execute(db)
}

export const setDelivery = async (
  db: Writer,
  given: {
    readonly addressee: string
    readonly what: DeliveryState
    readonly on: string
    readonly mail: string | null
    readonly by: string | null
    readonly carriedBy: string | null
  },
): Promise<void> => {
  const { addressee, what, on, mail, by, carriedBy } = given
  await sql`update amparo.letter_addressee set state = ${what} where id = ${addressee}`.execute(db)
  await sql`insert into amparo.letter_delivery (addressee, desk, what, on_day, mail, by_account, carried_by)
    select id, desk, ${what}, ${on}::date, ${mail}, ${by}, ${carriedBy}
    from amparo.letter_addressee where id = ${addressee}`.execute(db)
}

export const setMail = async (db: Writer, id: string, mail: string): Promise<void> => {
  await sql`update amparo.letter_addressee set mail = ${mail} where id = ${id}`.execute(db)
}

export type SendingRow = {
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly releasedBy: string | null
  readonly releasedAt: Date | null
}

/** One at a time decides on it; a row that was released could not be locked, since nobody changes it any more. */
export const lockSending = async (db: Writer, ask: string): Promise<SendingRow | null> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('sending of ' || ${ask}::text, 0))`.execute(db)
  return findSending(db, ask)
}

export const findSending = async (db: Writer, ask: string): Promise<SendingRow | null> =>
  (
    await sql<SendingRow>`select proposed_by as "proposedBy", proposed_at as "proposedAt",
      released_by as "releasedBy", released_at as "releasedAt"
      from amparo.letter_sending where ask = ${ask}`.execute(db)
  ).rows[0] ?? null

export const insertSending = async (
  db: Writer,
  row: { readonly ask: string; readonly desk: string; readonly by: string; readonly at: Date },
): Promise<void> => {
  await sql`insert into amparo.letter_sending (ask, desk, proposed_by, proposed_at)
    values (${row.ask}, ${row.desk}, ${row.by}, ${row.at})`.execute(db)
}

export const releaseSending = async (
  db: Writer,
  row: { readonly ask: string; readonly by: string; readonly at: Date },
): Promise<void> => {
  await sql`update amparo.letter_sending set released_by = ${row.by}, released_at = ${row.at}
    where ask = ${row.ask}`.execute(db)
}

export const deleteSending = async (db: Writer, ask: string): Promise<void> => {
  await sql`delete from amparo.letter_sending where ask = ${ask}`.execute(db)
}
