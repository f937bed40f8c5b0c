/**
 * The server's own secrets: one file in the data folder, never in the database. A thief with the database alone cannot
 * try a single passphrase.
 *
 * [Note: Only added to] A renewal adds a cover to the file, on the disk, before it changes the database, and the database
 * says in the same transaction under which covers it now is. So one file serves the database as it was and as it is,
 * whenever the power is cut, and every older backup.
 */
import { createHmac, randomBytes } from 'node:crypto'
import {
  closeSync,
  fchownSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { z } from 'zod'

import { secret, type Secret } from '#kernel/core/secret.ts'

import { type Covers, renewedKey } from './covers.ts'
import { readIfThere } from './read_if_there.ts'

export type ServerSecrets = {
  /** Of the first day, and never another: keys the HMACs of what members prove with, before they are covered. */
  readonly pepper: Secret<Buffer>
  /** Of the first day: from it and the newest cover follows what wraps the vaults a second time. */
  readonly vaultWrap: Secret<Buffer>
  /** See [Note: Covers]. */
  readonly covers: Covers
  /** With which `amparo_login` enters another PostgreSQL; the same for all processes of an installation. */
  readonly loginPassword: Secret<string>
}

/** Reads the file, or makes it the first time; of two processes that make it at once, one wins for both. */
export const loadSecrets = (dataFolder: string): ServerSecrets => {
  const path = pathIn(dataFolder)
  return secretsIn(path, readIfThere(path) ?? makeFile(dataFolder, path))
}

/** For commands of the operator, which make none. */
export const findSecrets = (dataFolder: string): ServerSecrets | null => {
  const path = pathIn(dataFolder)
  const text = readIfThere(path)
  return text === undefined ? null : secretsIn(path, text)
}

/**
 * Of all that the file holds those that a database or a backup is under, by their id; those of the first day need none.
 * Null where it is under others.
 */
export const secretsNamed = (all: ServerSecrets, id: string | null): ServerSecrets | null => {
  if (id === null) return coveredBy(all, 0)
  const earlier = all.covers.map((_, covers) => coveredBy(all, covers))
  return [...earlier, all].find((some) => secretsId(some) === id) ?? null
}

/** Adds a cover to the file, see [Note: Only added to]; answers all that it holds then. */
export const addCover = (dataFolder: string): ServerSecrets => {
  const path = pathIn(dataFolder)
  const kept = parseFile(path, readFileSync(path, 'utf8'))
  const covers = [...kept.covers, randomBytes(32)].map((cover) => cover.toString('base64url'))
  const { pepper, vaultWrap } = kept
  const text = {
    v: 2,
    pepper: pepper.toString('base64url'),
    vaultWrap: vaultWrap.toString('base64url'),
    covers,
  }
  replaceWhole(realpathSync(path), textOf(text))
  return secretsIn(path, readFileSync(path, 'utf8'))
}

/** The file itself, for the copy that the operator keeps under a passphrase; null where there is none. */
export const secretsText = (dataFolder: string): string | null => {
  const text = readIfThere(pathIn(dataFolder))
  return text === undefined || findSecrets(dataFolder) === null ? null : text
}

/** Of a copy that was opened; null where it holds no secrets. */
export const secretsInText = (text: string): ServerSecrets | null => {
  try {
    return secretsOf(secretsFile.parse(JSON.parse(text)))
  } catch {
    return null
  }
}

/** Puts a copy in its place. Nothing is overwritten: what is there must have been moved away. */
export const placeSecrets = (dataFolder: string, text: string): void => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  linkWhole(pathIn(dataFolder), text)
}

/** Names these secrets and tells nothing of them: a backup says by it which ones it needs. */
export const secretsId = ({ pepper, vaultWrap, covers }: ServerSecrets): string => {
  const made = createHmac('sha256', pepper.reveal()).update('amparo/v1/secrets-id').update(vaultWrap.reveal())
  for (const cover of covers) made.update(cover.reveal())
  return made.digest('base64url')
}

/** The same through every renewal. */
export const firstId = (secrets: ServerSecrets): string => secretsId(coveredBy(secrets, 0))

export const pathIn = (dataFolder: string): string => join(dataFolder, 'secrets.json')

const secretsIn = (path: string, text: string): ServerSecrets => {
  refuseOpenFile(path)
  return secretsOf(parseFile(path, text))
}

const secretsOf = ({ pepper, vaultWrap, covers }: z.infer<typeof secretsFile>): ServerSecrets =>
  withCovers(
    { pepper: secret(pepper), vaultWrap: secret(vaultWrap) },
    covers.map((cover) => secret(cover)),
  )

const coveredBy = (all: ServerSecrets, covers: number): ServerSecrets =>
  withCovers(all, all.covers.slice(0, covers))

const withCovers = (
  { pepper, vaultWrap }: Pick<ServerSecrets, 'pepper' | 'vaultWrap'>,
  covers: Covers,
): ServerSecrets => {
  const key = renewedKey(pepper, covers).reveal()
  const loginPassword = createHmac('sha256', key).update('amparo/v1/login-role').digest('base64url')
  return { pepper, vaultWrap, covers, loginPassword: secret(loginPassword) }
}

const makeFile = (dataFolder: string, path: string): string => {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const made = {
    v: 1,
    pepper: randomBytes(32).toString('base64url'),
    vaultWrap: randomBytes(32).toString('base64url'),
  }
  linkWhole(path, textOf(made))
  return readFileSync(path, 'utf8')
}

const textOf = (made: object): string => `${JSON.stringify(made, null, 2)}\n`

/** The file is the old one or the new one, and stays with its user. */
const replaceWhole = (path: string, text: string): void => {
  const { uid, gid } = statSync(path)
  renameSync(draftOf(path, text, { uid, gid }), path)
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

const draftOf = (
  path: string,
  text: string,
  owner?: { readonly uid: number; readonly gid: number },
): string => {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  writeSync(file, text)
  if (owner && owner.uid !== process.getuid?.()) fchownSync(file, owner.uid, owner.gid)
  // On the disk before anything depends on it: without the pepper nobody could sign in again.
  fsyncSync(file)
  closeSync(file)
  return draft
}

/** Of two processes that write at once, one wins for both. */
const linkWhole = (path: string, text: string): void => {
  const draft = draftOf(path, text)
  try {
    linkSync(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    unlinkSync(draft)
  }
}

const refuseOpenFile = (path: string): void => {
  if ((statSync(path).mode & 0o077) === 0) return
  throw new Error(`Other users of this machine may read ${path}. Close it with: chmod 600 ${path}`)
}

const key = z.base64url().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length === 32) return bytes
  context.addIssue({ code: 'custom', message: 'not 32 bytes' })
  return z.NEVER
})
const firstSecrets = z.strictObject({ v: z.literal(1), pepper: key, vaultWrap: key })
const secretsFile = z.union([
  firstSecrets.transform((first) => ({ ...first, covers: [] })),
  firstSecrets.extend({ v: z.literal(2), covers: z.array(key).min(1) }),
])

const parseFile = (path: string, text: string): z.infer<typeof secretsFile> => {
  try {
    return secretsFile.parse(JSON.parse(text))
  } catch {
    // Without the cause, which could quote the file.
    throw new Error(
      `The secrets in ${path} are damaged. Put the file back from your copy; a new one would lock every member out.`,
    )
  }
}
