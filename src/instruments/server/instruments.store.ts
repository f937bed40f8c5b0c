/** Rows of released instruments, read in the role of the public: one by its address, all of them without their texts. */
import { sql } from 'kysely'
import type { Writer } from '#platform/server/database.ts'

/** The table is that of the documents (src/releases/server/documents.store.ts). */
export type InstrumentRow = {
  readonly id: string
  readonly version: number
  readonly desk_name: string
  readonly body: unknown
  readonly decided_at: Date | null
}

/** The newest released version of those that ever had this address: it may have another one by now. */
export const findInstrumentsBySlug = async (db: Writer, slug: string): Promise<readonly InstrumentRow[]> =>
  (
    await sql<InstrumentRow>`
      select distinct on (id) id, version, desk_name, body, decided_at from amparo.document
      where kind = 'instrument' and act = 'publish' and state = 'released' and id in (
        select id from amparo.document
        where kind = 'instrument' and act = 'publish' and state = 'released' and body ->> 'slug' = ${slug})
      order by id, version desc`.execute(db)
  ).rows

export type InstrumentHeadRow = {
  readonly head: unknown
}

/** What a list shows of each: how many versions, and of the last one its stage and date. */
export const findInstrumentHeads = async (db: Writer): Promise<readonly InstrumentHeadRow[]> =>
  (
    await sql<InstrumentHeadRow>`
      select distinct on (id) jsonb_build_object(
        'slug', body -> 'slug', 'kind', body -> 'kind', 'lang', body -> 'lang', 'title', body -> 'title',
        'symbol', body -> 'symbol', 'body', body -> 'body', 'session', body -> 'session',
        'versions', jsonb_array_length(body -> 'versions'),
        'lastSymbol', body #> '{versions,-1,symbol}', 'last', body #> '{versions,-1,id}', 'language', body #> '{versions,-1,language}',
        'stage', body #> '{versions,-1,stage}', 'on', body #> '{versions,-1,on}',
        'complete', body #> '{versions,-1,complete}', 'wording', body #> '{versions,-1,wording}') as head
      from amparo.document
      where kind = 'instrument' and act = 'publish' and state = 'released'
      order by id, version desc`.execute(db)
  ).rows
