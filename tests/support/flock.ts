/**
 * Words that a thief looks for. All of them hold one marker, so that a search asks for one thing in every encoding
 * it may have been kept or sent in, however many were typed.
 */
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { Client, type ClientConfig } from 'pg'
import { inject } from 'vitest'

import { asSuperuser } from './open_rows.ts'

export type Flock = {
  readonly marker: string
  /** A new word with the marker in it. */
  readonly next: () => string
  readonly count: () => number
}

const letters = 'bcdfghjklmnpqrstvwxz'

/** Letters that no word of any language has in this order, and that no spelling changes. */
export const newFlock = (): Flock => {
  const marker = Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join('')
  let count = 0
  return { marker, next: () => `${marker}n${++count}`, count: () => count }
}

export type Needle = { readonly encoding: string; readonly bytes: Buffer }

/** A text in every encoding that is searched. */
export const needlesOf = (text: string): readonly Needle[] => {
  const found: Needle[] = []
  const add = (encoding: string, bytes: string | Buffer): void =>
    void found.push({ encoding, bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes })
  const spellings = { plain: text, upper: text.toUpperCase(), reversed: [...text].toReversed().join('') }
  for (const [spelling, said] of Object.entries(spellings)) {
    const wide = Buffer.from(said, 'utf16le')
    const forms = { utf8: Buffer.from(said), utf16le: wide, utf16be: Buffer.from(wide).swap16() }
    for (const [form, bytes] of Object.entries(forms)) {
      const of = `${spelling} ${form}`
      add(of, bytes)
      add(`${of} hex`, bytes.toString('hex'))
      add(`${of} HEX`, bytes.toString('hex').toUpperCase())
      for (const shift of [0, 1, 2]) {
        const once = innerBase64(bytes, shift)
        add(`${of} base64 +${shift}`, once)
        for (const again of [0, 1, 2])
          add(`${of} base64 twice +${shift}+${again}`, innerBase64(Buffer.from(once), again))
      }
    }
    add(`${spelling} percent`, [...Buffer.from(said)].map((byte) => `%${byte.toString(16)}`).join(''))
    add(`${spelling} json escapes`, [...said].map((one) => `\\u${hex4(one)}`).join(''))
    add(`${spelling} html entities`, [...said].map((one) => `&#${one.codePointAt(0)};`).join(''))
    add(`${spelling} numbers`, [...Buffer.from(said)].join(','))
  }
  return found
}

const hex4 = (one: string): string => (one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')

/** What of a base64 text is the same whatever stands before and after. Both alphabets: no letter here needs the last two. */
const innerBase64 = (bytes: Buffer, shift: number): string => {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  return whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
}

/** Where and in which encodings a needle is; empty is what a test expects. */
export const searchBytes = (place: string, bytes: Buffer, needles: readonly Needle[]): readonly string[] =>
  needles.flatMap((needle) => {
    const at = bytes.indexOf(needle.bytes)
    return at === -1 ? [] : [`${place} at ${at}: ${needle.encoding}`]
  })

export const searchFolder = (
  folder: string,
  needles: readonly Needle[],
  skips: (path: string) => boolean = () => false,
): readonly string[] => filesUnder(folder, skips).flatMap((path) => searchBytes(path, bytesOf(path), needles))

/** What is skipped is not entered, and may go meanwhile: other tests drop databases of the same cluster. */
export const filesUnder = (folder: string, skips: (path: string) => boolean): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (skips(path)) return []
    if (entry.isDirectory()) return filesUnder(path, skips)
    return entry.isFile() ? [path] : []
  })

/** A file that has gone meanwhile, as one of the log does after a checkpoint, holds nothing any more. */
export const bytesOf = (path: string): Buffer =>
  statSync(path, { throwIfNoEntry: false }) ? readFileSync(path) : Buffer.alloc(0)

/** Every row as the database tells it, compressed or not, and every byte string in it. */
export const searchRows = async (
  database: ClientConfig,
  needles: readonly Needle[],
): Promise<readonly string[]> => {
  const client = new Client(database)
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`)
      for (const { line } of rows) {
        found.push(...searchBytes(name, Buffer.from(line), needles))
        for (const [, hex = ''] of line.matchAll(/\\x((?:[0-9a-f]{2})+)/g))
          found.push(...searchBytes(`${name} (bytes)`, Buffer.from(hex, 'hex'), needles))
      }
    }
    return found
  } finally {
    await client.end()
  }
}

/**
 * Has the cluster keep its log from here on, as one that is copied to another machine does: other tests share it, and
 * their checkpoints would throw away what a thief is to search. What it returns lets go of it again.
 */
export const keepWal = async (database: ClientConfig): Promise<() => Promise<void>> => {
  const slot = `thief_${randomInt(2 ** 40)}`
  const ask = (text: string): Promise<void> =>
    asSuperuser({ superuser: database }, async (client) => void (await client.query(text, [slot])))
  await ask('select pg_create_physical_replication_slot($1, true)')
  return () => ask('select pg_drop_replication_slot($1)')
}

/** The files of a database and of its cluster's log, as they lie on the disk after everything was written there. */
export const searchDatabaseFiles = async (
  database: ClientConfig,
  needles: readonly Needle[],
): Promise<readonly string[]> => {
  const client = new Client(database)
  await client.connect()
  try {
    await client.query('checkpoint')
    const { rows } = await client.query<{ own: string }>(
      'select oid::text as own from pg_database where datname = current_database()',
    )
    const folder = inject('postgresFolder')
    const base = join(folder, 'base')
    const own = join(base, rows[0]?.own ?? '–')
    const others = (path: string) => dirname(path) === base && path !== own
    return searchFolder(folder, needles, others)
  } finally {
    await client.end()
  }
}
