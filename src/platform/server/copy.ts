/**
 * COPY as text between PostgreSQL and a file, in pieces of whole rows. Neither direction holds more than a piece or
 * two: where the other side is slow, this one waits.
 */
import { once } from 'node:events'

import type { Client, Connection, QueryResult, Submittable } from 'pg'

/** Bytes at which a piece is full; a row that is longer makes a longer piece. */
const PIECE = 1024 * 1024

/** What the driver calls while a statement runs; it says nothing of this in its types. */
type Statement = Submittable & {
  readonly handleCopyData: (message: { readonly chunk: Uint8Array }, connection: Connection) => void
  readonly handleCopyInResponse: (connection: CopyingConnection) => void
  readonly handleCommandComplete: (message: { readonly text: string }) => void
  readonly handleReadyForQuery: () => void
  readonly handleError: (cause: Error) => void
  readonly callback: (cause: Error | null, result: QueryResult) => void
}
type CopyingConnection = Connection & {
  readonly query: (text: string) => void
  readonly sendCopyFromChunk: (bytes: Uint8Array) => void
  readonly endCopyFrom: () => void
  readonly sendCopyFail: (words: string) => void
}

type Handlers = {
  readonly onRow?: (row: Uint8Array, connection: Connection) => void
  readonly onReady?: (connection: CopyingConnection) => void
}

/** Answers how many rows PostgreSQL says it copied. */
const run = (client: Client, text: string, { onRow, onReady }: Handlers): Promise<number> =>
  new Promise((resolve, reject) => {
    let rows = Number.NaN
    const statement: Statement = {
      submit: (connection) => (connection as CopyingConnection).query(text),
      handleCopyData: ({ chunk }, connection) => onRow?.(chunk, connection),
      handleCopyInResponse: (connection) => onReady?.(connection),
      handleCommandComplete: (message) => {
        rows = Number(/^COPY (\d+)$/.exec(message.text)?.[1])
      },
      handleReadyForQuery: () => resolve(rows),
      handleError: reject,
      callback: () => undefined,
    }
    client.query(statement)
  })

/** PostgreSQL sends one message a row. `take` is given one piece after the other. */
export const copyOut = async (
  client: Client,
  statement: string,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<number> => {
  let rows: Buffer[] = []
  let size = 0
  let flushing: Promise<void> | null = null
  let failed: unknown = null
  const flush = async (): Promise<void> => {
    while (size >= PIECE) {
      const piece = Buffer.concat(rows)
      rows = []
      size = 0
      await take(piece)
    }
  }
  const onRow = (row: Uint8Array, { stream }: Connection): void => {
    // Copied: the driver writes over its buffer.
    rows.push(Buffer.from(row))
    size += row.length
    if (size < PIECE || flushing !== null || failed !== null) return
    stream.pause()
    flushing = flush()
      .catch((cause: unknown) => {
        failed = cause
        stream.destroy()
      })
      .finally(() => {
        flushing = null
        stream.resume()
      })
  }
  try {
    const told = await run(client, statement, { onRow })
    await flushing
    if (size > 0 && failed === null) await take(Buffer.concat(rows))
    if (failed !== null) throw failed
    return told
  } catch (cause) {
    throw failed ?? cause
  }
}

/** Sends what `pieces` yields. What they throw ends the statement and is thrown here. */
export const copyIn = async (
  client: Client,
  statement: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<number> => {
  let failed: unknown = null
  let ended = false
  const send = async (connection: CopyingConnection): Promise<void> => {
    for await (const piece of pieces) {
      if (ended) return
      connection.sendCopyFromChunk(piece)
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
    }
    connection.endCopyFrom()
  }
  const onReady = (connection: CopyingConnection): void => {
    send(connection).catch((cause: unknown) => {
      failed = cause
      if (!ended) connection.sendCopyFail('the backup could not be read on')
    })
  }
  try {
    return await run(client, statement, { onReady })
  } catch (cause) {
    throw failed ?? cause
  } finally {
    ended = true
  }
}
